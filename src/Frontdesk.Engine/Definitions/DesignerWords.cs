using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frontdesk.Engine.Definitions;

/// <summary>Names and values of a definition in the words that the designer shows.</summary>
internal static class DesignerWords
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A property's name as people read it: <c>eventName</c> is "Event name".</summary>
    internal static string Name(string property)
    {
        var text = new StringBuilder(property.Length + 4);
        for (var i = 0; i < property.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(property[i]) && !char.IsUpper(property[i - 1]);
            if (startsWord)
                text.Append(' ');
            var isWord = i > 0 && (i + 1 == property.Length || !char.IsUpper(property[i + 1]));
            text.Append(i == 0 ? char.ToUpperInvariant(property[i]) : isWord ? char.ToLowerInvariant(property[i]) : property[i]);
        }

        return text.ToString();
    }

    /// <summary>A value: a constant as it is, anything computed with the kind of its expression.</summary>
    /// <param name="value">The value as the definition has it.</param>
    /// <param name="variables">The names of variables by id.</param>
    /// <returns>Null when there is none.</returns>
    internal static string? Value(JsonNode? value, IReadOnlyDictionary<string, string> variables) => value switch
    {
        null => null,
        JsonValue scalar => Scalar(scalar),
        JsonObject o when o["expression"] is JsonObject expression => Expression(expression, variables),
        JsonObject o when o["memoryReference"] is { } target => $"variable {Reference(target, variables)}",
        JsonArray items when items.Count > 0 && items.All(item => item is null or JsonValue) => string.Join(", ", items.Select(item => item is JsonValue scalar ? Scalar(scalar) : "nothing")),
        _ => Json(value),
    };

    /// <summary>A value as JSON, for what no words tell apart.</summary>
    internal static string? Json(JsonNode? value) => value?.ToJsonString(Compact);

    private static string? Expression(JsonObject expression, IReadOnlyDictionary<string, string> variables)
    {
        var (type, value) = (expression["type"]?.ToString() ?? "Literal", expression["value"]);
        return type switch
        {
            "Literal" or "Object" or "Json" => Value(value, variables),
            "Variable" when value is not null => $"variable {Reference(value, variables)}",
            "Input" when value is JsonObject named => $"input {named["name"]}",
            _ => $"{type}: {(value is JsonValue scalar ? Scalar(scalar) : Json(value))}",
        };
    }

    private static string Reference(JsonNode reference, IReadOnlyDictionary<string, string> variables)
    {
        var id = reference is JsonObject o ? (o["id"] ?? o["name"])?.ToString() ?? string.Empty : reference.ToString();
        return variables.GetValueOrDefault(id) ?? (reference as JsonObject)?["name"]?.ToString() ?? id;
    }

    private static string Scalar(JsonValue value)
    {
        if (value.TryGetValue(out bool flag))
            return flag ? "yes" : "no";
        var text = value.TryGetValue(out string? written) ? written : value.ToJsonString(Compact);
        return text.Length == 0 ? "(empty)" : text;
    }

    /// <summary>What a step is called on the canvas.</summary>
    internal static string StepName(JsonObject step) =>
        First((step["metadata"] as JsonObject)?["displayText"]) ?? First(step["name"]) ?? First(step["id"]) ?? First(step["type"]) ?? "a step";

    /// <summary>Names in quotes, a few of them.</summary>
    internal static string Quoted(IEnumerable<string> names)
    {
        const int Most = 5;
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", all.Take(Most).Select(name => $"'{name}'"));
        return all.Count <= Most ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {all.Count - Most} more");
    }

    private static string? First(JsonNode? node) => node is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;
}
