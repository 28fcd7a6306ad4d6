using CsCheck;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Frontdesk.Storage.Tests;

public sealed class SupplyRoundTripTests(PostgresCluster cluster)
{
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly SupplyItemId Gloves = new("gloves");
    private static readonly StockroomId Main = new("main");
    private static readonly StockroomId Branch = new("branch");
    private int _ids;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Items_contracts_and_purchases_come_back_as_they_were(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var purchase = Purchase();
        purchase.Propose(Now);
        purchase.Route(Money.Of(250), Money.Of(2000), Now);
        var contract = Contract();
        contract.Repack(90, Now);
        contract.Observe(4.5);
        await DoAsync(database, records =>
        {
            records.Add(Item());
            records.Add(contract);
            records.Add(purchase);
            return Task.CompletedTask;
        });

        await DoAsync(database, async records =>
        {
            var found = (await records.FindPurchaseAsync(new PurchaseId("po-1"), Stop))!;
            Assert.Equal((Money.Of(300), PurchaseStatus.PendingApproval, Money.Of(250)), (found.Total, found.Status, found.ManagerFrom));
            Assert.Equal(purchase.Arithmetic, found.Arithmetic);
            Assert.Equal(purchase.History, found.History);
            var item = (await records.FindSupplyItemAsync(Gloves, Stop))!;
            Assert.Equal(300, item.ToBase(new Quantity(3, StockUnit.Box), Now));
            Assert.Equal((90, 4.5), ((await records.FindContractAsync(Gloves, new SupplierId("acme"), Stop))!.Holds(item, Now), (await records.FindContractAsync(Gloves, new SupplierId("acme"), Stop))!.ObservedLeadTimes[0]));
        });
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task The_database_keeps_a_second_open_proposal_of_an_item_out(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await DoAsync(database, records => { records.Add(Purchase("po-1")); return Task.CompletedTask; });
        await Assert.ThrowsAsync<DbUpdateException>(() => DoAsync(database, records => { records.Add(Purchase("po-2")); return Task.CompletedTask; }));
        await DoAsync(database, async records => (await records.FindPurchaseAsync(new PurchaseId("po-1"), Stop))!.Cancel("pat", "not needed", Now));
        await DoAsync(database, records => { records.Add(Purchase("po-3")); return Task.CompletedTask; });
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task The_database_refuses_to_change_or_delete_an_entry_of_the_ledger(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await OpenAsync(database);
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        foreach (var sql in new[] { "update stock_move set amount = 1", "delete from stock_move" })
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Database.ExecuteSqlRawAsync(sql, Stop));
            Assert.Contains("stock_move_is_final", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_balance_is_the_sum_of_its_moves_whatever_people_do(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await OpenAsync(database);
        var expected = 500L;
        await Gen.Select(Gen.Int[0, 4], Gen.Long[1, 120], Gen.Bool).Array[12].SampleAsync(
            async steps =>
            {
                foreach (var (what, amount, isMain) in steps)
                {
                    await DoAsync(database, async records =>
                    {
                        var (ledger, room) = (Ledger(records), isMain ? Main : Branch);
                        var item = (await records.FindSupplyItemAsync(Gloves, Stop))!;
                        var cause = new MoveCause("ray");
                        switch (what)
                        {
                            case 0:
                                await ledger.IssueAsync(Gloves, room, new Quantity(amount, StockUnit.Each), cause);
                                expected -= amount;
                                break;
                            case 1:
                                ledger.Receive(item, room, $"L{amount % 3}", new LocalDate(2026, 9, 1).PlusDays((int)amount), amount, amount % 2 == 0, cause);
                                expected += amount;
                                break;
                            case 2:
                                expected += await ledger.CountAsync(Gloves, room, null, new Quantity(amount, StockUnit.Each), cause);
                                Assert.Equal(amount, (await records.FindBalancesAsync(Gloves, Stop)).Where(one => one.Place.Stockroom == room && one.Place.Condition == StockCondition.Usable).Sum(one => one.Amount));
                                break;
                            default:
                                foreach (var balance in (await records.FindBalancesAsync(Gloves, Stop)).Where(one => one is { Amount: > 0, Place.Condition: StockCondition.Usable }).Take(1))
                                    ledger.SetApart(item, balance, cause);
                                break;
                        }
                    });
                    Assert.Equal(expected, await ReadAsync(database, async records => (await records.FindBalancesAsync(Gloves, Stop)).Sum(one => one.Amount)));
                }

                await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
                Assert.Equal(
                    await context.Database.SqlQueryRaw<string>(Lines("(select item_id, stockroom_id, lot, coalesce(expires_on, '') as expires_key, condition, sum(amount) as amount from stock_move group by 1, 2, 3, 4, 5)")).ToListAsync(Stop),
                    await context.Database.SqlQueryRaw<string>(Lines("stock_sum")).ToListAsync(Stop));
                return true;
            },
            iter: kind == DatabaseKind.Sqlite ? 6 : 2,
            threads: 1);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_correction_is_a_further_entry(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await OpenAsync(database);
        var entry = await ReadAsync(database, async records => (await records.FindMovesAsync("open", Stop))[0]);
        await Assert.ThrowsAsync<DomainRuleException>(() => DoAsync(database, records => Ledger(records).CorrectAsync(entry.Id, -50, new MoveCause("pat"))));
        await DoAsync(database, records => Ledger(records).CorrectAsync(entry.Id, -50, new MoveCause("pat", Reason: "counted the box twice")));
        Assert.Equal(450, await ReadAsync(database, async records => (await records.FindBalancesAsync(Gloves, Stop)).Sum(one => one.Amount)));
        Assert.Equal(500, await ReadAsync(database, async records => (await records.FindMoveAsync(entry.Id, Stop))!.Amount));
    }

    private static string Lines(string from) =>
        $"select item_id || '/' || stockroom_id || '/' || lot || '/' || expires_key || '/' || condition || '=' || amount as \"Value\" from {from} as kept where amount <> 0 order by 1";

    private static SupplyItem Item()
    {
        var item = new SupplyItem(Given.PracticeId, Gloves, "Gloves", StockUnit.Each, CountClass.B, 10, new ItemTraits(IsCritical: true));
        item.Convert(StockUnit.Box, 100, Given.At(1, 1, 0));
        item.Vary([new Season(9, 11, 2)]);
        return item;
    }

    private static SupplyContract Contract() => new(Given.PracticeId, Gloves, new SupplierId("acme"), "SKU", StockUnit.Box, Money.Of(10), 4);

    private static Purchase Purchase(string id = "po-1")
    {
        var arithmetic = new ReorderArithmetic(new Demand(10, 2, "test"), 4, 1, 1.64, 21, new StockPosition(0, 0, 0, 0), 10, 50, 260, new OrderPack(StockUnit.Box, 100, 1, null, Money.Of(10)), 30);
        return Domain.Supplies.Purchase.FallBelow(Given.PracticeId, new PurchaseId(id), Item(), Contract(), Main, arithmetic, "frontdesk", Now);
    }

    private StockLedger Ledger(IPracticeRecords records) => new(records, Given.PracticeId, () => $"move-{++_ids}", Now, Given.NewYork);

    private Task OpenAsync(Database database) => DoAsync(database, records =>
    {
        records.Add(Item());
        records.Add(new Stockroom(Given.PracticeId, Main, "Main", 1, receives: true));
        records.Add(new Stockroom(Given.PracticeId, Branch, "Branch", 1));
        records.Add(new StockMove(Given.PracticeId, new StockMoveId("open-1"), MoveKind.Count, new StockPlace(Gloves, Main, "L0", new LocalDate(2026, 9, 1)), new Quantity(500, StockUnit.Each), new MoveCause("ray", "open"), Now));
        return Task.CompletedTask;
    });

    private static async Task DoAsync(Database database, Func<PracticeRecords, Task> change)
    {
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        await using var transaction = await context.Database.BeginTransactionAsync(Stop);
        await change(new PracticeRecords(context));
        await context.SaveChangesAsync(Stop);
        await transaction.CommitAsync(Stop);
    }

    private static async Task<T> ReadAsync<T>(Database database, Func<PracticeRecords, Task<T>> read)
    {
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        return await read(new PracticeRecords(context));
    }
}
