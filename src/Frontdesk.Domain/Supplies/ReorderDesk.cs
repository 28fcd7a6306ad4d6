using Frontdesk.Domain.Locations;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>What a review of an item came to.</summary>
public abstract record ReviewDecision
{
    private ReviewDecision()
    {
    }

    /// <summary>There is enough.</summary>
    public sealed record Enough : ReviewDecision;

    /// <summary>Below the reorder point, but a proposal is open.</summary>
    public sealed record AlreadyProposed(PurchaseId Purchase) : ReviewDecision;

    /// <summary>Another room has it.</summary>
    public sealed record Transfer(TransferId Id) : ReviewDecision;

    /// <summary>It has to be bought.</summary>
    public sealed record Buy(SupplyItem Item, SupplyContract Contract, StockroomId Destination, ReorderArithmetic Arithmetic) : ReviewDecision;

    /// <summary>It cannot be bought until a person has done something; an alert says what.</summary>
    public sealed record Stopped(AlertKind Why) : ReviewDecision;
}

/// <summary>An item as a review sees it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Balances">Its balances.</param>
/// <param name="Arithmetic">The arithmetic over all rooms.</param>
/// <param name="Contract">Whom it would be bought from; null when nobody sells it.</param>
/// <param name="MissingUnit">The unit without a conversion; null when all is known.</param>
/// <param name="Sellers">What is agreed with those who sell it, who is asked first in front.</param>
/// <param name="Purchases">What is proposed, ordered or not done with, oldest first.</param>
/// <param name="Today">The practice's day.</param>
/// <param name="Zone">The practice's zone.</param>
public sealed record ItemReview(
    SupplyItem Item,
    IReadOnlyList<StockBalance> Balances,
    ReorderArithmetic Arithmetic,
    SupplyContract? Contract,
    StockUnit? MissingUnit,
    IReadOnlyList<SupplyContract> Sellers,
    IReadOnlyList<Purchase> Purchases,
    LocalDate Today,
    DateTimeZone Zone);

/// <summary>
/// Reviews items: reckons the position over all rooms, evens rooms out before anything is bought, and buys what is missing
/// in whole packs (domain.md §4).
/// </summary>
public sealed class ReorderDesk(IPracticeRecords records, PracticeId practice, Func<string> newId, Instant now, ReorderRules rules)
{
    /// <summary>Reckons an item without changing anything.</summary>
    public async Task<ItemReview> ReckonAsync(SupplyItem item)
    {
        var zone = await ZoneAsync();
        var today = now.InZone(zone).Date;
        var balances = await records.FindBalancesAsync(item.Id);
        var purchases = await records.FindOpenPurchasesAsync(item.Id);
        var sellers = await SellersAsync(item);
        var contract = FirstAsked(sellers, purchases);
        var leadTime = contract?.LeadTime ?? new LeadTime(7, 0);
        var demand = await DemandAsync(item, today, new ForecastHorizon(leadTime.Days + (rules.FactorOf(item.Traits.IsCritical) * leadTime.Deviation), leadTime.Days + rules.CoverDays), zone);
        var pack = PackOf(contract, item);
        var arithmetic = ReorderArithmetic.Of(demand, leadTime, item.Traits.IsCritical, await PositionAsync(item, balances, purchases, demand, today), pack, rules, item.MinimumStock);
        return new ItemReview(item, balances, arithmetic, contract, contract is not null && pack is null ? contract.OrderUnit : null, sellers, purchases, today, zone);
    }

    /// <summary>Reviews an item: proposes a transfer, says that it has to be bought, or raises what stops it.</summary>
    public async Task<ReviewDecision> ReviewAsync(SupplyItem item)
    {
        var review = await ReckonAsync(item);
        if (await EvenOutAsync(review) is { } transfer)
            return new ReviewDecision.Transfer(transfer);

        if (review.Purchases.FirstOrDefault(purchase => purchase.OpenProposal is not null) is { } open)
            return review.Arithmetic.IsBelow ? new ReviewDecision.AlreadyProposed(open.Id) : new ReviewDecision.Enough();

        if (item.Traits.IsCritical && await BridgeAsync(review) is { } bridge)
            return bridge;

        if (!review.Arithmetic.IsBelow)
            return new ReviewDecision.Enough();

        if (review.Contract is not { } contract)
            return await StopAsync(AlertKind.NoSupplier, item, "any", $"Nobody sells {item.Id} to the practice: add a contract.");

        if (review.MissingUnit is { } unit)
            return await StopAsync(AlertKind.MissingConversion, item, unit.Value, $"Nobody said how many {item.BaseUnit} one {unit} of {item.Id} holds: add the conversion, then the item is ordered.");

        if (review.Arithmetic.PacksRationed is > 0 and var rationed && review.Sellers.Count == 1)
            await SupplyAlert.TellAsync(records, practice, AlertKind.Rationed, item.Id, contract.Supplier.Value, $"{contract.Supplier} rations {item.Id}: {rationed} {contract.OrderUnit} fewer are ordered than needed, and nobody else sells it to the practice. Find another supplier.", now);

        return await BuyAsync(item, contract, review.Arithmetic);
    }

