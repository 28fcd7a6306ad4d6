using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Xunit;

namespace Frontdesk.Engine.Tests;

/// <summary>Workflows under the rules that a publication checks.</summary>
internal static class Judged
{
    private static readonly ActivityRegistry Registry = new(typeof(Judged).Assembly, ActivitiesRegistration.Assembly);
    private static readonly WorkflowDefinitions Definitions = new(Registry, ActivitiesRegistration.SafetyRules);

    /// <summary>What the rules say, as "code step".</summary>
    public static string[] Says(JsonObject root, JsonArray? variables = null, params WorkflowDefinition[] others) =>
        [.. Problems(Given.Definition(root, variables: variables), others).Select(problem => $"{problem.Code} {problem.ActivityId}")];

    /// <summary>The one thing that the rules say.</summary>
    public static DefinitionProblem Problem(JsonObject root, JsonArray? variables = null, params WorkflowDefinition[] others) => Assert.Single(Problems(Given.Definition(root, variables: variables), others));

    public static IReadOnlyList<DefinitionProblem> Problems(WorkflowDefinition definition, params WorkflowDefinition[] others) =>
        [.. Definitions.Check(definition, (id, _) => Array.Find(others, other => other.DefinitionId == id)).Where(problem => problem.Code is not ("unreachable-activity" or "merge-may-wait" or "no-start"))];

    public static (CompiledWorkflow Workflow, ControlFlow Flow) Flow(JsonObject root)
    {
        var workflow = WorkflowCompiler.Compile(Given.Definition(root), Registry);
        return (workflow, ControlFlow.Of(workflow, Registry));
    }

    public static JsonObject Task(string id, string due = "08:00:00", params string[] outcomes) =>
        Given.Step("Frontdesk.UserTask", id, ("title", Given.Literal("Decide")), ("dueIn", Given.Literal(due)), ("outcomes", List(outcomes.Length == 0 ? ["Done"] : outcomes)));

    public static JsonObject List(params string[] items) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = new JsonArray([.. items.Select(item => (JsonNode)item)]).ToJsonString() } };

    public static JsonObject Of(string variable) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = variable, ["name"] = variable } } };

    public static JsonObject Into(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    public static JsonObject Delay(string id, string time = "01:00:00") => Given.Step("Elsa.Delay", id, ("timeSpan", Given.Literal(time)));

    public static JsonObject Finish(string id) => Given.Step("Elsa.Finish", id);

    public static JsonObject Start(string id = "start") => Given.Step("Elsa.Start", id);

    public static JsonObject Tell(string id, JsonObject step, string topic = "Referral") =>
        Given.Step("Frontdesk.TellPatient", id, ("patient", Given.Script("getInput('Patient')")), ("step", step), ("topic", Given.Literal(topic)), ("template", Given.Literal(topic == "Referral" ? "referral-answered" : "result-message-waits")));

    public static JsonObject Set(string id, string variable, JsonObject value) => Given.Step("Elsa.SetVariable", id, ("variable", new JsonObject { ["id"] = variable, ["name"] = variable }), ("value", value));
}
