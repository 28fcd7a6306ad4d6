using System.Text.Json.Nodes;
using Xunit;
using static Frontdesk.Engine.Tests.Given;
using static Frontdesk.Engine.Tests.Judged;

namespace Frontdesk.Engine.Tests;

public sealed class LoopRuleTests
{
    private const string Code = "loop-without-wait";

    [Fact]
    public void A_circle_without_a_wait_is_refused_with_its_steps()
    {
        var problem = Problem(Flow([Line("a", "x"), Line("b", "x")], ("a", "Done", "b"), ("b", "Done", "a")));

        Assert.Equal((Code, "a"), (problem.Code, problem.ActivityId));
        Assert.Contains("'a' → 'b' → 'a'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_that_waits_is_fine() => Assert.Empty(Says(Flow([Line("a", "x"), Delay("b")], ("a", "Done", "b"), ("b", "Done", "a"))));

    [Fact]
    public void A_delay_of_no_time_is_no_wait() => Assert.Equal([$"{Code} a"], Says(Flow([Line("a", "x"), Delay("b", "00:00:00")], ("a", "Done", "b"), ("b", "Done", "a"))));

    [Fact]
    public void A_circle_that_counts_comes_to_its_end()
    {
        JsonObject Counting(JsonObject value) => Flow(
            [Set("add", "N", value), Step("Elsa.FlowDecision", "more", ("condition", Script("getVariable('N') < 3")))],
            ("add", "Done", "more"), ("more", "True", "add"));

        Assert.Empty(Says(Counting(Script("getVariable('N') + 1")), [Variable("N", "Int32", "0")]));
        Assert.Empty(Says(Counting(Liquid("{{ Variables.N | plus: 1 }}")), [Variable("N", "Int32", "0")]));
    }

    [Fact]
    public void A_condition_that_nothing_changes_ends_no_circle() =>
        Assert.Equal([$"{Code} line"], Says(Flow([Line("line", "x"), Step("Elsa.FlowDecision", "more", ("condition", Script("getVariable('N') < 3")))], ("line", "Done", "more"), ("more", "True", "line")), [Variable("N", "Int32", "0")]));

    [Fact]
    public void A_circle_beside_one_that_counts_is_found() =>
        Assert.Contains(
            $"{Code} a",
            Says(
                Flow(
                    [Set("add", "N", Script("getVariable('N') + 1")), Step("Elsa.FlowDecision", "more", ("condition", Script("getVariable('N') < 3"))), Line("a", "x"), Line("b", "x")],
                    ("add", "Done", "more"), ("more", "True", "a"), ("a", "Done", "b"), ("b", "Done", "a"), ("b", "Done", "add")),
                [Variable("N", "Int32", "0")]));

    [Theory]
    [InlineData("Literal", "true")]
    [InlineData("JavaScript", "true")]
    [InlineData("JavaScript", "getInput('Forever')")]
    public void A_While_that_nothing_ends_is_refused(string type, string condition) =>
        Assert.Equal([$"{Code} w"], Says(While(new JsonObject { ["expression"] = new JsonObject { ["type"] = type, ["value"] = condition } }, Line("a", "x"))));

    [Fact]
    public void A_While_that_waits_or_counts_is_fine()
    {
        Assert.Empty(Says(While(Literal(true), Delay("a"))));
        Assert.Empty(Says(While(Script("getVariable('N') < 3"), Set("a", "N", Script("getVariable('N') + 1"))), [Variable("N", "Int32", "0")]));
    }

    [Fact]
    public void A_list_inside_an_endless_loop_does_not_end_it() =>
        Assert.Equal([$"{Code} w"], Says(While(Literal(true), Step("Elsa.ForEach", "each", ("items", Script("[1]")), ("body", Line("a", "x"))))));

    [Fact]
    public void A_list_and_a_count_come_to_their_end()
    {
        Assert.Empty(Says(Step("Elsa.ForEach", "each", ("items", Script("[1, 2]")), ("body", Line("a", "x")))));
        Assert.Empty(Says(Step("Elsa.For", "count", ("start", Literal(1)), ("end", Literal(3)), ("body", Line("a", "x")))));
        Assert.Equal([$"{Code} count"], Says(Step("Elsa.For", "count", ("start", Literal(1)), ("end", Literal(3)), ("step", Literal(0)), ("body", Line("a", "x")))));
    }

    [Fact]
    public void A_workflow_that_starts_itself_at_once_is_told_of()
    {
        var again = Step("Elsa.DispatchWorkflow", "again", ("workflowDefinitionId", Literal("flow")));

        Assert.Equal([$"{Code} again"], Says(Sequence("s", again)));
        Assert.Empty(Says(Sequence("s", Delay("a"), again)));
        Assert.Equal([$"{Code} tell"], Says(Sequence("s", Event("begin", "Go").CanStart(), Step("Elsa.PublishEvent", "tell", ("eventName", Literal("Go"))))));
        Assert.Empty(Says(Sequence("s", Event("begin", "Go").CanStart(), Step("Elsa.PublishEvent", "tell", ("eventName", Literal("Gone"))))));
    }

    private static JsonObject While(JsonObject condition, JsonObject body) => Step("Elsa.While", "w", ("condition", condition), ("body", body));
}
