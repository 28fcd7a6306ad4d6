using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>How a supplier answers an order.</summary>
public enum SupplierAnswerKind
{
    /// <summary>It will come.</summary>
    Acknowledged = 0,

    /// <summary>There is none now.</summary>
    Backordered = 1,

    /// <summary>Another product is offered.</summary>
    SubstituteOffered = 2,

    /// <summary>It is not delivered at all.</summary>
    Refused = 3,
}

/// <summary>A supplier's answer to an order.</summary>
/// <param name="Kind">How.</param>
/// <param name="PromisedOn">When it will come.</param>
/// <param name="UnitPrice">The price of one order unit, when the supplier names one.</param>
/// <param name="Sku">The number of another product.</param>
/// <param name="Holds">Base units in one order unit of another product.</param>
/// <param name="Words">In the supplier's words.</param>
public sealed record SupplierAnswer(SupplierAnswerKind Kind, LocalDate? PromisedOn = null, Money? UnitPrice = null, string Sku = "", long? Holds = null, string Words = "");

/// <summary>What people and suppliers do with purchases that also touches stock, contracts or staff.</summary>
public sealed class PurchaseDesk(IPracticeRecords records, PracticeId practice, StockLedger ledger, Instant now)
{
    /// <summary>A supplier that could not deliver an item is passed over for so long, when another sells it.</summary>
    public static readonly Duration PassOver = Duration.FromDays(14);

    /// <summary>A purchase that exists.</summary>
    /// <exception cref="DomainRuleException">There is none with this id.</exception>
    public async Task<Purchase> FindAsync(string id) =>
        (id.Length > 0 ? await records.FindPurchaseAsync(new PurchaseId(id)) : null) ?? throw new DomainRuleException("purchase", $"There is no purchase {id}.");

    /// <summary>Somebody approves, by name and role.</summary>
    public async Task ApproveAsync(Purchase purchase, string by) => purchase.Approve(await StaffAsync(by), now);

    /// <summary>Writes down what the supplier says. Another price than the contract's, beyond a tolerance, has to be approved.</summary>
    /// <param name="purchase">The purchase.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="by">Who writes it down.</param>
    /// <param name="priceTolerance">A price may be higher by this share without anybody being asked.</param>
    public async Task AnswerAsync(Purchase purchase, SupplierAnswer answer, string by, decimal priceTolerance)
    {
        switch (answer.Kind)
        {
            case SupplierAnswerKind.Backordered:
                purchase.Backorder(answer.PromisedOn, by, now);
                break;
            case SupplierAnswerKind.SubstituteOffered:
                purchase.OfferSubstitute(new SupplierOffer(answer.Sku, answer.UnitPrice ?? purchase.UnitPrice, answer.Holds ?? purchase.Holds, answer.Words), by, now);
                break;
            case SupplierAnswerKind.Refused:
                await RefuseAsync(purchase, by, answer.Words.Length > 0 ? answer.Words : "refused by the supplier");
                break;
            default:
                if (answer.UnitPrice is { } price && price > purchase.UnitPrice + purchase.UnitPrice.Share(priceTolerance))
                    purchase.ChangePrice(price, answer.Words, by, now);
                else
                    purchase.Acknowledge(answer.PromisedOn ?? throw new DomainRuleException("promised-day", "An acknowledgement names the day of delivery."), by, now);
                break;
        }
    }

    /// <summary>Somebody decides about what the supplier offers or asks. What is not taken is called off.</summary>
    public async Task DecideAsync(Purchase purchase, bool isAccepted, LocalDate? promisedOn, string by)
    {
        var member = await StaffAsync(by);
        if (isAccepted)
            purchase.AcceptOffer(member, promisedOn ?? purchase.PromisedOn ?? ledger.Today.PlusDays((int)Math.Ceiling(purchase.Arithmetic.DeliveryDays)), now);
        else
            await RefuseAsync(purchase, by, "the supplier's offer was not taken");
    }

    /// <summary>Somebody calls off what has not come. A supplier that had none of it is passed over for a while, so that the next review asks another (domain.md §4, "backorder then cancel").</summary>
    public async Task CallOffAsync(Purchase purchase, string by, string reason)
    {
        if (purchase.Status == PurchaseStatus.Backordered)
            await RefuseAsync(purchase, by, reason);
        else
            purchase.Cancel(by, reason, now);
    }

    /// <summary>The supplier does not deliver it: the purchase is called off, and others are asked first for a while.</summary>
    public async Task RefuseAsync(Purchase purchase, string by, string reason)
    {
        purchase.Cancel(by, reason, now);
        if (await records.FindContractAsync(purchase.Item, purchase.Supplier) is { } contract)
            contract.PassOver(now + PassOver);
    }

