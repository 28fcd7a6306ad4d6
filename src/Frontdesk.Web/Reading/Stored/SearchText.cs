using System.Globalization;
using System.Text;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>The form in which words are looked for: no case, no accents, numbers without their punctuation.</summary>
internal static class SearchText
{
    private const int MostWords = 8;

    /// <summary>A text without case and accents.</summary>
    public static string Fold(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                plain.Append(Plain(letter));
        }

        return plain.ToString().ToLowerInvariant();
    }

    /// <summary>The words of a search. <c>(617) 555-0100</c> is one word, and so is a day such as <c>3/2/1984</c>.</summary>
    public static IReadOnlyList<string> Words(string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
            return [];
        if (IsNumber(search))
            return [Digits(search)];
        return [.. Fold(search).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Word).Take(MostWords)];
    }

    private static string Word(string word)
    {
        if (DateOnly.TryParseExact(word, ["M/d/yyyy", "MM/dd/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return IsNumber(word) ? Digits(word) : word;
    }

    private static bool IsNumber(string text) =>
        text.Count(char.IsAsciiDigit) >= 4 && text.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '(' or ')' or '-' or '.' or '+')
            && !DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    // Letters that carry their stroke in themselves.
    private static char Plain(char letter) => letter switch
    {
        'ł' or 'Ł' => 'l',
        'ø' or 'Ø' => 'o',
        'đ' or 'Đ' => 'd',
        'ı' or 'İ' => 'i',
        _ => letter,
    };
}
