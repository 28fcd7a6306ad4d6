using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Definitions;

/// <summary>A value of a part of a definition.</summary>
/// <param name="Name">What the designer calls it.</param>
/// <param name="Value">The value as the definition has it.</param>
/// <param name="Words">The value in words, where they are not those of the value itself.</param>
internal sealed record PartValue(string Name, JsonNode? Value, string? Words = null)
{
    internal string? Text(IReadOnlyDictionary<string, string> variables) => Words ?? DesignerWords.Value(Value, variables);
}

/// <summary>The values of a part by where they stand, also those that this program does not know.</summary>
internal static class PartValues
{
    /// <summary>Of the workflow itself, without what differs between any two versions.</summary>
    internal static Dictionary<string, PartValue> OfWorkflow(JsonObject json)
    {
        var values = new Dictionary<string, PartValue>(StringComparer.Ordinal);
        foreach (var (property, value) in json)
        {
            if (property is "id" or "definitionId" or "version" or "isLatest" or "isPublished" or "createdAt" or "root" or "variables" or "inputs" or "outputs")
                continue;
            if (property is "options" or "customProperties" && value is JsonObject inner)
                AddAll(values, property, inner);
            else
                values[property] = new PartValue(DesignerWords.Name(property), value);
        }

        return values;
    }

    /// <summary>Of a step, without the steps it holds, its variables and its connections.</summary>
    internal static Dictionary<string, PartValue> OfStep(StepPart step, ActivityRegistry registry)
    {
        var values = new Dictionary<string, PartValue>(StringComparer.Ordinal);
        foreach (var (property, value) in step.Json)
        {
            switch (property)
            {
                case "type":
                    values[property] = new PartValue("Kind of step", value, registry.Find(step.Type)?.DisplayName ?? step.Type);
                    break;
                case "name":
                    values[property] = new PartValue("Name in scripts", value);
                    break;
                case "version":
                    values[property] = new PartValue("Version of the kind of step", value);
                    break;
                case "start":
                    values[property] = new PartValue("First step", value is JsonObject named ? named["id"]?.DeepClone() : value);
                    break;
                case "metadata" when value is JsonObject metadata:
                    AddMetadata(values, metadata);
                    break;
                case "customProperties" when value is JsonObject custom:
                    AddAll(values, property, custom);
                    break;
                case "cases" when value is JsonArray cases && AddCases(values, cases):
                    break;
                default:
                    if (!DefinitionParts.IsStructure(property) && DefinitionParts.WithoutSteps(value) is { } own)
                        values[property] = new PartValue(DesignerWords.Name(property), own);
                    break;
            }
        }

        return values;
    }

    /// <summary>Of a variable, an input or an output.</summary>
    internal static Dictionary<string, PartValue> OfDeclaration(JsonObject? json)
    {
        var values = new Dictionary<string, PartValue>(StringComparer.Ordinal);
        foreach (var (property, value) in json ?? [])
        {
            if (property != "id")
                values[property] = new PartValue(property switch { "typeName" or "type" => "Type", "value" => "Starts with", _ => DesignerWords.Name(property) }, value);
        }

        return values;
    }

    /// <summary>Where a step stands on the canvas.</summary>
    internal static JsonNode? Placing(JsonObject step) => (step["metadata"] as JsonObject)?["designer"];

    /// <summary>Whether two values are the same. What is missing, null, or an empty list or object is all the same.</summary>
    internal static bool Same(JsonNode? one, JsonNode? other) => (IsNothing(one) && IsNothing(other)) || (one, other) switch
    {
        (JsonObject a, JsonObject b) => a.Select(p => p.Key).Union(b.Select(p => p.Key), StringComparer.Ordinal).All(name => Same(a[name], b[name])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(one, other),
    };

    private static bool IsNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonObject o => o.All(property => IsNothing(property.Value)),
        JsonArray items => items.Count == 0,
        _ => false,
    };

    private static void AddMetadata(Dictionary<string, PartValue> values, JsonObject metadata)
    {
        foreach (var (property, value) in metadata)
        {
            if (property != "designer")
                values[$"metadata.{property}"] = new PartValue(property == "displayText" ? "Name" : DesignerWords.Name(property), value);
        }
    }

    private static void AddAll(Dictionary<string, PartValue> values, string within, JsonObject json)
    {
        foreach (var (property, value) in json)
            values[$"{within}.{property}"] = new PartValue(property == "canStartWorkflow" ? "Starts the workflow" : DesignerWords.Name(property), value);
    }

    private static bool AddCases(Dictionary<string, PartValue> values, JsonArray cases)
    {
        var labels = cases.Select(one => (one as JsonObject)?["label"]?.ToString()).ToList();
        if (labels.Any(string.IsNullOrEmpty) || labels.Distinct(StringComparer.Ordinal).Count() < labels.Count)
            return false;
        for (var i = 0; i < cases.Count; i++)
        {
            var own = (JsonObject)DefinitionParts.WithoutSteps(cases[i])!;
            own.Remove("label");
            values[$"cases.{labels[i]}"] = new PartValue($"Case '{labels[i]}'", own, own is { Count: 1 } && own["condition"] is JsonObject condition && DesignerWords.Value(condition["expression"] is null ? new JsonObject { ["expression"] = condition.DeepClone() } : condition, new Dictionary<string, string>(StringComparer.Ordinal)) is { } text ? text : null);
        }

        return true;
    }
}
