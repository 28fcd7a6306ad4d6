namespace Frontdesk.Domain;

/// <summary>A US National Provider Identifier: ten digits whose Luhn sum is right with the prefix 80840 (domain.md §0 rule 11).</summary>
public readonly record struct Npi : ITextValue<Npi>
{
    private const string Prefix = "80840";
    private readonly string? text;

    private Npi(string digits) => text = digits;

    /// <inheritdoc/>
    public string Value => text ?? throw IdentifierText.Unset(nameof(Npi));

    /// <summary>Reads ten digits.</summary>
    /// <exception cref="InvalidValueException">The text is not ten digits with a correct check digit.</exception>
    public static Npi Parse(string text) =>
        TryParse(text, out var npi) ? npi : throw new InvalidValueException(nameof(Npi), "ten digits with a correct check digit");

    /// <summary>Reads ten digits; false when the check digit is wrong.</summary>
    public static bool TryParse(string? text, out Npi npi)
    {
        npi = default;
        if (text is null || text.Length != 10 || text[0] is not ('1' or '2') || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return false;

        if (LuhnSum(Prefix + text) % 10 != 0)
            return false;

        npi = new Npi(text);
        return true;
    }

    /// <inheritdoc/>
    public static Npi Restore(string text) => Parse(text);

    /// <summary>The digits, or nothing for an unset one.</summary>
    public override string ToString() => text ?? string.Empty;

    private static int LuhnSum(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1)
                digit = digit < 5 ? digit * 2 : (digit * 2) - 9;

            sum += digit;
        }

        return sum;
    }
}
