using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Commanding;
using NodaTime;
using static Frontdesk.Web.Commanding.Fields;

namespace Frontdesk.Web.Supplies;

/// <summary>Uses stock. <paramref name="Unit"/> may be any unit with a conversion; a missing one stops the command.</summary>
public sealed record IssueStock(string StockroomId, long Quantity, string Unit, string By, string? VisitId = null);

/// <summary>Counts stock on the shelf; without a lot the item as a whole.</summary>
public sealed record CountStock(string StockroomId, long Counted, string Unit, string By, string? Lot = null);

/// <summary>Recalls a lot.</summary>
public sealed record RecallLot(string Lot, string Reason, string By);

/// <summary>Reviews an item now and proposes a purchase when it is needed.</summary>
public sealed record ProposePurchase(string By);

/// <summary>What the supplier says. <paramref name="UnitPrice"/> is in dollars.</summary>
public sealed record RecordSupplierAnswer(SupplierAnswerKind Kind, string By, DateOnly? PromisedOn = null, decimal? UnitPrice = null, string? Sku = null, long? PackHolds = null, string? Words = null);

/// <summary>Approves or rejects a purchase, or decides about what its supplier offers.</summary>
public sealed record DecidePurchase(bool IsAccepted, string By, string? Reason = null, DateOnly? PromisedOn = null);

/// <summary>Receives a delivery, with the temperatures of a cold chain in °C.</summary>
public sealed record ReceiveDelivery(string Number, long Packs, string By, string? Lot = null, DateOnly? ExpiresOn = null, long? PackHolds = null, decimal? LowestTemperature = null, decimal? HighestTemperature = null, bool IsDamaged = false, string? Sku = null);

/// <summary>Something that one person did with a purchase.</summary>
public sealed record PurchaseDeed(string By, string? Reason = null);

/// <summary>Enters an invoice. <paramref name="UnitPrice"/> is in dollars.</summary>
public sealed record RecordInvoice(string Number, long Packs, decimal UnitPrice, string By);

/// <summary>Decides about something that does not agree.</summary>
public sealed record ResolveDiscrepancy(DiscrepancyKind Kind, string Reference, Resolution Resolution, string By);

/// <summary>What people and programs do with stock and purchases: each is one burst, done once under its key.</summary>
internal sealed class SupplyCommands(CommandRun run, SupplyReading reading)
{
    public Task<Outcome<StockView>> IssueAsync(string item, IssueStock command, string key, CancellationToken stop) => StockAsync("issue", item, command, key, stop, (desk, id) =>
        desk.Ledger.IssueAsync(id, Room(command.StockroomId), Amount(command.Quantity, command.Unit), new MoveCause(command.By, Visit: string.IsNullOrEmpty(command.VisitId) ? null : Value("visitId", command.VisitId, text => new AppointmentId(text)))), command.By);

    public Task<Outcome<StockView>> CountAsync(string item, CountStock command, string key, CancellationToken stop) => StockAsync("count", item, command, key, stop, (desk, id) =>
        desk.Ledger.CountAsync(id, Room(command.StockroomId), command.Lot, Amount(command.Counted, command.Unit), new MoveCause(command.By, Reason: "count")), command.By);

    public Task<Outcome<StockView>> RecallAsync(string item, RecallLot command, string key, CancellationToken stop) => StockAsync("recall", item, command, key, stop, async (desk, id) =>
    {
        await desk.Ledger.ItemAsync(id);
        desk.Records.Add(new LotRecall(desk.Practice, new RecallId(desk.Burst.NewId()), id, command.Lot, command.Reason, command.By, desk.Now));
    }, command.By);

    public Task<Outcome<StockView>> ProposeAsync(string item, ProposePurchase command, string key, CancellationToken stop) => StockAsync("propose", item, command, key, stop, async (desk, id) =>
    {
        var review = new ReorderDesk(desk.Records, desk.Practice, desk.Burst.NewId, desk.Now, await reading.RulesAsync(stop));
        switch (await review.ReviewAsync(await desk.Ledger.ItemAsync(id)))
        {
            case ReviewDecision.Buy buy:
                review.Propose(buy, command.By);
                break;
            case ReviewDecision.Enough:
                throw new DomainRuleException("reorder-point", "There is enough: the position is above the reorder point.");
            case ReviewDecision.AlreadyProposed open:
                throw new DomainRuleException("open-proposal", $"Purchase {open.Purchase} is proposed already.");
        }
    }, command.By);

    public Task<Outcome<PurchaseView>> AnswerAsync(string id, RecordSupplierAnswer command, string key, CancellationToken stop) => PurchaseAsync("answer", id, command, key, stop, command.By, async (desk, purchase) =>
        await desk.Purchases.AnswerAsync(purchase, new SupplierAnswer(command.Kind, Date(command.PromisedOn), Dollars("unitPrice", command.UnitPrice), command.Sku ?? "", command.PackHolds, command.Words ?? ""), command.By, await reading.PriceToleranceAsync(stop)));

