using CsCheck;
using Frontdesk.Domain.Messaging;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class SmsSegmentsTests
{
    // 3GPP TS 23.038's two tables, written down a second time so that the counter is not its own judge.
    private static readonly HashSet<char> Basic =
    [
        .. Enumerable.Range('a', 26).Select(code => (char)code), .. Enumerable.Range('A', 26).Select(code => (char)code), .. Enumerable.Range('0', 10).Select(code => (char)code),
        .. "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ", .. " !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà",
    ];

    private static readonly HashSet<char> Extension = [.. "\f^{}\\[~]|€"];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    public void Plain_letters_fill_160_alone_and_153_in_parts(int length, int expected) =>
        Assert.Equal(new SmsSegments(SmsEncoding.Gsm7, length, expected), SmsSegments.Count(new string('a', length)));

    [Theory]
    [InlineData(70, 1)]
    [InlineData(71, 2)]
    [InlineData(134, 2)]
    [InlineData(135, 3)]
    public void One_letter_outside_the_alphabet_leaves_70_alone_and_67_in_parts(int length, int expected) =>
        Assert.Equal(new SmsSegments(SmsEncoding.Ucs2, length, expected), SmsSegments.Count("á" + new string('a', length - 1)));

    [Theory]
    [InlineData("Mañana, señora Núñez", SmsEncoding.Ucs2)]
    [InlineData("Mañana, señora Ibañez: ¿puede? ¡Sí!", SmsEncoding.Ucs2)]
    [InlineData("Mañana a las 9, señora Ibañez: ¿puede? ¡Bien!", SmsEncoding.Gsm7)]
    [InlineData("él, ü, É, Ñ, à", SmsEncoding.Gsm7)]
    [InlineData("It’s", SmsEncoding.Ucs2)]
    [InlineData("ç", SmsEncoding.Ucs2)]
    public void Spanish_stays_cheap_only_with_letters_that_the_alphabet_has(string text, SmsEncoding expected) =>
        Assert.Equal(expected, SmsSegments.Count(text).Encoding);

    [Fact]
    public void A_character_of_the_extension_table_counts_twice_and_is_never_split()
    {
        Assert.Equal(new SmsSegments(SmsEncoding.Gsm7, 160, 1), SmsSegments.Count(new string('€', 80)));
        // The euro would begin in the 153rd place, so it moves to the next part as a whole.
        var text = new string('a', 152) + "€" + new string('a', 151);
        Assert.Equal(new SmsSegments(SmsEncoding.Gsm7, 305, 2), SmsSegments.Count(text));
        Assert.Equal(new SmsSegments(SmsEncoding.Gsm7, 306, 3), SmsSegments.Count(text + "a"));
    }

    [Fact]
    public void An_emoji_counts_twice_and_is_never_split()
    {
        Assert.Equal(new SmsSegments(SmsEncoding.Ucs2, 70, 1), SmsSegments.Count(string.Concat(Enumerable.Repeat("😀", 35))));
        var text = "á" + new string('a', 65) + "😀" + new string('a', 65);
        Assert.Equal(new SmsSegments(SmsEncoding.Ucs2, 133, 2), SmsSegments.Count(text));
        Assert.Equal(new SmsSegments(SmsEncoding.Ucs2, 134, 3), SmsSegments.Count(text + "a"));
    }

    [Fact]
    public void The_count_agrees_with_packing_characters_into_parts_one_by_one()
    {
        var pieces = Gen.OneOf("a", "Z", "é", "ñ", "€", "[", "\n", "á", "😀", "’", "中", "\uD83D", "\uDE00");
        var plain = Gen.OneOf("a", "é", "€", "{", " ");
        Gen.OneOf(pieces.Array[0, 330], plain.Array[0, 330]).Sample(
            parts =>
            {
                var text = string.Concat(parts);
                Assert.Equal(Reference(text), SmsSegments.Count(text));
            },
            iter: 1000);
    }

    [Fact]
    public void Folding_gives_a_text_that_fits_the_alphabet_or_leaves_it_alone_and_is_done_once() =>
        Gen.OneOf(Gen.OneOf("a", "á", "é", "ñ", "ó", "’", "—", "Í", " ", "€").Array[0, 20].Select(string.Concat), Gen.String).Sample(text =>
        {
            var folded = SmsSegments.Fold(text);
            return (folded == text || SmsSegments.Count(folded).Encoding == SmsEncoding.Gsm7) && folded.Length == text.Length && SmsSegments.Fold(folded) == folded;
        });

    private static SmsSegments Reference(string text)
    {
        List<int> widths = [];
        var gsm = text.All(letter => Basic.Contains(letter) || Extension.Contains(letter));
        if (gsm)
        {
            widths.AddRange(text.Select(letter => Extension.Contains(letter) ? 2 : 1));
        }
        else
        {
            for (var i = 0; i < text.Length; i += widths[^1])
                widths.Add(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1);
        }

        var (single, part) = gsm ? (160, 153) : (70, 67);
        var units = widths.Sum();
        if (units <= single)
            return new SmsSegments(gsm ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2, units, Math.Min(units, 1));

        var parts = new List<int> { 0 };
        foreach (var width in widths)
        {
            if (parts[^1] + width > part)
                parts.Add(0);

            parts[^1] += width;
        }

        return new SmsSegments(gsm ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2, units, parts.Count);
    }
}
