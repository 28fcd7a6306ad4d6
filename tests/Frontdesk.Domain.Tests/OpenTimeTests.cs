using CsCheck;
using Frontdesk.Domain.Locations;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class OpenTimeTests
{
    private static readonly LocalDate FirstDay = new(2026, 1, 1);

    // Quarters of an hour that no change of the clocks touches: 3:00 to 23:45, or from midnight on.
    private static readonly Gen<OpeningHours> Stretches =
        Gen.Select(Gen.Int[1, 7], Gen.Int[11, 94], Gen.Int[1, 60]).Select((day, from, length) =>
            new OpeningHours((IsoDayOfWeek)day, from == 11 ? LocalTime.Midnight : Quarter(from), Quarter(Math.Min(from + length, 95))));

    private static readonly Gen<Location> Locations =
        Gen.Select(Stretches.Array[1, 12], Gen.Int[0, 400].Array[0, 60]).Select((hours, holidays) =>
        {
            var location = Given.Location();
            location.Open(hours);
            location.Observe([.. holidays.Distinct().Select(day => new Holiday(FirstDay.PlusDays(day), "closed"))]);
            return location;
        });

    private static readonly Gen<Instant> Moments = Gen.Int[0, 366 * 24 * 4].Select(quarter => Given.At(1, 1, 0) + Duration.FromMinutes(15 * quarter));

    private static readonly Gen<Duration> Works = Gen.Int[1, 100].Select(quarters => Duration.FromMinutes(15 * quarters));

    [Fact]
    public void Eight_hours_from_friday_afternoon_are_over_on_monday_afternoon() =>
        Assert.Equal(Given.At(3, 23, 15, 30), Given.Location().AddOpenTime(Given.At(3, 20, 16, 30), Duration.FromHours(8)));

    [Fact]
    public void Work_that_fills_the_day_ends_when_the_door_closes() =>
        Assert.Equal(Given.At(3, 20, 17), Given.Location().AddOpenTime(Given.At(3, 20, 8), Duration.FromHours(9)));

    [Theory]
    [InlineData(20, 12, 20, 12)]
    [InlineData(20, 17, 23, 8)]
    [InlineData(21, 12, 23, 8)]
    public void No_work_ends_at_the_next_open_moment(int day, int hour, int dayOfEnd, int hourOfEnd) =>
        Assert.Equal(Given.At(3, dayOfEnd, hourOfEnd), Given.Location().AddOpenTime(Given.At(3, day, hour), Duration.Zero));

    [Fact]
    public void Lunch_breaks_and_holidays_do_not_count()
    {
        var location = Given.Location();
        location.Open([.. Enumerable.Range(1, 5).SelectMany(day => new[] { Hours((IsoDayOfWeek)day, 8, 12), Hours((IsoDayOfWeek)day, 13, 17) })]);
        location.Observe([new Holiday(new LocalDate(2026, 3, 23), "closed")]);

        Assert.Equal(Given.At(3, 24, 16, 30), location.AddOpenTime(Given.At(3, 20, 16, 30), Duration.FromHours(8)));
    }

    [Theory]
    [InlineData(3, 8, 7)]
    [InlineData(11, 1, 9)]
    public void On_the_day_of_a_change_the_night_is_an_hour_shorter_or_longer(int month, int day, int hours)
    {
        var location = Given.Location();
        location.Open([Hours(IsoDayOfWeek.Sunday, 1, 9)]);

        Assert.Equal(Given.At(month, day, 9), location.AddOpenTime(Given.At(month, day, 1), Duration.FromHours(hours)));
    }

    [Fact]
    public void Hours_that_a_change_swallows_do_not_count()
    {
        var location = Given.Location();
        location.Open([new OpeningHours(IsoDayOfWeek.Sunday, new LocalTime(2, 30), new LocalTime(3, 10))]);

        Assert.Equal(Given.At(3, 15, 2, 50), location.AddOpenTime(Given.At(3, 8, 0), Duration.FromMinutes(20)));
    }

    [Fact]
    public void Negative_work_and_work_beyond_ten_years_are_refused()
    {
        Assert.Equal("open-time", Assert.Throws<DomainRuleException>(() => Given.Location().AddOpenTime(Given.At(3, 20, 8), Duration.FromHours(-1))).Rule);
        Assert.Equal("open-time", Assert.Throws<DomainRuleException>(() => Given.Location().AddOpenTime(Given.At(3, 20, 8), Duration.FromDays(3660))).Rule);
    }

    [Fact]
    public void Between_begin_and_end_lies_exactly_the_work_in_open_time() =>
        Gen.Select(Locations, Moments, Works).Sample((location, from, work) =>
        {
            var end = location.AddOpenTime(from, work);
            Assert.Equal(work, OpenBetween(location, from, end));
            Assert.True(location.IsOpenFor(end - Duration.FromMinutes(15), end));
        }, iter: 300);

    [Fact]
    public void Work_in_two_pieces_ends_when_the_whole_does() =>
        Gen.Select(Locations, Moments, Works, Works).Sample((location, from, first, second) =>
            location.AddOpenTime(location.AddOpenTime(from, first), second) == location.AddOpenTime(from, first + second));

    [Fact]
    public void Work_that_begins_later_never_ends_earlier() =>
        Gen.Select(Locations, Moments, Moments, Works).Sample((location, one, other, work) =>
            location.AddOpenTime(Instant.Min(one, other), work) <= location.AddOpenTime(Instant.Max(one, other), work));

    [Fact]
    public void A_deadline_in_business_days_ends_with_the_day_or_at_a_time_of_it()
    {
        var location = Given.Location();
        Assert.Equal(Given.At(3, 24, 17), location.AddBusinessDays(Given.At(3, 20, 16, 30), 2));
        Assert.Equal(Given.At(3, 24, 12), location.AddBusinessDays(Given.At(3, 20, 16, 30), 2, LocalTime.Noon));
        Assert.Equal(Given.At(3, 23, 17), location.AddBusinessDays(Given.At(3, 21, 10), 0));
        location.Open([Hours(IsoDayOfWeek.Monday, 8, 12), Hours(IsoDayOfWeek.Monday, 13, 16)]);
        Assert.Equal(Given.At(3, 23, 16), location.AddBusinessDays(Given.At(3, 20, 16, 30), 1));
    }

    [Fact]
    public void The_main_location_is_the_one_that_is_open_longest_and_among_equals_the_first()
    {
        var (main, branch) = (Given.Location(), Given.Location());
        Assert.Same(main, new[] { main, branch }.Main());
        main.Open([Hours(IsoDayOfWeek.Monday, 8, 12)]);
        Assert.Same(branch, new[] { main, branch }.Main());
        Assert.Null(Array.Empty<Location>().Main());
    }

    private static Duration OpenBetween(Location location, Instant from, Instant until)
    {
        var quarter = Duration.FromMinutes(15);
        var open = Duration.Zero;
        for (var at = from; at < until; at += quarter)
            open += location.IsOpenFor(at, at + quarter) ? quarter : Duration.Zero;
        return open;
    }

    private static OpeningHours Hours(IsoDayOfWeek day, int from, int until) => new(day, new LocalTime(from, 0), new LocalTime(until, 0));

    private static LocalTime Quarter(int quarters) => LocalTime.Midnight.PlusMinutes(15 * quarters);
}
