using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class PracticeTimeTests
{
    // 2026's changes, and zones that change at midnight, by half an hour, or not at all.
    public static TheoryData<string> ManyZones =>
        ["America/New_York", "America/Los_Angeles", "America/Havana", "Australia/Lord_Howe", "Europe/London", "America/Phoenix", "Africa/Cairo"];

    [Fact]
    public void A_wall_time_in_the_gap_moves_forward_by_the_gap()
    {
        var time = PracticeTime.At(new LocalDateTime(2026, 3, 8, 2, 30), Zones.Named("America/New_York"));
        Assert.Equal(new LocalDateTime(2026, 3, 8, 3, 30), time.Local);
        Assert.Equal(Instant.FromUtc(2026, 3, 8, 7, 30), time.Instant);
    }

    [Fact]
    public void A_wall_time_that_occurs_twice_means_the_first()
    {
        var time = PracticeTime.At(new LocalDateTime(2026, 11, 1, 1, 30), Zones.Named("America/New_York"));
        Assert.Equal(Instant.FromUtc(2026, 11, 1, 5, 30), time.Instant);
        Assert.Equal(new LocalDateTime(2026, 11, 1, 1, 30), time.Local);
    }

    [Fact]
    public void The_second_of_two_equal_wall_times_can_still_be_named_by_its_instant()
    {
        var second = PracticeTime.Of(Instant.FromUtc(2026, 11, 1, 6, 30), Zones.Named("America/New_York"));
        Assert.Equal(new LocalDateTime(2026, 11, 1, 1, 30), second.Local);
        Assert.NotEqual(PracticeTime.At(second.Local, second.Zone), second);
    }

    [Theory, MemberData(nameof(ManyZones))]
    public void Around_every_change_each_minute_keeps_its_wall_time_or_moves_forward_and_order_is_never_turned_round(string zoneId)
    {
        var zone = Zones.Named(zoneId);
        var changes = zone.GetZoneIntervals(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0))
            .Where(interval => interval.HasEnd && interval.End < Instant.FromUtc(2027, 1, 1, 0, 0))
            .Select(interval => interval.End.InZone(zone).LocalDateTime.PlusHours(-4))
            .Append(new LocalDateTime(2026, 6, 1, 0, 0));

        foreach (var from in changes)
        {
            Instant? last = null;
            for (var minute = 0; minute < 8 * 60; minute++)
            {
                var wall = from.PlusMinutes(minute);
                var time = PracticeTime.At(wall, zone);
                var map = zone.MapLocal(wall);
                switch (map.Count)
                {
                    case 0:
                        var gap = map.LateInterval.WallOffset - map.EarlyInterval.WallOffset;
                        Assert.Equal(wall.PlusSeconds(gap.Seconds), time.Local);
                        break;
                    case 1:
                        Assert.Equal(wall, time.Local);
                        break;
                    default:
                        Assert.Equal(wall, time.Local);
                        Assert.Equal(map.First().ToInstant(), time.Instant);
                        break;
                }

                // A gap folds onto the hour after it, so only walls outside it are in strict order.
                if (map.Count > 0)
                {
                    Assert.True(last is null || last < time.Instant, $"{wall} in {zoneId}");
                    last = time.Instant;
                }

                Assert.Equal(time, PracticeTime.Of(time.Instant, zone));
            }
        }
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_refused() =>
        Assert.Contains("America/New_York", Assert.Throws<InvalidValueException>(() => Zones.Named("EST5EST")).Message, StringComparison.Ordinal);
}
