using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>Looks at the shelves: what expires, and what is to be counted.</summary>
public sealed class ShelfWatch(IPracticeRecords records, PracticeId practice, StockLedger ledger, Instant now, DateTimeZone zone)
{
    /// <summary>
    /// Raises lots that expire within the given days, once for each step, and sets apart what has expired: nobody may use it,
    /// and it no longer counts (domain.md §4: near-expiry alerts 90/60/30 d).
    /// </summary>
    /// <param name="steps">Days before expiry, e.g. 90, 60 and 30.</param>
    /// <returns>How many alerts were raised.</returns>
    public async Task<int> WatchExpiryAsync(IReadOnlyList<int> steps)
    {
        var raised = 0;
        foreach (var balance in (await records.FindBalancesAsync()).Where(one => one is { Amount: > 0, Place: { ExpiresOn: not null, Condition: StockCondition.Usable } }))
        {
            var days = Period.DaysBetween(ledger.Today, balance.Place.ExpiresOn!.Value);
            var place = balance.Place;
            if (days < 0)
            {
                ledger.SetApart(await ledger.ItemAsync(place.Item), balance, new MoveCause("frontdesk", "expiry", Reason: "expired"));
                raised += await RaiseAsync(AlertKind.Expired, place, $"{place.Stockroom}+{place.Lot}", $"{balance.Amount} of lot {place.Lot} in {place.Stockroom} expired on {place.ExpiresOn:uuuu-MM-dd} and were set apart. Throw them away.");
            }
            else if (steps.Where(step => days <= step).DefaultIfEmpty(-1).Min() is > 0 and var step)
            {
                raised += await RaiseAsync(AlertKind.NearExpiry, place, $"{place.Stockroom}+{place.Lot}+{step}", $"{balance.Amount} of lot {place.Lot} in {place.Stockroom} expire on {place.ExpiresOn:uuuu-MM-dd}, within {step} days. Use them first, move or return them.");
            }
        }

        return raised;
    }

    /// <summary>Throws away what expired or was set apart under an alert's lot.</summary>
    public async Task<long> DiscardExpiredAsync(SupplyItemId itemId, string by)
    {
        var item = await ledger.ItemAsync(itemId);
        var gone = (await records.FindBalancesAsync(itemId)).Where(one => one is { Amount: > 0, Place.Condition: StockCondition.Quarantined } && !one.IsGoodOn(ledger.Today)).ToList();
        foreach (var balance in gone)
            ledger.Remove(item, MoveKind.Discard, balance, new MoveCause(by, "expiry", Reason: "expired"));

        return gone.Sum(one => one.Amount);
    }

    /// <summary>Raises counts that are due: A, B and C after so many days (domain.md §4: weekly, monthly, quarterly).</summary>
    public async Task<int> WatchCountsAsync(int daysA, int daysB, int daysC)
    {
        var raised = 0;
        var counts = await records.FindLastCountsAsync();
        var balances = await records.FindBalancesAsync();
        var held = balances.Select(one => (one.Place.Item, one.Place.Stockroom)).ToHashSet();
        foreach (var item in await records.FindSupplyItemsAsync())
        {
            var days = item.CountClass switch { CountClass.A => daysA, CountClass.B => daysB, _ => daysC };
            foreach (var room in await records.FindStockroomsAsync())
            {
                if (days <= 0 || !held.Contains((item.Id, room.Id)))
                    continue;

                var last = counts.TryGetValue((item.Id, room.Id), out var at) ? at : await records.FindFirstMoveAsync(item.Id) ?? now;
                if (Period.DaysBetween(last.InZone(zone).Date, ledger.Today) >= days)
                    raised += await SupplyAlert.TellAsync(records, practice, AlertKind.CountDue, item.Id, room.Id.Value, $"Count {item.Id} in {room.Id}: class {item.CountClass}, every {days} days.", now) ? 1 : 0;
            }
        }

        return raised;
    }

    private async Task<int> RaiseAsync(AlertKind kind, StockPlace place, string where, string detail) =>
        await SupplyAlert.TellAsync(records, practice, kind, place.Item, where, detail, now) ? 1 : 0;
}
