using System.Text.Json.Nodes;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class StateMachineTests
{
    [Fact]
    public async Task The_first_trigger_that_comes_takes_the_machine_on_and_the_others_wait_no_more()
    {
        await using var practice = await StartedAsync();
        Assert.Equal(["enter open"], practice.Lines());
        Assert.Equal(["close", "drop"], Waiting(practice));
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Close"));
        Assert.Equal(["enter open", "closing", "exit open", "enter closed"], practice.Lines());
        Assert.Equal(["reopen"], Waiting(practice));
    }

    [Fact]
    public async Task A_trigger_whose_condition_does_not_hold_waits_again()
    {
        await using var practice = await StartedAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Drop"));
        Assert.Equal(["enter open"], practice.Lines());
        Assert.Equal(["close", "drop"], Waiting(practice));
    }

    [Fact]
    public async Task A_state_that_nothing_leaves_ends_the_machine()
    {
        await using var practice = await StartedAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Close"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Reopen"));
        Assert.Equal(["open again", "after"], practice.Lines().TakeLast(2));
        Assert.Equal(["3"], practice.Column("SELECT sub_status FROM workflow_instance"));
    }

    [Fact]
    public async Task A_machine_that_begins_nowhere_is_done()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.StateMachine", "m", ("initialState", "elsewhere"), ("states", new JsonArray())), Line("z", "after")));
        await practice.StartAsync();
        Assert.Equal(["after"], practice.Lines());
    }

    private static List<string> Waiting(TestPractice practice) => practice.Column("SELECT activity_id FROM bookmark ORDER BY activity_id");

    private static async Task<TestPractice> StartedAsync()
    {
        var practice = await TestPractice.OpenAsync();
        var machine = Step(
            "Elsa.StateMachine",
            "m",
            ("initialState", "open"),
            ("states", new JsonArray(
                State("open", Line("enterOpen", "enter open"), Line("exitOpen", "exit open")),
                State("closed", Line("enterClosed", "enter closed")),
                State("again", Line("enterAgain", "open again")))),
            ("transitions", new JsonArray(
                Transition("open", "closed", Event("close", "Close"), action: Line("closing", "closing")),
                Transition("open", "again", Event("drop", "Drop"), condition: Script("false")),
                Transition("closed", "again", Event("reopen", "Reopen")))));
        await practice.PublishAsync(Sequence("s", machine, Line("z", "after")));
        await practice.StartAsync();
        return practice;
    }

    private static JsonObject State(string name, JsonObject entry, JsonObject? exit = null) => new() { ["name"] = name, ["entry"] = entry, ["exit"] = exit };

    private static JsonObject Transition(string from, string to, JsonObject trigger, JsonObject? condition = null, JsonObject? action = null) =>
        new() { ["name"] = $"{from} to {to}", ["from"] = from, ["to"] = to, ["trigger"] = trigger, ["condition"] = condition, ["action"] = action };
}
