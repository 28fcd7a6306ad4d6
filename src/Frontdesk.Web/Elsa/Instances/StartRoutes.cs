using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Api;
using Frontdesk.Web.Elsa.Definitions;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Starts instances: <c>execute</c> answers with the state after the first burst, <c>dispatch</c> with the id alone.</summary>
internal static class StartRoutes
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";
    private const int MostAtOnce = 1_000;

    /// <summary>Starts an instance and tells where it stands.</summary>
    public static async Task<IResult> ExecuteAsync(HttpContext context, WorkflowEngine engine, DefinitionReading reading, InstanceQueries instances, string definitionId, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(context.Request, stop);
        if (Read(context.Request, body, reading, definitionId) is not { } request)
            return Results.NotFound();
        var result = await engine.StartAsync(request, stop);
        if (result.InstanceId is not { } id)
        {
            context.Response.Headers[CannotStartHeader] = "true";
            return ElsaJson.Ok(new JsonObject());
        }

        context.Response.Headers[InstanceHeader] = id;
        var state = instances.Find(id)?.State.ToWorkflowState();

        // Elsa answers so when the first burst already failed.
        var status = result.SubStatus == WorkflowSubStatus.Faulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        return ElsaJson.Ok(new JsonObject { ["workflowState"] = state }, status);
    }

    /// <summary>Starts an instance and tells its id.</summary>
    public static async Task<IResult> DispatchAsync(HttpContext context, WorkflowEngine engine, DefinitionReading reading, string definitionId, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(context.Request, stop);
        if (Read(context.Request, body, reading, definitionId) is not { } request)
            return Results.NotFound();
        var result = await engine.StartAsync(request, stop);
        if (result.InstanceId is null)
            context.Response.Headers[CannotStartHeader] = "true";
        return ElsaJson.Ok(new JsonObject { ["workflowInstanceId"] = result.InstanceId });
    }

    /// <summary>Starts several instances alike.</summary>
    public static async Task<IResult> DispatchManyAsync(HttpContext context, WorkflowEngine engine, DefinitionReading reading, string definitionId, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(context.Request, stop);
        if (Read(context.Request, body, reading, definitionId) is not { } request)
            return Results.NotFound();
        var count = body.Number("count") ?? 1;
        if (count is < 1 or > MostAtOnce)
            throw ElsaRequestException.Bad($"'count' is {count}: use a number from 1 to {MostAtOnce}.");
        var started = await Task.WhenAll(Enumerable.Range(1, count).Select(number => engine.StartAsync(request with { InstanceId = null, IdempotencyKey = request.IdempotencyKey is { } key ? $"{key}:{number}" : null }, stop)));
        return ElsaJson.Ok(new JsonObject { ["workflowInstanceIds"] = ElsaJson.Texts(started.Select(one => one.InstanceId).OfType<string>()) });
    }

    // Null when there is no version of the kind that is meant.
    private static StartRequest? Read(HttpRequest http, JsonObject body, DefinitionReading reading, string definitionId)
    {
        var version = body.Text("versionOptions") ?? (body.Find("versionOptions") as JsonObject is { } parts ? Version(parts) : null) ?? http.Query.Text("versionOptions") ?? "Published";
        if (reading.Find(definitionId, VersionChoice.Read(version)) is not { } found)
            return null;
        var key = http.Headers[Commands.KeyHeader].ToString();
        return new StartRequest(definitionId)
        {
            // The version in force is left to the engine, so that a publication meanwhile counts.
            Version = found.IsPublished ? null : found.Version,
            CorrelationId = Short(body.Text("correlationId"), "correlationId"),
            Name = Short(body.Text("name"), "name"),
            TriggerActivityId = TriggerOf(found, body.Text("triggerActivityId")),
            InstanceId = Id(body.Text("workflowInstanceId") ?? body.Text("instanceId")),
            IdempotencyKey = key.Length is > 0 and <= 200 ? key : null,
            Input = ((body.Find("input") as JsonObject) ?? []).ToDictionary(one => one.Key, one => Values.FromJson(one.Value?.DeepClone()), StringComparer.Ordinal),
        };
    }

    private static string? Version(JsonObject parts) =>
        parts.Flag("isLatest") == true ? "Latest" : parts.Flag("isPublished") == true ? "Published" : parts.Number("version")?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? TriggerOf(WorkflowDefinition definition, string? activityId) =>
        string.IsNullOrEmpty(activityId) || ActivityTree.All(definition.Root).Any(one => one.Text("id") == activityId)
            ? activityId is { Length: > 0 } ? activityId : null
            : throw ElsaRequestException.Bad($"'triggerActivityId' is '{ElsaJson.Short(activityId)}', and the workflow has no such step.");

    private static string? Short(string? text, string name) =>
        text is { Length: > 500 } ? throw ElsaRequestException.Bad($"'{name}' is longer than 500 characters.") : text is { Length: > 0 } ? text : null;

    private static string? Id(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : text.Length <= 100 && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_') ? text
        : throw ElsaRequestException.Bad("The id of the instance has to be at most 100 letters, digits, hyphens and underscores.");
}
