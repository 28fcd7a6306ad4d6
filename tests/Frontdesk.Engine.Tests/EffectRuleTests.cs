using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;
using static Frontdesk.Engine.Tests.Judged;

namespace Frontdesk.Engine.Tests;

public sealed class EffectRuleTests
{
    private const string Code = "effect-repeated";

    [Theory]
    [InlineData("Literal", "first-text")]
    [InlineData("JavaScript", "'text-' + getInput('Round')")]
    [InlineData("JavaScript", "getVariable('Name')")]
    [InlineData("Liquid", "text-{{ Input.Round }}")]
    public void A_message_that_comes_round_under_the_same_name_is_refused(string type, string key) =>
        Assert.Equal([$"{Code} tell"], Says(Round(Key(type, key)), [Variable("N", "Int32", "0"), Variable("Name", "String", "x")]));

    [Theory]
    [InlineData("JavaScript", "'text-' + getVariable('N')")]
    [InlineData("JavaScript", "`text-${variables.N}`")]
    [InlineData("JavaScript", "'text-' + getN()")]
    [InlineData("Liquid", "text-{{ Variables.N }}")]
    [InlineData("JavaScript", "'text-' + newGuid()")]
    public void A_name_that_each_round_changes_is_fine(string type, string key) =>
        Assert.Empty(Says(Round(Key(type, key)), [Variable("N", "Int32", "0"), Variable("Name", "String", "x")]));

    [Fact]
    public void A_message_that_is_sent_once_may_have_any_name() => Assert.Empty(Says(Sequence("s", Tell("tell", Literal("text")))));

    [Theory]
    [InlineData("Elsa.ForEach")]
    [InlineData("Elsa.ParallelForEach")]
    public void In_each_turn_over_a_list_the_name_is_another(string type)
    {
        JsonObject Each(JsonObject key) => Step(type, "each", ("items", Script("['a', 'b']")), ("body", Tell("tell", key)));

        Assert.Equal([$"{Code} tell"], Says(Each(Literal("text"))));
        Assert.Empty(Says(Each(Script("'text-' + getVariable('CurrentValue')"))));
    }

    [Theory]
    [InlineData("a", "a", 1)]
    [InlineData("a", "b", 0)]
    public void Steps_side_by_side_do_not_share_a_name(string one, string other, int problems)
    {
        var side = Flow([Start(), Tell("one", Literal(one)), Tell("other", Literal(other))], ("start", "Done", "one"), ("start", "Done", "other"));
        Assert.Equal(problems, Says(side).Count(said => said == $"{Code} other"));
    }

    [Fact]
    public void Steps_of_which_one_runs_may_share_a_name() =>
        Assert.Empty(Says(Flow([Step("Elsa.FlowDecision", "which", ("condition", Script("getInput('A')"))), Tell("one", Literal("a")), Tell("other", Literal("a"))], ("which", "True", "one"), ("which", "False", "other"))));

    [Fact]
    public void A_web_request_that_sends_the_very_same_in_each_round_is_told_of()
    {
        JsonObject Posting(string method, JsonObject content) => Flow(
            [Step("Elsa.FlowSendHttpRequest", "post", ("url", Literal("https://example.org/stock")), ("method", Literal(method)), ("content", content)), Delay("wait"), Set("add", "N", Script("getVariable('N') + 1"))],
            ("post", "Done", "wait"), ("wait", "Done", "add"), ("add", "Done", "post"));

        var said = Problem(Posting("POST", Literal("1")), [Variable("N", "Int32", "0")]);
        Assert.Equal((ProblemSeverity.Warning, Code), (said.Severity, said.Code));
        Assert.Empty(Says(Posting("POST", Script("getVariable('N')")), [Variable("N", "Int32", "0")]));
        Assert.Empty(Says(Posting("GET", Literal("1")), [Variable("N", "Int32", "0")]));
    }

    private static JsonObject Key(string type, string value) => new() { ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static JsonObject Round(JsonObject key) => Flow(
        [Tell("tell", key), Delay("wait"), Set("add", "N", Script("getVariable('N') + 1"))],
        ("tell", "Sent", "wait"), ("wait", "Done", "add"), ("add", "Done", "tell"));
}
