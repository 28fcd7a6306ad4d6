using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Domain.Supplies;

namespace Frontdesk.Simulation.Duties;

/// <summary>The people of the practice who approve, ask suppliers, receive, put away, count and decide.</summary>
internal sealed class SupplyStaff(SimulatedPractice practice, SupplierActor suppliers, int seed)
{
    private static readonly string[] Manager = ["office-manager"];
    private static readonly string[] Owner = ["owner"];
    private static readonly string[] Receiving = ["receiving"];
    private static readonly string[] Clinician = ["clinician"];
    private readonly Chance _chance = new(seed, "supply staff");
    private int _invoices;

    /// <summary>How a task is completed; null leaves it for later.</summary>
    public Task<TaskAnswer?> AnswerAsync(SimulatedTask task) => task.Kind == "purchase" ? AboutPurchaseAsync(task) : AboutStockAsync(task);

    private static JsonObject Form(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = new JsonObject();
        foreach (var (name, value) in fields)
            form[name] = value;
        return form;
    }

    private static Resolution Decide(DiscrepancyKind kind) => kind switch
    {
        DiscrepancyKind.OverDelivery or DiscrepancyKind.ColdChain or DiscrepancyKind.Damaged or DiscrepancyKind.WrongProduct => Resolution.Returned,
        DiscrepancyKind.InvoicedMore => Resolution.Credited,
        _ => Resolution.Accepted,
    };

    private string In(int days) => practice.LocalNow.Date.PlusDays(days).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private async Task<TaskAnswer?> AboutPurchaseAsync(SimulatedTask task)
    {
        if (await practice.ReadAsync(records => records.FindPurchaseAsync(new PurchaseId(task.SubjectId)).AsTask()) is not { } purchase)
            return null;

        return task.Title switch
        {
            "Approve a purchase" => _chance.Is(0.97) ? new TaskAnswer("pat", Manager, "Approved") : new TaskAnswer("pat", Manager, "Rejected", Form(("note", "not now"))),
            "Approve a large purchase" => new TaskAnswer("olsen", Owner, "Approved"),
            "The order did not arrive: order by phone" => OrderByPhone(purchase),
            "Ask the supplier to confirm an order" => new TaskAnswer("ray", Receiving, "Confirmed", Form(("promisedOn", In(3)))),
            "A delivery is late: ask the supplier" => new TaskAnswer("ray", Receiving, "New day", Form(("promisedOn", In(2)))),
            "Backordered: wait or call it off?" => _chance.Is(0.7) && !await MustNotWaitAsync(purchase) ? new TaskAnswer("pat", Manager, "Wait") : new TaskAnswer("pat", Manager, "Call it off", Form(("note", "too late"))),
            "Is the substitute suitable?" => new TaskAnswer("kim", Clinician, _chance.Is(0.8) ? "Accept" : "Decline", Form(("promisedOn", In(4)))),
            "The supplier asks another price: take it?" => new TaskAnswer("olsen", Owner, _chance.Is(0.8) ? "Accept" : "Decline", Form(("promisedOn", In(3)))),
            "Put a delivery away" => new TaskAnswer("ray", Receiving, "Put away"),
            "A delivery is expected: receive and inspect it" => practice.LocalNow.Hour < 15 ? null : await AfterNoonAsync(purchase),
            "Order, delivery and invoice do not agree" => purchase.Discrepancies.FirstOrDefault(one => one.Resolution is null) is { } open ? new TaskAnswer("pat", Manager, $"{Decide(open.Kind)}") : null,
            "An invoice is missing" => new TaskAnswer("sam", ["front-desk"], "Invoice came", Form(("number", $"R-{++_invoices}"), ("packs", $"{purchase.KeptPacks - purchase.Invoices.Sum(one => one.Packs)}"), ("price", purchase.UnitPrice.Dollars.ToString(CultureInfo.InvariantCulture)))),
            _ => null,
        };
    }

    private TaskAnswer OrderByPhone(Purchase purchase)
    {
        suppliers.Take(purchase.Id);
        return new TaskAnswer("ray", Receiving, "Confirmed", Form(("promisedOn", In(3))));
    }

