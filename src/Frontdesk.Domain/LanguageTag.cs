using System.Text.RegularExpressions;

namespace Frontdesk.Domain;

/// <summary>A language as a BCP-47 tag in canonical case, e.g. <c>en</c>, <c>es-MX</c>, <c>zh-Hant-TW</c>.</summary>
public readonly partial record struct LanguageTag : ITextValue<LanguageTag>
{
    private readonly string? text;

    private LanguageTag(string tag) => text = tag;

    /// <summary>English.</summary>
    public static LanguageTag English { get; } = new("en");

    /// <summary>Spanish.</summary>
    public static LanguageTag Spanish { get; } = new("es");

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(LanguageTag));

    /// <summary>The language without script and region, e.g. <c>es</c> of <c>es-MX</c>.</summary>
    public string Primary => Value.Split('-')[0];

    /// <summary>Reads a tag in any letter case.</summary>
    /// <exception cref="InvalidValueException">The text is not a well-formed tag.</exception>
    public static LanguageTag Parse(string text) =>
        TryParse(text, out var tag) ? tag : throw new InvalidValueException(nameof(LanguageTag), "a BCP-47 tag such as en or es-MX");

    /// <summary>Reads a tag in any letter case; false when it is not well formed.</summary>
    public static bool TryParse(string? text, out LanguageTag tag)
    {
        tag = default;
        if (text is null || text.Length > 35 || !WellFormed().IsMatch(text))
            return false;

        var parts = text.Split('-');
        parts[0] = parts[0].ToLowerInvariant();
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i] = parts[i].Length switch
            {
                2 => parts[i].ToUpperInvariant(),
                4 when char.IsAsciiLetter(parts[i][0]) => char.ToUpperInvariant(parts[i][0]) + parts[i][1..].ToLowerInvariant(),
                _ => parts[i].ToLowerInvariant(),
            };
        }

        tag = new LanguageTag(string.Join('-', parts));
        return true;
    }

    /// <inheritdoc/>
    public static LanguageTag Restore(string text) => Parse(text);

    /// <summary>The tag, or nothing for an unset one.</summary>
    public override string ToString() => text ?? string.Empty;

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*\z", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex WellFormed();
}
