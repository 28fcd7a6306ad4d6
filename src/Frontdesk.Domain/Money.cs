using System.Globalization;

namespace Frontdesk.Domain;

/// <summary>
/// An amount of US dollars, held in cents so that nothing is lost to rounding (domain.md §0 rule 11). It may be negative: a
/// credit, or a price that fell.
/// </summary>
/// <param name="MinorUnits">Cents.</param>
public readonly record struct Money(long MinorUnits) : IComparable<Money>
{
    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>The amount in dollars.</summary>
    public decimal Dollars => MinorUnits / 100m;

    /// <summary>An amount of whole dollars and cents.</summary>
    /// <exception cref="InvalidValueException">There is a fraction of a cent.</exception>
    public static Money Of(decimal dollars) => decimal.Round(dollars, 2) == dollars
        ? new((long)(dollars * 100m))
        : throw new InvalidValueException(nameof(Money), "dollars with at most two decimals, e.g. 12.50");

    /// <summary>Both together.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.MinorUnits));

    /// <summary>What is left of the first.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.MinorUnits));

    /// <summary>So many times the amount.</summary>
    public static Money operator *(Money price, long count) => new(checked(price.MinorUnits * count));

    /// <summary>The first is less.</summary>
    public static bool operator <(Money left, Money right) => left.MinorUnits < right.MinorUnits;

    /// <summary>The first is more.</summary>
    public static bool operator >(Money left, Money right) => left.MinorUnits > right.MinorUnits;

    /// <summary>The first is at most the second.</summary>
    public static bool operator <=(Money left, Money right) => left.MinorUnits <= right.MinorUnits;

    /// <summary>The first is at least the second.</summary>
    public static bool operator >=(Money left, Money right) => left.MinorUnits >= right.MinorUnits;

    /// <inheritdoc cref="op_Addition"/>
    public static Money Add(Money left, Money right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Money Subtract(Money left, Money right) => left - right;

    /// <inheritdoc cref="op_Multiply"/>
    public static Money Multiply(Money left, long right) => left * right;

    /// <summary>A share of the amount, rounded to the cent, halves away from zero.</summary>
    /// <param name="share">E.g. 0.02 for two percent.</param>
    public Money Share(decimal share) => new((long)decimal.Round(MinorUnits * share, 0, MidpointRounding.AwayFromZero));

    /// <inheritdoc/>
    public int CompareTo(Money other) => MinorUnits.CompareTo(other.MinorUnits);

    /// <summary>The amount as people write it, e.g. <c>$1,250.00</c>.</summary>
    public override string ToString() => (MinorUnits < 0 ? "-$" : "$") + Math.Abs(Dollars).ToString("#,##0.00", CultureInfo.InvariantCulture);
}
