using System.Globalization;
using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>What a manager sets about reordering; every one is a variable of the workflow.</summary>
public sealed record ReorderRules
{
    /// <summary>z for most items: 1.64 keeps stock in 95 of 100 order cycles (domain.md §4).</summary>
    public double ServiceFactor { get; init; } = 1.64;

    /// <summary>z for critical items: 2.33 keeps stock in 99 of 100.</summary>
    public double CriticalServiceFactor { get; init; } = 2.33;

    /// <summary>z for an item.</summary>
    public double FactorOf(bool isCritical) => isCritical ? CriticalServiceFactor : ServiceFactor;

    /// <summary>R: an order covers so many calendar days beyond the lead time.</summary>
    public double CoverDays { get; init; } = 21;

    /// <summary>Use is averaged over so many calendar days.</summary>
    public int HistoryDays { get; init; } = 56;

    /// <summary>Use that was observed for fewer days than this is not averaged: what is expected counts.</summary>
    public int LeastHistoryDays { get; init; } = 14;

    /// <summary>Visits that are booked for so many calendar days forecast use.</summary>
    public int ForecastDays { get; init; } = 14;
}

/// <summary>Daily use of an item.</summary>
/// <param name="PerDay">d: base units in a calendar day.</param>
/// <param name="Deviation">σd: its standard deviation.</param>
/// <param name="Source">Where it comes from, for people.</param>
public sealed record Demand(double PerDay, double Deviation, string Source)
{
    /// <summary>The mean daily use until an order is used up, where a season makes it another; null where it is the same.</summary>
    public double? PerDayOfCover { get; init; }

    /// <summary>The daily use that an order has to cover.</summary>
    public double OfCover => PerDayOfCover ?? PerDay;

    /// <summary>What is used in so many days, and no more in as many of 100 cases as z says: d·t + z·√t·σd.</summary>
    public double Within(double days, double serviceFactor) => (PerDay * days) + (serviceFactor * Math.Sqrt(days) * Deviation);
}

/// <summary>Why an order is not left to the next one: what is there may be used up before that comes.</summary>
/// <param name="Until">The day on which what is ordered already is expected.</param>
/// <param name="Days">Calendar days until then.</param>
/// <param name="SupplierDays">Calendar days in which whoever is asked delivers.</param>
/// <param name="ServiceFactor">z.</param>
/// <param name="Need">What may be used until then, rounded up.</param>
/// <param name="Usable">What is there.</param>
public sealed record BridgeNeed(LocalDate Until, double Days, double SupplierDays, double ServiceFactor, long Need, long Usable)
{
    /// <summary>What may be missing.</summary>
    public long Missing => Need - Usable;
}

/// <summary>Position = usable (unexpired at expected use) + on order + inbound transfer − allocated (domain.md §4), in base units.</summary>
/// <param name="Usable">On the shelf and on the bench, as far as it is used before it expires.</param>
/// <param name="OnOrder">Ordered and not yet delivered.</param>
/// <param name="InboundTransfer">On its way between rooms.</param>
/// <param name="Allocated">Set aside for visits.</param>
public sealed record StockPosition(long Usable, long OnOrder, long InboundTransfer, long Allocated)
{
    /// <summary>What can be counted on.</summary>
    public long Total => Usable + OnOrder + InboundTransfer - Allocated;
}

/// <summary>In which packs and at which price an item is bought.</summary>
/// <param name="Unit">The order unit.</param>
/// <param name="Holds">Base units in one.</param>
/// <param name="Minimum">The fewest in one order.</param>
/// <param name="Most">The most in one order while the supplier rations; null for no limit.</param>
/// <param name="Price">The price of one.</param>
public sealed record OrderPack(StockUnit Unit, long Holds, long Minimum, long? Most, Money Price);

