using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Tasks;
using Frontdesk.Tests;
using NodaTime;
using static Frontdesk.Scenarios.SuppliesInPlay;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>Supplies from use to the matched invoice (domain.md §4).</summary>
public sealed class SupplyScenarios(PostgresCluster cluster)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Use_leads_to_an_order_a_delivery_and_a_matched_invoice_without_anybody_asking(bool onPostgres)
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), onPostgres ? await cluster.CreateDatabaseAsync() : null);
        await practice.StockAsync(120, lot: "A", expires: new LocalDate(2026, 12, 31));
        Assert.Empty(practice.Messages);

        await practice.UseAsync(80); // 40 are left; at 10 a day and 4 days the reorder point is above that.
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((PurchaseStatus.Ordered, 3), (purchase.Status, purchase.Packs));
        Assert.Contains(purchase.Arithmetic.Lines(StockUnit.Each), line => line.Contains("usable 40", StringComparison.Ordinal));
        var mail = Assert.Single(practice.Messages);
        Assert.Equal(("email", "orders@acme.example"), (mail.Channel, mail.To));
        var paper = await practice.ReadAsync(records => records.FindDocumentAsync(purchase.OrderPaper!.Value).AsTask());
        var table = await practice.ReadAsync(records => records.FindDocumentAsync(purchase.OrderTable!.Value).AsTask());
        Assert.Equal(("application/pdf", "text/csv", DocumentKind.PurchaseOrder), (paper!.MediaType, table!.MediaType, paper.Kind));
        Assert.Contains($"{purchase.Id},2026-03-02,AC-100,Exam gloves,3,box,100,8.00,USD,24.00", System.Text.Encoding.UTF8.GetString(table.Content), StringComparison.Ordinal);

        await practice.ConfirmAsync(3, 5);
        await practice.UntilAsync(At(3, 5, 8, 30));
        await practice.DoTaskAsync("A delivery is expected: receive and inspect it", "Delivered", "ray", new JsonObject { ["number"] = "N1", ["packs"] = "3", ["lot"] = "B", ["expiresOn"] = "2027-01-31" });
        Assert.Equal(300, await practice.OnHandAsync(StockCondition.Receiving));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        Assert.Equal(340, await practice.OnHandAsync());
        await practice.InvoiceAsync("I1", 3);
        purchase = await practice.PurchaseAsync();
        Assert.Equal(PurchaseStatus.Closed, purchase.Status);
        Assert.Empty(await practice.TasksAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task The_process_is_killed_between_any_two_steps_and_goes_on_where_it_was()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), price: 100);
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        await practice.RestartAsync();
        await practice.DoTaskAsync("Approve a purchase", "Approved", "pat");
        await practice.RestartAsync();
        Assert.Single(practice.Messages);
        await practice.ConfirmAsync(3, 5);
        await practice.RestartAsync();
        await practice.ReceiveAsync(new DeliveryNote("N1", 1));
        await practice.RestartAsync();
        await practice.ReceiveAsync(new DeliveryNote("N2", 2));
        await practice.RestartAsync();
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.RestartAsync();
        await practice.InvoiceAsync("I1", 3, 100);
        await practice.RestartAsync();
        Assert.Equal(PurchaseStatus.Closed, (await practice.PurchaseAsync()).Status);
        Assert.Single(practice.Messages);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_missing_unit_conversion_stops_the_order_until_somebody_enters_it()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), withConversion: false);
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        await practice.UseAsync(5); // The same gap is asked about once.
        Assert.Equal(["An item cannot be ordered"], await practice.TitlesAsync());
        Assert.Empty(practice.Column("SELECT id FROM purchase"));

        await practice.DoAsync(async records => (await records.FindSupplyItemAsync(Gloves))!.Convert(StockUnit.Box, 100, practice.Now));
        await practice.DoTaskAsync("An item cannot be ordered", "Repaired", "pat");
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Equal(PurchaseStatus.Ordered, (await practice.PurchaseAsync()).Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_use_in_a_unit_without_a_conversion_is_refused_and_changes_nothing()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.StockAsync(500);
        await Assert.ThrowsAsync<MissingConversionException>(() => practice.WithLedgerAsync((ledger, _) => ledger.IssueAsync(Gloves, Main, new Quantity(1, StockUnit.Case), new MoveCause("kim"))));
        Assert.Equal(500, await practice.OnHandAsync());
        await practice.WithLedgerAsync((ledger, _) => ledger.IssueAsync(Gloves, Main, new Quantity(2, StockUnit.Box), new MoveCause("kim")));
        Assert.Equal(300, await practice.OnHandAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_open_proposal_keeps_a_second_one_out()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), price: 100);
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        await practice.UseAsync(5);
        await practice.UntilAsync(At(3, 4, 3));
        Assert.Single(practice.Column("SELECT id FROM purchase"));
        Assert.Equal(["Approve a purchase"], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Four_hundred_dollars_need_the_manager_and_the_requester_cannot_approve()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), price: 150);
        await practice.StockAsync(20);
        await ProposeAsync(practice, "sam"); // Sam is also a manager.
        Assert.Contains("Order up to S", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TaskRefusedException>(() => practice.DoTaskAsync("Approve a purchase", "Approved", "sam"));
        Assert.Equal("separate-duties", (await Assert.ThrowsAsync<DomainRuleException>(() => practice.WithDeskAsync((desk, purchase) => desk.ApproveAsync(purchase, "sam")))).Rule);
        Assert.Empty(practice.Messages);
        await practice.DoTaskAsync("Approve a purchase", "Approved", "pat");
        Assert.Equal("pat", (await practice.PurchaseAsync()).ApprovedBy);
        Assert.Single(practice.Messages);

        // Neither of the two receives it.
        await practice.ConfirmAsync(3, 5);
        Assert.Equal("separate-duties", (await Assert.ThrowsAsync<DomainRuleException>(() => practice.ReceiveAsync(new DeliveryNote("N1", 3), "pat"))).Rule);
        Assert.Equal("separate-duties", (await Assert.ThrowsAsync<DomainRuleException>(() => practice.ReceiveAsync(new DeliveryNote("N1", 3), "sam"))).Rule);
        await practice.ReceiveAsync(new DeliveryNote("N1", 3));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_requester_who_answers_the_receiving_task_is_asked_to_leave_it_to_somebody_else()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), price: 150);
        await practice.StockAsync(20);
        await ProposeAsync(practice, "sam");
        await practice.DoTaskAsync("Approve a purchase", "Approved", "pat");
        await practice.ConfirmAsync(3, 5);
        await practice.UntilAsync(At(3, 5, 9));
        await practice.DoTaskAsync("A delivery is expected: receive and inspect it", "Delivered", "sam", new JsonObject { ["number"] = "N1", ["packs"] = "3" });
        var again = Assert.Single(await practice.TasksAsync());
        Assert.Contains("somebody else receives it", again.Description, StringComparison.Ordinal);
        Assert.Empty((await practice.PurchaseAsync()).Deliveries);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Above_two_thousand_dollars_only_the_owner_approves()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), price: 900);
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        Assert.Equal(["Approve a large purchase"], await practice.TitlesAsync());
        await Assert.ThrowsAsync<TaskRefusedException>(() => practice.DoTaskAsync("Approve a large purchase", "Approved", "pat"));
        await practice.DoTaskAsync("Approve a large purchase", "Rejected", "olsen", new JsonObject { ["note"] = "too dear" });
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((PurchaseStatus.Cancelled, "too dear"), (purchase.Status, purchase.History[^1].Note));
        Assert.Empty(practice.Messages);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_manager_changes_the_threshold_in_the_workflow()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        await practice.EditWorkflowAsync("purchase-order", ("ManagerApprovesFrom", "10"));
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        Assert.Equal(["Approve a purchase"], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_order_that_nobody_confirms_is_chased_after_one_business_day_and_a_late_one_the_day_after_it_was_promised()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 6, 9)); // A Friday.
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        await practice.UntilAsync(At(3, 9, 16, 59));
        Assert.Empty(await practice.TasksAsync());
        await practice.UntilAsync(At(3, 9, 17, 1));
        Assert.Equal(["Ask the supplier to confirm an order"], await practice.TitlesAsync());
        await practice.DoTaskAsync("Ask the supplier to confirm an order", "Confirmed", "ray", new JsonObject { ["promisedOn"] = "2026-03-11" });
        await practice.UntilAsync(At(3, 11, 9));
        Assert.Equal(["A delivery is expected: receive and inspect it"], await practice.TitlesAsync());
        await practice.UntilAsync(At(3, 12, 17, 1));
        Assert.Contains("A delivery is late: ask the supplier", await practice.TitlesAsync());
        await practice.DoTaskAsync("A delivery is late: ask the supplier", "New day", "ray", new JsonObject { ["promisedOn"] = "2026-03-16" });
        Assert.Equal(new LocalDate(2026, 3, 16), (await practice.PurchaseAsync()).PromisedOn);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_order_that_does_not_reach_the_supplier_is_placed_by_phone()
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9));
        practice.Carrier = _ => new OutboxOutcome(OutboxState.Failed, Code: "550 5.1.1", Reason: "bad-address");
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        Assert.Equal(["The order did not arrive: order by phone"], await practice.TitlesAsync());
        await practice.DoTaskAsync("The order did not arrive: order by phone", "Confirmed", "ray", new JsonObject { ["promisedOn"] = "2026-03-05" });
        Assert.Equal(PurchaseStatus.Acknowledged, (await practice.PurchaseAsync()).Status);
        Assert.Empty(await practice.TasksAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_partial_shipment_comes_over_two_invoices()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 1));
        Assert.Equal(PurchaseStatus.PartiallyReceived, (await practice.PurchaseAsync()).Status);
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.InvoiceAsync("I1", 1);
        Assert.Equal((PurchaseStatus.PartiallyReceived, 200), ((await practice.PurchaseAsync()).Status, (await practice.PurchaseAsync()).OnOrder));
        await practice.ReceiveAsync(new DeliveryNote("N2", 2));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        Assert.Equal(PurchaseStatus.PutAway, (await practice.PurchaseAsync()).Status);
        await practice.InvoiceAsync("I2", 2);
        Assert.Equal(PurchaseStatus.Closed, (await practice.PurchaseAsync()).Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Two_invoices_that_charge_more_than_came_are_a_discrepancy()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 3));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.InvoiceAsync("I1", 2);
        await practice.InvoiceAsync("I2", 2);
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((PurchaseStatus.Discrepant, DiscrepancyKind.InvoicedMore, "I2"), (purchase.Status, purchase.Discrepancies[0].Kind, purchase.Discrepancies[0].Reference));
        await practice.DoTaskAsync("Order, delivery and invoice do not agree", "Credited", "pat");
        Assert.Equal(PurchaseStatus.Closed, (await practice.PurchaseAsync()).Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_backorder_is_called_off_after_part_of_it_came_and_what_came_is_paid()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 1));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Backordered));
        await practice.DoTaskAsync("Backordered: wait or call it off?", "Call it off", "pat", new JsonObject { ["note"] = "bought elsewhere" });
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((PurchaseStatus.PutAway, 2, 0), (purchase.Status, purchase.CancelledPacks, purchase.OnOrder));
        await practice.InvoiceAsync("I1", 1);
        Assert.Equal(PurchaseStatus.Closed, (await practice.PurchaseAsync()).Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_backorder_before_anything_came_is_called_off_and_the_item_is_proposed_again()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Backordered, new LocalDate(2026, 4, 1)));
        Assert.Equal(PurchaseStatus.Backordered, (await practice.PurchaseAsync()).Status);
        await practice.DoTaskAsync("Backordered: wait or call it off?", "Call it off", "pat", new JsonObject { ["note"] = "too late" });
        Assert.Equal(PurchaseStatus.Cancelled, (await practice.PurchaseAsync()).Status);
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Equal(2, practice.Column("SELECT id FROM purchase").Count);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_backorder_says_how_long_the_stock_lasts_and_called_off_it_is_ordered_from_the_next_supplier()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.SecondSupplierAsync(leadTime: 2);
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Backordered, new LocalDate(2026, 4, 1)));

        var asked = Assert.Single(practice.Column("SELECT details FROM user_task WHERE title LIKE 'Backordered%'"));
        Assert.Contains("Promised for 2026-04-01", asked, StringComparison.Ordinal);
        Assert.Contains("days without", asked, StringComparison.Ordinal);
        Assert.Contains("Also sold by Baystate: $9.00 for one box, in 2 days", asked, StringComparison.Ordinal);

        await practice.DoTaskAsync("Backordered: wait or call it off?", "Call it off", "pat", new JsonObject { ["note"] = "too late" });
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Equal(["acme", "baystate"], practice.Column("SELECT supplier_id FROM purchase ORDER BY proposed_at"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_supplier_that_refused_is_asked_again_when_nobody_else_sells_it()
    {
        await using var practice = await OrderedAsync(3, 5, isConfirmed: false);
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Refused, Words: "none left"));
        await practice.UntilAsync(At(3, 3, 2, 1));
        Assert.Equal(["acme", "acme"], practice.Column("SELECT supplier_id FROM purchase ORDER BY proposed_at"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_substitute_waits_for_a_clinician()
    {
        await using var practice = await OrderedAsync(3, 5, isConfirmed: false);
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.SubstituteOffered, Sku: "ZZ-50", Holds: 50, UnitPrice: Money.Of(5), Words: "other brand"));
        Assert.Equal(["Is the substitute suitable?"], await practice.TitlesAsync());
        await Assert.ThrowsAsync<TaskRefusedException>(() => practice.DoTaskAsync("Is the substitute suitable?", "Accept", "pat"));
        await practice.DoTaskAsync("Is the substitute suitable?", "Accept", "kim", new JsonObject { ["promisedOn"] = "2026-03-06" });
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((PurchaseStatus.Acknowledged, "ZZ-50", 50), (purchase.Status, purchase.Sku, purchase.Holds));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_price_that_drifts_from_the_contract_needs_approval_and_within_two_percent_does_not()
    {
        await using var practice = await OrderedAsync(3, 5, isConfirmed: false);
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Acknowledged, new LocalDate(2026, 3, 5), Money.Of(8.16m)));
        Assert.Equal(PurchaseStatus.Acknowledged, (await practice.PurchaseAsync()).Status);
        await practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Acknowledged, new LocalDate(2026, 3, 5), Money.Of(9.50m)));
        Assert.Equal(PurchaseStatus.PriceChanged, (await practice.PurchaseAsync()).Status);
        await practice.DoTaskAsync("The supplier asks another price: take it?", "Accept", "pat", new JsonObject { ["promisedOn"] = "2026-03-06" });
        Assert.Equal((PurchaseStatus.Acknowledged, Money.Of(9.50m)), ((await practice.PurchaseAsync()).Status, (await practice.PurchaseAsync()).UnitPrice));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_invoice_at_a_higher_price_than_the_contract_is_a_discrepancy()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 3));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.InvoiceAsync("I1", 3, 9);
        Assert.Equal(DiscrepancyKind.InvoicedPrice, Assert.Single((await practice.PurchaseAsync()).Discrepancies).Kind);
        await practice.DoTaskAsync("Order, delivery and invoice do not agree", "Accepted", "pat");
        Assert.Equal(PurchaseStatus.Closed, (await practice.PurchaseAsync()).Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_over_delivery_goes_back_and_is_not_paid()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 5));
        Assert.Equal(PurchaseStatus.Discrepant, (await practice.PurchaseAsync()).Status);
        await practice.DoTaskAsync("Order, delivery and invoice do not agree", "Returned", "pat");
        Assert.Equal(300, await practice.OnHandAsync(StockCondition.Receiving));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.InvoiceAsync("I1", 3);
        var purchase = await practice.PurchaseAsync();
        Assert.Equal((PurchaseStatus.Closed, 3), (purchase.Status, purchase.KeptPacks));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_pack_size_that_changed_under_the_same_SKU_is_booked_as_it_came_and_raised()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 3, Holds: 90));
        Assert.Equal(270, await practice.OnHandAsync(StockCondition.Receiving));
        Assert.Equal(DiscrepancyKind.PackSize, Assert.Single((await practice.PurchaseAsync()).Discrepancies).Kind);
        await practice.DoAsync(async records => (await records.FindContractAsync(Gloves, Acme))!.Repack(90, practice.Now));
        await practice.DoTaskAsync("Order, delivery and invoice do not agree", "Accepted", "pat");
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        await practice.UntilAsync(At(3, 2, 10));
        await practice.UseAsync(280);
        Assert.Equal(90, (await practice.PurchaseAsync()).Holds);
        practice.AssertHealthy();
    }

    [Theory, InlineData("Discarded", 0), InlineData("Accepted", 300)]
    public async Task A_broken_cold_chain_is_set_apart_until_somebody_decides(string decision, long usable)
    {
        await using var practice = await OrderedAsync(3, 5, traits: new ItemTraits(IsColdChain: true, HasLots: true));
        await practice.ReceiveAsync(new DeliveryNote("N1", 3, "V1", new LocalDate(2026, 12, 31), LowestTemperature: 3, HighestTemperature: 11.5m));
        Assert.Equal((300, 15), (await practice.OnHandAsync(StockCondition.Quarantined), await practice.OnHandAsync()));
        await practice.DoTaskAsync("Order, delivery and invoice do not agree", decision, "pat");
        Assert.Equal((0, 15 + usable), (await practice.OnHandAsync(StockCondition.Quarantined), await practice.OnHandAsync()));
        practice.AssertHealthy();
    }

    [Theory]
    [InlineData("30", 10, true)]
    [InlineData("5", 10, false)]
    public async Task A_manager_says_how_long_a_delivery_has_to_be_good_for(string days, int goodFor, bool isSetApart)
    {
        await using var practice = await OpenSuppliesAsync(At(3, 2, 9), traits: new ItemTraits(HasLots: true));
        await practice.EditWorkflowAsync("purchase-order", ("ShortestLifeDays", days));
        await practice.StockAsync(20, lot: "OLD");
        await practice.UseAsync(5);
        await practice.ConfirmAsync(3, 5);
        await practice.UntilAsync(At(3, 5, 9));
        var packs = (await practice.PurchaseAsync()).Packs;
        await practice.DoTaskAsync("A delivery is expected: receive and inspect it", "Delivered", "ray", new JsonObject { ["number"] = "N1", ["packs"] = $"{packs}", ["lot"] = "L1", ["expiresOn"] = $"2026-03-{5 + goodFor:00}" });
        Assert.Equal(isSetApart, (await practice.PurchaseAsync()).Deliveries.Single().IsQuarantined);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_count_during_a_receipt_does_not_lose_what_stands_on_the_bench()
    {
        await using var practice = await OrderedAsync(3, 5);
        await practice.ReceiveAsync(new DeliveryNote("N1", 3));
        await practice.WithLedgerAsync((ledger, _) => ledger.CountAsync(Gloves, Main, null, new Quantity(12, StockUnit.Each), new MoveCause("ray")));
        await practice.DoTaskAsync("Put a delivery away", "Put away", "ray");
        Assert.Equal(312, await practice.OnHandAsync());
        practice.AssertHealthy();
    }

    private static Task ProposeAsync(TestPractice practice, string by) => practice.DoAsync(async records =>
    {
        var desk = new ReorderDesk(records, Id, () => Guid.NewGuid().ToString("N"), practice.Now, new ReorderRules());
        var buy = Assert.IsType<ReviewDecision.Buy>(await desk.ReviewAsync((await records.FindSupplyItemAsync(Gloves))!));
        desk.Propose(buy, by);
    });

    // Three boxes are ordered on the 2nd and promised; 15 are left.
    private static async Task<TestPractice> OrderedAsync(int month, int day, bool isConfirmed = true, ItemTraits? traits = null)
    {
        var practice = await OpenSuppliesAsync(At(3, 2, 9), traits: traits);
        await practice.StockAsync(20);
        await practice.UseAsync(5);
        if (isConfirmed)
            await practice.ConfirmAsync(month, day);

        return practice;
    }
}
