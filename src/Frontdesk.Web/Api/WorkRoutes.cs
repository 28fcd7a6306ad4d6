using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>What waits for people, over the API: tasks and incidents.</summary>
internal static class WorkRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/practice", (PracticeReader reader, CancellationToken stop) => reader.GetChoicesAsync(stop))
            .WithTags("Practice").WithName("GetPractice").WithSummary("The practice's practitioners, locations and kinds of visits, with their ids");
        api.MapGet("/tasks", (PracticeReader reader, bool? includeDone, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync(null, page, size, list => reader.FindTasksAsync(new TaskQuery(list, includeDone ?? false), stop)))
            .WithTags("Tasks").WithName("ListTasks").WithSummary("Tasks for people, most urgent first").Produces<Page<TaskRow>>();
        api.MapPost("/tasks/{id}/complete", (PracticeCommands commands, string id, CompleteTask command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.CompleteTaskAsync(id, command, k, stop)))
            .WithTags("Tasks").WithName("CompleteTask").WithSummary("Close a task with one of its outcomes").Produces<TaskRow>().IsCommand();
        api.MapPost("/tasks/{id}/claim", (PracticeCommands commands, string id, ClaimTask command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ClaimTaskAsync(id, command, k, stop)))
            .WithTags("Tasks").WithName("ClaimTask").WithSummary("Take a task, or give it back").Produces<TaskRow>().IsCommand();
        api.MapGet("/tasks/{id}", async (PracticeReader reader, string id, CancellationToken stop) =>
                Lists.OneOrNotFound(await reader.GetTaskAsync(id, stop), id))
            .WithTags("Tasks").WithName("GetTask").WithSummary("A task with its comments").Produces<TaskRow>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/incidents/{id}/resolve", (PracticeCommands commands, string id, ResolveIncident command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ResolveIncidentAsync(id, command, k, stop)))
            .WithTags("Incidents").WithName("ResolveIncident").WithSummary("Close an incident, or try again what it stopped").Produces<IncidentRow>().IsCommand();
        api.MapGet("/incidents", (PracticeReader reader, bool? includeResolved, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync(null, page, size, list => reader.FindIncidentsAsync(new IncidentQuery(list, includeResolved ?? false), stop)))
            .WithTags("Incidents").WithName("ListIncidents").WithSummary("Incidents, newest first").Produces<Page<IncidentRow>>();
    }
}
