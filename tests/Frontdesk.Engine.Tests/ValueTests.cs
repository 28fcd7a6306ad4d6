using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("'true'", true)]
    [InlineData("' True '", true)]
    [InlineData("1", true)]
    [InlineData("-2.5", true)]
    [InlineData("'false'", false)]
    [InlineData("'yes'", false)]
    [InlineData("'1'", false)]
    [InlineData("''", false)]
    [InlineData("0", false)]
    [InlineData("null", false)]
    [InlineData("undefined", false)]
    [InlineData("({})", false)]
    [InlineData("[1]", false)]
    public async Task A_condition_holds_for_true_and_for_numbers_that_are_not_zero(string code, bool holds)
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Step("Elsa.If", "i", ("condition", Script(code)), ("then", Line("a", "yes")), ("else", Line("b", "no"))));
        await practice.StartAsync();
        Assert.Equal([holds ? "yes" : "no"], practice.Lines());
    }

    [Fact]
    public void Lists_and_objects_become_text_with_the_letters_of_every_language_as_they_are() =>
        Assert.Equal("[\"Zoë\",{\"名\":1}]", Values.ToText(new JsonArray("Zoë", new JsonObject { ["名"] = 1 })));

    [Fact]
    public async Task The_first_value_of_a_variable_of_any_type_is_the_text_itself()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(
            Sequence("s", LineOf("a", "typeof getVariable('text') + ' ' + JSON.parse(getVariable('text')).x + ' ' + getVariable('map').x")),
            variables: new JsonArray(Variable("text", "Object", "{\"x\":1}"), Variable("map", "ObjectDictionary", "{\"x\":2}")));
        await practice.StartAsync();
        Assert.Equal(["string 1 2"], practice.Lines());
    }

    [Fact]
    public async Task JSON_set_on_a_variable_becomes_an_object_only_where_its_type_asks_for_one()
    {
        await using var practice = await TestPractice.OpenAsync();
        var json = new JsonObject { ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "{\"x\":1}" } };
        await practice.PublishAsync(
            Sequence("s", Step("Elsa.SetVariable", "a", ("variable", new JsonObject { ["id"] = "any" }), ("value", json)), Step("Elsa.SetVariable", "b", ("variable", new JsonObject { ["id"] = "map" }), ("value", json)), LineOf("c", "typeof getVariable('any') + ' ' + getVariable('map').x")),
            variables: new JsonArray(Variable("any", "Object", null), Variable("map", "ObjectDictionary", null)));
        await practice.StartAsync();
        Assert.Equal(["string 1"], practice.Lines());
    }

    [Fact]
    public async Task An_object_written_for_a_text_is_that_text()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Step("Elsa.WriteLine", "a", ("text", new JsonObject { ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = "{ \"a\": 1 }" } })));
        await practice.StartAsync();
        Assert.Equal(["{ \"a\": 1 }"], practice.Lines());
    }

    [Fact]
    public async Task A_step_may_hand_its_result_to_an_output_of_the_workflow()
    {
        await using var practice = await TestPractice.OpenAsync();
        var definition = Definition(Step("Elsa.RunJavaScript", "a", ("script", Literal("40 + 2")), ("result", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "answer" } })), "child");
        definition.Json["outputs"] = new JsonArray(new JsonObject { ["name"] = "answer", ["type"] = "Object" });
        await practice.PublishAsync(definition);
        await practice.PublishAsync(
            Sequence("s", Step("Elsa.ExecuteWorkflow", "x", ("workflowDefinitionId", Literal("child")), ("result", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "r" } })), LineOf("b", "getVariable('r').output.answer")),
            "parent",
            new JsonArray(Variable("r", "Object", null)));
        await practice.StartAsync("parent");
        Assert.Equal(["42"], practice.Lines());
    }

    [Fact]
    public async Task An_input_is_read_by_a_function_of_its_name()
    {
        await using var practice = await TestPractice.OpenAsync();
        var definition = Definition(LineOf("a", "getwho() + getWho()"), "greeting", new JsonArray(Variable("who", "String", "nobody")));
        definition.Json["inputs"] = new JsonArray(new JsonObject { ["name"] = "who", ["type"] = "String" });
        await practice.PublishAsync(definition);
        await practice.StartAsync("greeting", new Dictionary<string, object?>(StringComparer.Ordinal) { ["who"] = "Ann" });
        Assert.Equal(["Annnobody"], practice.Lines());
    }

    [Theory]
    [InlineData("{{ 'hé' | base64 }}", "aMOp")]
    [InlineData("{{ Variables.map | keys | join: ',' }}", "x,y")]
    [InlineData("{{ Variables.map | json }}", "{\"x\":1,\"y\":2}")]
    [InlineData("{% if WorkflowDefinitionVersionId %}known{% endif %}", "known")]
    public async Task A_template_may_do_what_it_may_in_Elsa(string template, string expected)
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Step("Elsa.WriteLine", "a", ("text", Liquid(template))), variables: new JsonArray(Variable("map", "ObjectDictionary", "{\"x\":1,\"y\":2}")));
        await practice.StartAsync();
        Assert.Equal([expected], practice.Lines());
    }

    [Fact]
    public async Task A_fork_without_branches_leaves_by_Done()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Flow([Step("Elsa.FlowFork", "a"), Line("b", "done")], ("a", "Done", "b")));
        await practice.StartAsync();
        Assert.Equal(["done"], practice.Lines());
    }
}
