using CsCheck;
using Frontdesk.Domain.Supplies;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class SupplyArithmeticTests
{
    private static readonly LocalDate Today = new(2026, 3, 2);
    private static readonly SupplyItemId Item = new("gloves");
    private static readonly StockroomId Room = new("main");

    private static readonly Gen<StockBalance> Lot =
        from amount in Gen.Long[-20, 200]
        from days in Gen.Int[-20, 300]
        from lot in Gen.Int[1, 6]
        from condition in Gen.Enum<StockCondition>()
        select new StockBalance(new StockPlace(Item, Room, $"L{lot}", lot == 6 ? null : Today.PlusDays(days), condition), amount);

    [Fact]
    public void The_formulas_give_what_they_give_by_hand()
    {
        // d = 10, σd = 4, L = 5, σL = 1, z = 1.64: safety = 1.64·√(5·16 + 100·1) = 22.003; point = 72.003; S = 10·26 + 22.003.
        var arithmetic = Reckon(new StockPosition(60, 0, 0, 0), new OrderPack(StockUnit.Box, 100, 1, null, Money.Of(8)));
        Assert.Equal((23, 73, 283), (arithmetic.SafetyStock, arithmetic.ReorderPoint, arithmetic.OrderUpTo));
        Assert.Equal(3, arithmetic.Packs);
        Assert.Contains(arithmetic.Lines(StockUnit.Each), line => line.StartsWith("Quantity = ⌈(283 − 60) / 100⌉ = 3 box", StringComparison.Ordinal));
    }

    [Fact]
    public void A_critical_item_keeps_more() =>
        Assert.True(Reckon(new StockPosition(60, 0, 0, 0), null, isCritical: true).SafetyStock > Reckon(new StockPosition(60, 0, 0, 0), null).SafetyStock);

    [Fact]
    public void The_position_is_usable_plus_on_order_plus_between_rooms_less_what_is_set_aside() =>
        Gen.Select(Gen.Long[-100, 1000], Gen.Long[0, 1000], Gen.Long[0, 1000], Gen.Long[0, 1000]).Sample((usable, ordered, inbound, aside) =>
            Assert.Equal(usable + ordered + inbound - aside, new StockPosition(usable, ordered, inbound, aside).Total));

    [Fact]
    public void An_order_is_never_below_the_need_never_off_the_pack_and_never_below_the_minimum() =>
        Gen.Select(Gen.Long[-200, 500], Gen.Double[0.1, 60], Gen.Double[0, 20], Gen.Double[0.5, 30], Gen.Double[0, 6], Gen.Long[1, 250], Gen.Long[1, 10]).Sample((position, perDay, deviation, days, spread, holds, minimum) =>
        {
            var arithmetic = ReorderArithmetic.Of(
                new Demand(perDay, deviation, "test"), new LeadTime(days, spread), false, new StockPosition(position, 0, 0, 0), new OrderPack(StockUnit.Box, holds, minimum, null, Money.Of(1)), new ReorderRules());
            if (!arithmetic.IsBelow)
            {
                Assert.Equal(0, arithmetic.Packs);
                return;
            }

            Assert.True(arithmetic.Packs >= minimum);
            Assert.True((arithmetic.Packs * holds) + position >= arithmetic.OrderUpTo);
            Assert.True(arithmetic.Packs == minimum || ((arithmetic.Packs - 1) * holds) + position < arithmetic.OrderUpTo);
        });

    [Fact]
    public void A_minimum_stock_is_ordered_for_whatever_the_forecast_says_and_never_lowers_a_reorder_point() =>
        Gen.Select(Gen.Long[0, 400], Gen.Double[0, 20], Gen.Long[0, 200]).Sample((position, perDay, minimum) =>
        {
            ReorderArithmetic With(long least) => ReorderArithmetic.Of(new Demand(perDay, perDay / 2, "test"), new LeadTime(4, 1), true, new StockPosition(position, 0, 0, 0), new OrderPack(StockUnit.Box, 10, 1, null, Money.Of(1)), new ReorderRules(), least);
            var (free, kept) = (With(0), With(minimum));
            Assert.Equal(Math.Max(free.ReorderPoint, minimum), kept.ReorderPoint);
            Assert.True(kept.OrderUpTo >= Math.Max(free.OrderUpTo, minimum));
            Assert.True(position > minimum || minimum == 0 || kept.Packs > 0);
            Assert.Equal(minimum > 0, kept.Lines(StockUnit.Each).Any(line => line.Contains($"minimum stock {minimum}", StringComparison.Ordinal)));
        });

    [Fact]
    public void A_supplier_that_rations_gets_an_order_of_what_it_allows()
    {
        var arithmetic = Reckon(new StockPosition(0, 0, 0, 0), new OrderPack(StockUnit.Box, 10, 1, 4, Money.Of(8)));
        Assert.Equal((4, 25), (arithmetic.Packs, arithmetic.PacksRationed));
    }

    [Fact]
    public void Lots_are_used_first_expired_first_out_and_nothing_is_invented() =>
        Gen.Select(Lot.List[0, 8], Gen.Long[0, 600]).Sample((lots, amount) =>
        {
            var (taken, missing) = FirstExpiredFirstOut.Take(lots, amount, Today);
            Assert.Equal(amount, taken.Sum(part => part.Amount) + missing);
            Assert.All(taken, part => Assert.True(part.Amount > 0 && part.IsGoodOn(Today) && part.Place.Condition == StockCondition.Usable));
            var order = taken.Select(part => part.Place.ExpiresOn ?? LocalDate.MaxIsoValue).ToList();
            Assert.Equal(order.Order(), order);
            if (missing > 0)
                Assert.Equal(FirstExpiredFirstOut.Order(lots, Today).Sum(one => one.Amount), taken.Sum(one => one.Amount));
            else if (taken.Count > 0)
                Assert.DoesNotContain(FirstExpiredFirstOut.Order(lots, Today).Take(taken.Count - 1).Zip(taken), pair => pair.First.Amount != pair.Second.Amount);
        });

    [Fact]
    public void What_will_not_be_used_before_it_expires_does_not_count() =>
        Gen.Select(Lot.List[0, 8], Gen.Double[0, 30]).Sample((lots, perDay) =>
        {
            var usable = FirstExpiredFirstOut.UsableInTime(lots, perDay, Today);
            var owned = lots.Where(one => one.Place.Condition is StockCondition.Usable or StockCondition.Receiving).ToList();
            Assert.True(usable <= owned.Where(one => one.Amount < 0 || one.IsGoodOn(Today)).Sum(one => one.Amount));
            Assert.True(usable >= owned.Where(one => one.Amount < 0).Sum(one => one.Amount));
            Assert.True(perDay == 0 || usable <= FirstExpiredFirstOut.UsableInTime(lots, perDay * 2, Today));
        });

    [Fact]
    public void Thirty_days_of_use_of_a_lot_that_lasts_ten_days_counts_as_ten()
    {
        var lot = new StockBalance(new StockPlace(Item, Room, "A", Today.PlusDays(9)), 300);
        Assert.Equal(100, FirstExpiredFirstOut.UsableInTime([lot], 10, Today));
    }

    [Fact]
    public void Order_receipt_and_invoices_match_exactly_when_packs_and_price_agree() =>
        Gen.Select(Gen.Long[1, 20], Gen.Long[0, 25].List[0, 3], Gen.Long[800, 1200]).Sample((kept, charges, cents) =>
        {
            var invoices = charges.Where(packs => packs > 0).Select((packs, i) => new SupplierInvoice($"I{i}", packs, new Money(cents))).ToList();
            var result = ThreeWayMatch.Of(kept, new Money(1000), invoices, isAllIn: true, 0.02m, 0);
            var charged = invoices.Sum(invoice => invoice.Packs);
            Assert.Equal(charged == kept && cents <= 1020, result.IsComplete);
            Assert.Equal(invoices.Count > 0 && cents > 1020, result.Discrepancies.Any(one => one.Kind == DiscrepancyKind.InvoicedPrice));
            Assert.Equal(Math.Max(0, charged - kept), result.Discrepancies.Where(one => one.Kind == DiscrepancyKind.InvoicedMore).Sum(one => one.Packs));
        });

    [Fact]
    public void A_season_ahead_raises_the_forecast_and_one_observed_already_does_not_count_twice()
    {
        var item = new SupplyItem(new PracticeId("p"), new SupplyItemId("flu"), "Flu vaccine", StockUnit.Restore("dose"), CountClass.A, 2);
        item.Vary([new Season(9, 11, 5)]);
        var july = new LocalDate(2026, 7, 1);
        var uses = Enumerable.Range(1, 56).Select(day => new StockUse(Room, 2, july.PlusDays(-day).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant())).ToList();
        Assert.Equal(2, PerDay(item, uses, july), 3);

        var november = new LocalDate(2026, 11, 1);
        var season = Enumerable.Range(1, 56).Select(day => new StockUse(Room, 10, november.PlusDays(-day).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant())).ToList();
        Assert.Equal(10, PerDay(item, season, november), 3);
        Assert.Equal(10, PerDay(item, uses.ConvertAll(use => use with { At = use.At + Duration.FromDays(62) }), new LocalDate(2026, 9, 1)), 0);
    }

    [Fact]
    public void A_season_counts_for_the_days_of_it_that_lie_ahead_and_grows_and_ends_without_a_jump()
    {
        var item = new SupplyItem(new PracticeId("p"), new SupplyItemId("flu"), "Flu vaccine", StockUnit.Restore("dose"), CountClass.A, 2);
        item.Vary([new Season(9, 11, 5)]);
        var days = Enumerable.Range(0, 130).Select(day => new LocalDate(2026, 8, 15).PlusDays(day)).ToList();
        var demands = days.ConvertAll(today => DemandForecast.Of(item, [], null, 0, today, new ForecastHorizon(8, 26), DateTimeZone.Utc, new ReorderRules()));
        for (var i = 0; i < days.Count; i++)
        {
            Assert.Equal(Enumerable.Range(0, 8).Average(day => 2 * item.SeasonFactor(days[i].PlusDays(day))), demands[i].PerDay, 6);
            Assert.Equal(Enumerable.Range(0, 26).Average(day => 2 * item.SeasonFactor(days[i].PlusDays(day))), demands[i].OfCover, 6);
            Assert.True(i == 0 || Math.Abs(demands[i].PerDay - demands[i - 1].PerDay) <= 1.0001);
        }
    }

    [Fact]
    public void An_order_is_never_smaller_than_what_brings_the_stock_to_the_reorder_point() =>
        Gen.Select(Gen.Double[0.1, 20], Gen.Double[0.1, 20], Gen.Double[1, 20], Gen.Long[0, 50]).Sample((soon, cover, lead, minimum) =>
        {
            var arithmetic = ReorderArithmetic.Of(new Demand(soon, soon, "test") { PerDayOfCover = cover }, new LeadTime(lead, 1), true, new StockPosition(0, 0, 0, 0), new OrderPack(StockUnit.Box, 1, 1, null, Money.Of(1)), new ReorderRules(), minimum);
            Assert.True(arithmetic.OrderUpTo >= arithmetic.ReorderPoint);
            Assert.Equal(arithmetic.OrderUpTo, arithmetic.Packs);
        });

    private static double PerDay(SupplyItem item, IReadOnlyList<StockUse> uses, LocalDate today) =>
        DemandForecast.Of(item, uses, today.PlusDays(-90), 0, today, new ForecastHorizon(5, 26), DateTimeZone.Utc, new ReorderRules()).PerDay;

    private static ReorderArithmetic Reckon(StockPosition position, OrderPack? pack, bool isCritical = false) =>
        ReorderArithmetic.Of(new Demand(10, 4, "test"), new LeadTime(5, 1), isCritical, position, pack, new ReorderRules());
}
