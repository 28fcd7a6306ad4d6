using System.Text.Json.Nodes;

namespace Frontdesk.Engine.Definitions;

/// <summary>A step of a definition with what belongs to it alone: the steps it holds stand for themselves.</summary>
/// <param name="Key">Its id; with a number behind it where an id is used again.</param>
/// <param name="Json">The step as the definition has it.</param>
/// <param name="Holder">The step that holds it; null for the root.</param>
/// <param name="Slot">Where its holder has it: a list of steps, a port, a case.</param>
/// <param name="After">The step before it in a list of steps, if any.</param>
internal sealed record StepPart(string Key, JsonObject Json, StepPart? Holder, string Slot, StepPart? After)
{
    /// <summary>What a person calls it.</summary>
    internal string Name { get; } = DesignerWords.StepName(Json);

    /// <summary>Its type's name.</summary>
    internal string Type { get; } = Json["type"]?.ToString() ?? string.Empty;
}

/// <summary>A variable, of the workflow or of a step that holds it.</summary>
internal sealed record VariablePart(string Key, string Name, StepPart? Holder, JsonObject Json);

/// <summary>A definition taken apart: every step of the whole tree, every variable, every connection.</summary>
internal sealed class DefinitionParts
{
    private readonly Dictionary<string, StepPart> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VariablePart> _variables = new(StringComparer.Ordinal);

    internal DefinitionParts(WorkflowDefinition definition)
    {
        Json = definition.Json;
        AddVariables(Json, null);
        if (definition.Root is { } root)
            Add(root, null, "root", null);
        foreach (var variable in _variables.Values)
            VariableNames.TryAdd(variable.Key[(variable.Key.LastIndexOf('/') + 1)..], variable.Name);
    }

    internal JsonObject Json { get; }

    /// <summary>The steps by key, in the order of the definition.</summary>
    internal IReadOnlyDictionary<string, StepPart> Steps => _steps;

    internal IReadOnlyDictionary<string, VariablePart> Variables => _variables;

    internal Dictionary<string, string> VariableNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a property of a step holds other steps, or says of the step what is not a value of it.</summary>
    internal static bool IsStructure(string property) => property is "id" or "nodeId" or "variables" or "connections" or "metadata" or "customProperties";

    internal static bool IsStep(JsonNode? node) => node is JsonObject o && o["type"] is JsonValue && o["id"] is JsonValue && o["expression"] is null;

    /// <summary>The steps that a list of a step holds, by key.</summary>
    internal List<StepPart> Held(string key, string slot) => [.. _steps.Values.Where(step => step.Holder?.Key == key && step.Slot == slot)];

    /// <summary>A value without the steps in it; null when nothing is left.</summary>
    internal static JsonNode? WithoutSteps(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject when IsStep(value):
                return null;
            case JsonObject o when o["expression"] is null:
                var kept = new JsonObject();
                foreach (var (name, inner) in o)
                {
                    if (WithoutSteps(inner) is { } rest)
                        kept[name] = rest;
                }

                return kept.Count == 0 ? null : kept;
            case JsonArray items:
                var list = new JsonArray();
                foreach (var item in items)
                {
                    if (!IsStep(item))
                        list.Add(WithoutSteps(item));
                }

                return list.Count == 0 ? null : list;
            default:
                return value?.DeepClone();
        }
    }

    private StepPart Add(JsonObject json, StepPart? holder, string slot, StepPart? after)
    {
        var id = json["id"]?.ToString() ?? string.Empty;
        var key = id;
        for (var again = 2; _steps.ContainsKey(key); again++)
            key = $"{id}#{again}";
        var step = new StepPart(key, json, holder, slot, after);
        _steps.Add(key, step);
        AddVariables(json, step);
        foreach (var (property, value) in json)
        {
            if (!IsStructure(property) && property != "start")
                Find(value, step, property);
        }

        return step;
    }

    private void Find(JsonNode? value, StepPart holder, string slot)
    {
        switch (value)
        {
            case JsonObject step when IsStep(value):
                Add(step, holder, slot, null);
                return;
            case JsonObject o when o["expression"] is null:
                foreach (var (property, inner) in o)
                    Find(inner, holder, $"{slot}.{property}");
                return;
            case JsonArray items:
                StepPart? before = null;
                foreach (var item in items)
                {
                    if (IsStep(item))
                        before = Add((JsonObject)item!, holder, slot, before);
                    else if (item is JsonObject named)
                        Find(named, holder, $"{slot} '{(named["label"] ?? named["name"] ?? named["from"])?.ToString()}'");
                }

                return;
        }
    }

    private void AddVariables(JsonObject owner, StepPart? holder)
    {
        foreach (var variable in (owner["variables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var name = variable["name"]?.ToString() ?? string.Empty;
            var id = variable["id"]?.ToString() is { Length: > 0 } given ? given : name;
            _variables.TryAdd($"{holder?.Key}/{id}", new VariablePart($"{holder?.Key}/{id}", name, holder, variable));
        }
    }
}
