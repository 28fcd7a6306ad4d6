using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Pump;

/// <summary>A stimulus that waits in the database for its burst. Its key is unique, so it is consumed once.</summary>
internal sealed record StimulusRow(string Key, string Kind, string Payload, int Attempts = 0)
{
    internal const string Start = "start";
    internal const string Resume = "resume";

    internal static StimulusRow ForStart(StartRequest request, string key) => new(key, Start, new JsonObject
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
        var json = (JsonObject)JsonNode.Parse(Payload)!;
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
        var json = (JsonObject)JsonNode.Parse(Payload)!;
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
