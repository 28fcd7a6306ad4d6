using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>How often one recipient may be written to: per day of their calendar and per seven days (domain.md §2).</summary>
public static class FrequencyCaps
{
    /// <summary>One more message at a moment stays within the caps.</summary>
    /// <param name="earlier">When the recipient was, or will be, written to before that.</param>
    /// <param name="moment">The moment of one more message.</param>
    /// <param name="zone">The recipient's zone.</param>
    /// <param name="rules">The rules in force.</param>
    public static bool HaveRoom(IEnumerable<Instant> earlier, Instant moment, DateTimeZone zone, ReminderRules rules)
    {
        var today = moment.InZone(zone).Date;
        var onDay = 0;
        var inWeek = 0;
        foreach (var at in earlier)
        {
            var day = at.InZone(zone).Date;
            if (day == today)
                onDay++;

            if (day > today.PlusDays(-7) && day <= today)
                inWeek++;
        }

        return onDay < rules.CapPerDay && inWeek < rules.CapPerWeek;
    }

    /// <summary>The start of the first day not before a moment's next day on which the caps have room.</summary>
    public static Instant NextRoom(IReadOnlyList<Instant> earlier, Instant moment, DateTimeZone zone, ReminderRules rules)
    {
        var day = moment.InZone(zone).Date;
        for (var i = 1; i <= 8; i++)
        {
            var opening = PracticeTime.At(day.PlusDays(i) + rules.QuietHours.From, zone).Instant;
            if (HaveRoom(earlier, opening, zone, rules))
                return opening;
        }

        return PracticeTime.At(day.PlusDays(8) + rules.QuietHours.From, zone).Instant;
    }
}
