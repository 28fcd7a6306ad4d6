using Frontdesk.Domain;
using NodaTime;
using NodaTime.Calendars;

namespace Frontdesk.Web.Backups;

/// <summary>
/// Which of a row of back-ups are kept: every one of the newest two days that have one, then the last one of each of so many days,
/// and of each of so many weeks. One that is made after something went wrong so leaves those of before alone.
/// </summary>
/// <param name="Days">Of how many days.</param>
/// <param name="Weeks">Of how many weeks, Monday to Sunday.</param>
internal sealed record BackupRetention(int Days, int Weeks)
{
    private const int DaysKeptWhole = 2;

    /// <summary>The moments of those that are not kept.</summary>
    /// <param name="all">The moments of all.</param>
    /// <param name="zone">The zone whose days and weeks are meant.</param>
    public IReadOnlyList<Instant> Superfluous(IEnumerable<Instant> all, DateTimeZone zone)
    {
        var newestFirst = all.OrderDescending().ToList();
        var days = newestFirst.GroupBy(moment => PracticeTime.Of(moment, zone).Local.Date).ToList();
        var kept = days.Take(DaysKeptWhole).SelectMany(day => day)
            .Concat(days.Take(Days).Select(day => day.First()))
            .Concat(newestFirst.GroupBy(moment => WeekOf(PracticeTime.Of(moment, zone).Local.Date)).Take(Weeks).Select(week => week.First()))
            .ToHashSet();
        return [.. newestFirst.Where(moment => !kept.Contains(moment))];
    }

    private static (int Year, int Week) WeekOf(LocalDate date) => (WeekYearRules.Iso.GetWeekYear(date), WeekYearRules.Iso.GetWeekOfWeekYear(date));
}
