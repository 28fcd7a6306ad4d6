namespace Frontdesk.Web.Reading;

/// <summary>The times of a day to which a visit can move, and why others are not among them.</summary>
/// <param name="Day">The day on the location's clock.</param>
/// <param name="Free">Starts that are free, soonest first, with the offset of the location.</param>
/// <param name="Refusals">Why other times of the day cannot be had; each reason once.</param>
public sealed record DaySlots(DateOnly Day, IReadOnlyList<DateTimeOffset> Free, IReadOnlyList<string> Refusals);
