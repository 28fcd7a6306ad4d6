using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frontdesk.Conformance;

/// <summary>
/// Replays recorded cases on the real engine over a real database; between bursts the instance is unloaded and loaded
/// again (no instance is kept in memory).
/// </summary>
internal sealed class Replay : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frontdesk-conformance-").FullName;
    private readonly WorkflowEngine _engine;

    public Replay()
    {
        var database = EngineDatabase.Sqlite(Path.Combine(_folder, "practice.db"), "conformance");
        _engine = new WorkflowEngine(database, new WorkflowDefinitions(new ActivityRegistry()), TimeProvider.System, NullLogger<WorkflowEngine>.Instance, options: new EngineOptions { CachedInstances = 0 });
    }

    public ValueTask OpenAsync() => _engine.OpenAsync();

    /// <summary>Runs one case and returns the differences, one line each.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(RecordedCase recorded)
    {
        var differences = new List<string>();
        var definition = new WorkflowDefinition((JsonObject)recorded.Definition.DeepClone());
        definition.DefinitionId = $"{definition.DefinitionId}-{Guid.NewGuid():N}";
        definition.Id = definition.DefinitionId + "-1";
        var instanceId = Guid.NewGuid().ToString("N");
        try
        {
            await Pumped(_engine.ExecuteAsync((burst, _, _) =>
            {
                var draft = _engine.Definitions.SaveDraft(burst, definition);
                return ValueTask.FromResult(_engine.Definitions.Publish(burst, draft.DefinitionId).Id);
            }));
            await Pumped(_engine.StartAsync(new StartRequest(definition.DefinitionId) { Input = recorded.Input, InstanceId = instanceId }));
        }
        catch (InvalidDefinitionException e)
        {
            return [$"refused: {e.Message}"];
        }

        for (var i = 0; i < recorded.Expected.Count; i++)
        {
            var expected = recorded.Expected[i];
            string? refused = null;
            if (i > 0)
                refused = await ResumeAsync(instanceId, recorded.Resume[i - 1]);
            Compare(recorded, expected, i, refused, Observation.Read(_engine, instanceId, i == 0 ? null : i), differences);
            if (differences.Count > 0)
                break;
        }

        return differences;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Compare(RecordedCase recorded, ExpectedBurst expected, int burst, string? refused, Observation seen, List<string> differences)
    {
        var at = $"burst {burst} ({expected.Stimulus})";
        var lastOfStall = recorded.Stalls && burst == recorded.Expected.Count - 1;
        var faulted = expected.SubStatus == "Faulted";
        if (expected.Refused is not null)
        {
            if (refused is null)
                differences.Add($"{at}: Elsa refused ({expected.Refused}), we resumed");
            return;
        }

        if (refused is not null)
        {
            // After a fault an instance is over here; Elsa still shows a bookmark that leads nowhere.
            if (!faulted && !(recorded.Stalls && seen.Incidents.Count > 0))
                differences.Add($"{at}: refused ({refused}), Elsa resumed");
            return;
        }

        if (!expected.Lines.SequenceEqual(seen.Lines, StringComparer.Ordinal))
            differences.Add($"{at}: lines [{string.Join(", ", seen.Lines)}], Elsa [{string.Join(", ", expected.Lines)}]");
        if (faulted || expected.Incidents.Count > 0)
        {
            if (seen.Incidents.Count == 0)
                differences.Add($"{at}: no incident, Elsa has one at {string.Join(", ", expected.Incidents)}");
            return;
        }

        if (recorded.Stalls && expected.SubStatus == "Suspended" && expected.Waiting.Count == 0)
        {
            if (seen.Incidents.Count == 0)
                differences.Add($"{at}: Elsa hangs here, we raise no incident");
            if (seen.SubStatus == "Suspended")
                differences.Add($"{at}: Elsa hangs here, and so do we");
            return;
        }

        if (expected.Status != seen.Status || expected.SubStatus != seen.SubStatus)
            differences.Add($"{at}: {seen.Status}/{seen.SubStatus}{(seen.Incidents.Count > 0 ? " (" + string.Join("; ", seen.Incidents) + ")" : string.Empty)}, Elsa {expected.Status}/{expected.SubStatus}");
        if (!expected.Waiting.Order(StringComparer.Ordinal).SequenceEqual(seen.Waiting.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            differences.Add($"{at}: waiting at [{string.Join(", ", seen.Waiting)}], Elsa at [{string.Join(", ", expected.Waiting)}]{(lastOfStall ? " (stall)" : string.Empty)}");
        if (expected.Output is { } output && !JsonNode.DeepEquals(output, seen.Output))
            differences.Add($"{at}: output {seen.Output?.ToJsonString()}, Elsa {output.ToJsonString()}");
        if (expected.CorrelationId is { } correlation && correlation != seen.CorrelationId)
            differences.Add($"{at}: correlation id {seen.CorrelationId}, Elsa {correlation}");
        if (expected.Name is { } name && name != seen.Name)
            differences.Add($"{at}: name {seen.Name}, Elsa {name}");
    }

    private async Task<string?> ResumeAsync(string instanceId, string activityId)
    {
        var bookmark = Observation.OldestBookmark(_engine, instanceId, activityId);
        if (bookmark is null)
            return "no such bookmark";
        try
        {
            await Pumped(_engine.ResumeAsync(bookmark));
            return null;
        }
        catch (NoSuchBookmarkException e)
        {
            return e.Message;
        }
    }

    private async Task<T> Pumped<T>(Task<T> request)
    {
        await _engine.DrainAsync();
        return await request;
    }
}