    /// <summary>What a person has to know to wait for a backorder or a late delivery, or to call it off: how long the stock lasts, and who else sells it.</summary>
    public async Task<IReadOnlyList<string>> WeighAsync(Purchase purchase)
    {
        var use = purchase.Arithmetic.Demand.PerDay;
        var usable = FirstExpiredFirstOut.UsableInTime(await records.FindBalancesAsync(purchase.Item), use, ledger.Today);
        List<string> facts = [];
        if (use > 0)
        {
            var emptyOn = ledger.Today.PlusDays((int)Math.Min(3650, usable / use));
            var gap = purchase.PromisedOn is { } promised ? Period.DaysBetween(emptyOn, promised) : (int?)null;
            facts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{usable} {purchase.BaseUnit} are there and last until {emptyOn:uuuu-MM-dd} at {use:0.#} a day.")
                + gap switch
                {
                    null => " No day is promised.",
                    _ when purchase.PromisedOn < ledger.Today => string.Create(System.Globalization.CultureInfo.InvariantCulture, $" It was promised for {purchase.PromisedOn:uuuu-MM-dd}."),
                    > 0 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $" Promised for {purchase.PromisedOn:uuuu-MM-dd}: {gap} days without."),
                    _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $" Promised for {purchase.PromisedOn:uuuu-MM-dd}, before that."),
                });
        }

        foreach (var contract in (await records.FindContractsAsync(purchase.Item)).Where(contract => contract.Supplier != purchase.Supplier))
        {
            if (await records.FindSupplierAsync(contract.Supplier) is { IsActive: true } supplier)
                facts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Also sold by {supplier.Name}: {contract.Price} for one {contract.OrderUnit}, in {contract.LeadTime.Days:0.#} days. Called off here, it is ordered there at the next review."));
        }

        return facts;
    }

    /// <summary>Receives a delivery: inspected, in the ledger, and the lead time remembered.</summary>
    /// <param name="purchase">The purchase.</param>
    /// <param name="note">What came.</param>
    /// <param name="by">Who receives it.</param>
    /// <param name="shortestLifeDays">Days that it has to be good for.</param>
    /// <exception cref="DomainRuleException">The status, the note or the separation of duties does not allow it.</exception>
    public async Task<Delivery> ReceiveAsync(Purchase purchase, DeliveryNote note, string by, int shortestLifeDays = ReceiptInspection.UsualShortestLifeDays)
    {
        var item = await ledger.ItemAsync(purchase.Item);
        var isFirst = purchase.Deliveries.Count == 0;
        var (delivery, isNew) = purchase.Receive(note, item.Traits, by, ledger.Today, now, shortestLifeDays);
        if (!isNew)
            return delivery;

        ledger.Receive(item, purchase.Destination, note.Lot, note.ExpiresOn, delivery.Amount, !delivery.IsQuarantined, new MoveCause(by, purchase.Id.Value, Reason: note.Number));
        if (isFirst && purchase.OrderedAt is { } ordered && await records.FindContractAsync(purchase.Item, purchase.Supplier) is { } contract && contract.Observe(Math.Max(0.5, (now - ordered).TotalDays)))
        {
            var days = contract.LeadTime.Days.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
            await SupplyAlert.TellAsync(records, practice, AlertKind.LeadTimeStep, purchase.Item, purchase.Supplier.Value, $"{purchase.Supplier} delivers {purchase.Item} in {days} days now. The reorder point follows; check the contract.", now);
        }

        return delivery;
    }

    /// <summary>Puts what came on the shelf.</summary>
    public async Task PutAwayAsync(Purchase purchase, string by)
    {
        purchase.PutAway(by, now);
        await ledger.PutAwayAsync(await ledger.ItemAsync(purchase.Item), purchase.Id.Value, by);
    }

    /// <summary>Somebody decided about something that does not agree; the stock follows.</summary>
    /// <exception cref="DomainRuleException">There is no such open discrepancy.</exception>
    public async Task ResolveAsync(Purchase purchase, DiscrepancyKind kind, string reference, Resolution resolution, string by)
    {
        var found = purchase.Discrepancies.FirstOrDefault(one => one.Kind == kind && one.Reference == reference && one.Resolution is null);
        purchase.Resolve(kind, reference, resolution, by, now);
        var delivery = purchase.Deliveries.FirstOrDefault(one => one.Note.Number == reference);
        if (found is null || delivery is null)
            return;

        var item = await ledger.ItemAsync(purchase.Item);
        var cause = new MoveCause(by, purchase.Id.Value, Reason: $"{kind}: {resolution}");
        var place = new StockPlace(purchase.Item, purchase.Destination, delivery.Note.Lot, delivery.Note.ExpiresOn, StockCondition.Quarantined);
        if (delivery.IsQuarantined && ReceiptInspection.SetsApart(kind))
        {
            // Several faults of one delivery: it stays apart until the last of them is decided, and the strictest decision holds.
            var faults = purchase.Discrepancies.Where(one => one.Reference == reference && ReceiptInspection.SetsApart(one.Kind)).ToList();
            if (faults.Exists(one => one.Resolution is null))
                return;

            var balance = new StockBalance(place, delivery.Amount);
            if (faults.Exists(one => one.Resolution is Resolution.Returned))
                ledger.Remove(item, MoveKind.Return, balance, cause);
            else if (faults.Exists(one => one.Resolution is Resolution.Discarded or Resolution.Credited))
                ledger.Remove(item, MoveKind.Discard, balance, cause);
            else
                ledger.Release(item, balance, cause);
        }
        else if (resolution == Resolution.Returned && (kind is DiscrepancyKind.OverDelivery or DiscrepancyKind.PackSize))
        {
            var amount = found.Packs * (delivery.Amount / delivery.Note.Packs);
            var at = await IsOnBenchAsync(purchase, place, amount) ? StockCondition.Receiving : delivery.IsQuarantined ? StockCondition.Quarantined : StockCondition.Usable;
            ledger.Remove(item, MoveKind.Return, new StockBalance(place with { Condition = at }, amount), cause);
        }
    }

    /// <summary>Someone who works here.</summary>
    /// <exception cref="DomainRuleException">Nobody has this name, or they have left.</exception>
    public async Task<StaffMember> StaffAsync(string id) =>
        (id.Length > 0 ? await records.FindStaffAsync(new StaffId(id)) : null) is { IsActive: true } member
            ? member
            : throw new DomainRuleException("staff", $"Nobody signs in as {id}: a person of the practice has to do this.");

    private async Task<bool> IsOnBenchAsync(Purchase purchase, StockPlace place, long amount) =>
        (await records.FindBalancesAsync(purchase.Item)).Where(one => one.Place == place with { Condition = StockCondition.Receiving }).Sum(one => one.Amount) >= amount;
}
