using System.Globalization;
using CsCheck;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class ValueTypeTests
{
    [Theory]
    [InlineData(" Rosa.Diaz+news@Example.ORG ", "Rosa.Diaz+news@example.org")]
    [InlineData("r@mail.example.co.uk", "r@mail.example.co.uk")]
    public void An_address_keeps_its_mailbox_and_lowers_its_domain(string written, string expected) =>
        Assert.Equal(expected, EmailAddress.Parse(written).Value);

    [Theory]
    [InlineData("")]
    [InlineData("rosa")]
    [InlineData("rosa@localhost")]
    [InlineData("Rosa Diaz <rosa@example.org>")]
    [InlineData("rosa@example.org, leo@example.org")]
    [InlineData("rosa@example.org;leo@example.org")]
    [InlineData("rosa@example.org\r\nBcc: all@example.org")]
    [InlineData("rosa@[10.0.0.1]")]
    [InlineData("ro sa@example.org")]
    public void What_is_not_one_bare_address_is_refused_without_being_repeated(string written)
    {
        var refusal = Assert.Throws<InvalidValueException>(() => EmailAddress.Parse(written));
        Assert.Contains("name@example.org", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rosa", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_address_longer_than_mail_allows_is_refused() =>
        Assert.False(EmailAddress.TryParse(new string('a', 250) + "@example.org", out _));

    [Fact]
    public void Any_text_at_all_is_an_address_that_survives_storage_or_none() =>
        Gen.OneOf(Gen.String, Gen.String.Select(text => text + "@example.org")).Sample(
            text => !EmailAddress.TryParse(text, out var address) || EmailAddress.Restore(address.Value) == address, iter: 2000);

    [Theory]
    [InlineData("1234567893")]
    [InlineData("1245319599")]
    public void A_provider_number_with_the_right_check_digit_is_read(string digits) =>
        Assert.Equal(digits, Npi.Parse(digits).Value);

    [Theory]
    [InlineData("1234567890")]
    [InlineData("123456789")]
    [InlineData("12345678931")]
    [InlineData("3234567893")]
    [InlineData("123456789x")]
    [InlineData("１234567893")]
    public void A_provider_number_with_a_wrong_form_or_check_digit_is_refused(string digits) =>
        Assert.Contains("check digit", Assert.Throws<InvalidValueException>(() => Npi.Parse(digits)).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_ten_check_digits_exactly_one_is_right_and_any_single_wrong_digit_is_noticed() =>
        Gen.Select(Gen.Int[100_000_000, 299_999_999], Gen.Int[1, 9], Gen.Int[1, 9]).Sample((stem, place, shift) =>
        {
            var right = Enumerable.Range(0, 10).Select(digit => $"{stem}{digit}").Where(text => Npi.TryParse(text, out _)).ToList();
            var typo = right[0].ToCharArray();
            typo[place] = (char)('0' + ((typo[place] - '0' + shift) % 10));
            return right.Count == 1 && !Npi.TryParse(new string(typo), out _);
        });

    [Theory]
    [InlineData("EN", "en")]
    [InlineData("es-mx", "es-MX")]
    [InlineData("ZH-hant-tw", "zh-Hant-TW")]
    [InlineData("es-419", "es-419")]
    [InlineData("SL-ROZAJ", "sl-rozaj")]
    [InlineData("de-1996", "de-1996")]
    [InlineData("yue", "yue")]
    public void A_language_is_written_in_canonical_case(string written, string expected) =>
        Assert.Equal(expected, LanguageTag.Parse(written).Value);

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("english")]
    [InlineData("en_US")]
    [InlineData("en-")]
    [InlineData("en-USA-x")]
    [InlineData("en\n")]
    [InlineData(" en")]
    public void What_is_not_a_language_tag_is_refused(string written) =>
        Assert.Contains("BCP-47", Assert.Throws<InvalidValueException>(() => LanguageTag.Parse(written)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_language_without_script_and_region_is_its_primary_language() =>
        Assert.Equal("zh", LanguageTag.Parse("zh-Hant-TW").Primary);

    [Fact]
    public void The_case_in_which_a_language_is_written_does_not_matter() =>
        Gen.Select(Gen.OneOf("en", "es-MX", "zh-Hant-TW", "sr-Latn-RS", "sl-rozaj", "es-419"), Gen.Int).Sample((tag, seed) =>
        {
            var mixed = new string([.. tag.Select((letter, i) => (seed >> i) % 2 == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter))]);
            return LanguageTag.Parse(mixed).Value == tag;
        });

    [Fact]
    public void An_external_id_is_its_system_and_its_value()
    {
        var mrn = new ExternalIdentifier(" urn:mrn:northside ", " 12-34 ");
        Assert.Equal("urn:mrn:northside|12-34", mrn.Value);
        Assert.Equal(mrn, ExternalIdentifier.Restore(mrn.Value));
        Assert.NotEqual(mrn, new ExternalIdentifier("urn:mrn:southside", "12-34"));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("urn:mrn", " ")]
    [InlineData("urn|mrn", "secret")]
    [InlineData("urn:mrn", "sec|ret")]
    [InlineData("urn:mrn", "secret\n")]
    public void An_external_id_with_a_part_missing_or_a_further_bar_is_refused_without_being_repeated(string system, string value)
    {
        var refusal = Assert.Throws<InvalidValueException>(() => new ExternalIdentifier(system, value));
        Assert.Contains("system|value", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-bar")]
    [InlineData("a|b|c")]
    [InlineData("|b")]
    public void Stored_text_that_is_not_an_external_id_is_refused(string stored) =>
        Assert.Throws<InvalidValueException>(() => ExternalIdentifier.Restore(stored));

    [Theory]
    [InlineData("")]
    [InlineData("has space")]
    [InlineData("a+b")]
    [InlineData("a|b")]
    [InlineData("naïve")]
    public void An_id_of_ours_cannot_hold_what_would_need_escaping_in_a_key(string text)
    {
        Assert.Throws<InvalidValueException>(() => new PatientId(text));
        Assert.Throws<InvalidValueException>(() => new AppointmentId(text));
        Assert.Throws<InvalidValueException>(() => new PersonId(text));
    }

    [Fact]
    public void An_id_has_at_most_64_characters()
    {
        Assert.Equal(64, new PatientId(new string('a', 64)).Value.Length);
        Assert.Throws<InvalidValueException>(() => new PatientId(new string('a', 65)));
    }

    [Fact]
    public void A_name_needs_a_family_name_and_no_more()
    {
        Assert.Equal("Diaz", new PersonName("", " Diaz ").Full);
        Assert.Equal("Rosa Diaz", new PersonName("Rosa", "Diaz", " ").ToString());
        Assert.Null(new PersonName("Rosa", "Diaz", " ").Preferred);
        Assert.Throws<InvalidValueException>(() => new PersonName("Rosa", " "));
        Assert.DoesNotContain("xx", Assert.Throws<InvalidValueException>(() => new PersonName(new string('x', 101), "Diaz")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unset_value_says_that_it_was_never_set()
    {
        Assert.Throws<InvalidOperationException>(() => default(EmailAddress).Value);
        Assert.Throws<InvalidOperationException>(() => default(Npi).Value);
        Assert.Throws<InvalidOperationException>(() => default(LanguageTag).Value);
        Assert.Throws<InvalidOperationException>(() => default(ExternalIdentifier).Value);
        Assert.Throws<InvalidOperationException>(() => default(PatientId).Value);
        Assert.Equal(string.Empty, string.Create(CultureInfo.InvariantCulture, $"{default(EmailAddress)}{default(Npi)}{default(LanguageTag)}{default(ExternalIdentifier)}{default(PatientId)}"));
    }
}
