namespace Frontdesk.Domain.Supplies;

/// <summary>What the match of order, receipt and invoice came to.</summary>
/// <param name="IsComplete">Everything that was kept is charged, and nothing else.</param>
/// <param name="Discrepancies">What does not agree.</param>
public sealed record MatchResult(bool IsComplete, IReadOnlyList<Discrepancy> Discrepancies);

/// <summary>
/// Matches what was ordered, what was received and kept, and what is charged, over all deliveries and invoices of a purchase:
/// a partial shipment may come with two invoices (domain.md §4).
/// </summary>
public static class ThreeWayMatch
{
    /// <summary>Matches.</summary>
    /// <param name="keptPacks">Order units that came and were not sent back.</param>
    /// <param name="orderPrice">The agreed price of one.</param>
    /// <param name="invoices">The invoices so far.</param>
    /// <param name="isAllIn">Nothing more is to come.</param>
    /// <param name="priceTolerance">A price may be higher by this share, e.g. 0.02, without anybody being asked.</param>
    /// <param name="packTolerance">So many order units more may be charged than came.</param>
    public static MatchResult Of(long keptPacks, Money orderPrice, IReadOnlyList<SupplierInvoice> invoices, bool isAllIn, decimal priceTolerance, long packTolerance)
    {
        List<Discrepancy> found = [];
        var charged = 0L;
        foreach (var invoice in invoices)
        {
            var before = charged;
            charged += invoice.Packs;
            if (charged > keptPacks + packTolerance)
                found.Add(new Discrepancy(DiscrepancyKind.InvoicedMore, invoice.Number, $"Invoice {invoice.Number} charges {charged} in all, {keptPacks} came and were kept.", charged - Math.Max(before, keptPacks)));

            if (invoice.UnitPrice > orderPrice + orderPrice.Share(priceTolerance))
                found.Add(new Discrepancy(DiscrepancyKind.InvoicedPrice, invoice.Number, $"Invoice {invoice.Number} charges {invoice.UnitPrice}, {orderPrice} was agreed.", invoice.Packs));
        }

        return new MatchResult(isAllIn && found.Count == 0 && (charged > 0 || keptPacks == 0) && Math.Abs(charged - keptPacks) <= packTolerance, found);
    }
}
