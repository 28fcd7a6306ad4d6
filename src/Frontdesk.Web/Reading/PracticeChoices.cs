namespace Frontdesk.Web.Reading;

/// <summary>What a visit is booked from: who sees patients, where, and for which kinds of visits.</summary>
/// <param name="Name">The practice's name.</param>
/// <param name="Zone">The practice's IANA zone.</param>
/// <param name="Practitioners">Who sees patients, by name.</param>
/// <param name="Locations">Where, by name.</param>
/// <param name="VisitTypes">For what, by name.</param>
public sealed record PracticeChoices(
    string Name,
    string Zone,
    IReadOnlyList<Choice> Practitioners,
    IReadOnlyList<LocationChoice> Locations,
    IReadOnlyList<VisitTypeChoice> VisitTypes);

/// <summary>Something to choose.</summary>
public sealed record Choice(string Id, string Name);

/// <summary>A location to choose, with the zone of its clock.</summary>
public sealed record LocationChoice(string Id, string Name, string Zone);

/// <summary>A kind of visit to choose, and how long it takes.</summary>
public sealed record VisitTypeChoice(string Id, string Name, int DurationMinutes);
