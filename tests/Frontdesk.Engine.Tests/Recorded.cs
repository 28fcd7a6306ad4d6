using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Xunit;

namespace Frontdesk.Engine.Tests;

/// <summary>Workflow JSON that others wrote: captured samples, recorded cases and the product's own workflows.</summary>
internal static class Recorded
{
    private static readonly string[] Marks = ["definitionId", "root"];

    internal static string Root { get; } = FindRoot();

    /// <summary>Every definition found in the samples and the recorded cases, with where it was found.</summary>
    internal static IReadOnlyList<(string Where, JsonObject Json)> All(string folder)
    {
        var shared = Environment.GetEnvironmentVariable("FRONTDESK_SHARED") ?? Path.Combine(Root, "..", "shared");
        var path = Path.Combine(shared, "elsa-api", folder);
        if (!Directory.Exists(path))
            Assert.Skip($"There is no folder {Path.Combine("..", "shared", "elsa-api", folder)}; name its parent in FRONTDESK_SHARED to run this test.");
        return [.. Read(path)];
    }

    /// <summary>One answer of an Elsa server.</summary>
    internal static JsonObject Sample(string name)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("FRONTDESK_SHARED") ?? Path.Combine(Root, "..", "shared"), "elsa-api", "samples", name);
        if (!File.Exists(path))
            Assert.Skip($"There is no file {Path.Combine("..", "shared", "elsa-api", "samples", name)}; name its first folder in FRONTDESK_SHARED to run this test.");
        return (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
    }

    internal static IReadOnlyList<(string Where, JsonObject Json)> Own()
    {
        var path = Path.Combine(Root, "workflows");
        return Directory.Exists(path) ? [.. Read(path)] : [];
    }

    internal static WorkflowDefinition Written(JsonObject json) => WorkflowDefinition.Parse(new WorkflowDefinition(json).ToJson());

    private static IEnumerable<(string Where, JsonObject Json)> Read(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var texts = file.EndsWith(".jsonl", StringComparison.Ordinal) ? File.ReadLines(file).Where(l => l.Length > 0) : [File.ReadAllText(file)];
            foreach (var text in texts)
            {
                foreach (var found in Find(JsonNode.Parse(text)))
                    yield return (Path.GetFileName(file), found);
            }
        }
    }

    private static IEnumerable<JsonObject> Find(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            if (Marks.All(json.ContainsKey) && json["root"] is JsonObject)
                return [json];
            return json.SelectMany(p => Find(p.Value));
        }

        return node is JsonArray array ? array.SelectMany(Find) : [];
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Workflows.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
