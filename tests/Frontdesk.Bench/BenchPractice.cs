using System.Globalization;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frontdesk.Bench;

/// <summary>An engine whose pump runs, on a fresh SQLite file that is gone afterwards or on another database. It can be closed and opened again.</summary>
internal sealed class BenchPractice : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frontdesk-bench-").FullName;
    private readonly TimeProvider _time;
    private CancellationTokenSource _stop = new();
    private Task _pump = Task.CompletedTask;

    private BenchPractice(TimeProvider time, EngineDatabase? database)
    {
        _time = time;
        Database = database ?? EngineDatabase.Sqlite(Path.Combine(_folder, "practice.db"), "practice");
        Begin();
    }

    internal EngineDatabase Database { get; }

    internal WorkflowEngine Engine { get; private set; } = null!;

    internal static async Task<BenchPractice> OpenAsync(TimeProvider? time = null, EngineDatabase? database = null)
    {
        var practice = new BenchPractice(time ?? TimeProvider.System, database);
        await practice.PublishAsync(Workflows.Visit("visit"));
        return practice;
    }

    internal Task PublishAsync(WorkflowDefinition definition) => Engine.ExecuteAsync((burst, _, _) =>
    {
        Engine.Definitions.SaveDraft(burst, definition);
        return ValueTask.FromResult(Engine.Definitions.Publish(burst, definition.DefinitionId).Version);
    });

    /// <summary>Ends the engine and begins another on the same file, as a restart of the program does.</summary>
    internal async Task ReopenAsync()
    {
        await EndAsync();
        Begin();
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

    /// <summary>The ids of all waits, or of those for a task.</summary>
    internal List<string> Waiting(bool forTasks = false)
    {
        var ids = new List<string>();
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = forTasks ? "SELECT id FROM bookmark WHERE task_id IS NOT NULL ORDER BY id" : "SELECT id FROM bookmark ORDER BY id";
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
        await EndAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private void Begin()
    {
        _stop = new CancellationTokenSource();
        Engine = new WorkflowEngine(Database, new WorkflowDefinitions(new ActivityRegistry()), _time, NullLogger<WorkflowEngine>.Instance);
        _pump = PumpAsync();
    }

    private async Task EndAsync()
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
    }

    private async Task PumpAsync()
    {
        await Engine.OpenAsync();
        await Engine.RunAsync(_stop.Token);
    }
}
