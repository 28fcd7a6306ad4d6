using System.Globalization;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frontdesk.Bench;

/// <summary>An engine whose pump runs, on a fresh SQLite file that is gone afterwards.</summary>
internal sealed class BenchPractice : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frontdesk-bench-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;

    private BenchPractice()
    {
        Database = EngineDatabase.Sqlite(Path.Combine(_folder, "practice.db"), "practice");
        Engine = new WorkflowEngine(Database, new WorkflowDefinitions(new ActivityRegistry()), TimeProvider.System, NullLogger<WorkflowEngine>.Instance);
        _pump = PumpAsync();
    }

    internal EngineDatabase Database { get; }

    internal WorkflowEngine Engine { get; }

    internal static async Task<BenchPractice> OpenAsync()
    {
        var practice = new BenchPractice();
        await practice.Engine.ExecuteAsync((burst, _, _) =>
        {
            practice.Engine.Definitions.SaveDraft(burst, Workflows.Visit("visit"));
            return ValueTask.FromResult(practice.Engine.Definitions.Publish(burst, "visit").Version);
        });
        return practice;
    }

    internal Task<BurstResult> StartAsync(string visit) => Engine.StartAsync(new StartRequest("visit")
    {
        CorrelationId = visit,
        Input = new Dictionary<string, object?>(StringComparer.Ordinal) { ["AppointmentId"] = visit, ["PatientId"] = visit, ["Location"] = "main" },
    });

    /// <summary>Runs the same work by as many callers side by side, each waiting for its answer before it asks again.</summary>
    internal static Task ByCallersAsync(int callers, int count, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(c => Task.Run(async () =>
        {
            for (var i = c; i < count; i += callers)
                await work(i);
        })));

    internal Task StartManyAsync(int count, string prefix) =>
        ByCallersAsync(64, count, i => StartAsync(string.Create(CultureInfo.InvariantCulture, $"{prefix}{i:D8}")));

    internal List<string> Waiting()
    {
        var ids = new List<string>();
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM bookmark ORDER BY id";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            ids.Add(reader.GetString(0));
        return ids;
    }

    /// <summary>The bytes of all pages in use.</summary>
    internal long UsedBytes()
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        return (long)command.ExecuteScalar()!;
    }

    internal T ReadOne<T>(string sql)
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _pump;
        }
        catch (OperationCanceledException)
        {
            // That is how a pump ends.
            _ = _pump;
        }

        await Engine.DisposeAsync();
        _stop.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PumpAsync()
    {
        await Engine.OpenAsync();
        await Engine.RunAsync(_stop.Token);
    }
}
