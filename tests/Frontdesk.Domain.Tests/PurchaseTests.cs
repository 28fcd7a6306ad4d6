using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Supplies;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class PurchaseTests
{
    private static readonly Instant Now = Given.At(3, 2, 9);
    private static readonly LocalDate Today = new(2026, 3, 2);
    private static readonly StaffMember Pat = Given.Staff("pat", null, StaffRole.OfficeManager);
    private static readonly StaffMember Olsen = Given.Staff("olsen", null, StaffRole.Owner);
    private static readonly StaffMember Kim = Given.Staff("kim", null, StaffRole.Clinician);

    [Fact]
    public void Every_status_has_a_way_in_and_every_open_one_a_way_out()
    {
        foreach (var status in Enum.GetValues<PurchaseStatus>())
        {
            Assert.True(status == PurchaseStatus.Monitoring || PurchaseStatusTable.Rows.Any(row => row.To == status), $"{status} is never reached");
            Assert.Equal(!PurchaseStatusTable.IsOver(status), PurchaseStatusTable.Rows.Any(row => row.From == status));
            Assert.NotEmpty(PurchaseStatusTable.SupplyRequestCode(status));
        }
    }

    [Fact]
    public void Every_step_of_the_table_is_there_once() => Assert.Distinct(PurchaseStatusTable.Rows.Select(row => (row.From, row.Verb)));

    [Theory, InlineData(PurchaseVerb.Acknowledge), InlineData(PurchaseVerb.Backorder), InlineData(PurchaseVerb.Close)]
    public void What_is_not_in_the_table_is_refused_and_changes_nothing(PurchaseVerb verb)
    {
        var purchase = Proposed(1);
        Assert.Equal("purchase-status", Assert.Throws<DomainRuleException>(() => Do(purchase, verb)).Rule);
        Assert.Equal(PurchaseStatus.Proposed, purchase.Status);
    }

    [Theory, InlineData(24, ApprovalLevel.Automatic), InlineData(25, ApprovalLevel.Manager), InlineData(199, ApprovalLevel.Manager), InlineData(200, ApprovalLevel.Owner)]
    public void The_total_decides_who_approves(long packs, ApprovalLevel level)
    {
        var purchase = Proposed(packs);
        Assert.Equal(level, purchase.Route(Money.Of(250), Money.Of(2000), Now));
        Assert.Equal(level == ApprovalLevel.Automatic ? PurchaseStatus.Proposed : PurchaseStatus.PendingApproval, purchase.Status);
    }

    [Fact]
    public void Whoever_asked_for_it_cannot_approve_it()
    {
        var purchase = Proposed(30, "pat");
        purchase.Route(Money.Of(250), Money.Of(2000), Now);
        Assert.Equal("separate-duties", Assert.Throws<DomainRuleException>(() => purchase.Approve(Pat, Now)).Rule);
        Assert.Empty(purchase.ApprovedBy);
        purchase.Approve(Olsen, Now);
        Assert.Equal("olsen", purchase.ApprovedBy);
    }

    [Fact]
    public void Nobody_approves_above_their_authority()
    {
        var purchase = Proposed(300);
        purchase.Route(Money.Of(250), Money.Of(2000), Now);
        Assert.Equal("purchase-approval", Assert.Throws<DomainRuleException>(() => purchase.Approve(Pat, Now)).Rule);
        Assert.Equal("purchase-approval", Assert.Throws<DomainRuleException>(() => purchase.Approve(Kim, Now)).Rule);
        Assert.Equal("purchase-approval", Assert.Throws<DomainRuleException>(() => purchase.Order(new DocumentId("a"), new DocumentId("b"), Now)).Rule);
    }

    [Theory, InlineData("pat"), InlineData("sam")]
    public void Neither_the_approver_nor_the_requester_receives_above_the_threshold(string by)
    {
        var purchase = Proposed(30, "sam");
        purchase.Route(Money.Of(250), Money.Of(2000), Now);
        purchase.Approve(Pat, Now);
        purchase.Order(new DocumentId("a"), new DocumentId("b"), Now);
        Assert.Equal("separate-duties", Assert.Throws<DomainRuleException>(() => Receive(purchase, "N1", 30, by)).Rule);
        Assert.True(Receive(purchase, "N1", 30, "ray").IsNew);
    }

    [Fact]
    public void Below_the_threshold_one_person_may_do_it_all()
    {
        var purchase = Ordered(10, "sam");
        Assert.True(Receive(purchase, "N1", 10, "sam").IsNew);
        Assert.Equal(PurchaseStatus.Received, purchase.Status);
    }

    [Fact]
    public void A_substitute_needs_a_clinician()
    {
        var purchase = Ordered(10);
        purchase.OfferSubstitute(new SupplierOffer("OTHER", Money.Of(10), 50, "other brand"), "sam", Now);
        Assert.Equal("substitute-approval", Assert.Throws<DomainRuleException>(() => purchase.AcceptOffer(Pat, Today, Now)).Rule);
        purchase.AcceptOffer(Kim, Today, Now);
        Assert.Equal(("OTHER", 50, PurchaseStatus.Acknowledged), (purchase.Sku, purchase.Holds, purchase.Status));
    }

    [Fact]
    public void The_same_delivery_note_and_the_same_invoice_are_taken_once()
    {
        var purchase = Ordered(10);
        Assert.True(Receive(purchase, "N1", 4, "ray").IsNew);
        Assert.False(Receive(purchase, "N1", 4, "ray").IsNew);
        Assert.Equal(4, purchase.ReceivedPacks);
        Assert.True(purchase.TakeInvoice(new SupplierInvoice("I1", 4, Money.Of(10)), Now));
        Assert.False(purchase.TakeInvoice(new SupplierInvoice("I1", 4, Money.Of(10)), Now));
    }

    [Theory]
    [InlineData(2.0, 8.0, false)]
    [InlineData(1.9, 8.0, true)]
    [InlineData(2.0, 8.1, true)]
    [InlineData(null, null, true)]
    public void A_delivery_outside_2_to_8_degrees_or_of_unknown_temperature_is_set_apart(double? low, double? high, bool isApart)
    {
        var note = new DeliveryNote("N1", 1, "LOT", Today.PlusDays(300), LowestTemperature: (decimal?)low, HighestTemperature: (decimal?)high);
        Assert.Equal(isApart, ReceiptInspection.Of(note, new ItemTraits(IsColdChain: true), "SKU", 100, Today).Any(one => one.Kind == DiscrepancyKind.ColdChain));
        Assert.True(ReceiptInspection.SetsApart(DiscrepancyKind.ColdChain));
    }

    [Fact]
    public void What_happened_is_kept_until_the_process_takes_it_in_order()
    {
        var purchase = Ordered(10);
        purchase.Acknowledge(Today.PlusDays(3), "sam", Now);
        Receive(purchase, "N1", 12, "ray");
        Assert.Equal([PurchaseSignal.Acknowledged, PurchaseSignal.Delivered, PurchaseSignal.Discrepant], new[] { purchase.TakeSignal()!.Value, purchase.TakeSignal()!.Value, purchase.TakeSignal()!.Value });
        Assert.Null(purchase.TakeSignal());
        Assert.Equal((PurchaseStatus.Discrepant, 0), (purchase.Status, purchase.Outstanding));
    }

    private static void Do(Purchase purchase, PurchaseVerb verb)
    {
        switch (verb)
        {
            case PurchaseVerb.Acknowledge:
                purchase.Acknowledge(Today, "sam", Now);
                break;
            case PurchaseVerb.Backorder:
                purchase.Backorder(null, "sam", Now);
                break;
            default:
                purchase.Close(Now);
                break;
        }
    }

    private static (Delivery Delivery, bool IsNew) Receive(Purchase purchase, string number, long packs, string by) =>
        purchase.Receive(new DeliveryNote(number, packs), new ItemTraits(), by, Today, Now);

    private static Purchase Ordered(long packs, string requestedBy = "frontdesk")
    {
        var purchase = Proposed(packs, requestedBy);
        purchase.Route(Money.Of(250), Money.Of(2000), Now);
        purchase.Order(new DocumentId("a"), new DocumentId("b"), Now);
        return purchase;
    }

    private static Purchase Proposed(long packs, string requestedBy = "frontdesk")
    {
        var item = new SupplyItem(Given.PracticeId, new SupplyItemId("gloves"), "Gloves", StockUnit.Each, CountClass.B, 10);
        var contract = new SupplyContract(Given.PracticeId, item.Id, new SupplierId("acme"), "SKU", StockUnit.Box, Money.Of(10), 4);
        var arithmetic = new ReorderArithmetic(new Demand(10, 2, "test"), 4, 1, 1.64, 21, new StockPosition(0, 0, 0, 0), 10, 50, 260, new OrderPack(StockUnit.Box, 100, 1, null, Money.Of(10)), packs);
        var purchase = Purchase.FallBelow(Given.PracticeId, new PurchaseId("po-1"), item, contract, new StockroomId("main"), arithmetic, requestedBy, Now);
        purchase.Propose(Now);
        return purchase;
    }
}