    /// <summary>Opens a purchase for what has to be bought.</summary>
    /// <param name="buy">The decision.</param>
    /// <param name="requestedBy">Who asks; the program itself for a review.</param>
    public Purchase Propose(ReviewDecision.Buy buy, string requestedBy)
    {
        var purchase = Purchase.FallBelow(practice, new PurchaseId(newId()), buy.Item, buy.Contract, buy.Destination, buy.Arithmetic, requestedBy, now);
        purchase.Propose(now);
        records.Add(purchase);
        return purchase;
    }

    private async Task<ReviewDecision> BuyAsync(SupplyItem item, SupplyContract contract, ReorderArithmetic arithmetic)
    {
        var rooms = await records.FindStockroomsAsync();
        var destination = rooms.FirstOrDefault(room => room.Receives) ?? (rooms.Count > 0 ? rooms[0] : null);
        return destination is null
            ? await StopAsync(AlertKind.NoSupplier, item, "stockroom", "There is no stockroom that a delivery could come to.")
            : new ReviewDecision.Buy(item, contract, destination.Id, arithmetic);
    }

    // What care stops without is not left to an order that may come too late: whoever delivers before that is asked for what
    // may be missing until then, and when nobody is faster, a person is told.
    private async Task<ReviewDecision?> BridgeAsync(ItemReview review)
    {
        var (item, arithmetic, purchases, today) = (review.Item, review.Arithmetic, review.Purchases, review.Today);
        if (purchases.Where(purchase => purchase.OnOrder > 0).MinBy(purchase => ComesOn(purchase, review)) is not { } coming)
            return null;

        var until = ComesOn(coming, review);
        var days = Math.Max(0.5, Period.DaysBetween(today, until));
        var usable = arithmetic.Position.Usable - arithmetic.Position.Allocated;
        var bridge = new BridgeNeed(until, days, 0, rules.ServiceFactor, (long)Math.Ceiling(arithmetic.Demand.Within(days, rules.ServiceFactor)), usable);
        if (bridge.Missing <= 0)
            return null;

        foreach (var contract in review.Sellers.Where(contract => IsWilling(contract) && contract.LeadTime.Days < days).OrderBy(contract => contract.LeadTime.Days))
        {
            if (PackOf(contract, item) is { } pack && !HasOrderFrom(contract, purchases))
                return await BuyAsync(item, contract, arithmetic.ToBridge(bridge with { SupplierDays = contract.LeadTime.Days }, pack));
        }

        await SupplyAlert.TellOnceAsync(records, practice, AlertKind.RunsOut, item.Id, coming.PromisedOn is { } promised ? $"{coming.Id}-{promised:uuuuMMdd}" : coming.Id.Value, $"{item.Name}: {usable} {item.BaseUnit} are there, and {bridge.Need} may be used until {until:uuuu-MM-dd}, when purchase {coming.Id} from {coming.Supplier} may come. Nobody else delivers sooner: ask the supplier to hurry, or borrow some.", now);
        return null;
    }

    // A backorder without a day is not expected soon, and a promise that was broken may be broken by as much again.
    private static LocalDate ComesOn(Purchase purchase, ItemReview review)
    {
        var today = review.Today;
        var usual = (int)Math.Ceiling(purchase.Arithmetic.DeliveryDays);
        if (purchase.PromisedOn is not { } promised)
            return today.PlusDays(purchase.Status == PurchaseStatus.Backordered ? 2 * usual : usual);

        if (promised >= today && !purchase.WasPromisedAnew)
            return promised;

        var slip = purchase.OrderedAt is { } ordered ? Period.DaysBetween(ordered.InZone(review.Zone).Date.PlusDays(usual), promised) : 0;
        return promised >= today ? promised.PlusDays(Math.Max(0, slip)) : today.PlusDays(Math.Max(usual, slip));
    }

    private OrderPack? PackOf(SupplyContract? contract, SupplyItem item) =>
        contract?.Holds(item, now) is { } size ? new OrderPack(contract.OrderUnit, size, contract.MinimumPacks, contract.AllocationPacks, contract.Price) : null;

    private static string ShareOf(double days) => days.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ReviewDecision> StopAsync(AlertKind why, SupplyItem item, string place, string detail)
    {
        await SupplyAlert.TellAsync(records, practice, why, item.Id, place, detail, now);
        return new ReviewDecision.Stopped(why);
    }

    private async Task<DateTimeZone> ZoneAsync() => (await records.FindLocationsAsync()).Main()?.Zone ?? DateTimeZone.Utc;

