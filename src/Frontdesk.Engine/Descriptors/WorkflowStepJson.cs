using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Engine.Descriptors;

/// <summary>Workflows that other workflows use as a step, as Elsa's designer reads them.</summary>
public static class WorkflowStepJson
{
    /// <summary>One step for each version. Only published ones are offered; the others are for steps that use them already.</summary>
    public static IEnumerable<JsonObject> Of(IEnumerable<WorkflowDefinition> definitions)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var definition in definitions.Where(one => one.UsableAsActivity).OrderBy(one => one.DefinitionId, StringComparer.Ordinal).ThenBy(one => one.Version))
        {
            var type = Words.ToName(definition.Name);
            if (!owners.TryAdd(type, definition.DefinitionId) && owners[type] != definition.DefinitionId)
                type = $"{type}_{definition.DefinitionId}";
            yield return Describe(definition, type);
        }
    }

    private static JsonObject Describe(WorkflowDefinition definition, string type) => new()
    {
        ["typeName"] = type,
        ["clrType"] = type,
        ["namespace"] = string.Empty,
        ["name"] = type,
        ["version"] = definition.Version,
        ["category"] = Text(definition.Options, "activityCategory") ?? "Other workflows",
        ["displayName"] = definition.Name,
        ["description"] = definition.Description,
        ["inputs"] = new JsonArray([.. definition.List("inputs").Select(Input)]),
        ["outputs"] = new JsonArray([.. definition.List("outputs").Select(Output)]),
        ["kind"] = "Action",
        ["runAsynchronously"] = false,
        ["ports"] = new JsonArray([DescriptorJson.Port("Root", "Embedded", false), .. Outcomes(definition).Select(outcome => DescriptorJson.Port(outcome, "Flow"))]),
        ["customProperties"] = new JsonObject
        {
            ["RootType"] = "WorkflowDefinitionActivity",
            ["WorkflowDefinitionId"] = definition.DefinitionId,
            ["WorkflowDefinitionVersionId"] = definition.Id,
        },
        ["constructionProperties"] = new JsonObject
        {
            ["WorkflowDefinitionId"] = definition.DefinitionId,
            ["WorkflowDefinitionVersionId"] = definition.Id,
            ["Version"] = definition.Version,
        },
        ["isContainer"] = false,
        ["isBrowsable"] = definition.IsPublished,
        ["isStart"] = false,
        ["isTerminal"] = false,
    };

    private static JsonObject Input(JsonObject declared)
    {
        var json = new JsonObject
        {
            ["isWrapped"] = true,
            ["uiHint"] = Text(declared, "uiHint") is { } hint && InputHint.Known.Contains(hint, StringComparer.Ordinal) ? hint : InputHint.SingleLine,
            ["isReadOnly"] = false,
            ["isSensitive"] = false,
            ["autoEvaluate"] = true,
            ["uiSpecifications"] = declared["uiSpecifications"] is JsonObject given ? given.DeepClone() : new JsonObject(),
        };
        if (declared["defaultValue"] is { } value)
            json["defaultValue"] = value.DeepClone();
        Describe(json, declared);
        return json;
    }

    private static JsonObject Output(JsonObject declared)
    {
        var json = new JsonObject();
        Describe(json, declared);
        return json;
    }

    private static void Describe(JsonObject json, JsonObject declared)
    {
        var name = Text(declared, "name") ?? string.Empty;
        var type = Text(declared, "type") ?? "Object";
        json["name"] = name;
        json["typeName"] = declared["isArray"] is JsonValue array && array.TryGetValue(out bool isArray) && isArray ? $"List<{type}>" : type;
        json["displayName"] = Text(declared, "displayName") ?? Words.Of(name);
        json["description"] = Text(declared, "description") ?? string.Empty;
        if (Text(declared, "category") is { } category)
            json["category"] = category;
        json["order"] = 0;
        json["isBrowsable"] = true;
        json["isSerializable"] = true;
        json["isSynthetic"] = false;
    }

    private static IEnumerable<string> Outcomes(WorkflowDefinition definition) =>
        (definition.Json["outcomes"] as JsonArray)?.OfType<JsonValue>().Select(one => one.ToString()) ?? [];

    private static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
