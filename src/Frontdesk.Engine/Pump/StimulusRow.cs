using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Pump;

/// <summary>A stimulus that waits in the database for its burst. Its key is unique, so it is consumed once.</summary>
internal sealed record StimulusRow(string Key, string Kind, string Payload, int Attempts = 0)
{
    internal const string Start = "start";
    internal const string Resume = "resume";

    /// <summary>A start whose key is remembered, so that it happens once however often it is asked for.</summary>
    internal const string StartOnce = "start-once";

    /// <summary>The time (Unix milliseconds) of a stimulus that a person must look at before it is tried again.</summary>
    internal const long Parked = 253_402_300_799_000;

    /// <summary>The place in a trace where the stimulus was written, if somebody follows it.</summary>
    internal string? TraceParent { get; init; }

    internal bool IsStart => !string.Equals(Kind, Resume, StringComparison.Ordinal);

    internal bool KeepsKey => string.Equals(Kind, StartOnce, StringComparison.Ordinal);

    internal static StimulusRow ForStart(StartRequest request, string key) => new(key, request.IdempotencyKey is null ? Start : StartOnce, new JsonObject
    {
        ["definitionId"] = request.DefinitionId,
        ["version"] = request.Version,
        ["input"] = ToJson(request.Input),
        ["correlationId"] = request.CorrelationId,
        ["name"] = request.Name,
        ["trigger"] = request.TriggerActivityId,
        ["instanceId"] = request.InstanceId,
        ["parentBookmarkId"] = request.ParentBookmarkId,
        ["parentInstanceId"] = request.ParentInstanceId,
    }.ToJsonString());

    internal static StimulusRow ForResume(string bookmarkId, IReadOnlyDictionary<string, object?> input, string key) =>
        new(key, Resume, new JsonObject { ["bookmarkId"] = bookmarkId, ["input"] = ToJson(input) }.ToJsonString());

    internal StartRequest ReadStart()
    {
        var json = (JsonObject)JsonNode.Parse(Payload, documentOptions: Values.Deep)!;
        return new StartRequest(json["definitionId"]!.ToString())
        {
            Version = (int?)json["version"],
            Input = ReadInput(json["input"]),
            CorrelationId = (string?)json["correlationId"],
            Name = (string?)json["name"],
            TriggerActivityId = (string?)json["trigger"],
            InstanceId = (string?)json["instanceId"],
            ParentBookmarkId = (string?)json["parentBookmarkId"],
            ParentInstanceId = (string?)json["parentInstanceId"],
        };
    }

    internal (string BookmarkId, IReadOnlyDictionary<string, object?> Input) ReadResume()
    {
        var json = (JsonObject)JsonNode.Parse(Payload, documentOptions: Values.Deep)!;
        return (json["bookmarkId"]!.ToString(), ReadInput(json["input"]));
    }

    private static JsonObject? ToJson(IReadOnlyDictionary<string, object?>? input)
    {
        if (input is null || input.Count == 0)
            return null;
        var json = new JsonObject();
        foreach (var (name, value) in input)
            json[name] = Values.ToJson(value);
        return json;
    }

    private static Dictionary<string, object?> ReadInput(JsonNode? node)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (node is JsonObject json)
        {
            foreach (var (name, value) in json)
                map[name] = Values.FromJson(value?.DeepClone());
        }

        return map;
    }
}
