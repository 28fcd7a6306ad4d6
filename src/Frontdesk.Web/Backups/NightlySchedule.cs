using Frontdesk.Domain;
using NodaTime;

namespace Frontdesk.Web.Backups;

/// <summary>
/// Every night at a time of the practice's clock. In the night in which that time is skipped it is an hour later; in the one
/// in which it comes twice, the first time counts.
/// </summary>
internal sealed record NightlySchedule(LocalTime At, DateTimeZone Zone)
{
    /// <summary>When the next back-up is due: at once when a night was missed or there is no back-up yet.</summary>
    /// <param name="last">When the last one was made; null when there is none.</param>
    /// <param name="now">Now.</param>
    public Instant NextDue(Instant? last, Instant now)
    {
        if (last is not { } made)
            return now;
        var day = PracticeTime.Of(made, Zone).Local.Date.PlusDays(-1);
        while (MomentOn(day) <= made)
            day = day.PlusDays(1);
        return Instant.Max(MomentOn(day), now);
    }

    private Instant MomentOn(LocalDate day) => PracticeTime.At(day.At(At), Zone).Instant;
}
