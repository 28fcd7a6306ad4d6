using Frontdesk.Web.Api;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Workflows;

/// <summary>The history of workflows, what differs between versions, and moving instances, over the API.</summary>
internal static class VersionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var workflows = api.MapGroup("/workflows/{id}").WithTags("Definitions");
        workflows.MapGet("/history", async ([FromServices] VersionReading reading, string id, int? page, int? size, CancellationToken stop) =>
                await reading.FindHistoryAsync(id, new ListQuery(), stop) is null
                    ? ApiProblems.NotFound("id", id)
                    : await Lists.ReadAsync(null, page, size, async list => (await reading.FindHistoryAsync(id, list, stop))!))
            .WithName("GetWorkflowHistory").WithSummary("Who changed a workflow and when, newest first")
            .Produces<Page<WorkflowChangeRow>>().ProducesProblem(StatusCodes.Status404NotFound);
        workflows.MapGet("/difference", async ([FromServices] VersionReading reading, string id, int from, int to, CancellationToken stop) =>
                Lists.OneOrNotFound(await reading.GetDifferenceAsync(id, from, to, stop), id))
            .WithName("GetWorkflowDifference").WithSummary("What is different between two versions, in the designer's words")
            .Produces<DifferenceView>().ProducesProblem(StatusCodes.Status404NotFound);
        workflows.MapPost("/moves/preview", async ([FromServices] VersionReading reading, string id, PreviewMoves query, CancellationToken stop) =>
                await reading.FindObstacleAsync(id, query.To, stop) is { } obstacle
                    ? ApiProblems.Invalid("to", $"{query.To}", obstacle, "Choose a version that is or was published.")
                    : await Lists.ReadAsync(query.Search, query.Page, query.Size, list => reading.FindCandidatesAsync(id, query, list, stop)))
            .WithName("PreviewMoves").WithSummary("Instances under way with where each would go on in another version, or why it cannot; changes nothing").Produces<Page<MoveCandidate>>();
        workflows.MapPost("/moves", ([FromServices] VersionCommands commands, string id, MoveInstances command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.MoveAsync(id, command, k, stop)))
            .WithName("MoveInstances").WithSummary("Move instances to another version; each is moved, or left as it is with the reason").Produces<MovesDone>().IsCommand();
        workflows.MapPost("/revert", ([FromServices] VersionCommands commands, string id, RevertWorkflow command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RevertAsync(id, command, k, stop)))
            .WithName("RevertWorkflow").WithSummary("Make a draft of an older version").Produces<WorkflowRow>().IsCommand();
    }
}