    public Task<Outcome<PurchaseView>> DecideAsync(string id, DecidePurchase command, string key, CancellationToken stop) => PurchaseAsync("decide", id, command, key, stop, command.By, (desk, purchase) =>
    {
        if (purchase.Offer is not null)
            return desk.Purchases.DecideAsync(purchase, command.IsAccepted, Date(command.PromisedOn), command.By);
        if (command.IsAccepted)
            return desk.Purchases.ApproveAsync(purchase, command.By);
        purchase.Cancel(command.By, command.Reason ?? "rejected", desk.Now);
        return Task.CompletedTask;
    });

    public Task<Outcome<PurchaseView>> ReceiveAsync(string id, ReceiveDelivery command, string key, CancellationToken stop) => PurchaseAsync("receive", id, command, key, stop, command.By, async (desk, purchase) =>
        await desk.Purchases.ReceiveAsync(
            purchase,
            new DeliveryNote(command.Number, command.Packs, command.Lot ?? "", Date(command.ExpiresOn), command.PackHolds, command.LowestTemperature, command.HighestTemperature, command.IsDamaged, command.Sku ?? ""),
            command.By,
            await reading.ShortestLifeDaysAsync(stop)));

    public Task<Outcome<PurchaseView>> PutAwayAsync(string id, PurchaseDeed command, string key, CancellationToken stop) =>
        PurchaseAsync("put-away", id, command, key, stop, command.By, (desk, purchase) => desk.Purchases.PutAwayAsync(purchase, command.By));

    public Task<Outcome<PurchaseView>> InvoiceAsync(string id, RecordInvoice command, string key, CancellationToken stop) => PurchaseAsync("invoice", id, command, key, stop, command.By, (desk, purchase) =>
    {
        purchase.TakeInvoice(new SupplierInvoice(command.Number, command.Packs, Dollars("unitPrice", command.UnitPrice)!.Value), desk.Now);
        return Task.CompletedTask;
    });

    public Task<Outcome<PurchaseView>> ResolveAsync(string id, ResolveDiscrepancy command, string key, CancellationToken stop) =>
        PurchaseAsync("resolve", id, command, key, stop, command.By, (desk, purchase) => desk.Purchases.ResolveAsync(purchase, command.Kind, command.Reference, command.Resolution, command.By));

    public Task<Outcome<PurchaseView>> CancelAsync(string id, PurchaseDeed command, string key, CancellationToken stop) => PurchaseAsync("cancel", id, command, key, stop, command.By, (desk, purchase) =>
        desk.Purchases.CallOffAsync(purchase, command.By, command.Reason ?? "called off"));

    private static StockroomId Room(string id) => Value("stockroomId", id, text => new StockroomId(text));

    private static Quantity Amount(long amount, string unit) => new(amount, Value("unit", unit, StockUnit.Restore));

    private static LocalDate? Date(DateOnly? day) => day is { } date ? LocalDate.FromDateOnly(date) : null;

    private static Money? Dollars(string field, decimal? dollars) => dollars is { } amount ? Value(field, amount, Money.Of) : null;

    private static CommandRefusedException NotFound(string id) => new(Refusal.NotFound, new FieldProblem("id", id, "There is nothing with this id.", "Take the id from the list."));

    private Task<Outcome<StockView>> StockAsync(string verb, string item, object command, string key, CancellationToken stop, Func<SupplyDesk, SupplyItemId, Task> act, string by) => run.RunAsync(
        key,
        new object[] { verb, item, command },
        async (burst, records, _) =>
        {
            var id = Value("id", item, text => new SupplyItemId(text));
            if (await records.FindSupplyItemAsync(id, stop) is null)
                throw NotFound(item);
            await ActAsync(burst, records, by, desk => act(desk, id));
            return item;
        },
        id => reading.GetStockAsync(id, stop),
        stop);

    private Task<Outcome<PurchaseView>> PurchaseAsync(string verb, string purchase, object command, string key, CancellationToken stop, string by, Func<SupplyDesk, Purchase, Task> act) => run.RunAsync(
        key,
        new object[] { verb, purchase, command },
        async (burst, records, _) =>
        {
            var found = await records.FindPurchaseAsync(Value("id", purchase, text => new PurchaseId(text)), stop) ?? throw NotFound(purchase);
            await ActAsync(burst, records, by, desk => act(desk, found));
            return purchase;
        },
        id => reading.GetPurchaseAsync(id, stop),
        stop);

    private static async Task ActAsync(BurstTransaction burst, IPracticeRecords records, string by, Func<SupplyDesk, Task> act)
    {
        var now = Instant.FromDateTimeOffset(burst.Now);
        var practice = new PracticeId(burst.PracticeId);
        var ledger = new StockLedger(records, practice, burst.NewId, now, (await records.FindLocationsAsync()).Main()?.Zone ?? DateTimeZone.Utc);
        var desk = new SupplyDesk(burst, records, practice, ledger, new PurchaseDesk(records, practice, ledger, now), now);
        await desk.Purchases.StaffAsync(Value("by", by, text => new StaffId(text)).Value);
        try
        {
            await act(desk);
        }
        catch (MissingConversionException missing)
        {
            throw new CommandRefusedException(Refusal.Conflict, new FieldProblem("unit", missing.Unit.Value, missing.Message, "Use the base unit, or add the conversion to the item first."));
        }
    }

    private sealed record SupplyDesk(BurstTransaction Burst, IPracticeRecords Records, PracticeId Practice, StockLedger Ledger, PurchaseDesk Purchases, Instant Now);
}
