using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Tasks;
using NodaTime;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>What people and suppliers do in the supply scenarios.</summary>
internal static class SuppliesInPlay
{
    public static readonly SupplyItemId Gloves = new("gloves");
    public static readonly StockroomId Main = new("main-room");
    public static readonly StockroomId Branch = new("branch-room");
    public static readonly SupplierId Acme = new("acme");
    public static readonly SupplierId Baystate = new("baystate");

    /// <summary>A practice with people, two stockrooms, a supplier, and one item that is sold in boxes of 100 at a price.</summary>
    public static async Task<TestPractice> OpenSuppliesAsync(LocalDateTime start, string? postgres = null, decimal price = 8, double perDay = 10, ItemTraits? traits = null, bool withConversion = true, double leadTime = 4)
    {
        var practice = await OpenAsync(start, postgres);
        await practice.DoAsync(records =>
        {
            foreach (var (id, roles) in new (string, string[])[] { ("pat", [StaffRole.OfficeManager]), ("olsen", [StaffRole.Owner]), ("ray", [StaffRole.Receiving]), ("kim", [StaffRole.Clinician]), ("sam", [StaffRole.FrontDesk, StaffRole.OfficeManager]) })
                records.Add(new StaffMember(Id, new StaffId(id), new PersonName(id, "Staff"), roles, null));

            records.Add(new Stockroom(Id, Main, "Main room", 1, receives: true));
            records.Add(new Stockroom(Id, Branch, "Branch room", 0));
            records.Add(new Supplier(Id, Acme, "Acme Medical", EmailAddress.Parse("orders@acme.example"), PhoneNumber.Parse("(617) 555-0170")));
            var item = new SupplyItem(Id, Gloves, "Exam gloves", StockUnit.Each, CountClass.C, perDay, traits);
            if (withConversion)
                item.Convert(StockUnit.Box, 100, practice.Now - Duration.FromDays(300));
            records.Add(item);
            records.Add(new SupplyContract(Id, Gloves, Acme, "AC-100", StockUnit.Box, Money.Of(price), leadTime));
            return ValueTask.CompletedTask;
        });
        return practice;
    }

    /// <summary>A second supplier sells the item as well.</summary>
    public static Task SecondSupplierAsync(this TestPractice practice, double leadTime) => practice.DoAsync(records =>
    {
        records.Add(new Supplier(Id, Baystate, "Baystate", EmailAddress.Parse("orders@baystate.example"), PhoneNumber.Parse("(617) 555-0171")));
        records.Add(new SupplyContract(Id, Gloves, Baystate, "BA-7", StockUnit.Box, Money.Of(9), leadTime, rank: 2));
        return ValueTask.CompletedTask;
    });

    /// <summary>Puts stock on the shelf, as an opening count does.</summary>
    public static Task StockAsync(this TestPractice practice, long amount, StockroomId? room = null, string lot = "", LocalDate? expires = null, SupplyItemId? item = null) => practice.DoAsync(async records =>
    {
        var one = (await records.FindSupplyItemAsync(item ?? Gloves))!;
        records.Add(new StockMove(Id, new StockMoveId(Guid.NewGuid().ToString("N")), MoveKind.Count, new StockPlace(one.Id, room ?? Main, lot, expires), new Quantity(amount, one.BaseUnit), new MoveCause("ray", "opening"), practice.Now));
    });

    public static Task UseAsync(this TestPractice practice, long amount, StockroomId? room = null, string? visit = null) => practice.WithLedgerAsync((ledger, _) =>
        ledger.IssueAsync(Gloves, room ?? Main, new Quantity(amount, StockUnit.Each), new MoveCause("kim", Visit: visit is null ? null : new AppointmentId(visit))));

    public static Task WithLedgerAsync(this TestPractice practice, Func<StockLedger, IPracticeRecords, Task> act) => practice.DoAsync(async records =>
        await act(new StockLedger(records, Id, () => Guid.NewGuid().ToString("N"), practice.Now, NewYork), records));

    public static Task WithDeskAsync(this TestPractice practice, Func<PurchaseDesk, Purchase, Task> act) => practice.WithLedgerAsync(async (ledger, records) =>
        await act(new PurchaseDesk(records, Id, ledger, practice.Now), (await records.FindPurchaseAsync(new PurchaseId(practice.Column("SELECT id FROM purchase ORDER BY proposed_at DESC LIMIT 1")[0])))!));

    /// <summary>The newest purchase.</summary>
    public static Task<Purchase> PurchaseAsync(this TestPractice practice) => practice.ReadAsync(async records =>
        (await records.FindPurchaseAsync(new PurchaseId(practice.Column("SELECT id FROM purchase ORDER BY proposed_at DESC LIMIT 1")[0])))!);

    public static Task<long> OnHandAsync(this TestPractice practice, StockCondition condition = StockCondition.Usable, StockroomId? room = null) => practice.ReadAsync(async records =>
        (await records.FindBalancesAsync(Gloves)).Where(one => one.Place.Condition == condition && (room is null || one.Place.Stockroom == room)).Sum(one => one.Amount));

    /// <summary>The supplier answers, as it does by phone, mail or API.</summary>
    public static Task AnswerAsync(this TestPractice practice, SupplierAnswer answer) => practice.WithDeskAsync((desk, purchase) =>
        desk.AnswerAsync(purchase, answer, "sam", 0.02m));

    public static Task ConfirmAsync(this TestPractice practice, int month, int day) => practice.AnswerAsync(new SupplierAnswer(SupplierAnswerKind.Acknowledged, new LocalDate(2026, month, day)));

    public static Task ReceiveAsync(this TestPractice practice, DeliveryNote note, string by = "ray") => practice.WithDeskAsync((desk, purchase) => desk.ReceiveAsync(purchase, note, by));

    public static Task InvoiceAsync(this TestPractice practice, string number, long packs, decimal price = 8) => practice.WithDeskAsync((_, purchase) =>
    {
        purchase.TakeInvoice(new SupplierInvoice(number, packs, Money.Of(price)), practice.Now);
        return Task.CompletedTask;
    });

    /// <summary>Someone answers the open task with a title.</summary>
    public static async Task DoTaskAsync(this TestPractice practice, string title, string outcome, string by, JsonObject? form = null)
    {
        var tasks = await practice.TasksAsync();
        var task = Assert.Single(tasks, one => one.Title == title);
        string[] roles = by switch { "pat" => ["office-manager"], "olsen" => ["owner"], "kim" => ["clinician"], "sam" => ["front-desk", "office-manager"], _ => ["receiving"] };
        var done = practice.Engine.ExecuteAsync((burst, _, _) =>
        {
            UserTasks.Complete(burst, task.Id, by, roles, outcome, form);
            return ValueTask.FromResult(true);
        });
        await practice.SettleAsync();
        await done;
    }
}
