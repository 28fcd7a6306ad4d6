using Frontdesk.Web.Backups;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Web.Tests.Backups;

/// <summary>When the nightly back-up is due, in New York.</summary>
public sealed class NightlyScheduleTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly NightlySchedule AtHalfPastTwo = new(new LocalTime(2, 30), NewYork);

    [Fact]
    public void It_is_due_at_that_time_of_the_next_night() =>
        Assert.Equal(At("2026-03-04T02:30:00-05:00"), AtHalfPastTwo.NextDue(At("2026-03-03T02:30:04-05:00"), At("2026-03-03T09:00:00-05:00")));

    [Fact]
    public void A_backup_of_before_that_time_does_not_stand_for_the_night() =>
        Assert.Equal(At("2026-03-03T02:30:00-05:00"), AtHalfPastTwo.NextDue(At("2026-03-03T01:00:00-05:00"), At("2026-03-03T01:10:00-05:00")));

    [Fact]
    public void A_night_that_was_missed_is_caught_up_on_at_once_and_once()
    {
        var now = At("2026-03-09T11:00:00-04:00");
        Assert.Equal(now, AtHalfPastTwo.NextDue(At("2026-03-03T02:30:04-05:00"), now));
        Assert.Equal(At("2026-03-10T02:30:00-04:00"), AtHalfPastTwo.NextDue(now, now));
    }

    [Fact]
    public void The_first_backup_is_made_at_once()
    {
        var now = At("2026-03-09T11:00:00-04:00");
        Assert.Equal(now, AtHalfPastTwo.NextDue(null, now));
    }

    // On 8 March the clocks go from 2:00 to 3:00.
    [Fact]
    public void In_the_night_in_which_the_time_is_skipped_it_comes_an_hour_later()
    {
        Assert.Equal(At("2026-03-08T03:30:00-04:00"), AtHalfPastTwo.NextDue(At("2026-03-07T02:30:00-05:00"), At("2026-03-07T12:00:00-05:00")));
        Assert.Equal(At("2026-03-09T02:30:00-04:00"), AtHalfPastTwo.NextDue(At("2026-03-08T03:30:01-04:00"), At("2026-03-08T03:31:00-04:00")));
    }

    // On 1 November the clocks go from 2:00 back to 1:00.
    [Fact]
    public void In_the_night_in_which_the_time_comes_twice_there_is_one_backup()
    {
        var schedule = new NightlySchedule(new LocalTime(1, 30), NewYork);
        Assert.Equal(At("2026-11-01T01:30:00-04:00"), schedule.NextDue(At("2026-10-31T01:30:00-04:00"), At("2026-10-31T12:00:00-04:00")));
        Assert.Equal(At("2026-11-02T01:30:00-05:00"), schedule.NextDue(At("2026-11-01T01:30:02-04:00"), At("2026-11-01T01:30:00-05:00")));
    }

    private static Instant At(string text) => OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant();
}
