using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>
/// What people do with stock, written as entries of the ledger: use, put away, count, set apart, throw away, move. The books
/// follow the shelf: what was used is recorded even when the books did not have it, and the shortfall is raised.
/// </summary>
/// <param name="records">The practice's records.</param>
/// <param name="practice">The practice.</param>
/// <param name="newId">Makes ids.</param>
/// <param name="now">The present.</param>
/// <param name="zone">The zone of the practice's calendar.</param>
public sealed class StockLedger(IPracticeRecords records, PracticeId practice, Func<string> newId, Instant now, DateTimeZone zone)
{
    /// <summary>Today on the practice's calendar.</summary>
    public LocalDate Today => now.InZone(zone).Date;

    /// <summary>An item that exists.</summary>
    /// <exception cref="DomainRuleException">There is none with this id.</exception>
    public async Task<SupplyItem> ItemAsync(SupplyItemId id) =>
        await records.FindSupplyItemAsync(id) ?? throw new DomainRuleException("supply-item", $"There is no item {id}.");

    /// <summary>Uses stock in a room, first expired first out. More than the books have is recorded below zero and raised.</summary>
    /// <returns>What was used from where.</returns>
    /// <exception cref="DomainRuleException">The quantity is not positive, or there is no such item or room.</exception>
    /// <exception cref="MissingConversionException">Nobody said how many base units the unit holds.</exception>
    public async Task<IReadOnlyList<StockMove>> IssueAsync(SupplyItemId itemId, StockroomId room, Quantity quantity, MoveCause cause)
    {
        var item = await ItemAsync(itemId);
        await RequireRoomAsync(room);
        var amount = Positive(item.ToBase(quantity, now), "issue-quantity");
        var (taken, missing) = FirstExpiredFirstOut.Take(await InRoomAsync(itemId, room), amount, Today);
        List<StockMove> moves = [.. taken.Select(part => Write(item, MoveKind.Issue, part.Place, -part.Amount, cause))];
        if (missing > 0)
        {
            moves.Add(Write(item, MoveKind.Issue, new StockPlace(itemId, room, string.Empty, null), -missing, cause with { Reason = "more was used than the books had" }));
            await SupplyAlert.TellAsync(records, practice, AlertKind.NegativeStock, itemId, room.Value, $"{missing} {item.BaseUnit} more were used in {room} than the books had.", now);
        }

        if (cause.Visit is { } visit)
            await UseAllocationsAsync(visit, itemId);

        return moves;
    }

    /// <summary>Writes down a delivery: on the receiving bench, or set apart.</summary>
    public StockMove Receive(SupplyItem item, StockroomId room, string lot, LocalDate? expiresOn, long amount, bool isGood, MoveCause cause) =>
        Write(item, MoveKind.Receipt, new StockPlace(item.Id, room, lot, expiresOn, isGood ? StockCondition.Receiving : StockCondition.Quarantined), Positive(amount, "receipt-quantity"), cause);

    /// <summary>Puts everything that came for a purchase on the shelf.</summary>
    /// <returns>How many base units.</returns>
    public async Task<long> PutAwayAsync(SupplyItem item, string purchase, string by)
    {
        var waiting = (await records.FindMovesAsync(purchase))
            .Where(move => move.Condition == StockCondition.Receiving)
            .GroupBy(move => new StockPlace(move.Item, move.Stockroom, move.Lot, move.ExpiresOn, StockCondition.Receiving))
            .Select(group => new StockBalance(group.Key, group.Sum(move => move.Amount)))
            .Where(balance => balance.Amount > 0)
            .ToList();
        foreach (var balance in waiting)
            Shift(item, MoveKind.PutAway, balance, balance.Place with { Condition = StockCondition.Usable }, new MoveCause(by, purchase));

        return waiting.Sum(balance => balance.Amount);
    }

    /// <summary>
    /// Writes down a count of one lot on the shelf. What lies on the receiving bench is not on the shelf, so a count during a
    /// receipt is right without anybody waiting (domain.md §4).
    /// </summary>
    /// <param name="itemId">The item.</param>
    /// <param name="room">The room.</param>
    /// <param name="lot">The lot counted; null for the item as a whole.</param>
    /// <param name="counted">What was found.</param>
    /// <param name="cause">Who counted.</param>
    /// <returns>By how much the books were corrected.</returns>
    /// <exception cref="DomainRuleException">Less than nothing was found, or there is no such item or room.</exception>
    /// <exception cref="MissingConversionException">Nobody said how many base units the unit holds.</exception>
    public async Task<long> CountAsync(SupplyItemId itemId, StockroomId room, string? lot, Quantity counted, MoveCause cause)
    {
        var item = await ItemAsync(itemId);
        await RequireRoomAsync(room);
        var found = item.ToBase(counted, now);
        if (found < 0)
            throw new DomainRuleException("count-quantity", "A count finds nothing or more, never less than nothing.");

        var shelf = (await InRoomAsync(itemId, room)).Where(one => one.Place.Condition == StockCondition.Usable && (lot is null || one.Place.Lot == lot)).ToList();
        var difference = found - shelf.Sum(one => one.Amount);
        foreach (var (place, amount) in Spread(itemId, room, lot, shelf, difference))
            Write(item, MoveKind.Count, place, amount, cause);

        if (difference == 0)
            Write(item, MoveKind.Count, new StockPlace(itemId, room, lot ?? string.Empty, null), 0, cause);

        (await records.FindSupplyAlertAsync(SupplyAlert.KeyOf(AlertKind.NegativeStock, itemId, room.Value)))?.Close("counted", now);
        (await records.FindSupplyAlertAsync(SupplyAlert.KeyOf(AlertKind.CountDue, itemId, room.Value)))?.Close("counted", now);
        return difference;
    }

