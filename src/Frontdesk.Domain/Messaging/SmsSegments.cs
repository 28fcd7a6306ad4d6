using System.Buffers;
using System.Text;

namespace Frontdesk.Domain.Messaging;

/// <summary>How a text is encoded on the air.</summary>
public enum SmsEncoding
{
    /// <summary>The 7-bit default alphabet with its extension table: 160 characters, 153 per part.</summary>
    Gsm7 = 0,

    /// <summary>16-bit units, for anything else: 70 units, 67 per part.</summary>
    Ucs2 = 1,
}

/// <summary>What a text costs: one character outside GSM-7 (á, í, ó, ú, an emoji, a curly quote) halves what fits.</summary>
/// <param name="Encoding">The encoding that the text needs.</param>
/// <param name="Units">Septets for GSM-7, 16-bit units for UCS-2.</param>
/// <param name="Segments">How many parts are billed; zero for an empty text.</param>
public sealed record SmsSegments(SmsEncoding Encoding, int Units, int Segments)
{
    private const string Alphabet =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> Basic = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> Extended = SearchValues.Create(Extension);

    /// <summary>Counts a text's parts. An escape pair or a surrogate pair is never split between two parts.</summary>
    public static SmsSegments Count(string text)
    {
        var gsm = true;
        foreach (var character in text)
            gsm &= Basic.Contains(character) || Extended.Contains(character);

        return gsm
            ? Count(text, SmsEncoding.Gsm7, single: 160, part: 153)
            : Count(text, SmsEncoding.Ucs2, single: 70, part: 67);
    }

    /// <summary>
    /// Writes a text in GSM-7: letters lose accents that the alphabet does not have (á becomes a; é, ñ and ü stay), curly
    /// quotes and dashes become plain. A text that has no such form, for example in another script, stays as it is.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (Basic.Contains(character) || Extended.Contains(character))
                folded.Append(character);
            else if (Plain(character) is { } plain)
                folded.Append(plain);
            else
                return text;
        }

        return folded.ToString();
    }

    private static char? Plain(char character) => character switch
    {
        '‘' or '’' => '\'',
        '“' or '”' => '"',
        '–' or '—' => '-',
        '\u00A0' or '\u202F' => ' ',
        _ when !char.IsSurrogate(character) && character.ToString().Normalize(NormalizationForm.FormD) is [var letter, .. { Length: > 0 }] && Basic.Contains(letter) => letter,
        _ => null,
    };

    private static SmsSegments Count(string text, SmsEncoding encoding, int single, int part)
    {
        var units = 0;
        var parts = 1;
        var filled = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var width = 1;
            if (encoding == SmsEncoding.Gsm7)
            {
                width = Extended.Contains(text[i]) ? 2 : 1;
            }
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                width = 2;
                i++;
            }

            units += width;
            if (filled + width > part)
            {
                parts++;
                filled = 0;
            }

            filled += width;
        }

        var segments = units == 0 ? 0 : units <= single ? 1 : parts;
        return new SmsSegments(encoding, units, segments);
    }
}
