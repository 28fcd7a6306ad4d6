using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>The part of a day when messages may leave, on the recipient's clock; the rest of the day is quiet.</summary>
/// <param name="From">Messages leave from this time.</param>
/// <param name="Until">Messages leave before this time.</param>
public sealed record QuietHours(LocalTime From, LocalTime Until)
{
    /// <summary>A message may leave at that moment.</summary>
    public bool Allow(Instant moment, DateTimeZone zone)
    {
        var time = moment.InZone(zone).TimeOfDay;
        return time >= From && time < Until;
    }

    /// <summary>The first moment not before the given one at which a message may leave.</summary>
    public Instant NextAllowed(Instant moment, DateTimeZone zone)
    {
        if (Allow(moment, zone))
            return moment;

        var local = moment.InZone(zone).LocalDateTime;
        var day = local.TimeOfDay < From ? local.Date : local.Date.PlusDays(1);
        var opening = PracticeTime.At(day + From, zone).Instant;
        return opening < moment ? PracticeTime.At(day.PlusDays(1) + From, zone).Instant : opening;
    }

    /// <summary>The evening moment before the given one at which a message may still leave.</summary>
    /// <param name="moment">A quiet moment; one that is allowed is returned as it is.</param>
    /// <param name="zone">The recipient's zone.</param>
    /// <param name="margin">How long before the quiet begins.</param>
    public Instant LastAllowed(Instant moment, DateTimeZone zone, Duration margin)
    {
        if (Allow(moment, zone))
            return moment;

        var local = moment.InZone(zone).LocalDateTime;
        var day = local.TimeOfDay < From ? local.Date.PlusDays(-1) : local.Date;
        var evening = Until.PlusTicks(-margin.BclCompatibleTicks);
        return PracticeTime.At(day + evening, zone).Instant;
    }
}
