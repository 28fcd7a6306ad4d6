using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Scenarios;

/// <summary>What every file of <c>workflows/</c> promises.</summary>
public sealed class ShippedWorkflows
{
    private static readonly WorkflowDefinitions Definitions = new(new ActivityRegistry(ActivitiesRegistration.Assembly));

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_workflow_has_no_problems(string file) => Assert.Empty(Definitions.Check(Read(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_step_has_a_caption_and_a_place_on_the_canvas(string file)
    {
        foreach (var step in Read(file).Json["root"]!["activities"]!.AsArray())
        {
            Assert.NotEmpty((string)step!["metadata"]!["displayText"]!);
            Assert.NotNull(step["metadata"]!["designer"]!["position"]!["x"]);
        }
    }

    [Fact]
    public void Every_default_of_the_reminders_is_a_variable_that_a_manager_can_change()
    {
        var variables = Read("appointment-reminders.json").Json["variables"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => (string?)one!["value"]);
        Assert.Equal("9:00", variables["SendFrom"]);
        Assert.Equal("19:00", variables["SendUntil"]);
        Assert.Equal("3", variables["FirstTextDays"]);
        Assert.Equal("1", variables["SecondTextDays"]);
        Assert.Equal("7", variables["PreparationEmailDays"]);
        Assert.Equal("1", variables["CapPerDay"]);
        Assert.Equal("3", variables["CapPerWeek"]);
        Assert.Equal("false", variables["SameDayText"]);
    }

    private static WorkflowDefinition Read(string file) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows", file)))!.AsObject());
}
