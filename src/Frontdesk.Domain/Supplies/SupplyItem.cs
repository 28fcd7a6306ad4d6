using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>How closely an item is counted: A weekly, B monthly, C quarterly (domain.md §4).</summary>
public enum CountClass
{
    /// <summary>Expensive or fast moving: weekly.</summary>
    A = 0,

    /// <summary>In between: monthly.</summary>
    B = 1,

    /// <summary>Cheap and slow: quarterly.</summary>
    C = 2,
}

/// <summary>How many base units a larger unit holds from a moment on; a pack size that changes is a further conversion, never an edit.</summary>
/// <param name="Unit">The larger unit.</param>
/// <param name="Holds">Base units in one of them, at least 1.</param>
/// <param name="From">From when it is so.</param>
public sealed record UnitConversion(StockUnit Unit, long Holds, Instant From);

/// <summary>Months in which more or less is used than the rest of the year, e.g. flu vaccine from September to November.</summary>
/// <param name="FirstMonth">The first month, 1 to 12.</param>
/// <param name="LastMonth">The last month, 1 to 12; before the first when the season runs over the year's end.</param>
/// <param name="Factor">The daily use in the season as a multiple of the usual one.</param>
public sealed record Season(int FirstMonth, int LastMonth, double Factor)
{
    /// <summary>The day lies in the season.</summary>
    public bool Holds(LocalDate day) => FirstMonth <= LastMonth
        ? day.Month >= FirstMonth && day.Month <= LastMonth
        : day.Month >= FirstMonth || day.Month <= LastMonth;
}

/// <summary>What makes an item special.</summary>
/// <param name="IsCritical">Care stops without it: a higher service level, and no day without stock.</param>
/// <param name="IsColdChain">Kept at 2–8 °C and inspected at receipt.</param>
/// <param name="HasLots">Each delivery carries a lot number and usually an expiry date.</param>
public sealed record ItemTraits(bool IsCritical = false, bool IsColdChain = false, bool HasLots = false);

/// <summary>Something that the practice keeps in stock. It is counted in its base unit; larger units convert into it.</summary>
public sealed class SupplyItem : Entity
{
    private SupplyItem()
    {
    }

    /// <summary>Adds an item.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The item.</param>
    /// <param name="name">Its name; it identifies nobody.</param>
    /// <param name="baseUnit">The smallest unit in which it is used.</param>
    /// <param name="countClass">How closely it is counted.</param>
    /// <param name="expectedPerDay">What is expected to be used in a calendar day until use has been observed.</param>
    /// <param name="traits">What makes it special.</param>
    /// <exception cref="DomainRuleException">The expected use is negative.</exception>
    public SupplyItem(PracticeId practice, SupplyItemId id, string name, StockUnit baseUnit, CountClass countClass, double expectedPerDay, ItemTraits? traits = null)
        : base(practice)
    {
        Id = id;
        Name = name;
        BaseUnit = baseUnit;
        CountClass = countClass;
        Traits = traits ?? new ItemTraits();
        IsActive = true;
        Expect(expectedPerDay);
    }

    /// <summary>The item.</summary>
    public SupplyItemId Id { get; private set; }

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The unit that balances are in.</summary>
    public StockUnit BaseUnit { get; private set; }

    /// <summary>How closely it is counted.</summary>
    public CountClass CountClass { get; private set; }

    /// <summary>What makes it special.</summary>
    public ItemTraits Traits { get; private set; } = new();

    /// <summary>Base units expected to be used in a calendar day, until use has been observed.</summary>
    public double ExpectedPerDay { get; private set; }

    /// <summary>Larger units, oldest first.</summary>
    public IReadOnlyList<UnitConversion> Conversions { get; private set; } = [];

    /// <summary>When more or less of it is used.</summary>
    public IReadOnlyList<Season> Seasons { get; private set; } = [];

    /// <summary>Base units below which it is ordered whatever the forecast says; 0 leaves it to the forecast.</summary>
    public long MinimumStock { get; private set; }

    /// <summary>It is reviewed and ordered.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Corrects what is said of it. The base unit stays: what is in the books is in it.</summary>
    /// <exception cref="DomainRuleException">The name is missing.</exception>
    public void Correct(string name, CountClass countClass, ItemTraits traits)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
            throw new DomainRuleException("item-name", $"Item {Id} has a name of at most 200 characters.");

