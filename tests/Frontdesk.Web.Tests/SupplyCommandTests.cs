using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Supplies;
using NodaTime;

namespace Frontdesk.Web.Tests;

/// <summary>Stock and purchases as pages and programs read and change them, on both databases.</summary>
public sealed class SupplyCommandTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_use_is_entered_once_and_the_item_shows_its_position_and_the_arithmetic(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var use = new IssueStock("main-room", 2, "box", "ray");
        var first = await clinic.Get<SupplyCommands>().IssueAsync("gloves", use, "key-1", Stop);
        var again = await clinic.Get<SupplyCommands>().IssueAsync("gloves", use, "key-1", Stop);
        Assert.Equal((300, 300), (first.Result!.Stock.Position, again.Result!.Stock.Position));
        Assert.Contains(first.Result.Arithmetic, line => line.StartsWith("Reorder point", StringComparison.Ordinal));
        Assert.Equal(("Enough", -200), (first.Result.Stock.State, first.Result.Moves[0].Amount));
        var page = await clinic.Get<SupplyReading>().FindStockAsync(new ListQuery("exam glov"), false, Stop);
        Assert.Equal("gloves", Assert.Single(page.Items).Id);
        Assert.Equal(0, (await clinic.Get<SupplyReading>().FindStockAsync(new ListQuery("masks"), false, Stop)).Total);
    }

    [Fact]
    public async Task A_unit_without_a_conversion_an_unknown_person_and_an_unknown_item_are_refused_and_named()
    {
        await using var clinic = await OpenAsync(DatabaseKind.Sqlite);
        var commands = clinic.Get<SupplyCommands>();
        var unit = await commands.IssueAsync("gloves", new IssueStock("main-room", 1, "case", "ray"), "k1", Stop);
        Assert.Equal((Refusal.Conflict, "unit", "case"), (unit.Refusal, unit.Problems[0].Field, unit.Problems[0].Value));
        Assert.Equal(Refusal.Conflict, (await commands.IssueAsync("gloves", new IssueStock("main-room", 1, "box", "nobody"), "k2", Stop)).Refusal);
        Assert.Equal("by", Assert.Single((await commands.IssueAsync("gloves", new IssueStock("main-room", 1, "box", "not a name!"), "k5", Stop)).Problems).Field);
        Assert.Equal(Refusal.NotFound, (await commands.IssueAsync("masks", new IssueStock("main-room", 1, "box", "ray"), "k3", Stop)).Refusal);
        Assert.Equal(Refusal.Invalid, (await commands.IssueAsync("gloves", new IssueStock("main-room", 1, "B O X", "ray"), "k4", Stop)).Refusal);
        Assert.Equal(500, (await clinic.Get<SupplyReading>().GetStockAsync("gloves", Stop))!.Stock.Position);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Whoever_asks_cannot_approve_and_neither_of_the_two_receives(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind, price: 150);
        var (commands, reading) = (clinic.Get<SupplyCommands>(), clinic.Get<SupplyReading>());
        await commands.CountAsync("gloves", new CountStock("main-room", 10, "each", "ray"), "k0", Stop);
        Assert.Empty((await commands.ProposeAsync("gloves", new ProposePurchase("sam"), "k1", Stop)).Problems);
        var id = Assert.Single((await reading.FindPurchasesAsync(new PurchaseQuery(new ListQuery()), Stop)).Items).Id;
        await clinic.WriteAsync(async records => (await records.FindPurchaseAsync(new PurchaseId(id)))!.Route(Money.Of(250), Money.Of(2000), Instant.FromDateTimeOffset(clinic.Now)));

        Assert.Equal(Refusal.Conflict, (await commands.DecideAsync(id, new DecidePurchase(true, "sam"), "k2", Stop)).Refusal);
        var approved = (await commands.DecideAsync(id, new DecidePurchase(true, "pat"), "k3", Stop)).Result!;
        Assert.Equal(("sam", "pat"), (approved.RequestedBy, approved.ApprovedBy));
        await clinic.WriteAsync(async records => (await records.FindPurchaseAsync(new PurchaseId(id)))!.Order(new("a"), new("b"), Instant.FromDateTimeOffset(clinic.Now)));
        foreach (var by in new[] { "sam", "pat" })
            Assert.Equal(Refusal.Conflict, (await commands.ReceiveAsync(id, new ReceiveDelivery("N1", approved.Purchase.Packs, by), "r" + by, Stop)).Refusal);

        var received = (await commands.ReceiveAsync(id, new ReceiveDelivery("N1", approved.Purchase.Packs, "ray"), "k4", Stop)).Result!;
        Assert.Equal((PurchaseStatus.Received, true), (received.Purchase.Status, received.AwaitsPutAway));
        Assert.Equal(PurchaseStatus.PutAway, (await commands.PutAwayAsync(id, new PurchaseDeed("ray"), "k5", Stop)).Result!.Purchase.Status);
        Assert.Single((await commands.InvoiceAsync(id, new RecordInvoice("I1", approved.Purchase.Packs, 150, "pat"), "k6", Stop)).Result!.Invoices);
        Assert.Contains((await reading.GetPurchaseAsync(id, Stop))!.History, step => step.Verb == PurchaseVerb.Approve);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Purchases_are_found_by_item_supplier_and_status_page_by_page_newest_first(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var (commands, reading) = (clinic.Get<SupplyCommands>(), clinic.Get<SupplyReading>());
        await commands.CountAsync("gloves", new CountStock("main-room", 10, "each", "ray"), "k0", Stop);
        await clinic.WriteAsync(async records =>
        {
            var desk = new ReorderDesk(records, Clinic.Id, () => "po-first", Instant.FromDateTimeOffset(clinic.Now) - Duration.FromDays(1), new ReorderRules());
            var review = await desk.ReckonAsync((await records.FindSupplyItemAsync(new SupplyItemId("gloves")))!);
            desk.Propose(new ReviewDecision.Buy(review.Item, review.Contract!, new StockroomId("main-room"), review.Arithmetic), "sam");
        });
        var first = Assert.Single((await FindAsync(new ListQuery())).Items);
        Assert.Equal(Refusal.None, (await commands.CancelAsync(first.Id, new PurchaseDeed("sam", "Not needed"), "k2", Stop)).Refusal);
        Assert.Empty((await commands.ProposeAsync("gloves", new ProposePurchase("sam"), "k3", Stop)).Problems);

        var second = Assert.Single((await FindAsync(new ListQuery())).Items);
        Assert.Equal([second.Id, first.Id], (await FindAsync(new ListQuery(), isAll: true)).Items.Select(row => row.Id));
        var last = await FindAsync(new ListQuery(Number: 2, Size: 1), isAll: true);
        Assert.Equal((2, first.Id), (last.Total, Assert.Single(last.Items).Id));
        Assert.Equal(first.Id, Assert.Single((await FindAsync(new ListQuery(), status: PurchaseStatus.Cancelled)).Items).Id);
        foreach (var word in new[] { second.Item.ToUpperInvariant(), second.Supplier, second.Id })
            Assert.Equal(second.Id, Assert.Single((await FindAsync(new ListQuery(word))).Items).Id);
        Assert.Empty((await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Asking()), "k4", Stop)).Problems);
        await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = second.Id }, Stop);
        Assert.Equal("Exam gloves", Assert.Single((await clinic.Reader.FindInstancesAsync(new InstanceQuery(new ListQuery("gloves")), Stop)).Items).About);
        await clinic.WriteAsync(records => SupplyAlert.TellAsync(records, Clinic.Id, AlertKind.CountDue, new SupplyItemId("gloves"), "main-room", "Count them.", Instant.FromDateTimeOffset(clinic.Now)));
        await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = "CountDue+gloves+main-room" }, Stop);
        Assert.Equal(["Exam gloves", "Exam gloves"], (await clinic.Reader.FindInstancesAsync(new InstanceQuery(new ListQuery("exam")), Stop)).Items.Select(one => one.About));
        Assert.Equal((0, 0), ((await FindAsync(new ListQuery("nothing like it"))).Total, (await FindAsync(new ListQuery(Number: 9))).Items.Count));

        Task<Page<PurchaseRow>> FindAsync(ListQuery list, PurchaseStatus? status = null, bool isAll = false) => reading.FindPurchasesAsync(new PurchaseQuery(list, status, isAll), Stop);
    }

    private async Task<Clinic> OpenAsync(DatabaseKind kind, decimal price = 8)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((records, burst) =>
        {
            var now = Instant.FromDateTimeOffset(burst.Now);
            foreach (var (id, role) in new[] { ("pat", StaffRole.OfficeManager), ("sam", StaffRole.OfficeManager), ("ray", StaffRole.Receiving) })
                records.Add(new StaffMember(Clinic.Id, new StaffId(id), new PersonName(id, "Staff"), [role], null));
            records.Add(new Stockroom(Clinic.Id, new StockroomId("main-room"), "Main room", 1, receives: true));
            records.Add(new Supplier(Clinic.Id, new SupplierId("acme"), "Acme Medical", EmailAddress.Parse("orders@acme.example")));
            var item = new SupplyItem(Clinic.Id, new SupplyItemId("gloves"), "Exam gloves", StockUnit.Each, CountClass.B, 10);
            item.Convert(StockUnit.Box, 100, now - Duration.FromDays(1));
            records.Add(item);
            records.Add(new SupplyContract(Clinic.Id, item.Id, new SupplierId("acme"), "AC-100", StockUnit.Box, Money.Of(price), 4));
            records.Add(new StockMove(Clinic.Id, new StockMoveId("open"), MoveKind.Count, new StockPlace(item.Id, new StockroomId("main-room"), "", null), new Quantity(500, StockUnit.Each), new MoveCause("ray"), now));
        });
        return clinic;
    }
}
