using System.Text.Json.Nodes;

namespace Frontdesk.Engine.Definitions;

/// <summary>A way of a flowchart from one step by a port to another.</summary>
internal sealed record ConnectionPart(string Key, string Name, string Target, (string Source, string Port, string Target, string Entry) Ends, JsonNode? Drawing, Dictionary<string, PartValue> Other)
{
    /// <summary>The connections of a step, in the order of the definition.</summary>
    internal static List<ConnectionPart> Of(DefinitionParts parts, string flowchart)
    {
        var list = new List<ConnectionPart>();
        if (!parts.Steps.TryGetValue(flowchart, out var step) || step.Json["connections"] is not JsonArray connections)
            return list;
        var names = parts.Held(flowchart, "activities").GroupBy(one => one.Json["id"]!.ToString(), StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Name, StringComparer.Ordinal);
        foreach (var json in connections.OfType<JsonObject>())
        {
            var (source, port) = End(json, "source");
            var (target, entry) = End(json, "target");
            var leaves = port is null or "Done" ? string.Empty : $" by port '{port}'";
            var other = new Dictionary<string, PartValue>(StringComparer.Ordinal);
            foreach (var (property, value) in json)
            {
                if (property is not ("source" or "target" or "sourcePort" or "targetPort" or "vertices"))
                    other[property] = new PartValue(DesignerWords.Name(property), value);
            }

            list.Add(new ConnectionPart($"{flowchart}/{source}/{port ?? "Done"}", $"'{names.GetValueOrDefault(source, source)}'{leaves}", names.GetValueOrDefault(target, target), (source, port ?? "Done", target, entry ?? "In"), json["vertices"], other));
        }

        return list;
    }

    private static (string Step, string? Port) End(JsonObject connection, string side) => connection[side] switch
    {
        JsonObject end => (end["activity"]?.ToString() ?? string.Empty, end["port"]?.ToString()),
        { } step => (step.ToString(), connection[side + "Port"]?.ToString()),
        _ => (string.Empty, null),
    };
}
