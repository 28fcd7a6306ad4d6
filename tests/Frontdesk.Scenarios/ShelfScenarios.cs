using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using NodaTime;
using static Frontdesk.Scenarios.SuppliesInPlay;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>What happens on the shelves between purchases (domain.md §4).</summary>
public sealed class ShelfScenarios
{
    [Fact]
    public async Task Two_rooms_each_low_but_jointly_in_surplus_even_out_and_nothing_is_bought()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await AddTwinAsync(practice);
        await practice.StockAsync(10, Main);
        await practice.StockAsync(29, new StockroomId("twin"));
        await practice.StockAsync(100, Branch); // No share of the use, but counted.
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Empty(practice.Column("SELECT id FROM purchase"));
        var move = Assert.Single(await practice.TasksAsync());
        Assert.Equal("Take stock to another room", move.Title);
        await practice.DoTaskAsync("Take stock to another room", "Taken", "ray");
        Assert.Equal(9, await practice.OnHandAsync(StockCondition.InTransit));
        await practice.DoTaskAsync("Stock from another room: put it on the shelf", "Arrived", "ray");
        Assert.Equal((19, 20), (await practice.OnHandAsync(room: Main), await practice.OnHandAsync(room: new StockroomId("twin"))));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_transfer_comes_before_a_purchase_and_is_proposed_once()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await AddTwinAsync(practice);
        await practice.StockAsync(5, Main);
        await practice.StockAsync(300, new StockroomId("twin"));
        await practice.UntilAsync(At(3, 4, 2, 1));
        Assert.Single(practice.Column("SELECT id FROM stock_transfer"));
        Assert.Empty(practice.Column("SELECT id FROM purchase"));
        await practice.DoTaskAsync("Take stock to another room", "Cannot be moved", "ray");
        Assert.Equal(5, await practice.OnHandAsync(room: Main));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task More_used_than_the_books_have_is_recorded_below_zero_and_raised()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.StockAsync(30);
        await practice.UseAsync(50);
        Assert.Equal(-20, await practice.OnHandAsync());
        Assert.Contains("Stock is below zero: count it", await practice.TitlesAsync());
        await practice.DoTaskAsync("Stock is below zero: count it", "Counted", "ray", new JsonObject { ["counted"] = "7" });
        Assert.Equal(7, await practice.OnHandAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task What_expires_first_is_used_first_and_an_expired_lot_never()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.StockAsync(50, lot: "LATE", expires: new LocalDate(2027, 1, 1));
        await practice.StockAsync(50, lot: "SOON", expires: new LocalDate(2026, 4, 1));
        await practice.StockAsync(50, lot: "GONE", expires: new LocalDate(2026, 3, 1));
        await practice.UseAsync(60);
        Assert.Equal(["GONE 50", "LATE 40"], practice.Column("SELECT lot || ' ' || sum(amount) FROM stock_move GROUP BY lot HAVING sum(amount) <> 0 ORDER BY lot"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_lot_is_raised_90_60_and_30_days_before_it_expires_and_set_apart_afterwards()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), perDay: 0);
        await practice.StockAsync(50, lot: "A", expires: new LocalDate(2026, 6, 10));
        await practice.UntilAsync(At(3, 11, 12));
        Assert.Empty(practice.Column("SELECT key FROM supply_alert WHERE kind = 'NearExpiry'"));
        await practice.UntilAsync(At(3, 12, 12));
        Assert.Single(practice.Column("SELECT key FROM supply_alert WHERE kind = 'NearExpiry'"));
        await practice.UntilAsync(At(4, 11, 12));
        Assert.Equal(2, practice.Column("SELECT key FROM supply_alert WHERE kind = 'NearExpiry'").Count);
        await practice.UntilAsync(At(5, 11, 12));
        Assert.Equal(3, practice.Column("SELECT key FROM supply_alert WHERE kind = 'NearExpiry'").Count);
        await practice.UntilAsync(At(6, 10, 12));
        Assert.Equal(50, await practice.OnHandAsync());
        await practice.UntilAsync(At(6, 11, 12));
        Assert.Equal((0, 50), (await practice.OnHandAsync(), await practice.OnHandAsync(StockCondition.Quarantined)));
        await practice.DoTaskAsync("Throw expired stock away", "Thrown away", "ray");
        Assert.Equal(0, await practice.OnHandAsync(StockCondition.Quarantined));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Stock_that_expires_before_it_is_used_does_not_keep_an_order_back()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.StockAsync(1000, lot: "A", expires: new LocalDate(2026, 3, 4)); // At 10 a day 30 of them are used in time.
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Equal(PurchaseStatus.Ordered, (await practice.PurchaseAsync()).Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_recall_of_a_lot_already_used_lists_the_visits_and_patients_and_sets_the_rest_apart()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 2, 10));
        await practice.StockAsync(500, lot: "BAD", expires: new LocalDate(2027, 1, 1));
        await practice.UseAsync(2, visit: "visit-1");
        await practice.DoAsync(records =>
        {
            records.Add(new LotRecall(Id, new RecallId("recall-1"), Gloves, "BAD", "maker's notice", "pat", practice.Now));
            return ValueTask.CompletedTask;
        });
        Assert.Equal((0, 498), (await practice.OnHandAsync(), await practice.OnHandAsync(StockCondition.Quarantined)));
        var inform = Assert.Single(await practice.TasksAsync(), task => task.Title.StartsWith("A recalled lot was used", StringComparison.Ordinal));
        Assert.Contains("Visits: visit-1. Patients: rosa.", inform.Description, StringComparison.Ordinal);
        await practice.DoTaskAsync(inform.Title, "Patients told", "kim");
        await practice.DoTaskAsync("Send a recalled lot back, or throw it away", "Returned", "ray");
        Assert.Equal(0, await practice.OnHandAsync(StockCondition.Quarantined));
        var recall = (await practice.ReadAsync(records => records.FindRecallAsync(new RecallId("recall-1")).AsTask()))!;
        Assert.NotNull(recall.PatientsToldAt);
        Assert.NotNull(recall.StockGoneAt);
        practice.AssertHealthy();
    }

    [Theory, InlineData(CountClass.A, 7), InlineData(CountClass.B, 30), InlineData(CountClass.C, 91)]
    public async Task Class_A_is_counted_weekly_B_monthly_and_C_quarterly(CountClass countClass, int days)
    {
        await using var practice = await OpenSuppliesAsync(At(1, 5, 9));
        var swabs = new SupplyItemId("swabs");
        await practice.DoAsync(async records =>
        {
            (await records.FindSupplyItemAsync(Gloves))!.Retire();
            records.Add(new SupplyItem(Id, swabs, "Swabs", StockUnit.Each, countClass, 0));
        });
        await practice.StockAsync(40, item: swabs);
        await practice.UntilAsync(At(1, 5, 6).PlusDays(days - 1));
        Assert.Empty(await practice.TasksAsync());
        await practice.UntilAsync(At(1, 5, 6).PlusDays(days));
        await practice.DoTaskAsync("Count an item", "Counted", "ray", new JsonObject { ["counted"] = "38" });
        Assert.Equal(["38"], practice.Column("SELECT sum(amount) FROM stock_move WHERE item_id = 'swabs'"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_lead_time_that_makes_a_step_moves_the_reorder_point_and_is_raised()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.DoAsync(async records =>
        {
            var contract = (await records.FindContractAsync(Gloves, Acme))!;
            foreach (var days in (ReadOnlySpan<double>)[4, 5, 4, 5, 4, 12])
                contract.Observe(days);
        });
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        await practice.ConfirmAsync(3, 16);
        await practice.UntilAsync(At(3, 16, 9));
        await practice.ReceiveAsync(new DeliveryNote("N1", 3));
        Assert.Contains("Supplies: have a look", await practice.TitlesAsync());
        Assert.Equal(13, await practice.ReadAsync(async records => Math.Round((await records.FindContractAsync(Gloves, Acme))!.LeadTime.Days)));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_supplier_that_rations_is_ordered_from_up_to_its_allocation_and_the_rest_is_raised()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.DoAsync(async records => (await records.FindContractAsync(Gloves, Acme))!.Limit(1, allocationPacks: 2));
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        Assert.Equal(2, (await practice.PurchaseAsync()).Packs);
        Assert.Equal(["Supplies: have a look"], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task The_rest_of_a_rationed_order_is_ordered_from_the_next_supplier()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), perDay: 60);
        await practice.SecondSupplierAsync(leadTime: 6);
        await practice.DoAsync(async records => (await records.FindContractAsync(Gloves, Acme))!.Limit(1, allocationPacks: 2));
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        await practice.UseAsync(5);
        Assert.Equal(["acme:2", "baystate:16"], practice.Column("SELECT supplier_id || ':' || packs FROM purchase ORDER BY proposed_at, supplier_id"));
        Assert.DoesNotContain("Supplies: have a look", await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task What_care_stops_without_is_bridged_by_a_faster_supplier_when_the_order_comes_too_late()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), traits: new ItemTraits(IsCritical: true));
        await practice.SecondSupplierAsync(leadTime: 2);
        await practice.StockAsync(70);
        await practice.UseAsync(5);
        await practice.ConfirmAsync(3, 20);
        await practice.UntilAsync(At(3, 3, 3));
        Assert.Equal(["acme", "baystate"], practice.Column("SELECT supplier_id FROM purchase ORDER BY proposed_at"));
        var bridge = (await practice.PurchaseAsync()).Arithmetic;
        Assert.Equal((new LocalDate(2026, 3, 20), 65), (bridge.Bridge!.Until, bridge.Bridge.Usable));
        Assert.Contains(bridge.Lines(StockUnit.Each), line => line.StartsWith("Until the delivery of 2026-03-20 may be used 10 · 17", StringComparison.Ordinal));
        Assert.Equal((long)Math.Ceiling(bridge.Bridge.Missing / 100.0), bridge.Packs);
        await practice.UntilAsync(At(3, 4, 3));
        Assert.Equal(2, practice.Column("SELECT id FROM purchase").Count);

        // Whoever has none of it is not asked for it again every night.
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Refused, Words: "none left"));
        await practice.UntilAsync(At(3, 6, 3));
        Assert.Equal(2, practice.Column("SELECT id FROM purchase").Count);
        Assert.Single(practice.Column("SELECT key FROM supply_alert WHERE kind = 'RunsOut'"));
        practice.AssertHealthy();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task When_nobody_is_faster_a_person_is_told_once_and_only_of_what_care_stops_without(bool isCritical, int told)
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), traits: new ItemTraits(IsCritical: isCritical));
        await practice.StockAsync(90);
        await practice.UseAsync(45);
        await practice.ConfirmAsync(3, 20);
        await practice.UntilAsync(At(3, 3, 3));
        Assert.Equal(told, practice.Column("SELECT key FROM supply_alert WHERE kind = 'RunsOut' AND detail LIKE '%Nobody else delivers sooner%'").Count);
        if (isCritical)
            await practice.DoTaskAsync("Supplies: have a look", "Seen", "pat");

        await practice.UntilAsync(At(3, 5, 3));
        Assert.DoesNotContain("Supplies: have a look", await practice.TitlesAsync());
        Assert.Single(practice.Column("SELECT id FROM purchase"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Stock_set_aside_for_a_visit_counts_as_gone_until_it_is_used_there()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 20, 10));
        await practice.StockAsync(120);
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Empty(practice.Column("SELECT id FROM purchase"));
        await practice.DoAsync(records =>
        {
            records.Add(new StockAllocation(Id, new AllocationId("a1"), Gloves, 100, new AppointmentId("visit-1"), practice.Now));
            return ValueTask.CompletedTask;
        });
        await practice.UntilAsync(At(3, 4, 2, 1));
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((120, 100), (purchase.Arithmetic.Position.Usable, purchase.Arithmetic.Position.Allocated));
        await practice.UseAsync(100, visit: "visit-1");
        Assert.Equal(["Used"], practice.Column("SELECT state FROM stock_allocation"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Booked_visits_forecast_what_a_seasonal_vaccine_needs_before_any_was_used()
    {
        await using var practice = await OpenSuppliesAsync(At(8, 24, 9), perDay: 1, leadTime: 10);
        await practice.DoAsync(async records =>
        {
            (await records.FindSupplyItemAsync(Gloves))!.Vary([new Season(9, 11, 6)]);
            records.Add(new VisitKit(Id, new VisitTypeId("follow-up"), [new KitLine(Gloves, 1)]));
        });
        await practice.StockAsync(30);
        await practice.UntilAsync(At(8, 25, 2, 1));
        var purchase = await practice.PurchaseAsync();

        // 10 days and 1.64 times their spread ahead are 15, of which 8 are in the season; an order lasts until the end of September.
        Assert.Equal((7 + (8 * 6)) / 15.0, purchase.Arithmetic.Demand.PerDay, 6);
        Assert.Equal((7 + (24 * 6)) / 31.0, purchase.Arithmetic.Demand.OfCover, 6);
        Assert.Contains("season ×3.67", purchase.Arithmetic.Demand.Source, StringComparison.Ordinal);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Visits_that_are_booked_count_when_they_need_more_than_was_used()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 7), perDay: 1);
        await practice.DoAsync(records =>
        {
            records.Add(new VisitKit(Id, new VisitTypeId("follow-up"), [new KitLine(Gloves, 30)]));
            return ValueTask.CompletedTask;
        });
        await practice.PatientAsync();
        for (var i = 0; i < 14; i++)
            await practice.BookAsync(At(3, 4, 9).PlusMinutes(30 * i), id: $"visit-{i}");
        await practice.StockAsync(60);
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Equal(30, (await practice.PurchaseAsync()).Arithmetic.Demand.PerDay);
        practice.AssertHealthy();
    }

    private static Task AddTwinAsync(TestPractice practice) => practice.DoAsync(records =>
    {
        records.Add(new Stockroom(Id, new StockroomId("twin"), "Twin room", 1));
        return ValueTask.CompletedTask;
    });
}
