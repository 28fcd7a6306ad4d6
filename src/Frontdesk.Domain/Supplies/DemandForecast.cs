using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>How far ahead use is reckoned, in calendar days from today.</summary>
/// <param name="UntilDelivery">Until an order of today has come, late ones included.</param>
/// <param name="UntilUsedUp">Until it is used up.</param>
public sealed record ForecastHorizon(double UntilDelivery, double UntilUsedUp);

/// <summary>Reckons the daily use of an item from what was used, from booked visits and from the season.</summary>
public static class DemandForecast
{
    /// <summary>
    /// The daily use. Observed use counts once there is enough of it; booked visits count when they need more than was used;
    /// a season raises or lowers both by the days of it that lie ahead, and one that was observed already does not count twice.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="uses">What was used, within the history.</param>
    /// <param name="firstSeen">The day of the item's first entry in the ledger; null when there is none.</param>
    /// <param name="booked">Base units that booked visits of the coming days need.</param>
    /// <param name="today">Today.</param>
    /// <param name="horizon">How far ahead is reckoned.</param>
    /// <param name="zone">The zone of the practice's calendar.</param>
    /// <param name="rules">What a manager set.</param>
    public static Demand Of(SupplyItem item, IReadOnlyList<StockUse> uses, LocalDate? firstSeen, long booked, LocalDate today, ForecastHorizon horizon, DateTimeZone zone, ReorderRules rules)
    {
        var soon = SeasonAhead(item, today, horizon.UntilDelivery);
        var cover = SeasonAhead(item, today, horizon.UntilUsedUp);
        var days = firstSeen is { } first ? Math.Min(rules.HistoryDays, Period.DaysBetween(first, today)) : 0;
        var (usual, deviation, source) = days < rules.LeastHistoryDays
            ? (item.ExpectedPerDay, Math.Sqrt(item.ExpectedPerDay / Math.Max(soon, 0.01)), "as expected")
            : Observed(item, uses, today, days, zone);
        var (perDay, perDayOfCover) = (usual * soon, usual * cover);
        var ahead = rules.ForecastDays > 0 ? (double)booked / rules.ForecastDays : 0;
        if (ahead > perDay)
            (perDay, perDayOfCover, source) = (ahead, Math.Max(ahead, perDayOfCover), string.Create(CultureInfo.InvariantCulture, $"visits booked for the next {rules.ForecastDays} days"));

        return new Demand(perDay, deviation * soon, soon == 1 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}, season ×{soon:0.##}"))
        {
            PerDayOfCover = perDayOfCover == perDay ? null : perDayOfCover,
        };
    }

    // The mean over the days, so that a season that begins or ends in between counts for the days that it has.
    private static double SeasonAhead(SupplyItem item, LocalDate today, double days) =>
        item.Seasons.Count == 0 ? 1 : Enumerable.Range(0, Math.Max(1, (int)Math.Ceiling(days))).Average(day => item.SeasonFactor(today.PlusDays(day)));

    // Each day's use is first taken out of its own season, so that October of a flu season is not multiplied a second time.
    private static (double PerDay, double Deviation, string Source) Observed(SupplyItem item, IReadOnlyList<StockUse> uses, LocalDate today, int days, DateTimeZone zone)
    {
        var perDay = new double[days];
        foreach (var use in uses)
        {
            var day = use.At.InZone(zone).Date;
            var index = Period.DaysBetween(day, today) - 1;
            if (index >= 0 && index < days)
                perDay[index] += use.Amount / Math.Max(0.01, item.SeasonFactor(day));
        }

        var mean = perDay.Average();
        var deviation = days < 2 ? 0 : Math.Sqrt(perDay.Sum(amount => (amount - mean) * (amount - mean)) / (days - 1));
        return (mean, deviation, string.Create(CultureInfo.InvariantCulture, $"used in {days} days"));
    }
}
