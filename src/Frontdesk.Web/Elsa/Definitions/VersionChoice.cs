using System.Globalization;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>Elsa's <c>versionOptions</c>: which versions of a definition are meant.</summary>
/// <param name="Condition">The condition on the table <c>d</c>; empty for all.</param>
/// <param name="Version">The version that is meant, when it is one.</param>
internal sealed record VersionChoice(string Condition, int? Version = null)
{
    /// <summary>The newest version, published or not.</summary>
    public static readonly VersionChoice Latest = new("d.is_latest = 1");

    /// <summary>Every version.</summary>
    public static readonly VersionChoice All = new(string.Empty);

    /// <summary>Reads what a client wrote; nothing means the newest.</summary>
    /// <exception cref="ElsaRequestException">It is none of Elsa's words and no number.</exception>
    public static VersionChoice Read(string? text) => text switch
    {
        null or "" => Latest,
        _ when text.Equals("Latest", StringComparison.OrdinalIgnoreCase) => Latest,
        _ when text.Equals("Published", StringComparison.OrdinalIgnoreCase) => new("d.is_published = 1"),
        _ when text.Equals("LatestOrPublished", StringComparison.OrdinalIgnoreCase) => new("(d.is_latest = 1 or d.is_published = 1)"),
        _ when text.Equals("LatestAndPublished", StringComparison.OrdinalIgnoreCase) => new("(d.is_latest = 1 and d.is_published = 1)"),
        _ when text.Equals("Draft", StringComparison.OrdinalIgnoreCase) => new("d.is_published = 0 and d.is_latest = 1"),
        _ when text.Equals("All", StringComparison.OrdinalIgnoreCase) || text.Equals("AllVersions", StringComparison.OrdinalIgnoreCase) => All,
        _ when int.TryParse(text.StartsWith("Version:", StringComparison.OrdinalIgnoreCase) ? text[8..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) =>
            new(string.Create(CultureInfo.InvariantCulture, $"d.version = {version}"), version),
        _ => throw ElsaRequestException.Bad($"'versionOptions' is '{ElsaJson.Short(text)}': use Latest, Published, LatestOrPublished, LatestAndPublished, Draft, AllVersions or a version's number."),
    };
}