    // An order that its supplier forgot comes when somebody has asked twice.
    private Task<TaskAnswer?> AfterNoonAsync(Purchase purchase)
    {
        var one = SupplyCatalogue.Items.First(item => item.Item == purchase.Item);
        var isForgotten = purchase.OrderedAt is { } ordered && (practice.Now - ordered).TotalDays > 25;
        return Task.FromResult<TaskAnswer?>(isForgotten
            ? new TaskAnswer("ray", Receiving, "Delivered", Form(
                ("number", $"P-{purchase.Id}"),
                ("packs", $"{purchase.Outstanding}"),
                ("lot", one.Traits.HasLots ? $"P{practice.LocalNow.Date.DayOfYear}" : string.Empty),
                ("expiresOn", one.LifeDays == 0 ? string.Empty : In(one.LifeDays)),
                ("lowest", one.Traits.IsColdChain ? "4" : string.Empty),
                ("highest", one.Traits.IsColdChain ? "6" : string.Empty)))
            : new TaskAnswer("ray", Receiving, "Not here yet"));
    }

    // What care needs is not waited for when somebody else sells it.
    private Task<bool> MustNotWaitAsync(Purchase purchase) => practice.ReadAsync(async records =>
        (await records.FindSupplyItemAsync(purchase.Item))!.Traits.IsCritical && (await records.FindContractsAsync(purchase.Item)).Any(contract => contract.Supplier != purchase.Supplier));

    private async Task<TaskAnswer?> AboutStockAsync(SimulatedTask task) => task.Title switch
    {
        "An item cannot be ordered" => new TaskAnswer("pat", Manager, "Repaired"),
        "Supplies: have a look" => await LookAsync(task),
        "Stock expires soon" => new TaskAnswer("ray", Receiving, "Used first"),
        "Throw expired stock away" => new TaskAnswer("ray", Receiving, "Thrown away"),
        "Take stock to another room" => new TaskAnswer("ray", Receiving, "Taken"),
        "Stock from another room: put it on the shelf" => new TaskAnswer("ray", Receiving, "Arrived"),
        "A recalled lot was used: inform the patients" => new TaskAnswer("kim", Clinician, "Patients told"),
        "Send a recalled lot back, or throw it away" => new TaskAnswer("ray", Receiving, "Returned"),
        "Count an item" or "Stock is below zero: count it" => await CountAsync(task),
        _ => null,
    };

    // What care may run out of is borrowed from the practice next door, and counted in.
    private async Task<TaskAnswer?> LookAsync(SimulatedTask task)
    {
        await practice.DoAsync(async (records, burst) =>
        {
            if (await records.FindSupplyAlertAsync(task.SubjectId) is not { Kind: AlertKind.RunsOut, IsOpen: true } alert)
                return false;

            var ledger = new StockLedger(records, practice.Id, burst.NewId, practice.Now, practice.Zone);
            var item = await ledger.ItemAsync(alert.Item);
            var there = (await records.FindBalancesAsync(alert.Item)).Where(one => one.Place.Stockroom == SupplyCatalogue.Main && one.Place.Condition == StockCondition.Usable).Sum(one => one.Amount);
            await ledger.CountAsync(alert.Item, SupplyCatalogue.Main, null, new Quantity(there + item.Holds(StockUnit.Box, practice.Now)!.Value, item.BaseUnit), new MoveCause("pat", Reason: "borrowed"));
            return true;
        });
        return new TaskAnswer("pat", Manager, "Seen");
    }

    // The shelf has what the books have, but for a little that was taken and not written down.
    private async Task<TaskAnswer?> CountAsync(SimulatedTask task)
    {
        var lost = _chance.Is(0.15) ? 1 : 0;
        return await practice.ReadAsync(async records =>
        {
            if (await records.FindSupplyAlertAsync(task.SubjectId) is not { } alert)
                return null;

            var booked = (await records.FindBalancesAsync(alert.Item)).Where(one => one.Place.Stockroom.Value == alert.Place && one.Place.Condition == StockCondition.Usable).Sum(one => one.Amount);
            return new TaskAnswer("ray", Receiving, "Counted", Form(("counted", $"{Math.Max(0, booked - lost)}")));
        });
    }
}
