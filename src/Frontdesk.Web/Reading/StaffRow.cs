namespace Frontdesk.Web.Reading;

/// <summary>Somebody who works here.</summary>
/// <param name="Id">The name under which tasks know them.</param>
/// <param name="Name">Their name.</param>
/// <param name="Roles">What they do.</param>
/// <param name="AwayUntil">The first moment back, in the practice's offset; null while they are here.</param>
/// <param name="ActsInstead">Who acts for them while they are away; null when nobody does.</param>
/// <param name="PractitionerId">Who they are among the practitioners.</param>
public sealed record StaffRow(string Id, string Name, IReadOnlyList<string> Roles, DateTimeOffset? AwayUntil = null, string? ActsInstead = null, string? PractitionerId = null)
{
    /// <summary>They are away.</summary>
    public bool IsAway => AwayUntil is not null;

    /// <summary>What they do, in words: "medical director, provider".</summary>
    public string Work() => string.Join(", ", Roles.Select(role => role.Replace('-', ' ')));
}
