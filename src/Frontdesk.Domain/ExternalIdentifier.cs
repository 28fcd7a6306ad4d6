namespace Frontdesk.Domain;

/// <summary>An id that another organisation gave, with the system it belongs to (MRN, member id, accession number).</summary>
public readonly record struct ExternalIdentifier : ITextValue<ExternalIdentifier>
{
    private readonly string? system;
    private readonly string? code;

    /// <summary>Makes an identifier of both parts.</summary>
    /// <exception cref="InvalidValueException">A part is empty, holds a bar or control characters, or is too long.</exception>
    public ExternalIdentifier(string system, string value)
    {
        this.system = Require(system);
        code = Require(value);
    }

    /// <summary>The namespace, e.g. <c>urn:mrn:northside</c> or <c>http://hl7.org/fhir/sid/us-npi</c>.</summary>
    public string System => system ?? throw IdentifierText.Unset(nameof(ExternalIdentifier));

    /// <summary>The id within its system.</summary>
    public string Code => code ?? throw IdentifierText.Unset(nameof(ExternalIdentifier));

    /// <summary>The two parts as <c>system|value</c>.</summary>
    public string Value => $"{System}|{Code}";

    /// <summary>Reads <c>system|value</c>.</summary>
    /// <exception cref="InvalidValueException">There is no bar, or a part is wrong.</exception>
    public static ExternalIdentifier Restore(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        return bar < 0
            ? throw new InvalidValueException(nameof(ExternalIdentifier), "system|value")
            : new ExternalIdentifier(text[..bar], text[(bar + 1)..]);
    }

    /// <inheritdoc cref="Value"/>
    public override string ToString() => system is null ? string.Empty : Value;

    private static string Require(string part)
    {
        if (string.IsNullOrWhiteSpace(part) || part.Length > 200 || part.Contains('|', StringComparison.Ordinal) || part.Any(char.IsControl))
            throw new InvalidValueException(nameof(ExternalIdentifier), "system|value, both present, no further bar");

        return part.Trim();
    }
}