        Name = name.Trim();
        CountClass = countClass;
        Traits = traits;
        IsActive = true;
    }

    /// <summary>Sets how much is kept whatever the forecast says.</summary>
    /// <exception cref="DomainRuleException">It is negative.</exception>
    public void KeepAtLeast(long minimumStock)
    {
        if (minimumStock < 0)
            throw new DomainRuleException("minimum-stock", $"The minimum stock of item {Id} is a number from 0.");

        MinimumStock = minimumStock;
    }

    /// <summary>Sets what is expected to be used in a calendar day.</summary>
    /// <exception cref="DomainRuleException">It is negative.</exception>
    public void Expect(double perDay)
    {
        if (perDay < 0 || double.IsNaN(perDay) || double.IsInfinity(perDay))
            throw new DomainRuleException("expected-use", $"Item {Id} cannot be used {perDay} times a day: give a number from 0.");

        ExpectedPerDay = perDay;
    }

    /// <summary>Says how many base units a larger unit holds from a moment on.</summary>
    /// <exception cref="DomainRuleException">It holds none, or it is the base unit.</exception>
    public void Convert(StockUnit unit, long holds, Instant from)
    {
        if (unit == BaseUnit || holds < 1)
            throw new DomainRuleException("unit-conversion", $"One {unit} of item {Id} must hold at least 1 {BaseUnit}, and the base unit needs no conversion.");

        Conversions = [.. Conversions.Append(new UnitConversion(unit, holds, from)).OrderBy(one => one.From)];
    }

    /// <summary>Sets when more or less of it is used.</summary>
    /// <exception cref="DomainRuleException">A month does not exist, or a factor is not positive.</exception>
    public void Vary(IReadOnlyList<Season> seasons)
    {
        if (seasons.Any(season => season.FirstMonth is < 1 or > 12 || season.LastMonth is < 1 or > 12 || season.Factor is not (> 0 and <= 100)))
            throw new DomainRuleException("season", $"A season of item {Id} runs from month 1 to 12 and multiplies the use by more than 0, and by 100 at most.");

        Seasons = [.. seasons];
    }

    /// <summary>Stops reviewing and ordering it; its stock stays in the books.</summary>
    public void Retire() => IsActive = false;

    /// <summary>The multiple of the usual daily use on a day.</summary>
    public double SeasonFactor(LocalDate day) => Seasons.FirstOrDefault(season => season.Holds(day))?.Factor ?? 1;

    /// <summary>How many base units one of a unit holds at a moment; null when nobody said so (domain.md §4: never a factor of 1).</summary>
    public long? Holds(StockUnit unit, Instant at) =>
        unit == BaseUnit ? 1 : Conversions.LastOrDefault(one => one.Unit == unit && one.From <= at)?.Holds;

    /// <summary>A quantity in the base unit, as units were at a moment.</summary>
    /// <exception cref="MissingConversionException">Nobody said how many base units the unit holds.</exception>
    public long ToBase(Quantity quantity, Instant at) =>
        checked(quantity.Amount * (Holds(quantity.Unit, at) ?? throw new MissingConversionException(Id, quantity.Unit, BaseUnit)));

    /// <summary>An amount of base units in a larger unit: whole ones, and what is left over.</summary>
    /// <exception cref="MissingConversionException">Nobody said how many base units the unit holds.</exception>
    public (Quantity Whole, Quantity Loose) FromBase(long amount, StockUnit unit, Instant at)
    {
        var holds = Holds(unit, at) ?? throw new MissingConversionException(Id, unit, BaseUnit);
        return (new Quantity(amount / holds, unit), new Quantity(amount % holds, BaseUnit));
    }
}

/// <summary>Nobody said how many base units a unit holds: a hard stop (domain.md §4), because a guess would order a hundred times too much or too little.</summary>
public sealed class MissingConversionException(SupplyItemId item, StockUnit unit, StockUnit baseUnit)
    : Exception($"Nobody said how many {baseUnit} one {unit} of item {item} holds. Add the conversion to the item.")
{
    /// <summary>The item.</summary>
    public SupplyItemId Item { get; } = item;

    /// <summary>The unit without a conversion.</summary>
    public StockUnit Unit { get; } = unit;
}
