using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frontdesk.Browser;

/// <summary>The recorded answers of an Elsa server, and how the shape of another answer differs from them.</summary>
internal static class ElsaSamples
{
    // Values that are named by whoever drew the workflow, or that hold whatever a program puts there: only their kind is compared.
    private static readonly HashSet<string> FreeForm = ["activityState", "input", "output", "outputs", "customProperties", "constructionProperties", "Variables", "stringData", "uiSpecifications"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The folder of the recordings; null when it is not there.</summary>
    public static DirectoryInfo? Folder { get; } = FindFolder();

    /// <summary>A recording.</summary>
    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder!.FullName, $"{name}.json")))!;

    /// <summary>Every place where the shape of an answer is another than the recorded one: a property that is missing or more, a value of another kind.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? recorded, JsonNode? answered)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Compare(recorded, answered, "$", found);
        return [.. found];
    }

    /// <summary>JSON as a text that two equal ones share, whatever the order of their properties.</summary>
    public static string InOrder(JsonNode? node) => Sorted(node)?.ToJsonString(Indented) ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject owner => new JsonObject(owner.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, Sorted(one.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static void Compare(JsonNode? recorded, JsonNode? answered, string path, SortedSet<string> found)
    {
        var (wanted, given) = (KindOf(recorded), KindOf(answered));
        if (wanted != given)
        {
            // An unknown value says nothing of its kind.
            if (wanted != JsonValueKind.Null && given != JsonValueKind.Null)
                found.Add($"{path}: {given} instead of {wanted}");
            return;
        }

        switch (recorded)
        {
            case JsonObject owner:
                var other = (JsonObject)answered!;
                foreach (var (name, value) in owner)
                {
                    if (!other.ContainsKey(name))
                        found.Add($"{path}.{name}: missing");
                    else if (!FreeForm.Contains(name))
                        Compare(value, other[name], $"{path}.{name}", found);
                }

                foreach (var name in other.Select(one => one.Key).Where(name => !owner.ContainsKey(name)))
                    found.Add($"{path}.{name}: more");
                break;
            case JsonArray { Count: > 0 } items when answered is JsonArray { Count: > 0 } others:
                Compare(Merge(items), Merge(others), $"{path}[]", found);
                break;
        }
    }

    // The items of a list together: what any of them has.
    private static JsonNode? Merge(JsonArray items)
    {
        if (items[0] is not JsonObject)
            return items[0];
        var merged = new JsonObject();
        foreach (var (name, value) in items.OfType<JsonObject>().SelectMany(one => one))
        {
            if (merged[name] is JsonArray list && value is JsonArray more)
                more.ToList().ForEach(one => list.Add(one?.DeepClone()));
            else if (merged[name] is null)
                merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private static JsonValueKind KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null => JsonValueKind.Null,
        JsonValueKind.False => JsonValueKind.True,
        { } kind => kind,
    };

    private static DirectoryInfo? FindFolder()
    {
        var shared = Environment.GetEnvironmentVariable("FRONTDESK_SHARED");
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (shared is null && root is not null && !File.Exists(Path.Combine(root.FullName, "Workflows.sln")))
            root = root.Parent;
        var folder = new DirectoryInfo(Path.Combine(shared ?? Path.Combine(root!.Parent!.FullName, "shared"), "elsa-api", "samples"));
        return folder.Exists ? folder : null;
    }
}
