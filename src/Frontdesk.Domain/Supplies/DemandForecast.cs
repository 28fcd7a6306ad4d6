using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>Reckons the daily use of an item from what was used, from booked visits and from the season.</summary>
public static class DemandForecast
{
    /// <summary>
    /// The daily use. Observed use counts once there is enough of it; booked visits count when they need more than was used;
    /// a season ahead raises or lowers both, a season that was observed already does not count twice.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="uses">What was used, within the history.</param>
    /// <param name="firstSeen">The day of the item's first entry in the ledger; null when there is none.</param>
    /// <param name="booked">Base units that booked visits of the coming days need.</param>
    /// <param name="today">Today.</param>
    /// <param name="aheadOn">The day for which is reckoned: when an order of today will be used.</param>
    /// <param name="zone">The zone of the practice's calendar.</param>
    /// <param name="rules">What a manager set.</param>
    public static Demand Of(SupplyItem item, IReadOnlyList<StockUse> uses, LocalDate? firstSeen, long booked, LocalDate today, LocalDate aheadOn, DateTimeZone zone, ReorderRules rules)
    {
        var factor = item.SeasonFactor(aheadOn);
        var days = firstSeen is { } first ? Math.Min(rules.HistoryDays, Period.DaysBetween(first, today)) : 0;
        var (perDay, deviation, source) = days < rules.LeastHistoryDays
            ? (item.ExpectedPerDay * factor, Math.Sqrt(item.ExpectedPerDay * factor), "as expected")
            : Observed(item, uses, today, days, zone, factor);
        var ahead = rules.ForecastDays > 0 ? (double)booked / rules.ForecastDays : 0;
        if (ahead > perDay)
            (perDay, source) = (ahead, string.Create(CultureInfo.InvariantCulture, $"visits booked for the next {rules.ForecastDays} days"));

        return new Demand(perDay, deviation, factor == 1 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}, season ×{factor:0.##}"));
    }

    // Each day's use is first taken out of its own season, so that October of a flu season is not multiplied a second time.
    private static (double PerDay, double Deviation, string Source) Observed(SupplyItem item, IReadOnlyList<StockUse> uses, LocalDate today, int days, DateTimeZone zone, double factor)
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
        return (mean * factor, deviation * factor, string.Create(CultureInfo.InvariantCulture, $"used in {days} days"));
    }
}
