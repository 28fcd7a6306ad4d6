using Frontdesk.Domain;
using NodaTime;
using NodaTime.Calendars;

namespace Frontdesk.Web.Backups;

/// <summary>
/// Which of a row of back-ups are kept: the last one of each of so many days that have one, and of each of so many weeks. The
/// newest is always among them.
/// </summary>
/// <param name="Days">Of how many days.</param>
/// <param name="Weeks">Of how many weeks, Monday to Sunday.</param>
internal sealed record BackupRetention(int Days, int Weeks)
{
    /// <summary>The moments of those that are not kept.</summary>
    /// <param name="all">The moments of all.</param>
    /// <param name="zone">The zone whose days and weeks are meant.</param>
    public IReadOnlyList<Instant> Superfluous(IEnumerable<Instant> all, DateTimeZone zone)
    {
        var newestFirst = all.OrderDescending().ToList();
        var kept = LastOfEach(newestFirst, moment => PracticeTime.Of(moment, zone).Local.Date).Take(Days)
            .Concat(LastOfEach(newestFirst, moment => WeekOf(PracticeTime.Of(moment, zone).Local.Date)).Take(Weeks))
            .ToHashSet();
        return [.. newestFirst.Where(moment => !kept.Contains(moment))];
    }

    private static IEnumerable<Instant> LastOfEach<TPeriod>(List<Instant> newestFirst, Func<Instant, TPeriod> period) =>
        newestFirst.GroupBy(period).Select(group => group.First());

    private static (int Year, int Week) WeekOf(LocalDate date) => (WeekYearRules.Iso.GetWeekYear(date), WeekYearRules.Iso.GetWeekOfWeekYear(date));
}