/// <summary>
/// The arithmetic behind a decision, kept with the purchase and shown to people: reorder point = d·L + z·√(L·σd² + d²·σL²),
/// order-up-to S = d·(L+R) + safety stock, quantity = ⌈(S − position)/pack⌉·pack within minimums (domain.md §4).
/// </summary>
/// <param name="Demand">d and σd.</param>
/// <param name="LeadTimeDays">L in calendar days.</param>
/// <param name="LeadTimeDeviation">σL.</param>
/// <param name="ServiceFactor">z.</param>
/// <param name="CoverDays">R in calendar days.</param>
/// <param name="Position">What can be counted on.</param>
/// <param name="SafetyStock">z·√(L·σd² + d²·σL²), rounded up.</param>
/// <param name="ReorderPoint">Rounded up.</param>
/// <param name="OrderUpTo">S, rounded up.</param>
/// <param name="Pack">In which packs it is bought; null when nothing is known of them.</param>
/// <param name="Packs">How many packs; 0 when nothing is to be bought.</param>
public sealed record ReorderArithmetic(
    Demand Demand,
    double LeadTimeDays,
    double LeadTimeDeviation,
    double ServiceFactor,
    double CoverDays,
    StockPosition Position,
    long SafetyStock,
    long ReorderPoint,
    long OrderUpTo,
    OrderPack? Pack,
    long Packs)
{
    /// <summary>Base units that are kept whatever the forecast says: the reorder point is not below it.</summary>
    public long MinimumStock { get; init; }

    /// <summary>What this order bridges; null for one that fills the stock up.</summary>
    public BridgeNeed? Bridge { get; init; }

    /// <summary>Calendar days in which an order with this arithmetic is expected.</summary>
    public double DeliveryDays => Bridge?.SupplierDays ?? LeadTimeDays;

    /// <summary>There is less than the reorder point says.</summary>
    public bool IsBelow => Position.Total <= ReorderPoint && (ReorderPoint > 0 || Position.Total < 0);

    /// <summary>Packs that are needed although the supplier rations them.</summary>
    public long PacksRationed => Pack is { Most: { } most } pack && IsBelow ? Math.Max(0, Wanted(OrderUpTo - Position.Total, pack) - most) : 0;

    /// <summary>How many days the position lasts; null when nothing is used.</summary>
    public double? DaysOfSupply => Demand.PerDay > 0 ? Position.Total / Demand.PerDay : null;

    /// <summary>Reckons.</summary>
    public static ReorderArithmetic Of(Demand demand, LeadTime leadTime, bool isCritical, StockPosition position, OrderPack? pack, ReorderRules rules, long minimumStock = 0)
    {
        var z = rules.FactorOf(isCritical);
        var (d, l) = (demand.PerDay, leadTime.Days);
        var safety = z * Math.Sqrt((l * demand.Deviation * demand.Deviation) + (d * d * leadTime.Deviation * leadTime.Deviation));
        var reorderPoint = Math.Max(Up((d * l) + safety), minimumStock);
        var orderUpTo = Math.Max(Math.Max(Up((demand.OfCover * (l + rules.CoverDays)) + safety), minimumStock + Up(demand.OfCover * rules.CoverDays)), reorderPoint);
        var arithmetic = new ReorderArithmetic(demand, l, leadTime.Deviation, z, rules.CoverDays, position, Up(safety), reorderPoint, orderUpTo, pack, 0) { MinimumStock = minimumStock };
        return arithmetic.IsBelow && pack is not null
            ? arithmetic with { Packs = Ordered(arithmetic.OrderUpTo - position.Total, pack) }
            : arithmetic;
    }

    /// <summary>The arithmetic of an order that bridges the time until another comes: as many packs as may be missing, within minimums.</summary>
    public ReorderArithmetic ToBridge(BridgeNeed bridge, OrderPack pack) =>
        this with { Bridge = bridge, Pack = pack, Packs = Ordered(bridge.Missing, pack) };

    /// <summary>The arithmetic line by line, for people.</summary>
    public IReadOnlyList<string> Lines(StockUnit unit)
    {
        List<string> lines =
        [
            Text($"Use d = {Demand.PerDay:0.##} {unit} a day (σd {Demand.Deviation:0.##}; {Demand.Source})"),
            Text($"Lead time L = {LeadTimeDays:0.#} days (σL {LeadTimeDeviation:0.##})"),
            Text($"Safety stock = {ServiceFactor:0.00} · √({LeadTimeDays:0.#} · {Demand.Deviation:0.##}² + {Demand.PerDay:0.##}² · {LeadTimeDeviation:0.##}²) = {SafetyStock}"),
            Text($"Reorder point = {Demand.PerDay:0.##} · {LeadTimeDays:0.#} + safety stock{AtLeast(string.Empty)} = {ReorderPoint}"),
            Text($"Order up to S = {Demand.OfCover:0.##} · ({LeadTimeDays:0.#} + {CoverDays:0.#}) + safety stock{AtLeast(Text($" + {Demand.OfCover:0.##} · {CoverDays:0.#}"))} = {OrderUpTo}"),
            Text($"Position = usable {Position.Usable} + on order {Position.OnOrder} + between rooms {Position.InboundTransfer} − set aside {Position.Allocated} = {Position.Total}"),
        ];
        if (Bridge is { } bridge)
            lines.Add(Text($"Until the delivery of {bridge.Until:uuuu-MM-dd} may be used {Demand.PerDay:0.##} · {bridge.Days:0.#} + {bridge.ServiceFactor:0.00} · √{bridge.Days:0.#} · {Demand.Deviation:0.##} = {bridge.Need}, and {bridge.Usable} are there: this order comes in about {bridge.SupplierDays:0.#} days and bridges"));

        if (Pack is { } pack && (Bridge is not null || IsBelow))
        {
            var (need, there) = Bridge is { } gap ? (gap.Need, gap.Usable) : (OrderUpTo, Position.Total);
            lines.Add(Text($"Quantity = ⌈({need} − {there}) / {pack.Holds}⌉ = {Packs} {pack.Unit} of {pack.Holds} {unit} (at least {pack.Minimum}{(pack.Most is { } most ? $", at most {most}" : string.Empty)})"));
            lines.Add(Text($"Price = {Packs} · {pack.Price} = {pack.Price * Packs}"));
        }

        return lines;
    }

    private string AtLeast(string more) => MinimumStock > 0 ? Text($", at least the minimum stock {MinimumStock}{more},") : string.Empty;

    private static long Ordered(long need, OrderPack pack) => Math.Min(Wanted(need, pack), pack.Most ?? long.MaxValue);

    private static long Wanted(long need, OrderPack pack) => need <= 0 ? pack.Minimum : Math.Max(pack.Minimum, (need + pack.Holds - 1) / pack.Holds);

    // A hair above a whole number is rounding of binary fractions, not need.
    private static long Up(double value) => (long)Math.Ceiling(Math.Round(value, 6));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
