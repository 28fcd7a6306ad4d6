using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Conformance;

/// <summary>A workflow and what the Elsa engine did with it.</summary>
internal sealed record RecordedCase(string Name, JsonObject Definition, IReadOnlyDictionary<string, object?> Input, IReadOnlyList<string> Resume, IReadOnlyList<ExpectedBurst> Expected, bool Stalls)
{
    public static IEnumerable<RecordedCase> ReadAll(string path)
    {
        if (Directory.Exists(path))
        {
            foreach (var file in Directory.EnumerateFiles(path, "*.json*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                foreach (var recorded in ReadAll(file))
                    yield return recorded;
            }

            yield break;
        }

        if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var line in File.ReadLines(path).Where(l => l.Length > 0))
                yield return Read((JsonObject)JsonNode.Parse(line)!, path);
        }
        else if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            yield return Read((JsonObject)JsonNode.Parse(File.ReadAllText(path))!, path);
        }
    }

    private static RecordedCase Read(JsonObject json, string path)
    {
        if (json["definition"] is not JsonObject definition || json["expected"] is not JsonArray expected)
            throw new InvalidDataException($"{path} holds no recorded case: 'definition' or 'expected' is missing.");
        var input = (json["input"] as JsonObject ?? []).ToDictionary(p => p.Key, p => Values.FromJson(p.Value), StringComparer.Ordinal);
        var resume = (json["resume"] as JsonArray ?? []).Select(n => n!.ToString()).ToList();
        return new RecordedCase(json["name"]?.ToString() ?? path, definition, input, resume, [.. expected.Select(e => ExpectedBurst.Read((JsonObject)e!))], (bool?)json["stalls"] ?? false);
    }
}

/// <summary>What Elsa showed after one burst.</summary>
internal sealed record ExpectedBurst(string Stimulus, string? Refused, IReadOnlyList<string> Lines, string Status, string SubStatus, IReadOnlyList<string> Waiting, IReadOnlyList<string> Incidents, JsonObject? Output, string? CorrelationId, string? Name)
{
    public static ExpectedBurst Read(JsonObject json) => new(
        json["stimulus"]?.ToString() ?? string.Empty,
        json["refused"]?.ToString(),
        Texts(json["lines"]),
        json["status"]?.ToString() ?? string.Empty,
        json["subStatus"]?.ToString() ?? string.Empty,
        Texts(json["waiting"]),
        Texts(json["incidents"]),
        json["output"] as JsonObject,
        json["correlationId"]?.ToString(),
        json["name"]?.ToString());

    private static List<string> Texts(JsonNode? node) => [.. (node as JsonArray ?? []).Select(n => n!.ToString())];
}
