using Frontdesk.Domain;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>When the desks of specialists, suppliers and draw stations are open: weekdays from 8 to 17 on the practice's clock.</summary>
internal static class DeskHours
{
    private const int Opens = 8;
    private const int Closes = 17;

    /// <summary>The minute of the moment when the desks are open; else one of the hour in which they open next.</summary>
    public static Instant From(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        var day = local.Hour < Closes ? local.Date : local.Date.PlusDays(1);
        var open = Weekday(day);
        var time = open == local.Date && local.Hour >= Opens ? new LocalTime(local.Hour, local.Minute) : new LocalTime(Opens, local.Minute);
        return PracticeTime.At(open.At(time), zone).Instant;
    }

    /// <summary>The first weekday from a day on.</summary>
    public static LocalDate Weekday(LocalDate day) => day.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => day.PlusDays(2),
        IsoDayOfWeek.Sunday => day.PlusDays(1),
        _ => day,
    };
}
