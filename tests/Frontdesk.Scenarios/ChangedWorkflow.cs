using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Scenarios;

/// <summary>A shipped workflow as somebody changed it in the designer.</summary>
internal sealed class ChangedWorkflow(string id)
{
    private static readonly WorkflowDefinitions Definitions = new(new ActivityRegistry(ActivitiesRegistration.Assembly), ActivitiesRegistration.SafetyRules);
    private readonly WorkflowDefinition _definition = ShippedWorkflows.Read($"{id}.json");

    public WorkflowDefinition Definition => _definition;

    private JsonArray Connections => _definition.Root!["connections"]!.AsArray();

    /// <summary>Takes a connection away; there has to be one.</summary>
    public ChangedWorkflow Without(string from, string port, string to)
    {
        var found = Connections.Single(one => (string?)one!["source"]!["activity"] == from && (string?)one["source"]!["port"] == port && (string?)one["target"]!["activity"] == to);
        Connections.Remove(found);
        return this;
    }

    public ChangedWorkflow With(string from, string port, string to)
    {
        Connections.Add(new JsonObject { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to } });
        return this;
    }

    public ChangedWorkflow With(JsonObject step)
    {
        _definition.Root!["activities"]!.AsArray().Add(step);
        return this;
    }

    /// <summary>Gives an input another expression.</summary>
    public ChangedWorkflow Set(string step, string input, string type, JsonNode value)
    {
        StepOf(step)[input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
        return this;
    }

    public ChangedWorkflow SetVariable(string name, string value)
    {
        _definition.List("variables").Single(one => (string?)one["name"] == name)["value"] = value;
        return this;
    }

    public ChangedWorkflow Declare(string name)
    {
        _definition.Json["variables"]!.AsArray().Add(new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = "String" });
        return this;
    }

    /// <summary>What the publication says, with the other shipped workflows in force.</summary>
    public IReadOnlyList<DefinitionProblem> Problems(params ChangedWorkflow[] others) =>
        Definitions.Check(_definition, (wanted, version) => Array.Find(others, other => other.Definition.DefinitionId == wanted)?.Definition ?? ShippedWorkflows.Find(wanted, version));

    /// <summary>The one error that refuses it.</summary>
    public DefinitionProblem Refusal(params ChangedWorkflow[] others) => Assert.Single(Problems(others), problem => problem.Severity == ProblemSeverity.Error);

    private JsonObject StepOf(string step) => _definition.Root!["activities"]!.AsArray().Single(one => (string?)one!["id"] == step)!.AsObject();
}
