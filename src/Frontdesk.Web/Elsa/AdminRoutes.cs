using System.Security.Claims;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Frontdesk.Web.Elsa.Identity;

namespace Frontdesk.Web.Elsa;

/// <summary>The rest that an Elsa client asks for: events, tasks, the state of the runtime, retries.</summary>
internal static class AdminRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/events/{eventName}/trigger", TriggerEventAsync).Requires("trigger:event");
        api.MapPost("/tasks/{taskId}/complete", CompleteTaskAsync).Requires("complete:tasks");
        api.MapGet("/admin/workflow-runtime/status", RuntimeStatus).Requires("read:workflow-runtime");
        api.MapGet("/bookmark-queue/dead-letters", () => ElsaJson.Ok(new JsonObject { ["items"] = new JsonArray(), ["totalCount"] = 0 })).Requires("read:bookmark-queue");
        api.MapGet("/resilience/strategies", () => ElsaJson.Counted([])).Requires("read:resilience");
        api.MapGet("/resilience/retries/{activityInstanceId}", () => ElsaJson.Ok(new JsonObject { ["items"] = new JsonArray(), ["totalCount"] = 0 })).Requires("read:resilience");
        api.MapGet("/workflow-contexts/provider-descriptors", () => ElsaJson.Counted([])).Requires("read:workflow-contexts");
        api.MapGet("/package/version", () => ElsaJson.Ok(new JsonObject { ["packageVersion"] = typeof(AdminRoutes).Assembly.GetName().Version?.ToString(3) })).Requires("read:package");
    }

    private static async Task<IResult> TriggerEventAsync(HttpRequest request, WorkflowEngine engine, string eventName, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        if (eventName.Length > 200)
            throw ElsaRequestException.Bad("The event's name is longer than 200 characters.");
        var key = request.Headers[Api.Commands.KeyHeader].ToString();
        await engine.PublishEventAsync(eventName, body.Find("input")?.DeepClone() ?? body.Find("payload")?.DeepClone(), body.Text("correlationId"), key.Length is > 0 and <= 200 ? key : null, stop);
        return Results.Ok();
    }

    // Elsa's RunTask waits for whoever does the work to say so.
    private static async Task<IResult> CompleteTaskAsync(HttpRequest request, ClaimsPrincipal user, WorkflowEngine engine, string taskId, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        try
        {
            await engine.ExecuteAsync(
                (burst, _, _) =>
                {
                    UserTasks.CompleteForProgram(burst, taskId, ApiPermissions.NameOf(user), body.Find("result"));
                    return new ValueTask<bool>(true);
                },
                cancellationToken: stop);
            return Results.Ok();
        }
        catch (TaskRefusedException refused)
        {
            return ElsaJson.Refused(StatusCodes.Status404NotFound, refused.Message);
        }
    }

    private static IResult RuntimeStatus(WorkflowEngine engine) => ElsaJson.Ok(new JsonObject
    {
        ["state"] = new JsonObject { ["reason"] = "None", ["isAcceptingNewWork"] = true, ["generationId"] = engine.Database.PracticeId },
        ["sources"] = ElsaJson.List(((string[])["scheduling.trigger", "internal.bookmark-queue-worker", "http.trigger"]).Select(name => new JsonObject { ["name"] = name, ["state"] = "Running" })),
        ["activeExecutionCycleCount"] = 0,
    });
}
