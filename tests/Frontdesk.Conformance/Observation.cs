using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Conformance;

/// <summary>What the database says of an instance after a burst.</summary>
internal sealed record Observation(IReadOnlyList<string> Lines, string Status, string SubStatus, IReadOnlyList<string> Waiting, IReadOnlyList<string> Incidents, JsonObject? Output, string? CorrelationId, string? Name)
{
    public static Observation Read(WorkflowEngine engine, string instanceId, int? burst)
    {
        using var connection = engine.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT status, sub_status, correlation_id, name, state, bursts FROM workflow_instance WHERE id = '{instanceId}'";
        using var reader = command.ExecuteReader();
        reader.Read();
        var status = (WorkflowStatus)reader.GetInt64(0);
        var subStatus = (WorkflowSubStatus)reader.GetInt64(1);
        var correlation = reader.IsDBNull(2) ? null : reader.GetString(2);
        var name = reader.IsDBNull(3) ? null : reader.GetString(3);
        var state = JsonNode.Parse(Encoding.UTF8.GetString((byte[])reader.GetValue(4)));
        var last = reader.GetInt64(5);
        reader.Close();
        command.CommandText = $"SELECT entries FROM journal WHERE instance_id = '{instanceId}' AND burst = {(burst is null ? 1 : last)}";
        var lines = command.ExecuteScalar() is byte[] packed ? JournalCodec.Unpack(packed).Where(e => e.Event == JournalEvent.Line).Select(e => e.Text!).ToList() : [];
        return new Observation(lines, status.ToString(), subStatus.ToString(), List(engine, $"SELECT activity_id FROM bookmark WHERE instance_id = '{instanceId}' ORDER BY created_at"), List(engine, $"SELECT activity_id || ': ' || message FROM incident WHERE instance_id = '{instanceId}'"), Plain(state?["o"] as JsonObject), correlation, name);
    }

    public static string? OldestBookmark(WorkflowEngine engine, string instanceId, string activityId)
    {
        // Bookmark ids of one practice are time-ordered, so they tell which of two is older even within a millisecond.
        var found = List(engine, $"SELECT id FROM bookmark WHERE instance_id = '{instanceId}' AND activity_id = '{activityId}' ORDER BY created_at, id");
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Outputs as a caller sees them: stored state says the type of a value where JSON does not show it.</summary>
    private static JsonObject? Plain(JsonObject? outputs) => outputs is null ? null : new JsonObject(outputs.Select(o => KeyValuePair.Create(o.Key, Plain(o.Value))));

    private static JsonNode? Plain(JsonNode? value) => value is JsonObject { Count: 2 } typed && typed["$"] is { } type
        ? type.ToString() is "l" or "d" or "m" ? JsonNode.Parse(typed["v"]!.ToString()) : typed["v"]?.DeepClone()
        : value?.DeepClone();

    private static List<string> List(WorkflowEngine engine, string sql)
    {
        using var connection = engine.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var list = new List<string>();
        while (reader.Read())
            list.Add(reader.GetString(0));
        return list;
    }
}
