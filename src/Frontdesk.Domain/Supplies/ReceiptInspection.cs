using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>What is looked at when a delivery is received (domain.md §4: cold chain inspected at receipt).</summary>
public static class ReceiptInspection
{
    /// <summary>The coldest a refrigerated item may have been, in °C (CDC Vaccine Storage and Handling Toolkit: 2 to 8 °C).</summary>
    public const decimal Coldest = 2m;

    /// <summary>The warmest a refrigerated item may have been, in °C.</summary>
    public const decimal Warmest = 8m;

    /// <summary>Days that a delivery is good for at least, unless the practice says otherwise: one that expires within the month is not what was ordered.</summary>
    public const int UsualShortestLifeDays = 30;

    /// <summary>What is wrong with a delivery by itself.</summary>
    public static IEnumerable<Discrepancy> Of(DeliveryNote note, ItemTraits traits, string sku, long holds, LocalDate today, int shortestLifeDays = UsualShortestLifeDays)
    {
        if (note.Holds is { } size && size != holds)
            yield return Found(DiscrepancyKind.PackSize, note, $"A pack holds {size}, {holds} was ordered.");

        if (note.Sku.Length > 0 && note.Sku != sku)
            yield return Found(DiscrepancyKind.WrongProduct, note, $"{note.Sku} came, {sku} was ordered.");

        if (note.IsDamaged)
            yield return Found(DiscrepancyKind.Damaged, note, "It is damaged.");

        if (traits.IsColdChain && (note.LowestTemperature is not { } low || note.HighestTemperature is not { } high || low < Coldest || high > Warmest))
            yield return Found(DiscrepancyKind.ColdChain, note, note is { LowestTemperature: { } l, HighestTemperature: { } h } ? string.Create(CultureInfo.InvariantCulture, $"Between {l} and {h} °C on the way; 2 to 8 °C is allowed.") : "Nobody knows how warm it was on the way.");

        if (traits.HasLots && string.IsNullOrWhiteSpace(note.Lot))
            yield return Found(DiscrepancyKind.NoLot, note, "It has no lot number.");

        if (note.ExpiresOn is { } last && last < today.PlusDays(shortestLifeDays))
            yield return Found(DiscrepancyKind.ShortDated, note, string.Create(CultureInfo.InvariantCulture, $"It expires on {last:uuuu-MM-dd}; it should last {shortestLifeDays} days at least."));
    }

    /// <summary>Goods with such a fault are set apart until somebody has decided; the others are usable meanwhile.</summary>
    public static bool SetsApart(DiscrepancyKind kind) =>
        kind is DiscrepancyKind.ColdChain or DiscrepancyKind.Damaged or DiscrepancyKind.ShortDated or DiscrepancyKind.NoLot or DiscrepancyKind.WrongProduct;

    private static Discrepancy Found(DiscrepancyKind kind, DeliveryNote note, string detail) => new(kind, note.Number, detail, note.Packs);
}
