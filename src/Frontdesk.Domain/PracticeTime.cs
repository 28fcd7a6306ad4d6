using NodaTime;
using NodaTime.TimeZones;

namespace Frontdesk.Domain;

/// <summary>
/// A moment as a practice means it: the instant, the IANA zone and the wall time there (domain.md §0 rule 10). A wall
/// time in a daylight-saving gap moves forward by the gap; one that occurs twice means the first.
/// </summary>
public readonly record struct PracticeTime
{
    private PracticeTime(Instant instant, DateTimeZone zone)
    {
        Instant = instant;
        Zone = zone;
    }

    /// <summary>The moment.</summary>
    public Instant Instant { get; }

    /// <summary>The zone whose clocks the practice reads.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>What the clock on the wall shows.</summary>
    public LocalDateTime Local => Instant.InZone(Zone).LocalDateTime;

    /// <summary>The moment of a wall time.</summary>
    public static PracticeTime At(LocalDateTime local, DateTimeZone zone) =>
        new(zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant(), zone);

    /// <summary>An instant as read on the wall of a zone.</summary>
    public static PracticeTime Of(Instant instant, DateTimeZone zone) => new(instant, zone);
}

/// <summary>The IANA time zones.</summary>
public static class Zones
{
    /// <summary>Finds a zone by its IANA id.</summary>
    /// <exception cref="InvalidValueException">There is no such zone.</exception>
    public static DateTimeZone Named(string id) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)
        ?? throw new InvalidValueException("time zone", "an IANA id such as America/New_York");
}
