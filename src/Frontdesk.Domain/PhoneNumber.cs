using PhoneNumbers;
using Library = PhoneNumbers.PhoneNumberUtil;

namespace Frontdesk.Domain;

/// <summary>
/// A telephone number in E.164 form, e.g. <c>+16175550123</c>. It says nothing about where its owner lives: numbers move
/// with people, so no time zone is ever taken from an area code.
/// </summary>
public readonly record struct PhoneNumber : ITextValue<PhoneNumber>
{
    /// <summary>The region that a number without a country code belongs to.</summary>
    public const string DefaultRegion = "US";

    private readonly string? text;

    private PhoneNumber(string e164) => text = e164;

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(PhoneNumber));

    /// <summary>What the numbering plan allows the line to be. In the US a number can be either.</summary>
    public LineType PossibleLine
    {
        get
        {
            var util = Library.GetInstance();
            return util.GetNumberType(util.Parse(Value, DefaultRegion)) switch
            {
                PhoneNumberType.MOBILE => LineType.Mobile,
                PhoneNumberType.FIXED_LINE => LineType.Landline,
                PhoneNumberType.FIXED_LINE_OR_MOBILE => LineType.Unknown,
                PhoneNumberType.VOIP => LineType.Unknown,
                _ => LineType.Landline,
            };
        }
    }

    /// <summary>Reads a number as people write it.</summary>
    /// <param name="text">E.g. <c>(617) 555-0123</c> or <c>+52 55 1234 5678</c>.</param>
    /// <param name="region">The region of numbers without a country code.</param>
    /// <exception cref="InvalidValueException">No valid number can be read from the text.</exception>
    public static PhoneNumber Parse(string text, string region = DefaultRegion) =>
        TryParse(text, out var number, region)
            ? number
            : throw new InvalidValueException(nameof(PhoneNumber), "a dialable number, with country code when it is not a US one");

    /// <summary>Reads a number as people write it; false when there is none.</summary>
    public static bool TryParse(string? text, out PhoneNumber number, string region = DefaultRegion)
    {
        number = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40)
            return false;

        try
        {
            var util = Library.GetInstance();
            var parsed = util.Parse(text, region);
            if (parsed.HasExtension || !util.IsValidNumber(parsed))
                return false;

            number = new PhoneNumber(util.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public static PhoneNumber Restore(string text)
    {
        if (text is not ['+', >= '1' and <= '9', ..] || text.Length is < 8 or > 16 || text.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            throw new InvalidValueException(nameof(PhoneNumber), "E.164: + and 7 to 15 digits");

        return new PhoneNumber(text);
    }

    /// <summary>The number as people read it aloud: national form for its own region, e.g. <c>(617) 555-0123</c>.</summary>
    public string ToNational()
    {
        var util = Library.GetInstance();
        var parsed = util.Parse(Value, DefaultRegion);
        return util.Format(parsed, parsed.CountryCode == 1 ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
    }

    /// <summary>The E.164 text, or nothing for an unset number.</summary>
    public override string ToString() => text ?? string.Empty;
}

/// <summary>What kind of line a number is. Only a mobile line receives texts.</summary>
public enum LineType
{
    /// <summary>Not known; texts are tried.</summary>
    Unknown = 0,

    /// <summary>A mobile line: receives texts and calls.</summary>
    Mobile = 1,

    /// <summary>A landline: receives calls only.</summary>
    Landline = 2,
}
