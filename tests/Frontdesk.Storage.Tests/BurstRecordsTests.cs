using System.Globalization;
using CsCheck;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Engine.Pump;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Frontdesk.Storage.Tests;

/// <summary>One burst after another works with the same unit of work and the same statements, and none of them notices.</summary>
public sealed class BurstRecordsTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_a_failed_burst_changed_is_not_there_for_the_next(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind, cluster);
        await desk.DoAsync(records => Added(records, "p1"));

        await Assert.ThrowsAsync<DomainRuleException>(() => desk.DoAsync<bool>(async records =>
        {
            (await records.FindPatientAsync(new PatientId("p1"), Stop))!.AddPhone(Given.OtherMobile);
            Added(records, "p2");
            await records.FindPatientsBornOnAsync(new(1980, 5, 4), Stop);
            throw new DomainRuleException("test", "It went wrong after it was written.");
        }));

        Assert.Equal("p1:1", await desk.DoAsync(DescribeAsync));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_burst_finds_what_it_added_and_changed_before_it_is_saved_and_the_next_finds_it_too(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind, cluster);
        await desk.DoAsync(async records =>
        {
            var added = Added(records, "p1");
            Assert.Same(added, await records.FindPatientAsync(new PatientId("p1"), Stop));
            added.AddPhone(Given.OtherMobile);
            Assert.Same(added, Assert.Single(await records.FindPatientsByPhoneAsync(Given.OtherMobile, Stop)));
            return added;
        });

        Assert.Equal("p1:2", await desk.DoAsync(DescribeAsync));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Bursts_that_fail_and_succeed_in_any_order_leave_what_those_that_succeeded_wrote(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind, cluster);
        var run = 0;
        await Gen.Select(Gen.Int[0, 2], Gen.Bool, Gen.Bool).List[1, 12].SampleAsync(
            async steps =>
            {
                var prefix = $"run{run++}-";
                var expected = new SortedDictionary<string, int>(StringComparer.Ordinal);
                foreach (var (who, adds, fails) in steps)
                {
                    var id = $"{prefix}{who}";
                    await desk.TryAsync(async records =>
                    {
                        if (await records.FindPatientAsync(new PatientId(id), Stop) is not { } patient)
                            Added(records, id);
                        else if (adds)
                            patient.AddPhone(Given.OtherMobile);
                        else
                            patient.RemovePhone(Given.OtherMobile);
                        if (fails)
                            throw new DomainRuleException("test", "It went wrong.");
                        return true;
                    });
                    if (!fails)
                        expected[id] = expected.ContainsKey(id) && adds ? 2 : 1;
                }

                var found = await desk.DoAsync(DescribeAsync);
                return string.Join(' ', found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(one => one.StartsWith(prefix, StringComparison.Ordinal))) == string.Join(' ', expected.Select(one => $"{one.Key}:{one.Value}"));
            },
            iter: 20);
    }

    [Fact]
    public async Task A_statement_that_is_being_read_and_more_statements_than_are_kept_do_no_harm()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite, cluster);
        await desk.DoAsync(records => (Added(records, "p1"), Added(records, "p2")));
        await desk.WithAsync(async context =>
        {
            var pairs = new List<string>();
            await foreach (var one in context.Set<Patient>().OrderBy(patient => patient.Id).AsAsyncEnumerable())
            {
                await foreach (var other in context.Set<Patient>().OrderBy(patient => patient.Id).AsAsyncEnumerable())
                    pairs.Add($"{one.Id}{other.Id}");
            }

            Assert.Equal(["p1p1", "p1p2", "p2p1", "p2p2"], pairs);
            for (var i = 0; i < 600; i++)
            {
                var sql = string.Create(CultureInfo.InvariantCulture, $"select {i % 300} as \"Value\"");
                Assert.Equal(i % 300, Assert.Single(await context.Database.SqlQueryRaw<int>(sql).ToListAsync(Stop)));
            }
        });
        Assert.Equal("p1:1 p2:1", await desk.DoAsync(DescribeAsync));
    }

    [Fact]
    public async Task A_practice_that_is_closed_leaves_its_file_to_others()
    {
        await using var database = await Database.CreateAsync(DatabaseKind.Sqlite, cluster);
        var desk = await Desk.OpenAsync(database);
        await desk.DoAsync(records => Added(records, "p1"));
        Assert.Equal("p1:1", await desk.DoAsync(DescribeAsync));
        await desk.CloseAsync();

        // SQLite takes its write-ahead log away with the last connection.
        Assert.False(File.Exists(new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource + "-wal"));
    }

    private static Patient Added(IPracticeRecords records, string id)
    {
        var patient = Given.Patient(id);
        records.Add(patient);
        return patient;
    }

    private static async Task<string> DescribeAsync(IPracticeRecords records) =>
        string.Join(' ', (await records.FindPatientsBornOnAsync(new(1980, 5, 4), Stop)).Select(patient => $"{patient.Id}:{patient.Phones.Count}"));

    /// <summary>An engine over an empty practice, driven by hand.</summary>
    private sealed class Desk(Database database, ServiceProvider services) : IAsyncDisposable
    {
        private readonly SteppedPump pump = new(services.GetRequiredService<WorkflowEngine>());

        private WorkflowEngine Engine => services.GetRequiredService<WorkflowEngine>();

        public static async Task<Desk> OpenAsync(DatabaseKind kind, PostgresCluster cluster) => await OpenAsync(await Database.CreateAsync(kind, cluster));

        public static async Task<Desk> OpenAsync(Database database)
        {
            var services = new ServiceCollection().AddLogging().AddFrontdeskPractice(database.Options, Given.PracticeId, new EngineOptions()).BuildServiceProvider();
            var desk = new Desk(database, services);
            await desk.Engine.OpenAsync();
            await desk.DoAsync(records =>
            {
                records.Add(Given.Practice());
                return true;
            });
            return desk;
        }

        public Task<T> DoAsync<T>(Func<IPracticeRecords, T> change) => DoAsync(records => Task.FromResult(change(records)));

        public async Task<T> DoAsync<T>(Func<IPracticeRecords, Task<T>> change) =>
            (await pump.SettleAsync(Engine.ExecuteAsync(async (_, burst, _) => (T?)await change(burst.GetRequiredService<IPracticeRecords>()))))!;

        public async Task TryAsync<T>(Func<IPracticeRecords, Task<T>> change)
        {
            try
            {
                await DoAsync(change);
            }
            catch (DomainRuleException)
            {
                // That is what was asked for.
            }
        }

        public Task<bool> WithAsync(Func<PracticeDbContext, Task> use) => pump.SettleAsync(Engine.ExecuteAsync(async (burst, burstServices, _) =>
        {
            var context = burstServices.GetRequiredService<BurstContexts>().Take(burst);
            await use(context);
            burstServices.GetRequiredService<BurstContexts>().Keep(context);
            return true;
        }));

        public async Task CloseAsync()
        {
            await services.DisposeAsync();
            SqliteConnection.ClearAllPools();
        }

        public async ValueTask DisposeAsync()
        {
            await CloseAsync();
            await database.DisposeAsync();
        }
    }
}
