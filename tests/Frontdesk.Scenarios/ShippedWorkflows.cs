using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Scenarios;

/// <summary>What every file of <c>workflows/</c> promises.</summary>
public sealed class ShippedWorkflows
{
    private static readonly WorkflowDefinitions Definitions = new(new ActivityRegistry(ActivitiesRegistration.Assembly), ActivitiesRegistration.SafetyRules);

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_workflow_has_no_problems(string file) => Assert.Empty(Definitions.Check(Read(file), Find));

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

    [Fact]
    public void A_provider_chooses_among_every_direction_in_plain_words()
    {
        var review = Read("review-result.json").Json["root"]!["activities"]!.AsArray().Single(one => (string?)one!["id"] == "Review")!;
        Assert.Equal(Enum.GetValues<DecisionOutcome>().Select(DecisionWords.Of), JsonNode.Parse((string)review["outcomes"]!["expression"]!["value"]!)!.AsArray().Select(one => (string)one!));
        var reason = JsonNode.Parse((string)review["form"]!["expression"]!["value"]!)!.AsArray().Single(one => (string?)one!["name"] == "reason")!;
        Assert.Equal(Enum.GetValues<HoldReason>().Select(DecisionWords.Of), reason["options"]!.AsArray().Select(one => (string)one!));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_answer_that_a_person_may_give_is_in_plain_words(string file)
    {
        foreach (var step in Read(file).Json["root"]!["activities"]!.AsArray())
        {
            if ((string?)step!["outcomes"]?["expression"]?["value"] is not { } outcomes || JsonNode.Parse(outcomes) is not JsonArray answers)
                continue;

            Assert.All(answers, answer => Assert.Matches("^[A-Z][^A-Z]*$", (string)answer!));
        }
    }

    [Fact]
    public void A_check_of_the_largest_workflow_takes_less_than_a_tenth_of_a_second()
    {
        var largest = Files.Select(file => Read(file.Data)).MaxBy(definition => definition.ToJson().Length)!;

        // The quickest of several: what else the machine does meanwhile is not the check's.
        var quickest = Enumerable.Range(0, 5).Min(_ =>
        {
            var begun = TimeProvider.System.GetTimestamp();
            Definitions.Check(largest, Find);
            return TimeProvider.System.GetElapsedTime(begun);
        });
        Assert.True(quickest < TimeSpan.FromMilliseconds(100), $"{largest.Name}: {quickest.TotalMilliseconds} ms");
        TestContext.Current.SendDiagnosticMessage($"{largest.Name}: {quickest.TotalMilliseconds} ms");
    }

    internal static WorkflowDefinition? Find(string definitionId, string? versionId) =>
        File.Exists(Path.Combine(AppContext.BaseDirectory, "workflows", $"{definitionId}.json")) ? Read($"{definitionId}.json") : null;

    internal static WorkflowDefinition Read(string file) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows", file)))!.AsObject());
}