    /// <summary>Sets stock apart: from the shelf and from the bench.</summary>
    public void SetApart(SupplyItem item, StockBalance balance, MoveCause cause) =>
        Shift(item, MoveKind.Quarantine, balance, balance.Place with { Condition = StockCondition.Quarantined }, cause);

    /// <summary>Puts stock that was set apart and found good back on the shelf.</summary>
    public void Release(SupplyItem item, StockBalance balance, MoveCause cause) =>
        Shift(item, MoveKind.Release, balance, balance.Place with { Condition = StockCondition.Usable }, cause);

    /// <summary>Throws stock away, or sends it back.</summary>
    public StockMove Remove(SupplyItem item, MoveKind kind, StockBalance balance, MoveCause cause) => Write(item, kind, balance.Place, -balance.Amount, cause);

    /// <summary>Corrects an earlier entry by a further one (domain.md §0 rule 6).</summary>
    /// <exception cref="DomainRuleException">There is no such entry, or the reason is missing.</exception>
    public async Task<StockMove> CorrectAsync(StockMoveId wrong, long amount, MoveCause cause)
    {
        if (string.IsNullOrWhiteSpace(cause.Reason))
            throw new DomainRuleException("correction-reason", "A correction says why.");

        var entry = await records.FindMoveAsync(wrong) ?? throw new DomainRuleException("stock-move", $"There is no entry {wrong} in the ledger.");
        return Write(await ItemAsync(entry.Item), MoveKind.Correction, new StockPlace(entry.Item, entry.Stockroom, entry.Lot, entry.ExpiresOn, entry.Condition), amount, cause with { Reference = wrong.Value });
    }

    /// <summary>Moves stock from one place to another: two entries of the same amount.</summary>
    internal void Shift(SupplyItem item, MoveKind kind, StockBalance from, StockPlace to, MoveCause cause)
    {
        Write(item, kind, from.Place, -from.Amount, cause);
        Write(item, kind, to, from.Amount, cause);
    }

    private StockMove Write(SupplyItem item, MoveKind kind, StockPlace place, long amount, MoveCause cause)
    {
        var move = new StockMove(practice, new StockMoveId(newId()), kind, place, new Quantity(amount, item.BaseUnit), cause, now);
        records.Add(move);
        return move;
    }

    // What is missing is taken from the lots that would have been used next; what is found too much goes to the lot that is
    // used last, and shortfalls of unknown lots are evened out first.
    private static IEnumerable<(StockPlace Place, long Amount)> Spread(SupplyItemId item, StockroomId room, string? lot, List<StockBalance> shelf, long difference)
    {
        if (lot is null)
        {
            foreach (var below in shelf.Where(one => one.Amount < 0))
            {
                yield return (below.Place, -below.Amount);
                difference += below.Amount;
            }
        }

        if (difference > 0)
            yield return (shelf.Where(one => lot is null ? one.Amount > 0 : one.Amount != 0).MaxBy(one => one.Place.ExpiresOn ?? LocalDate.MaxIsoValue)?.Place ?? new StockPlace(item, room, lot ?? string.Empty, null), difference);

        var missing = -difference;
        foreach (var balance in shelf.Where(one => one.Amount > 0).OrderBy(one => one.Place.ExpiresOn ?? LocalDate.MaxIsoValue).ThenBy(one => one.Place.Lot, StringComparer.Ordinal))
        {
            if (missing <= 0)
                yield break;

            var part = Math.Min(missing, balance.Amount);
            missing -= part;
            yield return (balance.Place, -part);
        }
    }

    private static long Positive(long amount, string rule) => amount > 0 ? amount : throw new DomainRuleException(rule, "The quantity is at least 1.");

    private async Task<IReadOnlyList<StockBalance>> InRoomAsync(SupplyItemId item, StockroomId room) =>
        [.. (await records.FindBalancesAsync(item)).Where(balance => balance.Place.Stockroom == room)];

    private async Task RequireRoomAsync(StockroomId room)
    {
        if (await records.FindStockroomAsync(room) is null)
            throw new DomainRuleException("stockroom", $"There is no stockroom {room}.");
    }

    private async Task UseAllocationsAsync(AppointmentId visit, SupplyItemId item)
    {
        foreach (var allocation in await records.FindAllocationsAsync(item))
        {
            if (allocation.Visit == visit)
                allocation.Use(now);
        }
    }
}
