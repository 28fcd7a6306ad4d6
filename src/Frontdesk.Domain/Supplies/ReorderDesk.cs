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
public sealed record ItemReview(SupplyItem Item, IReadOnlyList<StockBalance> Balances, ReorderArithmetic Arithmetic, SupplyContract? Contract, StockUnit? MissingUnit);

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
        var contract = await ContractAsync(item);
        var leadTime = contract?.LeadTime ?? new LeadTime(7, 0);
        var demand = await DemandAsync(item, today, today.PlusDays((int)Math.Ceiling(leadTime.Days)), zone);
        var holds = contract?.Holds(item, now);
        var pack = contract is not null && holds is { } size ? new OrderPack(contract.OrderUnit, size, contract.MinimumPacks, contract.AllocationPacks, contract.Price) : null;
        var arithmetic = ReorderArithmetic.Of(demand, leadTime, item.Traits.IsCritical, await PositionAsync(item, balances, demand, today), pack, rules, item.MinimumStock);
        return new ItemReview(item, balances, arithmetic, contract, contract is not null && holds is null ? contract.OrderUnit : null);
    }

    /// <summary>Reviews an item: proposes a transfer, says that it has to be bought, or raises what stops it.</summary>
    public async Task<ReviewDecision> ReviewAsync(SupplyItem item)
    {
        var review = await ReckonAsync(item);
        if (await EvenOutAsync(review) is { } transfer)
            return new ReviewDecision.Transfer(transfer);

        if (!review.Arithmetic.IsBelow)
            return new ReviewDecision.Enough();

        if ((await records.FindOpenPurchasesAsync(item.Id)).FirstOrDefault(purchase => purchase.OpenProposal is not null) is { } open)
            return new ReviewDecision.AlreadyProposed(open.Id);

        if (review.Contract is not { } contract)
            return await StopAsync(AlertKind.NoSupplier, item, "any", $"Nobody sells {item.Id} to the practice: add a contract.");

        if (review.MissingUnit is { } unit)
            return await StopAsync(AlertKind.MissingConversion, item, unit.Value, $"Nobody said how many {item.BaseUnit} one {unit} of {item.Id} holds: add the conversion, then the item is ordered.");

        if (review.Arithmetic.PacksRationed is > 0 and var rationed)
            await SupplyAlert.TellAsync(records, practice, AlertKind.Rationed, item.Id, contract.Supplier.Value, $"{contract.Supplier} rations {item.Id}: {rationed} {contract.OrderUnit} fewer are ordered than needed. Ask another supplier.", now);

        var rooms = await records.FindStockroomsAsync();
        var destination = rooms.FirstOrDefault(room => room.Receives) ?? (rooms.Count > 0 ? rooms[0] : null);
        return destination is null
            ? await StopAsync(AlertKind.NoSupplier, item, "stockroom", "There is no stockroom that a delivery could come to.")
            : new ReviewDecision.Buy(item, contract, destination.Id, review.Arithmetic);
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

    private static string ShareOf(double days) => days.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ReviewDecision> StopAsync(AlertKind why, SupplyItem item, string place, string detail)
    {
        await SupplyAlert.TellAsync(records, practice, why, item.Id, place, detail, now);
        return new ReviewDecision.Stopped(why);
    }

    private async Task<DateTimeZone> ZoneAsync() => (await records.FindLocationsAsync()).Main()?.Zone ?? DateTimeZone.Utc;

    // The best rank whose supplier is there and did not just fail; when all of them failed, the best rank again. A supplier
    // that rations is left for the next one only when it has nothing at all.
    private async Task<SupplyContract?> ContractAsync(SupplyItem item)
    {
        List<SupplyContract> there = [];
        foreach (var contract in await records.FindContractsAsync(item.Id))
        {
            if (await records.FindSupplierAsync(contract.Supplier) is { IsActive: true })
                there.Add(contract);
        }

        return there.Find(contract => contract.PassedOverUntil is not { } until || until <= now) ?? there.FirstOrDefault();
    }

    private async Task<Demand> DemandAsync(SupplyItem item, LocalDate today, LocalDate ahead, DateTimeZone zone)
    {
        var since = today.PlusDays(-rules.HistoryDays).AtStartOfDayInZone(zone).ToInstant();
        var first = await records.FindFirstMoveAsync(item.Id);
        var booked = 0L;
        var visits = await records.CountBookedVisitsAsync(now, now + Duration.FromDays(rules.ForecastDays));
        foreach (var kit in await records.FindVisitKitsAsync())
        {
            if (visits.TryGetValue(kit.VisitType, out var count))
                booked += count * kit.Lines.Where(line => line.Item == item.Id).Sum(line => line.Amount);
        }

        return DemandForecast.Of(item, await records.FindUseAsync(item.Id, since), first?.InZone(zone).Date, booked, today, ahead, zone, rules);
    }

    private async Task<StockPosition> PositionAsync(SupplyItem item, IReadOnlyList<StockBalance> balances, Demand demand, LocalDate today) => new(
        FirstExpiredFirstOut.UsableInTime(balances, demand.PerDay, today),
        (await records.FindOpenPurchasesAsync(item.Id)).Sum(purchase => purchase.OnOrder),
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
