using System.Text.Json.Nodes;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class MergeTests
{
    [Theory]
    [InlineData("Cascade")]
    [InlineData("Race")]
    public async Task A_path_whose_turn_was_taken_does_not_start_a_waiting_step_again(string mode)
    {
        await using var practice = await TestPractice.OpenAsync();
        var waits = Event("t", "Go");
        waits["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        await practice.PublishAsync(
            Flow(
                [Line("a", "a"), Line("b", "b"), Step("Elsa.SetVariable", "c", ("variable", new JsonObject { ["id"] = "n" }), ("value", Script("getVariable('n') + 1"))), Step("Elsa.FlowDecision", "d", ("condition", Script("getVariable('n') < 3"))), waits, Line("z", "z")],
                ("a", "Done", "b"),
                ("a", "Done", "c"),
                ("b", "Done", "t"),
                ("c", "Done", "d"),
                ("d", "True", "t"),
                ("d", "True", "c"),
                ("t", "Done", "z")),
            variables: new JsonArray(Variable("n", "Int32", "0")));
        await practice.StartAsync();
        Assert.Equal(["t"], practice.Column("SELECT activity_id FROM bookmark"));
    }
}
