using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;
using static Frontdesk.Engine.Tests.Judged;

namespace Frontdesk.Engine.Tests;

public sealed class WaitRuleTests
{
    private const string Code = "wait-without-deadline";

    [Theory]
    [InlineData("Elsa.Event", "eventName")]
    [InlineData("Elsa.RunTask", "taskName")]
    [InlineData("Elsa.HttpEndpoint", "path")]
    public void A_wait_that_only_an_answer_ends_is_refused(string type, string input)
    {
        var problem = Problem(Sequence("s", Line("a", "x"), Step(type, "wait", (input, Literal("Answer"))), Line("b", "x")));

        Assert.Equal((ProblemSeverity.Error, Code, "wait"), (problem.Severity, problem.Code, problem.ActivityId));
        Assert.Contains("'a' → 'wait'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_that_begins_the_workflow_waits_for_nothing() =>
        Assert.Empty(Says(Sequence("s", Event("begin", "Go").CanStart(), Line("a", "x"))));

    [Fact]
    public void A_trigger_to_which_control_comes_round_waits_like_any_other() =>
        Assert.Equal([$"{Code} begin"], Says(Flow([Event("begin", "Go").CanStart(), Line("a", "x")], ("begin", "Done", "a"), ("a", "Done", "begin"))));

    [Fact]
    public void A_timer_beside_the_wait_ends_it() => Assert.Empty(Says(Beside(Delay("timer"), ("timer", "Done", "late"))));

    [Fact]
    public void A_timer_that_leads_nowhere_ends_nothing() => Assert.Equal([$"{Code} wait"], Says(Beside(Delay("timer"))));

    [Fact]
    public void A_timer_after_the_wait_ends_nothing() =>
        Assert.Equal([$"{Code} wait"], Says(Flow([Start(), Event("wait", "Go"), Delay("timer"), Finish("end")], ("start", "Done", "wait"), ("wait", "Done", "timer"), ("timer", "Done", "end"))));

    [Fact]
    public void A_branch_that_waits_for_an_answer_itself_is_no_deadline() =>
        Assert.Equal([$"{Code} wait", $"{Code} timer"], Says(Beside(Event("timer", "Other"), ("timer", "Done", "late"))));

    [Fact]
    public void A_person_who_is_asked_beside_the_wait_is_enough_when_every_answer_ends_it()
    {
        var asked = Task("timer", "08:00:00", "Yes", "No");

        Assert.Empty(Says(Beside(asked, ("timer", "Yes", "late"), ("timer", "No", "late"))));
        Assert.Equal([$"{Code} wait"], Says(Beside(asked, ("timer", "Yes", "late"))));
    }

    [Fact]
    public void A_timer_that_comes_round_again_and_again_keeps_the_instance_awake() =>
        Assert.Empty(Says(Beside(Delay("timer"), ("timer", "Done", "again"), ("again", "Done", "timer"))));

    [Fact]
    public void A_join_that_goes_on_with_the_first_ends_the_wait_and_one_of_all_does_not()
    {
        JsonObject Joined(string mode) => Flow(
            [Start(), Event("wait", "Go"), Delay("timer"), Step("Elsa.FlowJoin", "join", ("mode", Literal(mode))), Finish("end")],
            ("start", "Done", "wait"), ("start", "Done", "timer"), ("wait", "Done", "join"), ("timer", "Done", "join"), ("join", "Done", "end"));

        Assert.Empty(Says(Joined("WaitAny")));
        Assert.Equal([$"{Code} wait"], Says(Joined("WaitAll")));
    }

    [Fact]
    public async Task A_step_that_both_branches_share_stands_back_while_one_waits_and_that_is_refused()
    {
        var shared = Flow([Start(), Event("wait", "Go"), Line("short", "x"), Finish("end")], ("start", "Done", "wait"), ("start", "Done", "short"), ("wait", "Done", "end"), ("short", "Done", "end"));
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(shared);

        await practice.StartAsync();

        Assert.Equal(["0"], practice.Column("SELECT status FROM workflow_instance"));
        Assert.Equal([$"{Code} wait"], Says(shared));
    }

    [Theory]
    [InlineData("WaitAny", 0)]
    [InlineData("WaitAll", 1)]
    public void A_fork_that_goes_on_with_its_first_branch_ends_the_others(string mode, int problems)
    {
        var fork = new JsonObject { ["type"] = "Elsa.Fork", ["id"] = "fork", ["joinMode"] = mode, ["branches"] = new JsonArray(Event("wait", "Go"), Delay("timer")) };

        Assert.Equal(problems, Says(Sequence("s", fork)).Length);
    }

    [Fact]
    public void In_a_state_another_transition_with_a_timer_ends_the_wait()
    {
        JsonObject Machine(params JsonObject[] triggers) => new()
        {
            ["type"] = "Elsa.StateMachine",
            ["id"] = "m",
            ["initialState"] = "Open",
            ["states"] = new JsonArray(new JsonObject { ["name"] = "Open" }, new JsonObject { ["name"] = "Closed" }),
            ["transitions"] = new JsonArray([.. triggers.Select(trigger => (JsonNode)new JsonObject { ["from"] = "Open", ["to"] = "Closed", ["trigger"] = trigger })]),
        };

        Assert.Equal([$"{Code} wait"], Says(Machine(Event("wait", "Go"))));
        Assert.Empty(Says(Machine(Event("wait", "Go"), Delay("timer"))));
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow")]
    [InlineData("Elsa.DispatchWorkflow")]
    [InlineData("Elsa.BulkDispatchWorkflows")]
    public void A_wait_for_another_workflow_is_as_good_as_that_workflow(string type)
    {
        var parent = Sequence("s", Step(type, "child", ("workflowDefinitionId", Literal("other")), ("items", Literal("[1]")), ("waitForCompletion", Literal(true))));

        Assert.Empty(Says(parent, others: Definition(Sequence("s", Delay("a")), "other")));
        Assert.Equal([$"{Code} child"], Says(parent, others: Definition(Sequence("s", Event("a", "Go")), "other")));
        Assert.Equal(ProblemSeverity.Warning, Problem(parent).Severity);
    }

    [Fact]
    public void A_workflow_that_is_only_begun_may_wait_as_it_likes() =>
        Assert.Empty(Says(Sequence("s", Step("Elsa.DispatchWorkflow", "child", ("workflowDefinitionId", Literal("other")))), others: Definition(Sequence("s", Event("a", "Go")), "other")));

    [Fact]
    public void Workflows_that_wait_for_each_other_never_end() =>
        Assert.Equal(
            [$"{Code} child"],
            Says(Sequence("s", Step("Elsa.ExecuteWorkflow", "child", ("workflowDefinitionId", Literal("other")))), others: Definition(Sequence("s", Step("Elsa.ExecuteWorkflow", "back", ("workflowDefinitionId", Literal("flow")))), "other")));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("")]
    public void A_task_has_a_due_time(string due) => Assert.Equal([$"{Code} task"], Says(Sequence("s", Task("task", due))));

    [Fact]
    public void A_task_that_is_late_goes_to_somebody()
    {
        var task = Task("task");
        task["escalateTo"] = Literal(string.Empty);

        Assert.Equal([$"{Code} task"], Says(Sequence("s", task)));
    }

    // A wait and another step begun side by side; the other may go on to a step that ends all, or to a line.
    private static JsonObject Beside(JsonObject timer, params (string, string, string)[] connections) => Flow(
        [Start(), Event("wait", "Go"), timer, Line("again", "x"), Finish("end"), Finish("late")],
        [("start", "Done", "wait"), ("start", "Done", "timer"), ("wait", "Done", "end"), .. connections]);
}
