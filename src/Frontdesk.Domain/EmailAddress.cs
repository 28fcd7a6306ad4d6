using System.Buffers;
using System.Net.Mail;

namespace Frontdesk.Domain;

/// <summary>An e-mail address; the domain part is held in lower case.</summary>
public readonly record struct EmailAddress : ITextValue<EmailAddress>
{
    private static readonly SearchValues<char> NeverPart = SearchValues.Create("\r\n \t<>,;");

    private readonly string? text;

    private EmailAddress(string address) => text = address;

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(EmailAddress));

    /// <summary>Reads an address without display name.</summary>
    /// <exception cref="InvalidValueException">The text is not one bare address with a dotted domain.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address)
            ? address
            : throw new InvalidValueException(nameof(EmailAddress), "one bare address such as name@example.org");

    /// <summary>Reads an address without display name; false when the text is none.</summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = default;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > 254 || !MailAddress.TryCreate(trimmed, out var parsed))
            return false;

        if (parsed.Address.Length != trimmed.Length || !parsed.Host.Contains('.', StringComparison.Ordinal) || parsed.Host.StartsWith('['))
            return false;

        if (trimmed.AsSpan().ContainsAny(NeverPart))
            return false;

        address = new EmailAddress($"{parsed.User}@{parsed.Host.ToLowerInvariant()}");
        return true;
    }

    /// <inheritdoc/>
    public static EmailAddress Restore(string text) => Parse(text);

    /// <summary>The address, or nothing for an unset one.</summary>
    public override string ToString() => text ?? string.Empty;
}