    // The best rank whose supplier is there and did not just fail; when all of them failed, the best rank again. A supplier
    // that rations is asked for its share, and the next one for the rest while that share is on its way.
    private SupplyContract? FirstAsked(IReadOnlyList<SupplyContract> sellers, IReadOnlyList<Purchase> purchases)
    {
        List<SupplyContract> willing = [.. sellers.Where(IsWilling)];
        if (willing is [{ AllocationPacks: not null } rationing, var next, ..] && HasOrderFrom(rationing, purchases))
            return next;

        return willing.FirstOrDefault() ?? (sellers.Count > 0 ? sellers[0] : null);
    }

    private static bool HasOrderFrom(SupplyContract contract, IReadOnlyList<Purchase> purchases) =>
        purchases.Any(purchase => purchase.Supplier == contract.Supplier && purchase.OnOrder > 0);

    private bool IsWilling(SupplyContract contract) => contract.PassedOverUntil is not { } until || until <= now;

    private async Task<IReadOnlyList<SupplyContract>> SellersAsync(SupplyItem item)
    {
        var contracts = await records.FindContractsAsync(item.Id);
        if (contracts.Count == 0)
            return [];

        var there = (await records.FindSuppliersAsync()).Where(supplier => supplier.IsActive).Select(supplier => supplier.Id).ToHashSet();
        return [.. contracts.Where(contract => there.Contains(contract.Supplier))];
    }

    private async Task<Demand> DemandAsync(SupplyItem item, LocalDate today, ForecastHorizon horizon, DateTimeZone zone)
    {
        var since = today.PlusDays(-rules.HistoryDays).AtStartOfDayInZone(zone).ToInstant();
        var first = await records.FindFirstMoveAsync(item.Id);
        return DemandForecast.Of(item, await records.FindUseAsync(item.Id, since), first?.InZone(zone).Date, await BookedAsync(item), today, horizon, zone, rules);
    }

    private async Task<long> BookedAsync(SupplyItem item)
    {
        var amounts = (await records.FindVisitKitsAsync()).ToDictionary(kit => kit.VisitType, kit => kit.Lines.Where(line => line.Item == item.Id).Sum(line => line.Amount));
        if (amounts.Values.All(amount => amount == 0))
            return 0;

        var visits = await records.CountBookedVisitsAsync(now, now + Duration.FromDays(rules.ForecastDays));
        return visits.Sum(visit => visit.Value * amounts.GetValueOrDefault(visit.Key));
    }

    private async Task<StockPosition> PositionAsync(SupplyItem item, IReadOnlyList<StockBalance> balances, IReadOnlyList<Purchase> purchases, Demand demand, LocalDate today) => new(
        FirstExpiredFirstOut.UsableInTime(balances, demand.PerDay, today),
        purchases.Sum(purchase => purchase.OnOrder),
        balances.Where(one => one.Place.Condition == StockCondition.InTransit).Sum(one => one.Amount),
        (await records.FindAllocationsAsync(item.Id)).Sum(one => one.Amount));

    // Two rooms each low but jointly in surplus (domain.md §4): what the practice has is spread by use before anything is
    // bought. A room is low when it has less than its share of the reorder point.
    private async Task<TransferId?> EvenOutAsync(ItemReview review)
    {
        var rooms = (await records.FindStockroomsAsync()).Where(room => room.DemandShare > 0).ToList();
        var share = rooms.Sum(room => room.DemandShare);
        var arithmetic = review.Arithmetic;
        if (rooms.Count < 2 || share <= 0 || arithmetic.Demand.PerDay <= 0 || (await records.FindOpenTransfersAsync(review.Item.Id)).Count > 0)
            return null;

        var states = rooms.ConvertAll(room => new RoomState(
            room,
            FirstExpiredFirstOut.UsableInTime(review.Balances.Where(one => one.Place.Stockroom == room.Id && one.Place.Condition == StockCondition.Usable), 0, now.InZone(DateTimeZone.Utc).Date),
            arithmetic.Demand.PerDay * room.DemandShare / share,
            arithmetic.ReorderPoint * room.DemandShare / share));
        var low = states.Where(state => state.Usable < state.Low).MinBy(state => state.Days);
        var rich = states.MaxBy(state => state.Days);
        if (low is null || rich is null || low.Room.Id == rich.Room.Id || low.PerDay <= 0)
            return null;

        // Both have the same number of days afterwards; less than a day's worth is not worth the way.
        var even = (low.Usable + rich.Usable) / (low.PerDay + rich.PerDay);
        var amount = Math.Min((long)Math.Floor((even * low.PerDay) - low.Usable), rich.Usable);
        if (amount < Math.Max(1, Math.Ceiling(low.PerDay)))
            return null;

        var transfer = new StockTransfer(practice, new TransferId(newId()), review.Item.Id, rich.Room.Id, low.Room.Id, amount, $"{low.Room.Id} has {ShareOf(low.Days)} days, {rich.Room.Id} has {ShareOf(rich.Days)}", now);
        records.Add(transfer);
        return transfer.Id;
    }

    private sealed record RoomState(Stockroom Room, long Usable, double PerDay, double Low)
    {
        public double Days => PerDay > 0 ? Usable / PerDay : double.PositiveInfinity;
    }
}
