using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Engine.Tests;

/// <summary>A practice's engine on a fresh database and a clock that the test moves.</summary>
public sealed class TestPractice : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frontdesk-engine-").FullName;
    private readonly IServiceScopeFactory? _scopes;
    private readonly IEnumerable<IDefinitionRule>? _rules;
    private readonly Watching? _watching;

    public TestPractice(EngineOptions? options = null, EngineDatabase? database = null, IServiceProvider? services = null, IEnumerable<IDefinitionRule>? rules = null, Watching? watching = null)
    {
        _rules = rules;
        _watching = watching;
        _scopes = services?.GetRequiredService<IServiceScopeFactory>();
        Clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-02T14:00:00Z", CultureInfo.InvariantCulture));
        Database = database ?? EngineDatabase.Sqlite(Path.Combine(_folder, "practice.db"), "p1");
        Options = options ?? new EngineOptions { CachedInstances = 0 };
        Engine = Create();
    }

    public FakeTimeProvider Clock { get; }

    public EngineDatabase Database { get; }

    public EngineOptions Options { get; private set; }

    public WorkflowEngine Engine { get; private set; }

    public static async Task<TestPractice> OpenAsync(EngineOptions? options = null, EngineDatabase? database = null, IServiceProvider? services = null, IEnumerable<IDefinitionRule>? rules = null, Watching? watching = null)
    {
        var practice = new TestPractice(options, database, services, rules, watching);
        await practice.Engine.OpenAsync();
        return practice;
    }

    /// <summary>Throws the engine away and opens another on the same database, as after a restart.</summary>
    public async Task RestartAsync(EngineOptions? options = null)
    {
        await Engine.DisposeAsync();
        Options = options ?? Options;
        Engine = Create();
        await Engine.OpenAsync();
    }

    /// <summary>Opens a second engine on the same database, as another process would.</summary>
    public async Task<WorkflowEngine> OpenAnotherAsync()
    {
        var other = Create();
        await other.OpenAsync();
        return other;
    }

    public async Task<T> Pumped<T>(Task<T> request)
    {
        await Engine.DrainAsync();
        return await request;
    }

    public async Task Pumped(Task request)
    {
        await Engine.DrainAsync();
        await request;
    }

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Engine.DrainAsync();
    }

    public Task<string> PublishAsync(JsonObject root, string id = "flow", JsonArray? variables = null, JsonObject? options = null) => PublishAsync(Given.Definition(root, id, variables, options));

    public async Task<string> PublishAsync(WorkflowDefinition definition) =>
        (await Pumped(Engine.ExecuteAsync((burst, _, _) =>
        {
            var draft = Engine.Definitions.SaveDraft(burst, definition);
            return ValueTask.FromResult(Engine.Definitions.Publish(burst, draft.DefinitionId).DefinitionId);
        })))!;

    public async Task<BurstResult> StartAsync(string id = "flow", IReadOnlyDictionary<string, object?>? input = null, string? correlation = null, string? key = null) =>
        await Pumped(Engine.StartAsync(new StartRequest(id) { Input = input, CorrelationId = correlation, IdempotencyKey = key }));

    /// <summary>Runs a statement on the database.</summary>
    public void Execute(string sql)
    {
        using var connection = Database.OpenWriter();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Makes the database one that a program of the second version of the schema wrote.</summary>
    public void BackToSchemaTwo()
    {
        foreach (var sql in (string[])["ALTER TABLE stimulus DROP COLUMN traceparent", "ALTER TABLE outbox DROP COLUMN traceparent", "ALTER TABLE outbox DROP COLUMN due_at", "DROP TABLE workflow_change", "ALTER TABLE journal DROP COLUMN version", "DROP INDEX workflow_instance_created", "DROP INDEX workflow_instance_finished", "DROP INDEX outbox_left", "DROP INDEX outbox_held", "ALTER TABLE workflow_definition DROP COLUMN revision", "ALTER TABLE workflow_definition DROP COLUMN saved_in", "DELETE FROM schema_version WHERE component = 'engine' AND version >= 3"])
            Execute(sql);
    }

    public List<string> Column(string sql)
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var list = new List<string>();
        while (reader.Read())
            list.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return list;
    }

    public List<byte[]> Bytes(string sql)
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var list = new List<byte[]>();
        while (reader.Read())
            list.Add((byte[])reader.GetValue(0));
        return list;
    }

    public List<string> Lines(string? instanceId = null)
    {
        using var connection = Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT j.entries FROM journal j JOIN workflow_instance i ON i.practice_id = j.practice_id AND i.id = j.instance_id {(instanceId is null ? string.Empty : $"WHERE instance_id = '{instanceId}'")} ORDER BY i.created_at, i.id, burst";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.AddRange(JournalCodec.Unpack((byte[])reader.GetValue(0)).Where(e => e.Event == JournalEvent.Line).Select(e => e.Text!));
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        using (var connection = Database.OpenReader())
        {
            if (connection is Npgsql.NpgsqlConnection postgres)
                Npgsql.NpgsqlConnection.ClearPool(postgres);
            else
                Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)connection);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private WorkflowEngine Create() => new(Database, new WorkflowDefinitions(new ActivityRegistry(typeof(TestPractice).Assembly, Frontdesk.Activities.ActivitiesRegistration.Assembly), _rules), Clock, (ILogger<WorkflowEngine>?)_watching ?? NullLogger<WorkflowEngine>.Instance, _scopes, Options, _watching?.Telemetry);
}

