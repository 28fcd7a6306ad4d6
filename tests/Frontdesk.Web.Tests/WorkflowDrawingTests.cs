using System.Text.Json.Nodes;
using Frontdesk.Web.Workflows;
using Xunit;

namespace Frontdesk.Web.Tests;

/// <summary>The pictures of the documentation show the workflows as they are.</summary>
public sealed class WorkflowDrawingTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Root, "workflows"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflows.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("Workflows.sln is in no folder above the tests.");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void The_picture_of_a_shipped_workflow_is_up_to_date(string name)
    {
        var picture = Path.Combine(Root, "docs", "pictures", "workflows", name + ".svg");
        var expected = WorkflowDrawing.Draw(Read(name));
        Assert.True(File.Exists(picture) && File.ReadAllText(picture) == expected, $"Run ./run.sh draw workflows --out docs/pictures/workflows: {name}.svg shows an older workflow.");
    }

    [Fact]
    public void A_drawing_names_every_step_and_every_port_that_is_used()
    {
        var definition = Read("appointment-reminders");
        var picture = WorkflowDrawing.Draw(definition)!.Replace("</text>", " ", StringComparison.Ordinal);
        foreach (var step in definition["root"]!["activities"]!.AsArray())
            Assert.Contains(((string)step!["metadata"]!["displayText"]!).Split(' ')[0], picture, StringComparison.Ordinal);
        foreach (var port in definition["root"]!["connections"]!.AsArray().Select(one => (string)one!["source"]!["port"]!).Where(port => port != "Done"))
            Assert.Contains($">{port} ", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_flowchart_is_not_drawn()
    {
        Assert.Null(WorkflowDrawing.Draw([]));
        Assert.Null(WorkflowDrawing.Draw(JsonNode.Parse("""{ "root": { "type": "Elsa.Sequence", "activities": [] } }""")!.AsObject()));
    }

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "workflows", name + ".json")))!.AsObject();
}
