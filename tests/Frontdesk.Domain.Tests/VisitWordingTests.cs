using Frontdesk.Domain.Messaging;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class VisitWordingTests
{
    private static readonly LocalDateTime Start = new(2026, 3, 10, 9, 30);

    [Theory]
    [InlineData("en", "Tue, Mar 10")]
    [InlineData("es-MX", "martes 10 de marzo")]
    [InlineData("vi", "Tue, Mar 10")]
    public void A_day_is_spelt_in_the_language_of_the_reader_or_in_English(string language, string expected) =>
        Assert.Equal(expected, VisitWording.Date(Start.Date, LanguageTag.Parse(language)));

    [Theory]
    [InlineData("America/New_York", "9:30 AM")]
    [InlineData("America/Toronto", "9:30 AM")]
    [InlineData("America/Chicago", "9:30 AM EDT")]
    public void The_time_is_the_clinics_and_names_its_clock_to_whoever_lives_by_another(string reader, string expected) =>
        Assert.Equal(expected, VisitWording.Time(PracticeTime.At(Start, Given.NewYork), Zones.Named(reader)));

    [Fact]
    public void Two_clocks_that_agree_only_for_part_of_the_year_are_told_apart_on_the_day_of_the_visit()
    {
        var phoenix = Zones.Named("America/Phoenix");
        var losAngeles = Zones.Named("America/Los_Angeles");
        Assert.Equal("9:30 AM", VisitWording.Time(PracticeTime.At(Start, phoenix), losAngeles));
        Assert.Equal("9:30 AM MST", VisitWording.Time(PracticeTime.At(new LocalDateTime(2026, 1, 10, 9, 30), phoenix), losAngeles));
    }

    [Theory, InlineData(0, "12:00 AM"), InlineData(12, "12:00 PM"), InlineData(13, "1:00 PM")]
    public void Noon_and_midnight_are_told_apart(int hour, string expected) =>
        Assert.Equal(expected, VisitWording.Time(PracticeTime.At(new LocalDateTime(2026, 3, 10, hour, 0), Given.NewYork), Given.NewYork));

    [Theory, InlineData("en", "YES"), InlineData("es-MX", "SI"), InlineData("vi", "YES")]
    public void The_word_that_confirms_is_one_that_the_reader_of_replies_knows(string language, string expected)
    {
        var word = VisitWording.ConfirmWord(LanguageTag.Parse(language));
        Assert.Equal(expected, word);
        Assert.Equal(ReplyMeaning.Confirm, KeywordInterpreter.Interpret(word).Meaning);
    }

    [Fact]
    public void A_message_says_practice_day_time_place_and_call_back()
    {
        var values = VisitWording.Values(Given.Appointment(Start, Given.At(3, 2, 10)), Given.Location(), "Northside Clinic", LanguageTag.English, Given.NewYork);
        Assert.Equal(new TemplateValues("Northside Clinic", "Tue, Mar 10", "9:30 AM", "Main Street", "(617) 555-0100", "YES", "Tue, Mar 10, 9:30 AM"), values);
    }

    [Fact]
    public void A_combined_message_names_each_time_once()
    {
        var now = Given.At(3, 2, 10);
        var values = VisitWording.Values(
            [Given.Appointment(Start, now, "a"), Given.Appointment(Start, now, "b"), Given.Appointment(Start.PlusMinutes(20), now, "c")],
            Given.Location(),
            "Northside Clinic",
            LanguageTag.English,
            Given.NewYork);
        Assert.Equal("Tue, Mar 10, 9:30 AM; Tue, Mar 10, 9:50 AM", values.Visits);
    }
}
