using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Elsa.Definitions;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Studio's test of one step: it runs by itself, and nothing of it is kept.</summary>
internal static class ActivityTests
{
    /// <summary>Tries a step out and tells what it did.</summary>
    public static async Task<IResult> RunAsync(HttpRequest request, WorkflowEngine engine, DefinitionReading reading, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        if (Definition(body.Find("workflowDefinitionHandle") as JsonObject ?? [], reading) is not { } definition)
            throw ElsaRequestException.Bad("'workflowDefinitionHandle' names no workflow: give its definitionVersionId, or its definitionId.");
        var handle = body.Find("activityHandle") as JsonObject ?? [];
        var activityId = handle.Text("activityId")
            ?? handle.Text("activityNodeId")?.Split(':')[^1]
            ?? throw ElsaRequestException.Bad("'activityHandle' names no step: give its activityId.");
        var result = await engine.TryStepAsync(definition, activityId, stop);
        var answer = new JsonObject
        {
            ["activityState"] = Map(result.Inputs),
            ["outputs"] = Map(result.Outputs),
            ["payload"] = new JsonObject { ["Outcomes"] = ElsaJson.Texts(result.Outcomes) },
            ["outcomes"] = ElsaJson.Texts(result.Outcomes),
        };
        answer.SetIfAny("exception", result.Problem is { } problem ? new JsonObject { ["type"] = "Fault", ["message"] = problem, ["stackTrace"] = string.Empty } : null);
        answer["status"] = result.Status.ToString();
        return ElsaJson.Ok(answer);
    }

    private static WorkflowDefinition? Definition(JsonObject handle, DefinitionReading reading) =>
        handle.Text("definitionVersionId") is { Length: > 0 } version ? reading.FindVersion(version)
        : handle.Text("definitionId") is { Length: > 0 } id ? reading.Find(id, VersionChoice.Latest)
        : null;

    private static JsonObject Map(IReadOnlyDictionary<string, JsonNode?> values)
    {
        var map = new JsonObject();
        foreach (var (name, value) in values)
            map[name] = value?.DeepClone();
        return map;
    }
}
