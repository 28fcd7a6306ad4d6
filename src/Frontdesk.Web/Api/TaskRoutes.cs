using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>Tasks to look for; in a body, so that no name is part of a URL.</summary>
/// <param name="Search">Words of title, patient or person.</param>
/// <param name="Scope">Whose: <c>all</c>, <c>forMe</c> or <c>mine</c>.</param>
/// <param name="Person">Who asks, for <c>forMe</c> and <c>mine</c>.</param>
/// <param name="IncludeDone">Closed ones too.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Size">Rows on a page.</param>
public sealed record TaskSearch(string? Search = null, TaskScope Scope = TaskScope.All, string? Person = null, bool IncludeDone = false, int? Page = null, int? Size = null);

/// <summary>Tasks for people and the staff list, over the API.</summary>
internal static class TaskRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapGet("/", (PracticeReader reader, string? scope, string? person, bool? includeDone, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync<TaskScope, TaskRow>(scope, page, size, (list, one) => reader.FindTasksAsync(new TaskQuery(list, includeDone ?? false, one ?? TaskScope.All, person), stop)))
            .WithName("ListTasks").WithSummary("Tasks for people, most urgent first: all, those that a person may take (forMe), or has (mine)").Produces<Page<TaskRow>>();
        tasks.MapPost("/search", (PracticeReader reader, TaskSearch request, CancellationToken stop) =>
                Lists.ReadAsync(request.Search, request.Page, request.Size, list => reader.FindTasksAsync(new TaskQuery(list, request.IncludeDone, request.Scope, request.Person), stop)))
            .WithName("SearchTasks").WithSummary("Tasks whose title, patient or person has these words").Produces<Page<TaskRow>>();
        tasks.MapGet("/{id}", async (PracticeReader reader, string id, CancellationToken stop) => Lists.OneOrNotFound(await reader.GetTaskAsync(id, stop), id))
            .WithName("GetTask").WithSummary("A task with its comments and its form").Produces<TaskRow>().ProducesProblem(StatusCodes.Status404NotFound);
        Change<ClaimTask>(tasks, "claim", "ClaimTask", "Take a task, or give it back");
        Change<DelegateTask>(tasks, "delegate", "DelegateTask", "Ask a colleague to do a task");
        Change<ReassignTask>(tasks, "reassign", "ReassignTask", "Give a task to somebody, whoever has it (office managers)");
        Change<ParkTask>(tasks, "park", "ParkTask", "Put a task aside until a time, or take it up again");
        Change<CommentTask>(tasks, "comment", "CommentTask", "Say something about a task");
        Change<CompleteTask>(tasks, "complete", "CompleteTask", "Close a task with one of its outcomes");

        var staff = api.MapGroup("/staff").WithTags("Staff");
        staff.MapGet("/", (PracticeReader reader, CancellationToken stop) => reader.GetStaffAsync(stop))
            .WithName("ListStaff").WithSummary("Who works here, who is away, and who acts for them");
        staff.MapPost("/{id}", (PracticeCommands commands, string id, EmployStaff command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.EmployAsync(id, command, k, stop)))
            .WithName("EmployStaff").WithSummary("Add somebody who works here, or change name and roles").Produces<StaffRow>().IsCommand();
        staff.MapPost("/{id}/away", (PracticeCommands commands, string id, SetAway command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.SetAwayAsync(id, command, k, stop)))
            .WithName("SetAway").WithSummary("Say that somebody is away and who stands in, or that they are back").Produces<StaffRow>().IsCommand();
    }

#pragma warning disable RDG011 // Six paths alike: they are compiled at the start, which is quick enough for six.
    private static void Change<TChange>(RouteGroupBuilder tasks, string verb, string name, string summary)
        where TChange : TaskChange =>
        tasks.MapPost($"/{{id}}/{verb}", (PracticeCommands commands, string id, TChange change, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ChangeTaskAsync(id, change, k, stop)))
            .WithName(name).WithSummary(summary).Produces<TaskRow>().IsCommand();
#pragma warning restore RDG011
}
