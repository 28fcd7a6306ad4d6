using CsCheck;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("(617) 555-0123", "+16175550123")]
    [InlineData("617.555.0123", "+16175550123")]
    [InlineData("1 617 555 0123", "+16175550123")]
    [InlineData("+1 617 555 0123", "+16175550123")]
    [InlineData("+52 55 1234 5678", "+525512345678")]
    public void A_number_as_people_write_it_becomes_E164(string written, string expected) =>
        Assert.Equal(expected, PhoneNumber.Parse(written).Value);

    [Fact]
    public void A_number_without_country_code_belongs_to_the_region_that_was_named() =>
        Assert.Equal("+442079460958", PhoneNumber.Parse("020 7946 0958", "GB").Value);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("call me")]
    [InlineData("911")]
    [InlineData("555-0123")]
    [InlineData("(017) 555-0123")]
    [InlineData("+999 123 4567 890")]
    [InlineData("617 555 0123 ext. 9")]
    [InlineData("6175550123617555012361755501236175550123617")]
    public void What_cannot_be_dialled_is_refused_without_being_repeated(string written)
    {
        var refusal = Assert.Throws<InvalidValueException>(() => PhoneNumber.Parse(written));
        Assert.Equal("PhoneNumber", refusal.TypeName);
        Assert.Contains("country code", refusal.Message, StringComparison.Ordinal);
        if (written.Trim().Length > 0)
            Assert.DoesNotContain(written, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6175550123")]
    [InlineData("+06175550123")]
    [InlineData("+1617")]
    [InlineData("+1617555012361755")]
    [InlineData("+1617555-0123")]
    [InlineData("+1617555012３")]
    public void Stored_text_that_is_not_E164_is_refused(string stored) =>
        Assert.DoesNotContain(stored, Assert.Throws<InvalidValueException>(() => PhoneNumber.Restore(stored)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unset_number_has_no_value_and_prints_as_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => default(PhoneNumber).Value);
        Assert.Equal(string.Empty, default(PhoneNumber).ToString());
    }

    [Fact]
    public void People_read_a_US_number_in_its_national_form_and_others_with_their_country_code()
    {
        Assert.Equal("(617) 555-0123", PhoneNumber.Parse("+16175550123").ToNational());
        Assert.StartsWith("+52 ", PhoneNumber.Parse("+525512345678").ToNational(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+16175550123", LineType.Unknown)]
    [InlineData("+447911123456", LineType.Mobile)]
    [InlineData("+442079460958", LineType.Landline)]
    public void A_line_is_only_what_its_numbering_plan_says(string number, LineType expected) =>
        Assert.Equal(expected, PhoneNumber.Parse(number).PossibleLine);

    [Fact]
    public void A_number_that_was_read_survives_storage_and_being_read_aloud() =>
        Gen.Select(Gen.Int[0, 99], Gen.OneOf("617", "212", "305", "415", "808")).Sample((line, area) =>
        {
            var number = PhoneNumber.Parse($"({area}) 555-01{line:00}");
            return PhoneNumber.Restore(number.Value) == number && PhoneNumber.Parse(number.ToNational()) == number;
        });

    [Fact]
    public void Any_text_at_all_is_either_read_or_refused_and_never_breaks_the_reader() =>
        Gen.String.Sample(text => !PhoneNumber.TryParse(text, out var number) || PhoneNumber.Restore(number.Value) == number, iter: 2000);
}
