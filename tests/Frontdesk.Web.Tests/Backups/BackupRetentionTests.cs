using Frontdesk.Web.Backups;
using NodaTime;

namespace Frontdesk.Web.Tests.Backups;

/// <summary>Which of the nightly back-ups are kept.</summary>
public sealed class BackupRetentionTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    // 2 March 2026 is a Monday.
    private static readonly LocalDate Monday = new(2026, 3, 2);

    [Fact]
    public void The_last_of_each_of_so_many_days_and_weeks_is_kept()
    {
        var nights = Enumerable.Range(0, 28).Select(day => Night(day)).ToList();

        var gone = new BackupRetention(Days: 3, Weeks: 3).Superfluous(nights, NewYork);

        Assert.Equal([Night(13), Night(20), Night(25), Night(26), Night(27)], nights.Except(gone).Order());
    }

    [Fact]
    public void Every_one_of_the_newest_two_days_stays_and_of_earlier_days_the_last()
    {
        var later = Duration.FromHours(9);
        Instant[] twice = [Night(0), Night(0) + later, Night(1), Night(1) + later, Night(2), Night(2) + later];

        Assert.Equal([Night(0)], new BackupRetention(Days: 5, Weeks: 5).Superfluous(twice, NewYork));
    }

    [Fact]
    public void Days_without_a_backup_do_not_count_so_a_standstill_deletes_nothing()
    {
        Instant[] rare = [Night(0), Night(9), Night(26)];

        Assert.Empty(new BackupRetention(Days: 3, Weeks: 1).Superfluous(rare, NewYork));
    }

    private static Instant Night(int day) => Monday.PlusDays(day).At(new LocalTime(2, 30)).InZoneLeniently(NewYork).ToInstant();
}
