using System.Globalization;

namespace Frontdesk.Domain.Supplies;

/// <summary>
/// So many of a unit, e.g. <c>3 box</c>. Quantities of different units are never added or compared: convert them first
/// (<see cref="SupplyItem.ToBase"/>).
/// </summary>
public readonly record struct Quantity : ITextValue<Quantity>
{
    /// <summary>Makes a quantity; it may be negative, as a ledger's entries are.</summary>
    public Quantity(long amount, StockUnit unit)
    {
        Amount = amount;
        Unit = unit;
    }

    /// <summary>How many.</summary>
    public long Amount { get; }

    /// <summary>Of what.</summary>
    public StockUnit Unit { get; }

    /// <inheritdoc/>
    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Unit.Value}");

    /// <summary>Both together.</summary>
    /// <exception cref="DomainRuleException">The units differ.</exception>
    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Amount + right.Amount), Same(left, right));

    /// <summary>What is left of the first.</summary>
    /// <exception cref="DomainRuleException">The units differ.</exception>
    public static Quantity operator -(Quantity left, Quantity right) => new(checked(left.Amount - right.Amount), Same(left, right));

    /// <inheritdoc cref="op_Addition"/>
    public static Quantity Add(Quantity left, Quantity right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Quantity Subtract(Quantity left, Quantity right) => left - right;

    /// <inheritdoc/>
    public static Quantity Restore(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && long.TryParse(text.AsSpan(0, space), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
            ? new Quantity(amount, StockUnit.Restore(text[(space + 1)..]))
            : throw new InvalidValueException(nameof(Quantity), "a whole number and a unit, e.g. 3 box");
    }

    /// <summary>The quantity as people write it, e.g. <c>3 box</c>.</summary>
    public override string ToString() => Unit == default ? string.Empty : Value;

    private static StockUnit Same(Quantity left, Quantity right) => left.Unit == right.Unit
        ? left.Unit
        : throw new DomainRuleException("unit-mismatch", $"{left} and {right} are counted in different units: convert one of them first.");
}
