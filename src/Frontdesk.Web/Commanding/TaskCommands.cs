using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using NodaTime;

namespace Frontdesk.Web.Commanding;

/// <summary>What people do to tasks, within one burst.</summary>
internal static class TaskCommands
{
    /// <summary>Does it.</summary>
    /// <param name="burst">The burst.</param>
    /// <param name="records">The practice's records.</param>
    /// <param name="task">The task as it was read.</param>
    /// <param name="change">What is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandRefusedException">A person is not known, or may not do this.</exception>
    /// <exception cref="TaskRefusedException">The task does not allow it.</exception>
    public static async ValueTask<string> ApplyAsync(BurstTransaction burst, IPracticeRecords records, TaskRow task, TaskChange change, CancellationToken cancellationToken)
    {
        var staff = new StaffDirectory(records);
        var now = Instant.FromDateTimeOffset(burst.Now);
        var actor = await ActorAsync(staff, task, change.Person, now, cancellationToken);
        switch (change)
        {
            case ClaimTask { Release: true }:
                UserTasks.Release(burst, task.Id, actor.User);
                break;
            case ClaimTask:
                UserTasks.Claim(burst, task.Id, actor);
                break;
            case DelegateTask give:
                UserTasks.Delegate(burst, task.Id, actor, await ColleagueAsync(staff, give.To, now, cancellationToken), give.Reason?.Trim() ?? string.Empty);
                break;
            case ReassignTask give:
                RequireManager(actor, change.Person);
                UserTasks.Reassign(burst, task.Id, actor.User, await ColleagueAsync(staff, give.To, now, cancellationToken));
                break;
            case ParkTask { Until: { } until }:
                UserTasks.Park(burst, task.Id, actor, until);
                break;
            case ParkTask:
                UserTasks.Resume(burst, task.Id, actor);
                break;
            case CommentTask comment:
                UserTasks.Comment(burst, task.Id, actor.User, comment.Text.Trim());
                break;
            case CompleteTask complete:
                Complete(burst, task.Id, actor, complete);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to {change.GetType().Name}.");
        }

        return task.Id;
    }

    private static void Complete(BurstTransaction burst, string taskId, TaskActor actor, CompleteTask complete)
    {
        if (!string.IsNullOrWhiteSpace(complete.Note))
            UserTasks.Comment(burst, taskId, actor.User, complete.Note.Trim());

        JsonObject? result = complete.Form is null && complete.Note is null ? null : [];
        foreach (var (name, value) in complete.Form ?? new Dictionary<string, JsonElement>())
            result![name] = JsonSerializer.SerializeToNode(value);

        if (complete.Note is not null)
            result!["note"] = complete.Note;

        UserTasks.Complete(burst, taskId, actor, complete.Outcome, result);
    }

    // Until there is sign-in the front desk stands in for everybody; a person who is named acts as that person only.
    private static async ValueTask<TaskActor> ActorAsync(StaffDirectory staff, TaskRow task, string? person, Instant now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(person))
            return new TaskActor(Desk.User, [.. task.Candidates], [.. task.Candidates, .. task.ClaimedBy is { } owner ? [owner] : Array.Empty<string>()]);

        return Ids.TryRead(person, out StaffId id) && await staff.FindActorAsync(id, now, cancellationToken) is { } actor
            ? new TaskActor(actor.User.Value, actor.Roles, [.. actor.StandsInFor.Select(one => one.Value)])
            : throw NoSuchPerson("person", person);
    }

    private static async ValueTask<string> ColleagueAsync(StaffDirectory staff, string name, Instant now, CancellationToken cancellationToken) =>
        Ids.TryRead(name, out StaffId id) && await staff.FindActorAsync(id, now, cancellationToken) is not null ? id.Value : throw NoSuchPerson("to", name);

    private static void RequireManager(TaskActor actor, string? person)
    {
        if (person is not null && !actor.Roles.Contains(StaffRole.OfficeManager))
            throw new CommandRefusedException(Refusal.Conflict, new FieldProblem("person", person, "Only an office manager gives a task away that somebody else has.", "Ask a manager, or ask whoever has the task to give it to somebody."));
    }

    private static CommandRefusedException NoSuchPerson(string field, string value) =>
        new(Refusal.Invalid, new FieldProblem(field, value, "Nobody of that name works here.", "Take the id from the staff list."));
}
