using System.Text.Json.Nodes;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class LoopTests
{
    [Theory]
    [InlineData("`${getVariable('CurrentValue')}${getVariable('CurrentIndex')}`")]
    [InlineData("getCurrentValue() + getCurrentIndex()")]
    [InlineData("variables.CurrentValue + variables.CurrentIndex")]
    public async Task Each_turn_of_a_ForEach_knows_its_value_and_its_index(string code) =>
        Assert.Equal(["a0", "b1"], await RunAsync(Each("loop", "['a','b']", LineOf("x", code))));

    [Fact]
    public async Task Templates_see_the_value_of_the_turn_too() =>
        Assert.Equal(["a0", "b1"], await RunAsync(Each("loop", "['a','b']", Step("Elsa.WriteLine", "x", ("text", Liquid("{{ Variables.CurrentValue }}{{ Variables.CurrentIndex }}"))))));

    [Theory]
    [InlineData("Elsa.ForEach")]
    [InlineData("Elsa.ParallelForEach")]
    public async Task An_inner_loop_leaves_the_value_of_the_outer_one_alone(string inner) =>
        Assert.Equal(
            ["1 0", "2 1", "a 0", "1 0", "2 1", "b 1"],
            await RunAsync(Each("outer", "['a','b']", Sequence("both", Step(inner, "inner", ("items", Script("[1,2]")), ("body", Turn("x"))), Turn("y")))));

    [Theory]
    [InlineData(1, 3, 1, "1,2,3")]
    [InlineData(3, 1, -1, "3,2,1")]
    [InlineData(1, 6, 2, "1,3,5")]
    [InlineData(3, 1, 1, "")]
    public async Task Each_turn_of_a_For_knows_its_value(int start, int end, int step, string expected) =>
        Assert.Equal(expected, string.Join(',', await RunAsync(Step("Elsa.For", "loop", ("start", Literal(start)), ("end", Literal(end)), ("step", Literal(step)), ("body", LineOf("x", "getCurrentValue()"))))));

    [Theory]
    [InlineData("'abc'", "a,b,c")]
    [InlineData("'[1,2]'", "1,2")]
    [InlineData("[]", "")]
    public async Task A_text_is_a_list_of_its_characters_unless_it_is_one_of_JSON(string items, string expected) =>
        Assert.Equal(expected, string.Join(',', await RunAsync(Each("loop", items, LineOf("x", "getCurrentValue()")))));

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("({ a: 1 })")]
    public async Task What_is_no_list_stops_a_ForEach_and_gives_a_ParallelForEach_nothing_to_do(string items)
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.ParallelForEach", "p", ("items", Script(items)), ("body", Line("x", "turn"))), Line("y", "between"), Each("loop", items, Line("z", "turn"))));
        await practice.StartAsync();
        Assert.Equal(["between"], practice.Lines());
        Assert.Equal(["loop|list"], practice.Column("SELECT activity_id || '|' || kind FROM incident"));
    }

    [Fact]
    public async Task A_turn_that_waits_still_knows_its_value_afterwards()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Each("loop", "['a','b']", Sequence("turn", Event("e", "Go"), Turn("x"))));
        await practice.StartAsync();
        foreach (var expected in new[] { "a 0", "b 1" })
        {
            await practice.RestartAsync();
            await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
            Assert.Equal(expected, practice.Lines()[^1]);
        }
    }

    [Fact]
    public async Task A_break_ends_the_inner_loop_only() =>
        Assert.Equal(
            ["1", "2", "a 0", "1", "2", "b 1"],
            await RunAsync(Each("outer", "['a','b']", Sequence("both", Each("inner", "[1,2,3]", Sequence("turn", LineOf("x", "getCurrentValue()"), Step("Elsa.If", "i", ("condition", Script("getCurrentValue() == 2")), ("then", Step("Elsa.Break", "stop"))))), Turn("y")))));

    private static JsonObject Each(string id, string items, JsonObject body) => Step("Elsa.ForEach", id, ("items", Script(items)), ("body", body));

    private static JsonObject Turn(string id) => LineOf(id, "getVariable('CurrentValue') + ' ' + getVariable('CurrentIndex')");

    private static async Task<List<string>> RunAsync(JsonObject root)
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(root);
        await practice.StartAsync();
        Assert.Empty(practice.Column("SELECT message FROM incident"));
        return practice.Lines();
    }
}
