using NodaTime;

namespace Frontdesk.Domain.Locations;

/// <summary>One stretch of a weekday when a location is open; a lunch break makes two.</summary>
public sealed record OpeningHours
{
    /// <summary>Makes a stretch within one day.</summary>
    /// <exception cref="DomainRuleException">It closes before it opens, or names no weekday.</exception>
    public OpeningHours(IsoDayOfWeek day, LocalTime opens, LocalTime closes)
    {
        if (closes <= opens || day == IsoDayOfWeek.None)
            throw new DomainRuleException("opening-hours", "Opening hours name a weekday and close after they open.");

        Day = day;
        Opens = opens;
        Closes = closes;
    }

    /// <summary>The weekday.</summary>
    public IsoDayOfWeek Day { get; }

    /// <summary>Opening time.</summary>
    public LocalTime Opens { get; }

    /// <summary>Closing time.</summary>
    public LocalTime Closes { get; }
}

/// <summary>A day when a location stays closed.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What the day is called.</param>
public sealed record Holiday(LocalDate Date, string Name);
