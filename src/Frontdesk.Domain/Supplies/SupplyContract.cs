using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>How many base units a supplier puts into one order unit of a SKU from a moment on.</summary>
/// <param name="Holds">Base units in one order unit.</param>
/// <param name="From">From when it is so.</param>
public sealed record PackSize(long Holds, Instant From);

/// <summary>What a supplier agreed to for an item: SKU, pack, price, minimum and lead time; and the lead times that were observed.</summary>
public sealed class SupplyContract : Entity
{
    private const int Remembered = 12;

    private SupplyContract()
    {
    }

    /// <summary>Adds a contract.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="item">The item.</param>
    /// <param name="supplier">Who sells it.</param>
    /// <param name="sku">The supplier's number for it.</param>
    /// <param name="orderUnit">The unit that is ordered and priced.</param>
    /// <param name="price">The price of one order unit.</param>
    /// <param name="leadTimeDays">Calendar days from order to delivery as agreed.</param>
    /// <param name="rank">Lower is asked first.</param>
    /// <exception cref="DomainRuleException">The price or the lead time is not positive, or the SKU is missing.</exception>
    public SupplyContract(PracticeId practice, SupplyItemId item, SupplierId supplier, string sku, StockUnit orderUnit, Money price, double leadTimeDays, int rank = 1)
        : base(practice)
    {
        Item = item;
        Supplier = supplier;
        MinimumPacks = 1;
        Renew(sku, orderUnit, leadTimeDays, rank);
        Agree(price);
    }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>Who sells it.</summary>
    public SupplierId Supplier { get; private set; }

    /// <summary>The supplier's number for it; it stays the same when the pack changes.</summary>
    public string Sku { get; private set; } = string.Empty;

    /// <summary>The unit that is ordered and priced.</summary>
    public StockUnit OrderUnit { get; private set; }

    /// <summary>The price of one order unit.</summary>
    public Money Price { get; private set; }

    /// <summary>The fewest order units in one order.</summary>
    public long MinimumPacks { get; private set; }

    /// <summary>The most order units the supplier lets one order have while the item is scarce; null for no limit.</summary>
    public long? AllocationPacks { get; private set; }

    /// <summary>The agreed lead time in calendar days.</summary>
    public double LeadTimeDays { get; private set; }

    /// <summary>Lower is asked first.</summary>
    public int Rank { get; private set; }

    /// <summary>The supplier's pack sizes, oldest first; without one the item's own conversion counts.</summary>
    public IReadOnlyList<PackSize> PackSizes { get; private set; } = [];

    /// <summary>Observed lead times in calendar days, oldest first.</summary>
    public IReadOnlyList<double> ObservedLeadTimes { get; private set; } = [];

    /// <summary>The supplier could not deliver it: until this moment others are asked first; null when nothing stands against it.</summary>
    public Instant? PassedOverUntil { get; private set; }

    /// <summary>The supplier could not deliver: others are asked first for a while.</summary>
    public void PassOver(Instant until) => PassedOverUntil = until;

    /// <summary>Changes what was agreed besides price and limits; what is ordered already stays as it was ordered.</summary>
    /// <exception cref="DomainRuleException">The lead time is not positive, or the SKU is missing.</exception>
    public void Renew(string sku, StockUnit orderUnit, double leadTimeDays, int rank)
    {
        if (!(leadTimeDays > 0 && leadTimeDays <= 365))
            throw new DomainRuleException("lead-time", $"The lead time of item {Item} from {Supplier} is more than 0 days and a year at most.");

        if (string.IsNullOrWhiteSpace(sku) || sku.Length > 64)
            throw new DomainRuleException("contract-sku", $"The supplier's number for item {Item} from {Supplier} has 1 to 64 characters.");

        Sku = sku.Trim();
        OrderUnit = orderUnit;
        LeadTimeDays = leadTimeDays;
        Rank = rank;
    }

    /// <summary>Sets the price of one order unit.</summary>
    /// <exception cref="DomainRuleException">It is not positive.</exception>
    public void Agree(Money price)
    {
        if (price <= Money.Zero)
            throw new DomainRuleException("contract-price", $"The price of item {Item} from {Supplier} is more than nothing.");

        Price = price;
    }

    /// <summary>Sets the fewest and, while the supplier rations, the most order units of one order.</summary>
    /// <exception cref="DomainRuleException">The limits exclude every order.</exception>
    public void Limit(long minimumPacks, long? allocationPacks = null)
    {
        if (minimumPacks < 1 || allocationPacks < 1)
            throw new DomainRuleException("order-limits", $"An order of item {Item} from {Supplier} has at least one pack.");

        MinimumPacks = minimumPacks;
        AllocationPacks = allocationPacks;
    }

    /// <summary>The supplier changes the pack under the same SKU: open orders keep what was ordered, new ones get the new size.</summary>
    /// <exception cref="DomainRuleException">The pack is empty.</exception>
    public void Repack(long holds, Instant from)
    {
        if (holds < 1)
            throw new DomainRuleException("pack-size", $"A pack of item {Item} from {Supplier} holds at least one.");

        PackSizes = [.. PackSizes.Append(new PackSize(holds, from)).OrderBy(size => size.From)];
    }

    /// <summary>Remembers how long a delivery took.</summary>
    /// <returns>True when the lead time has made a step (domain.md §4): the last two took clearly longer or shorter than those before.</returns>
    public bool Observe(double days)
    {
        PassedOverUntil = null;
        ObservedLeadTimes = [.. ObservedLeadTimes.Append(days).TakeLast(Remembered)];
        return LeadTime.IsStep(ObservedLeadTimes);
    }

    /// <summary>Base units in one order unit; null when neither the supplier nor the item says so.</summary>
    public long? Holds(SupplyItem item, Instant at) => PackSizes.LastOrDefault(size => size.From <= at)?.Holds ?? item.Holds(OrderUnit, at);

    /// <summary>What to expect of the next delivery.</summary>
    public LeadTime LeadTime => LeadTime.Of(LeadTimeDays, ObservedLeadTimes);
}
