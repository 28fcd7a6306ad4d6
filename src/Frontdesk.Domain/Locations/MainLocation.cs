using NodaTime;

namespace Frontdesk.Domain.Locations;

/// <summary>Which of a practice's places speaks for all of it.</summary>
public static class MainLocation
{
    /// <summary>
    /// The location that is open longest in a week, among equals the first: somebody of the front desk is there whenever
    /// the practice works. Null when there is no location.
    /// </summary>
    /// <param name="locations">The practice's locations, by name.</param>
    public static Location? Main(this IEnumerable<Location> locations) => locations.MaxBy(OpenMinutes);

    private static long OpenMinutes(Location location) =>
        location.OpeningHours.Sum(hours => Period.Between(hours.Opens, hours.Closes, PeriodUnits.Minutes).Minutes);
}
