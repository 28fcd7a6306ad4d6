using CsCheck;
using Frontdesk.Domain.Locations;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class LocationTests
{
    private static readonly LocalDate Friday = new(2026, 7, 3);

    [Fact]
    public void A_location_opens_monday_to_friday_until_told_otherwise()
    {
        var location = Given.Location();
        Assert.True(location.IsBusinessDay(Friday));
        Assert.False(location.IsBusinessDay(Friday.PlusDays(1)));
        Assert.False(location.IsBusinessDay(Friday.PlusDays(2)));
        Assert.True(location.IsBusinessDay(Friday.PlusDays(3)));
    }

    [Fact]
    public void A_holiday_is_no_business_day_and_closes_the_door()
    {
        var location = Given.Location();
        location.Observe([new Holiday(Friday, "Independence Day (observed)")]);
        Assert.False(location.IsBusinessDay(Friday));
        Assert.False(location.IsOpenFor(Given.At(7, 3, 9), Given.At(7, 3, 10)));
        Assert.Equal(Friday.PlusDays(3), location.AddBusinessDays(Friday.PlusDays(-1), 1));
        Assert.Equal(Friday.PlusDays(-1), location.AddBusinessDays(Friday.PlusDays(3), -1));
    }

    [Fact]
    public void Zero_business_days_later_is_the_day_itself_or_the_next_business_day()
    {
        var location = Given.Location();
        Assert.Equal(Friday, location.AddBusinessDays(Friday, 0));
        Assert.Equal(Friday.PlusDays(3), location.AddBusinessDays(Friday.PlusDays(1), 0));
    }

    [Theory]
    [InlineData(8, 0, 17, 0, true)]
    [InlineData(7, 59, 9, 0, false)]
    [InlineData(16, 0, 17, 1, false)]
    [InlineData(9, 0, 9, 20, true)]
    public void A_visit_fits_when_it_lies_within_opening_hours(int fromHour, int fromMinute, int untilHour, int untilMinute, bool expected) =>
        Assert.Equal(expected, Given.Location().IsOpenFor(Given.At(7, 6, fromHour, fromMinute), Given.At(7, 6, untilHour, untilMinute)));

    [Fact]
    public void A_visit_does_not_fit_over_the_lunch_break()
    {
        var location = Given.Location();
        location.Open([new OpeningHours(IsoDayOfWeek.Monday, new LocalTime(13, 0), new LocalTime(17, 0)), new OpeningHours(IsoDayOfWeek.Monday, new LocalTime(8, 0), new LocalTime(12, 0))]);
        Assert.Equal(new LocalTime(8, 0), location.OpeningHours[0].Opens);
        Assert.True(location.IsOpenFor(Given.At(7, 6, 11, 30), Given.At(7, 6, 12)));
        Assert.False(location.IsOpenFor(Given.At(7, 6, 11, 50), Given.At(7, 6, 12, 10)));
        Assert.False(location.IsOpenFor(Given.At(7, 6, 11, 50), Given.At(7, 6, 13, 10)));
    }

    [Fact]
    public void A_visit_of_more_than_a_day_never_fits() =>
        Assert.False(Given.Location().IsOpenFor(Given.At(7, 6, 9), Given.At(7, 7, 10)));

    [Theory]
    [InlineData(3, 6)]
    [InlineData(3, 9)]
    [InlineData(10, 30)]
    [InlineData(11, 2)]
    public void Opening_hours_are_wall_time_before_and_after_each_change(int month, int day)
    {
        var location = Given.Location();
        Assert.True(location.IsOpenFor(Given.At(month, day, 8), Given.At(month, day, 8, 20)));
        Assert.False(location.IsOpenFor(Given.At(month, day, 7, 59), Given.At(month, day, 8, 19)));
        Assert.True(location.IsOpenFor(Given.At(month, day, 16, 40), Given.At(month, day, 17)));
    }

    [Fact]
    public void On_the_day_of_a_change_an_urgent_care_counts_opening_hours_on_its_wall()
    {
        var location = Given.Location();
        location.Open([new OpeningHours(IsoDayOfWeek.Sunday, new LocalTime(1, 0), new LocalTime(9, 0))]);
        // Eight hours on the wall are seven in March and nine in November.
        Assert.True(location.IsOpenFor(Given.At(3, 8, 1), Given.At(3, 8, 1) + Duration.FromHours(7)));
        Assert.False(location.IsOpenFor(Given.At(3, 8, 1), Given.At(3, 8, 1) + Duration.FromHours(8)));
        Assert.True(location.IsOpenFor(Given.At(11, 1, 1), Given.At(11, 1, 1) + Duration.FromHours(9)));
    }

    [Fact]
    public void A_location_that_never_opens_is_refused() =>
        Assert.Equal("opening-hours", Assert.Throws<DomainRuleException>(() => Given.Location().Open([])).Rule);

    [Fact]
    public void Opening_hours_close_after_they_open_on_a_weekday()
    {
        Assert.Throws<DomainRuleException>(() => new OpeningHours(IsoDayOfWeek.Monday, new LocalTime(9, 0), new LocalTime(9, 0)));
        Assert.Throws<DomainRuleException>(() => new OpeningHours(IsoDayOfWeek.None, new LocalTime(9, 0), new LocalTime(17, 0)));
    }

    [Fact]
    public void A_location_that_is_always_on_holiday_has_no_business_day_in_reach()
    {
        var location = Given.Location();
        location.Open([new OpeningHours(IsoDayOfWeek.Friday, new LocalTime(9, 0), new LocalTime(10, 0))]);
        location.Observe([.. Enumerable.Range(0, 600).Select(week => new Holiday(Friday.PlusWeeks(week), "closed"))]);
        Assert.Equal("business-days", Assert.Throws<DomainRuleException>(() => location.AddBusinessDays(Friday, 1)).Rule);
    }

    [Fact]
    public void A_location_in_a_zone_that_does_not_exist_is_refused() =>
        Assert.Throws<InvalidValueException>(() => new Location(Given.PracticeId, new LocationId("x"), "X", "America/Boston", Given.Mobile));

    [Fact]
    public void Adding_business_days_lands_on_a_business_day_and_passes_exactly_that_many()
    {
        var calendars = Gen.Select(Gen.Int[0, 400], Gen.Int[-25, 25], Gen.Int[0, 400].Array[0, 40]);
        calendars.Sample((offset, days, holidays) =>
        {
            var location = Given.Location();
            var first = new LocalDate(2026, 1, 1);
            location.Observe([.. holidays.Select(day => new Holiday(first.PlusDays(day), "closed"))]);
            var from = first.PlusDays(offset);

            var to = location.AddBusinessDays(from, days);

            Assert.True(location.IsBusinessDay(to));
            var (low, high) = days > 0 ? (from.PlusDays(1), to) : (to, from.PlusDays(-1));
            var passed = Enumerable.Range(0, Math.Max(0, Period.DaysBetween(low, high) + 1)).Count(day => location.IsBusinessDay(low.PlusDays(day)));
            if (days != 0)
                Assert.Equal(Math.Abs(days), passed);
        });
    }

    [Fact]
    public void From_a_business_day_steps_add_up_and_going_back_returns() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 400].Array[0, 40]).Sample((offset, first, second, holidays) =>
        {
            var location = Given.Location();
            location.Observe([.. holidays.Select(day => new Holiday(new LocalDate(2026, 1, 1).PlusDays(day), "closed"))]);
            var from = location.AddBusinessDays(new LocalDate(2026, 1, 1).PlusDays(offset), 0);
            var there = location.AddBusinessDays(from, first + second);
            return there == location.AddBusinessDays(location.AddBusinessDays(from, first), second)
                && from == location.AddBusinessDays(there, -(first + second));
        });
}
