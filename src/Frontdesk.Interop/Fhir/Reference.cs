using Frontdesk.Domain;

namespace Frontdesk.Interop.Fhir;

/// <summary>How resources name each other.</summary>
internal static class Reference
{
    private const string Query = "?identifier=";

    /// <summary>The one spelling of a reference: URNs in lower case, no version. Null for nothing.</summary>
    public static string? Name(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return null;

        if (reference.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
            return reference.ToLowerInvariant();

        var history = reference.IndexOf("/_history/", StringComparison.Ordinal);
        return history < 0 ? reference : reference[..history];
    }

    /// <summary>The last two parts of a URL of one type, e.g. <c>Patient/123</c>; null when it has another form.</summary>
    public static string? Tail(string reference, string type)
    {
        var at = reference.LastIndexOf($"/{type}/", StringComparison.Ordinal);
        return at >= 0 ? reference[(at + 1)..] : reference.StartsWith($"{type}/", StringComparison.Ordinal) ? reference : null;
    }

    /// <summary>The reference as an absolute URL or URN, read from where the referring entry is; null when it is not known where that is.</summary>
    public static string? Absolute(string reference, string? referrer)
    {
        if (reference.StartsWith("urn:", StringComparison.Ordinal) || IsUrl(reference))
            return reference;

        return referrer is not null && IsUrl(referrer) && referrer.Split('/') is { Length: > 4 } parts
            ? $"{string.Join('/', parts[..^2])}/{reference}"
            : null;
    }

    /// <summary>A resource found by an identifier.</summary>
    public static string By(string type, ExternalIdentifier identifier) => $"{type}{Query}{identifier.Value}";

    /// <summary>The identifier of a conditional reference <c>Type?identifier=system|value</c>; null when it is another one.</summary>
    public static ExternalIdentifier? ConditionOf(string reference, string type)
    {
        if (!reference.StartsWith(type + Query, StringComparison.Ordinal))
            return null;

        var parts = Uri.UnescapeDataString(reference[(type.Length + Query.Length)..]).Split('|');
        return parts.Length == 2 ? Identifier(parts[0], parts[1]) : null;
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>An identifier, if it has both parts in a form that can be kept.</summary>
    public static ExternalIdentifier? Identifier(string? system, string? value)
    {
        if (string.IsNullOrWhiteSpace(system) || string.IsNullOrWhiteSpace(value))
            return null;

        try
        {
            return new ExternalIdentifier(system, value);
        }
        catch (InvalidValueException)
        {
            return null;
        }
    }
}

/// <summary>What the entries of one type in a bundle are called, and which entry is meant.</summary>
/// <typeparam name="T">What is known of an entry.</typeparam>
internal sealed class ReferenceTable<T>(string type)
    where T : class
{
    // A null stands for a name that two entries share.
    private readonly Dictionary<string, T?> byName = new(StringComparer.Ordinal);

    public void Add(BundleEntry entry, IEnumerable<ExternalIdentifier> identifiers, T what)
    {
        Add(entry.Source, what);
        if (Reference.Tail(entry.Source, type) is { } tail)
            Add(tail, what);

        if (entry.Id is { } id)
            Add($"{type}/{id}", what);

        foreach (var identifier in identifiers)
            Add(Reference.By(type, identifier), what);
    }

    /// <summary>The entry that a reference means; a relative one is read from where the referring entry is.</summary>
    public T? Find(string reference, string? referrer)
    {
        if (Reference.Absolute(reference, referrer) is { } absolute && byName.GetValueOrDefault(absolute) is { } near)
            return near;

        if (Reference.ConditionOf(reference, type) is { } identifier)
            return byName.GetValueOrDefault(Reference.By(type, identifier));

        return byName.GetValueOrDefault(reference);
    }

    private void Add(string name, T what)
    {
        if (!byName.TryAdd(name, what) && !ReferenceEquals(byName[name], what))
            byName[name] = null;
    }
}
