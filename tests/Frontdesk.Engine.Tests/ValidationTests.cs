using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class ValidationTests
{
    private static readonly WorkflowDefinitions Definitions = new(new ActivityRegistry());

    [Fact]
    public void An_unknown_activity_type_is_refused() =>
        Problem(Sequence("s", Named(Step("Elsa.Telepathy", "a"), "Ask"))).Is(ProblemSeverity.Error, "unknown-activity-type", "$.root.activities[0].type", "Ask", "Elsa.Telepathy");

    [Fact]
    public void A_step_without_type_is_refused() =>
        Problem(Sequence("s", new JsonObject { ["id"] = "a", ["name"] = "Ask" })).Is(ProblemSeverity.Error, "activity-without-type", "$.root.activities[0]", "Ask", "type");

    [Fact]
    public void A_missing_required_input_is_refused() =>
        Problem(Sequence("s", Named(Step("Elsa.ExecuteWorkflow", "a"), "Ask"))).Is(ProblemSeverity.Error, "missing-input", "$.root.activities[0].workflowDefinitionId", "Ask", "Workflow");

    [Fact]
    public void A_variable_that_is_not_chosen_is_refused() =>
        Problem(Sequence("s", Named(Step("Elsa.SetVariable", "a", ("value", Literal(1))), "Remember"))).Is(ProblemSeverity.Error, "missing-input", "$.root.activities[0].variable", "Remember", "variable");

    [Fact]
    public void A_connection_to_a_step_that_is_not_there_is_refused() =>
        Problem(Flow([Named(Line("a", "x"), "Write")], ("a", "Done", "gone"))).Is(ProblemSeverity.Error, "dangling-connection", "$.root.connections[0]", "f", "gone");

    [Fact]
    public void A_step_that_nothing_leads_to_is_warned_of() =>
        Problem(Flow([Line("a", "x"), Line("b", "y"), Named(Line("c", "z"), "Lost"), Line("d", "z")], ("a", "Done", "b"), ("d", "Done", "c"), ("c", "Done", "d")), all: true)
            .First(p => p.ActivityId == "c").Is(ProblemSeverity.Warning, "unreachable-activity", "$.root.activities[2]", "Lost", "No path");

    [Fact]
    public void A_flowchart_that_does_not_say_where_to_begin_is_warned_of() =>
        Problem(Flow([Named(Line("a", "x"), "One"), Line("b", "y")], ("a", "Done", "b"), ("b", "Done", "a")), all: true)
            .First(p => p.Code == "no-start").Is(ProblemSeverity.Warning, "no-start", "$.root", "f", "One");

    [Fact]
    public void An_id_used_twice_is_refused() =>
        Problem(Sequence("s", Line("a", "x"), Named(Line("a", "y"), "Second"))).Is(ProblemSeverity.Error, "duplicate-id", "$.root.activities[1].id", "Second", "$.root.activities[0]");

    [Theory]
    [InlineData("JavaScript", "let x = ;")]
    [InlineData("JavaScript", "if (")]
    [InlineData("Liquid", "{% if %}")]
    [InlineData("Liquid", "{{ 'a' | ")]
    public void A_bad_expression_is_refused(string language, string code)
    {
        var text = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = language, ["value"] = code } };
        Problem(Sequence("s", Named(Step("Elsa.WriteLine", "a", ("text", text)), "Write"))).Is(ProblemSeverity.Error, "bad-expression", "$.root.activities[0].text", "Write", language);
    }

    [Fact]
    public void An_unknown_expression_type_is_refused()
    {
        var text = new JsonObject { ["expression"] = new JsonObject { ["type"] = "CSharp", ["value"] = "1" } };
        Problem(Sequence("s", Step("Elsa.WriteLine", "a", ("text", text)))).Is(ProblemSeverity.Error, "unknown-expression-type", "$.root.activities[0].text", "a", "CSharp");
    }

    [Fact]
    public void A_value_that_does_not_fit_is_refused() =>
        Problem(Sequence("s", Step("Elsa.Delay", "a", ("timeSpan", Literal("soon"))))).Is(ProblemSeverity.Error, "bad-value", "$.root.activities[0].timeSpan", "a", "TimeSpan");

    [Fact]
    public void A_first_value_of_the_wrong_type_is_refused()
    {
        var problem = Assert.Single(Definitions.Check(Definition(Sequence("s", Line("a", "x")), variables: [Variable("n", "Int32", "many")])));
        problem.Is(ProblemSeverity.Error, "bad-variable-default", "$.variables[0].value", null, "'n'");
    }

    [Theory]
    [InlineData("Elsa.Event", "eventName", "")]
    [InlineData("Elsa.HttpEndpoint", "path", "")]
    [InlineData("Elsa.Cron", "cronExpression", "")]
    [InlineData("Elsa.Cron", "cronExpression", "every morning")]
    [InlineData("Elsa.Timer", "interval", "00:00:00")]
    public void A_trigger_without_identity_is_refused(string type, string input, string value) =>
        Problem(Sequence("s", Named(Step(type, "a", (input, Literal(value))).CanStart(), "Begin"))).Is(ProblemSeverity.Error, "trigger-without-identity", "$.root.activities[0]", "Begin", string.Empty);

    [Fact]
    public void A_workflow_without_root_is_refused()
    {
        var definition = Definition(Sequence("s"));
        definition.Json.Remove("root");
        Assert.Single(Definitions.Check(definition)).Is(ProblemSeverity.Error, "no-root", "$.root", null, "root");
    }

    [Fact]
    public void Text_that_is_no_JSON_is_refused_with_line_and_column() =>
        Assert.Contains("line 2", Assert.Throws<DefinitionFormatException>(() => WorkflowDefinition.Parse("{\n \"id\": }")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_Elsa_accepts_is_not_refused()
    {
        var cases = Recorded.All("conformance");
        Assert.True(cases.Count >= 260, $"only {cases.Count} cases found");
        foreach (var (where, json) in cases.Concat(Recorded.All("samples").Where(s => !s.Where.Contains("bad", StringComparison.Ordinal))))
        {
            // A workflow used as a step is found by publication only, not by a check of one file alone.
            var errors = Definitions.Check(Recorded.Written(json)).Where(p => p.Severity == ProblemSeverity.Error && p.Code != "unknown-activity-type").ToList();
            Assert.True(errors.Count == 0, $"{where}: {string.Join(" ", errors)}");
        }
    }

    private static DefinitionProblem Problem(JsonObject root) => Assert.Single(Problem(root, all: true), p => p.Severity == ProblemSeverity.Error);

    [Theory]
    [InlineData("Elsa.Event", "eventName", "What happens")]
    [InlineData("Elsa.Cron", "cronExpression", "Times")]
    [InlineData("Elsa.StartAt", "dateTime", "Date and time")]
    [InlineData("Elsa.HttpEndpoint", "path", "Path")]
    [InlineData("Elsa.ForEach", "items", "Items")]
    public void A_step_that_can_do_nothing_yet_is_warned_about_by_the_name_that_the_designer_shows(string type, string input, string shown)
    {
        var step = new JsonObject { ["id"] = "a", ["type"] = type };

        var problem = Assert.Single(Definitions.Check(Definition(Sequence("s", step))));

        problem.Is(ProblemSeverity.Warning, "missing-input", $"$.root.activities[0].{input}", "a", $"'{shown}'");
        step[input] = new JsonObject { ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getVariable('x')" } };
        Assert.Empty(Definitions.Check(Definition(Sequence("s", step.DeepClone().AsObject()))));
    }

    private static IReadOnlyList<DefinitionProblem> Problem(JsonObject root, bool all) => all ? Definitions.Check(Definition(root)) : [];

    private static JsonObject Named(JsonObject step, string name)
    {
        step["name"] = name;
        return step;
    }
}

internal static class ProblemAssertions
{
    internal static void Is(this DefinitionProblem problem, ProblemSeverity severity, string code, string path, string? name, string says)
    {
        Assert.Equal((severity, code, path, name), (problem.Severity, problem.Code, problem.Path, problem.ActivityName));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }
}
