using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;
using Frontdesk.Web.Elsa.Definitions;
using Frontdesk.Web.Elsa.Identity;

namespace Frontdesk.Web.Elsa.Descriptors;

/// <summary><c>/elsa/api/descriptors</c>: the steps, types and strategies that a designer may choose from.</summary>
internal static class DescriptorRoutes
{
    private const string Read = "read:activity-descriptors";

    // What Studio asks for to decide which of its tabs and buttons it shows.
    private static readonly string[] Features =
    [
        "Workflows", "Flowchart", "WorkflowRuntime", "WorkflowDefinitions", "WorkflowInstances", "WorkflowManagement", "WorkflowsApi", "Identity", "DefaultAuthentication",
        "Expressions", "JavaScript", "Liquid", "Http", "Scheduling", "RealTimeWorkflowUpdates", "CommitStrategies",
    ];

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var descriptors = api.MapGroup("/descriptors");
        descriptors.MapGet("/activities", (ActivityDescriptors activities) => ElsaJson.Counted(activities.All())).Requires(Read);
        descriptors.MapGet("/activities/{type}", (ActivityDescriptors activities, string type) => activities.Find(type) is { } found ? ElsaJson.Ok(found) : ElsaJson.NotFound("step type", type)).Requires(Read);
        descriptors.MapPost("/activities/{type}/options/{property}", (ActivityDescriptors activities, string type, string property) => activities.Options(type, property) is { } found ? ElsaJson.Ok(new JsonObject { ["items"] = found }) : ElsaJson.NotFound("property", property)).Requires("read:activity-descriptors-options");
        descriptors.MapGet("/expression-descriptors", () => ElsaJson.Counted(Strategies.Expressions)).Requires("read:expression-descriptors");
        descriptors.MapGet("/variables", () => ElsaJson.Ok(new JsonObject { ["items"] = ElsaJson.List(Strategies.VariableTypes) })).Requires("read:variable-descriptors");
        descriptors.MapGet("/storage-drivers", () => ElsaJson.Ok(new JsonObject { ["items"] = ElsaJson.List(Strategies.StorageDrivers) })).Requires("read:storage-drivers");
        descriptors.MapGet("/workflow-activation-strategies", () => ElsaJson.Counted(Strategies.Activation)).Requires("read:workflow-activation-strategies");
        descriptors.MapGet("/incident-strategies", () => ElsaJson.Counted(Strategies.Incidents)).Requires("read:incident-strategies");
        descriptors.MapGet("/log-persistence-strategies", () => ElsaJson.Counted(Strategies.LogPersistence)).Requires("read:log-persistence-strategies");
        descriptors.MapGet("/commit-strategies/activities", () => ElsaJson.Counted(Strategies.CommitForActivities)).Requires("read:commit-strategies");
        descriptors.MapGet("/commit-strategies/workflows", () => ElsaJson.Counted(Strategies.CommitForWorkflows)).Requires("read:commit-strategies");
        descriptors.MapGet("/output-converters", OutputConverters).Requires("read:output-converters");
        api.MapGet("/features/installed", () => ElsaJson.Counted(Features.Select(Feature))).Requires("read:installed-features");
        api.MapGet("/features/installed/{name}", (string name) => Features.FirstOrDefault(one => $"Elsa.{one}" == name) is { } found ? ElsaJson.Ok(Feature(found)) : ElsaJson.NotFound("feature", name)).Requires("read:installed-features");
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", TypeDefinitionsAsync).Requires("read:javascript-type-definitions");
    }

    private static JsonObject Feature(string name) => new()
    {
        ["name"] = name,
        ["namespace"] = "Elsa",
        ["fullName"] = $"Elsa.{name}",
        ["displayName"] = name,
        ["description"] = string.Empty,
    };

    // Values are converted by their type alone; there is nothing to choose.
    private static IResult OutputConverters(HttpRequest request)
    {
        var missing = ((string[])["sourceType", "destinationType"]).Where(name => request.Query.Text(name) is null).Select(name => $"The parameter '{name}' is missing.").ToList();
        return missing.Count == 0 ? ElsaJson.Counted([]) : throw ElsaRequestException.Bad(missing);
    }

    private static async Task<IResult> TypeDefinitionsAsync(HttpRequest request, DefinitionReading reading, ActivityDescriptors activities, string definitionId, CancellationToken stop)
    {
        await ElsaBody.ReadObjectAsync(request, stop);
        return reading.Find(definitionId, VersionChoice.Latest) is { } definition
            ? Results.Text(ScriptDeclarations.Of(definition, activities.Registry), "application/x-typescript")
            : ElsaJson.NotFound("workflow definition", definitionId);
    }
}
