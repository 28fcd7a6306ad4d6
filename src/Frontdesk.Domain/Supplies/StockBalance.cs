using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>How much of one lot lies in one place: the sum of the ledger's entries.</summary>
/// <param name="Place">Where and which.</param>
/// <param name="Amount">Base units; negative when more was used than the books had (domain.md §4).</param>
public sealed record StockBalance(StockPlace Place, long Amount)
{
    /// <summary>The lot may be used on a day.</summary>
    public bool IsGoodOn(LocalDate day) => Place.ExpiresOn is not { } last || last >= day;
}

/// <summary>In which order lots are used.</summary>
public static class FirstExpiredFirstOut
{
    /// <summary>Lots that may be used on a day, the one that expires first in front; those without an expiry come last.</summary>
    public static IReadOnlyList<StockBalance> Order(IEnumerable<StockBalance> balances, LocalDate day) =>
    [
        .. balances
            .Where(balance => balance is { Amount: > 0, Place.Condition: StockCondition.Usable } && balance.IsGoodOn(day))
            .OrderBy(balance => balance.Place.ExpiresOn ?? LocalDate.MaxIsoValue).ThenBy(balance => balance.Place.Lot, StringComparer.Ordinal),
    ];

    /// <summary>Takes an amount from the lots in that order.</summary>
    /// <returns>What to take from where, and what the lots do not have.</returns>
    public static (IReadOnlyList<StockBalance> Taken, long Missing) Take(IEnumerable<StockBalance> balances, long amount, LocalDate day)
    {
        List<StockBalance> taken = [];
        foreach (var balance in Order(balances, day))
        {
            if (amount <= 0)
                break;

            var part = Math.Min(amount, balance.Amount);
            taken.Add(balance with { Amount = part });
            amount -= part;
        }

        return (taken, amount);
    }

    /// <summary>
    /// How much of the stock will have been used before it expires, when the lots are used in this order at a steady rate:
    /// "usable, unexpired at expected use" (domain.md §4). Negative balances count in full.
    /// </summary>
    /// <param name="balances">Balances of one item.</param>
    /// <param name="perDay">Base units used in a calendar day.</param>
    /// <param name="today">The day of the first use.</param>
    public static long UsableInTime(IEnumerable<StockBalance> balances, double perDay, LocalDate today)
    {
        var owned = balances.Where(one => one.Place.Condition is StockCondition.Usable or StockCondition.Receiving).ToList();
        var usable = owned.Where(one => one.Amount < 0).Sum(one => one.Amount);
        long ahead = 0;
        foreach (var lot in owned.Where(one => one.Amount > 0 && one.IsGoodOn(today)).OrderBy(one => one.Place.ExpiresOn ?? LocalDate.MaxIsoValue).ThenBy(one => one.Place.Lot, StringComparer.Ordinal))
        {
            var days = lot.Place.ExpiresOn is { } last ? Period.DaysBetween(today, last) + 1 : int.MaxValue;

            // What is not used at all does not go bad any sooner by waiting: it counts for as long as it is good.
            var used = perDay <= 0 || days == int.MaxValue ? lot.Amount : Math.Clamp((long)Math.Floor(perDay * days) - ahead, 0, lot.Amount);
            usable += used;
            ahead += used;
        }

        return usable;
    }
}
