using CsCheck;
using Frontdesk.Domain.Supplies;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class SupplyUnitTests
{
    private static SupplyItem Gloves()
    {
        var item = new SupplyItem(Given.PracticeId, new SupplyItemId("gloves"), "Gloves", StockUnit.Each, CountClass.B, 10);
        item.Convert(StockUnit.Box, 100, Given.At(1, 1, 0));
        item.Convert(StockUnit.Case, 1000, Given.At(1, 1, 0));
        return item;
    }

    [Fact]
    public void A_missing_unit_conversion_is_a_hard_stop_and_never_a_factor_of_1()
    {
        var stop = Assert.Throws<MissingConversionException>(() => Gloves().ToBase(new Quantity(3, StockUnit.Restore("pallet")), Given.At(3, 2, 9)));
        Assert.Equal("pallet", stop.Unit.Value);
        Assert.Contains("Add the conversion", stop.Message, StringComparison.Ordinal);
        Assert.Throws<MissingConversionException>(() => Gloves().ToBase(new Quantity(1, StockUnit.Box), Given.At(1, 1, 0) - NodaTime.Duration.FromDays(1)));
    }

    [Fact]
    public void A_changed_pack_size_counts_from_its_moment_and_not_before()
    {
        var item = Gloves();
        item.Convert(StockUnit.Box, 90, Given.At(3, 1, 0));
        Assert.Equal(200, item.ToBase(new Quantity(2, StockUnit.Box), Given.At(2, 28, 23)));
        Assert.Equal(180, item.ToBase(new Quantity(2, StockUnit.Box), Given.At(3, 1, 0)));
    }

    [Fact]
    public void Converting_to_a_larger_unit_and_back_loses_nothing() =>
        Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[1, 5_000]).Sample((amount, holds) =>
        {
            var item = new SupplyItem(Given.PracticeId, new SupplyItemId("x"), "X", StockUnit.Each, CountClass.A, 1);
            item.Convert(StockUnit.Box, holds, Given.At(1, 1, 0));
            var (whole, loose) = item.FromBase(amount, StockUnit.Box, Given.At(3, 1, 0));
            Assert.InRange(loose.Amount, 0, holds - 1);
            Assert.Equal(amount, item.ToBase(whole, Given.At(3, 1, 0)) + item.ToBase(loose, Given.At(3, 1, 0)));
        });

    [Fact]
    public void A_quantity_comes_back_from_its_text() =>
        Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Int[0, 2]).Sample((amount, index) =>
        {
            var quantity = new Quantity(amount, StockUnit.Restore(new[] { "each", "box", "case" }[index]));
            Assert.Equal(quantity, Quantity.Restore(quantity.Value));
        });

    [Fact]
    public void Quantities_of_different_units_are_never_added() =>
        Assert.Equal("unit-mismatch", Assert.Throws<DomainRuleException>(() => new Quantity(1, StockUnit.Each) + new Quantity(1, StockUnit.Box)).Rule);

    [Fact]
    public void Money_is_exact_to_the_cent()
    {
        Assert.Equal(Money.Of(0.30m), Money.Of(0.10m) + Money.Of(0.20m));
        Assert.Equal("$1,250.00", (Money.Of(12.50m) * 100).ToString());
        Assert.Throws<InvalidValueException>(() => Money.Of(0.005m));
    }

    [Fact]
    public void Two_clearly_longer_deliveries_are_a_step_and_count_alone()
    {
        Assert.Equal(5, LeadTime.Of(5, [5]).Days);
        Assert.True(LeadTime.IsStep([4, 5, 4, 5, 4, 12, 13]));
        Assert.Equal(12.5, LeadTime.Of(5, [4, 5, 4, 5, 4, 12, 13]).Days);
        Assert.False(LeadTime.IsStep([4, 5, 4, 5, 4, 12]));
        Assert.False(LeadTime.IsStep([4, 5, 4, 5, 4, 5, 6]));
    }
}
