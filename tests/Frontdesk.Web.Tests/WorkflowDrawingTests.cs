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

    // The designer makes a step as wide as its caption needs, and writes the names of its ports to the right of it.
    [Theory, MemberData(nameof(Files))]
    public void No_step_of_a_shipped_workflow_covers_another_in_the_designer(string name)
    {
        var root = Read(name)["root"]!;
        var ports = root["connections"]!.AsArray().GroupBy(one => (string)one!["source"]!["activity"]!, one => (string?)one!["source"]!["port"] ?? "Done", StringComparer.Ordinal);
        var widest = ports.ToDictionary(one => one.Key, one => 30 + (6 * one.Max(port => port.Length)), StringComparer.Ordinal);
        var boxes = root["activities"]!.AsArray().Select(step =>
        {
            var (designer, caption) = (step!["metadata"]!["designer"]!, (string)step["metadata"]!["displayText"]!);
            var width = Math.Max((int)designer["size"]!["width"]!, 60 + (7 * caption.Length));
            return (Id: caption, X: (int)designer["position"]!["x"]!, Y: (int)designer["position"]!["y"]!, Width: width + widest.GetValueOrDefault((string)step["id"]!), Height: (int)designer["size"]!["height"]!);
        }).ToList();
        foreach (var (one, other) in boxes.SelectMany((one, i) => boxes.Skip(i + 1).Select(other => (one, other))))
        {
            var isApart = one.X + one.Width <= other.X || other.X + other.Width <= one.X || one.Y + one.Height <= other.Y || other.Y + other.Height <= one.Y;
            Assert.True(isApart, $"'{one.Id}' and '{other.Id}' cover each other.");
        }
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

    [Theory]
    [InlineData("nothing at all")]
    [InlineData("[]")]
    [InlineData("""{"root":7}""")]
    [InlineData("""{"root":{"activities":{},"connections":[]}}""")]
    public void What_is_no_definition_is_not_drawn(string json) => Assert.Null(WorkflowDrawing.Draw(json));

    [Fact]
    public void A_draft_that_is_not_right_yet_is_drawn_as_far_as_it_goes_and_no_words_become_markup()
    {
        var picture = WorkflowDrawing.Draw(
            """
            {"name":7,"root":{"activities":[
              {"id":"a","type":3,"metadata":[],"customProperties":{"canStartWorkflow":"yes"}},
              {"id":"a","metadata":{"displayText":"twice","designer":"here"}},
              {"id":"b","metadata":{"displayText":"<script>alert(1)</script>","designer":{"position":{"x":"far","y":200},"size":7}}},
              4,null,{}],
             "connections":[7,{},{"source":"a","target":"b"},{"source":{"activity":"a","port":"<b>"},"target":{"activity":"b"}},{"source":{"activity":"a"},"target":{"activity":"gone"}}]}}
            """)!;
        Assert.DoesNotContain("twice", picture, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", picture, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", picture, StringComparison.Ordinal);
        Assert.Single(System.Xml.Linq.XDocument.Parse(picture).Descendants(), one => one.Name.LocalName == "path" && one.Attribute("marker-end") is not null);
    }

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "workflows", name + ".json")))!.AsObject();
}