/// <summary>Short ways to write workflows.</summary>
public static class Given
{
    public static WorkflowDefinition Definition(JsonObject root, string id = "flow", JsonArray? variables = null, JsonObject? options = null) => new(new JsonObject
    {
        ["id"] = string.Empty,
        ["definitionId"] = id,
        ["name"] = id,
        ["version"] = 1,
        ["variables"] = variables?.DeepClone() ?? new JsonArray(),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["options"] = options?.DeepClone() ?? new JsonObject(),
        ["root"] = root.DeepClone(),
    });

    public static JsonObject Step(string type, string id, params (string Name, JsonNode? Value)[] inputs)
    {
        var json = new JsonObject { ["type"] = type, ["id"] = id, ["version"] = 1 };
        foreach (var (name, value) in inputs)
            json[name] = value?.DeepClone();
        return json;
    }

    public static JsonObject Literal(object value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = JsonValue.Create(value) } };

    public static JsonObject Script(string code) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = code } };

    public static JsonObject Liquid(string template) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Liquid", ["value"] = template } };

    public static JsonObject Line(string id, string text) => Step("Elsa.WriteLine", id, ("text", Literal(text)));

    public static JsonObject LineOf(string id, string code) => Step("Elsa.WriteLine", id, ("text", Script(code)));

    public static JsonObject Event(string id, string name) => Step("Elsa.Event", id, ("eventName", Literal(name)));

    public static JsonObject Sequence(string id, params JsonObject[] steps) => new() { ["type"] = "Elsa.Sequence", ["id"] = id, ["activities"] = new JsonArray([.. steps.Select(s => (JsonNode)s.DeepClone())]) };

    public static JsonObject Flow(JsonObject[] steps, params (string From, string Port, string To)[] connections) => new()
    {
        ["type"] = "Elsa.Flowchart",
        ["id"] = "f",
        ["activities"] = new JsonArray([.. steps.Select(s => (JsonNode)s.DeepClone())]),
        ["connections"] = new JsonArray([.. connections.Select(c => (JsonNode)new JsonObject { ["source"] = new JsonObject { ["activity"] = c.From, ["port"] = c.Port }, ["target"] = new JsonObject { ["activity"] = c.To } })]),
    };

    public static JsonObject CanStart(this JsonObject step)
    {
        step["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return step;
    }

    public static JsonObject Variable(string name, string type, string? value) => new() { ["id"] = name, ["name"] = name, ["typeName"] = type, ["value"] = value };
}
