namespace Frontdesk.Web.Reading;

/// <summary>Which day of which practitioner is asked for, to book a visit.</summary>
/// <param name="PractitionerId">Who sees the patient.</param>
/// <param name="LocationId">Where.</param>
/// <param name="VisitTypeId">For what; it says how long.</param>
/// <param name="Day">The day on the location's clock.</param>
/// <param name="Time">A time of that day that is wanted, if there is one.</param>
public sealed record SlotQuery(string PractitionerId, string LocationId, string VisitTypeId, DateOnly Day, TimeOnly? Time = null);

/// <summary>The times of a day that a visit can have, and why others are not among them.</summary>
/// <param name="Day">The day on the location's clock.</param>
/// <param name="Free">Starts that are free, soonest first, with the offset of the location.</param>
/// <param name="Refusals">Why other times of the day cannot be had; each reason once.</param>
public sealed record DaySlots(DateOnly Day, IReadOnlyList<DateTimeOffset> Free, IReadOnlyList<string> Refusals)
{
    /// <summary>When the practitioner has other visits, soonest first.</summary>
    public IReadOnlyList<TakenTime> Taken { get; init; } = [];

    /// <summary>The start that was asked for, with the offset of the location.</summary>
    public DateTimeOffset? Wanted { get; init; }

    /// <summary>Why the start that was asked for cannot be had; empty when it can.</summary>
    public IReadOnlyList<string> WhyNotWanted { get; init; } = [];
}

/// <summary>A time that another visit takes.</summary>
public sealed record TakenTime(DateTimeOffset Start, DateTimeOffset End);
