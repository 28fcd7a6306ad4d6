using System.Globalization;
using Frontdesk.Domain.Supplies;
using Frontdesk.Simulation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Simulation.Duties;

/// <summary>What an office manager watches about supplies (domain.md §7).</summary>
internal sealed class SupplyFigures
{
    private readonly List<double> _days = [];
    private int _outs;
    private int _criticalOuts;

    /// <summary>Something was needed that nobody had.</summary>
    public void Missed(bool isCritical)
    {
        _outs++;
        _criticalOuts += isCritical ? 1 : 0;
    }

    /// <summary>Measures how long the stock on hand lasts.</summary>
    public Task<bool> MeasureAsync(SimulatedPractice practice) => practice.ReadAsync(async records =>
    {
        var desk = new ReorderDesk(records, practice.Id, () => "unused", practice.Now, new ReorderRules());
        foreach (var item in await records.FindSupplyItemsAsync())
        {
            var review = await desk.ReckonAsync(item);
            if (review.Arithmetic.Demand.PerDay > 0)
                _days.Add(review.Arithmetic.Position.Usable / review.Arithmetic.Demand.PerDay);
        }

        return true;
    });

    /// <summary>The figures.</summary>
    public async Task<IReadOnlyList<Figure>> ReadAsync(SimulatedPractice practice)
    {
        await using var context = await practice.OpenRecordsAsync();
        var purchases = await context.Set<Purchase>().AsNoTracking().ToListAsync();
        var moves = await context.Set<StockMove>().AsNoTracking().Where(move => move.Kind == MoveKind.Receipt || move.Kind == MoveKind.Discard).ToListAsync();
        var value = SupplyCatalogue.Items.ToDictionary(item => item.Item, item => item.Price / item.Holds);
        var bought = moves.Where(move => move.Kind == MoveKind.Receipt).Sum(move => move.Amount * value[move.Item]);
        var expired = -moves.Where(move => move is { Kind: MoveKind.Discard, Reference: "expiry" }).Sum(move => move.Amount * value[move.Item]);
        var orders = purchases.Count(purchase => purchase.OrderedAt is not null);
        return
        [
            new("Purchases", Number(purchases.Count), string.Empty),
            new("Purchases closed", Number(purchases.Count(purchase => purchase.Status == PurchaseStatus.Closed)), string.Empty),
            new("Purchases that did not agree at first", Share(purchases.Count(purchase => purchase.Discrepancies.Count > 0), orders), string.Empty),
            new("Days of supply", _days.Count == 0 ? "–" : _days.Average().ToString("0.0", CultureInfo.InvariantCulture), "14–30"),
            new("Stock-outs", Number(_outs), string.Empty),
            new("Critical stock-outs", Number(_criticalOuts), "0"),
            new("Expired, of the value bought", bought == 0 ? "–" : (100 * expired / bought).ToString("0.00", CultureInfo.InvariantCulture) + " %", "< 2 %"),
        ];
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Share(int part, int whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} % ({part} of {whole})");
}
