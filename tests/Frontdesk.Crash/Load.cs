using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frontdesk.Crash;

/// <summary>
/// Starts instances that write lines, wait for timers, send messages, run child workflows and wait for an event; sends
/// the events and answers the messages. Everything it asks for has a key, so that asking again after a crash is safe.
/// </summary>
internal sealed class Load(string database, int instances)
{
    private readonly EngineDatabase _database = database.Contains("Host=", StringComparison.OrdinalIgnoreCase) ? EngineDatabase.Postgres(database, "crash") : EngineDatabase.Sqlite(database, "crash");

    public async Task RunAsync()
    {
        await using var engine = new WorkflowEngine(_database, new WorkflowDefinitions(new ActivityRegistry()), TimeProvider.System, NullLogger<WorkflowEngine>.Instance, options: new EngineOptions { MaxBatch = 20 });
        await engine.OpenAsync();
        using var stop = new CancellationTokenSource();
        var pump = Task.Run(() => engine.RunAsync(stop.Token));
        await PublishAsync(engine);
        await Console.Out.WriteLineAsync("ready");
        var dispatcher = Task.Run(() => DispatchAsync(engine, stop.Token));
        for (var i = 0; i < instances; i += 10)
        {
            var some = Enumerable.Range(i, Math.Min(10, instances - i)).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
            await Task.WhenAll(some.Select(n => engine.StartAsync(new StartRequest("load") { IdempotencyKey = n, CorrelationId = n, Input = new Dictionary<string, object?>(StringComparer.Ordinal) { ["n"] = n } })));
        }

        // An event reaches only who waits for it already: it is sent when the instance does.
        while (Count("SELECT COUNT(*) FROM workflow_instance WHERE status = 0") > 0 || Count("SELECT COUNT(*) FROM stimulus WHERE consumed_at IS NULL") > 0)
        {
            var waiting = Column("SELECT correlation_id FROM bookmark WHERE stimulus = 'Elsa.Event|Go' LIMIT 25");
            await Task.WhenAll(waiting.Select(n => engine.PublishEventAsync("Go", correlationId: n, idempotencyKey: "go" + n)));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        await stop.CancelAsync();
        await Task.WhenAll(Quietly(pump), Quietly(dispatcher));
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    private static async Task DispatchAsync(WorkflowEngine engine, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var message in await engine.LeaseAsync(20, TimeSpan.FromMilliseconds(200), cancellationToken))
                await engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Delivered, message.Id, Response: "{\"statusCode\":200}"), cancellationToken);
            await engine.WaitForWorkAsync(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    private static Task<bool> PublishAsync(WorkflowEngine engine) => engine.ExecuteAsync(
        (burst, _, _) =>
        {
            foreach (var (id, root) in new[] { ("child", Child()), ("load", Root()) })
            {
                var definition = new WorkflowDefinition(new JsonObject { ["id"] = string.Empty, ["definitionId"] = id, ["name"] = id, ["version"] = 1, ["root"] = root });
                engine.Definitions.SaveDraft(burst, definition);
                engine.Definitions.Publish(burst, id);
            }

            return ValueTask.FromResult(true);
        },
        "definitions");

    private static JsonObject Root() => Sequence(
        Line("l1", "1"),
        Step("Elsa.Delay", "d", "timeSpan", Value("Literal", "00:00:00.0500000")),
        Line("l2", "2"),
        Step("Elsa.FlowSendHttpRequest", "h", "url", Value("JavaScript", "'https://example.test/' + getInput('n')")),
        Line("l3", "3"),
        Step("Elsa.ExecuteWorkflow", "x", "workflowDefinitionId", Value("Literal", "child")),
        Line("l4", "4"),
        Step("Elsa.Event", "e", "eventName", Value("Literal", "Go")),
        Line("l5", "5"));

    private static JsonObject Child() => Sequence(Step("Elsa.Delay", "d", "timeSpan", Value("Literal", "00:00:00.0200000")), Line("c", "child"));

    private static JsonObject Sequence(params JsonObject[] steps) => new() { ["type"] = "Elsa.Sequence", ["id"] = "s", ["activities"] = new JsonArray([.. steps]) };

    private static JsonObject Line(string id, string text) => Step("Elsa.WriteLine", id, "text", Value("Literal", text));

    private static JsonObject Step(string type, string id, string input, JsonObject value) => new() { ["type"] = type, ["id"] = id, [input] = value };

    private static JsonObject Value(string type, string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private long Count(string sql) => long.Parse(Column(sql)[0], CultureInfo.InvariantCulture);

    private List<string> Column(string sql)
    {
        using var connection = _database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var list = new List<string>();
        while (reader.Read())
            list.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return list;
    }
}
