using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frontdesk.Engine.Definitions;

/// <summary>
/// One version of a workflow definition in Elsa 3.8 JSON. The JSON itself is kept, so that properties which this
/// program does not know survive a round trip; the members read and write the ones it does.
/// </summary>
public sealed class WorkflowDefinition
{
    private static readonly JsonSerializerOptions Compact = new() { WriteIndented = false, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Wraps the JSON object of a definition.</summary>
    public WorkflowDefinition(JsonObject json) => Json = json;

    /// <summary>The definition as it was read, with every property.</summary>
    public JsonObject Json { get; }

    /// <summary>The id of this version.</summary>
    public string Id { get => Text("id"); set => Json["id"] = value; }

    /// <summary>The id that all versions of the definition share.</summary>
    public string DefinitionId { get => Text("definitionId"); set => Json["definitionId"] = value; }

    /// <summary>The name a person gave it.</summary>
    public string Name { get => Text("name"); set => Json["name"] = value; }

    /// <summary>What it does, in a person's words.</summary>
    public string Description => Text("description");

    /// <summary>Counts from 1 with each publication of a changed draft.</summary>
    public int Version { get => Json["version"] is JsonValue v && v.TryGetValue(out int n) ? n : 1; set => Json["version"] = value; }

    /// <summary>Whether this is the newest version, published or not.</summary>
    public bool IsLatest { get => Flag("isLatest"); set => Json["isLatest"] = value; }

    /// <summary>Whether new instances start on this version.</summary>
    public bool IsPublished { get => Flag("isPublished"); set => Json["isPublished"] = value; }

    /// <summary>When the version was created (UTC), if the JSON says so.</summary>
    public DateTimeOffset? CreatedAt
    {
        get => DateTimeOffset.TryParse(Text("createdAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        set => Json["createdAt"] = value?.ToString("O", CultureInfo.InvariantCulture);
    }

    /// <summary>How often drafts of the definition were saved, up to this one; not part of the JSON.</summary>
    public long Revision { get; set; }

    /// <summary>The activity that the workflow runs.</summary>
    public JsonObject? Root => Json["root"] as JsonObject;

    /// <summary>The options object (activation strategy, incident strategy, …).</summary>
    public JsonObject? Options => Json["options"] as JsonObject;

    /// <summary>Whether other workflows may use this one as an activity.</summary>
    public bool UsableAsActivity => Options?["usableAsActivity"] is JsonValue v && v.TryGetValue(out bool b) && b;

    /// <summary>Whether a step of this one, however deep, is the other workflow.</summary>
    public bool HasAsStep(string definitionId) => IsIn(Root, definitionId);

    /// <summary>Variables, inputs and outputs by their property name.</summary>
    public IEnumerable<JsonObject> List(string property) => (Json[property] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The number that a variable starts with; null when there is no such variable or it holds no number.</summary>
    public double? VariableNumber(string name) =>
        List("variables").FirstOrDefault(one => one["name"]?.ToString() == name)?["value"]?.ToString() is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Reads a definition from JSON text.</summary>
    /// <exception cref="DefinitionFormatException">The text is not JSON, or not one JSON object.</exception>
    public static WorkflowDefinition Parse(string json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
            return node is JsonObject o
                ? new WorkflowDefinition(o)
                : throw new DefinitionFormatException("$", "The file holds no workflow: its JSON is not an object. Export the definition again and use that file.");
        }
        catch (JsonException e)
        {
            throw new DefinitionFormatException("$", $"The file is not valid JSON (line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}). Correct it there or export the definition again.");
        }
        catch (ArgumentException)
        {
            throw new DefinitionFormatException("$", "The file holds an object with the same property twice. Remove one of them.");
        }
    }

    /// <summary>A deep copy that can be changed without touching this one.</summary>
    public WorkflowDefinition Copy() => new((JsonObject)Json.DeepClone()) { Revision = Revision };

    /// <summary>Writes the definition as one line of JSON.</summary>
    public string ToJson() => Json.ToJsonString(Compact);

    /// <summary>Writes the definition as indented JSON, as exported files have it.</summary>
    public string ToIndentedJson() => Json.ToJsonString(Indented);

    private static bool IsIn(JsonNode? node, string definitionId) => node switch
    {
        JsonObject step => (step["workflowDefinitionId"] is JsonValue used && used.ToString() == definitionId) || step.Any(property => IsIn(property.Value, definitionId)),
        JsonArray list => list.Any(item => IsIn(item, definitionId)),
        _ => false,
    };

    private string Text(string property) => Json[property] is JsonValue v && v.TryGetValue(out string? s) ? s : string.Empty;

    private bool Flag(string property) => Json[property] is JsonValue v && v.TryGetValue(out bool b) && b;
}

/// <summary>The JSON of a definition cannot be read at all.</summary>
public sealed class DefinitionFormatException(string path, string message) : Exception(message)
{
    /// <summary>Where in the JSON.</summary>
    public string Path { get; } = path;
}
