using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Tasks;

/// <summary>What a person did to a task came too late or is not theirs to do; the message says who and when.</summary>
public class TaskRefusedException(string message) : Exception(message);

/// <summary>Somebody was faster, or the process needs the task no longer.</summary>
/// <param name="by">Who closed it; null for the process.</param>
/// <param name="at">When, UTC; null when the process did.</param>
public sealed class TaskClosedException(string? by, DateTimeOffset? at)
    : TaskRefusedException(by is null
        ? "This task was closed by the process, because it is no longer needed."
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"This task was closed by {by} at {at:yyyy-MM-dd HH:mm} UTC."))
{
    /// <summary>Who closed it; null for the process.</summary>
    public string? By { get; } = by;

    /// <summary>When, UTC; null when the process did.</summary>
    public DateTimeOffset? At { get; } = at;
}

/// <summary>Claim, release, delegate, reassign, park, comment and complete: each belongs to a burst and commits with it.</summary>
public static class UserTasks
{
    /// <summary>Marks the tasks that programs do.</summary>
    internal const string RunTaskKind = "external";

    /// <summary>Takes a task for oneself.</summary>
    /// <exception cref="TaskRefusedException">Someone else has it, or it is done.</exception>
    public static void Claim(BurstTransaction burst, string taskId, string user, IReadOnlyCollection<string> roles) => Claim(burst, taskId, new TaskActor(user, roles));

    /// <summary>Takes a task for oneself; a stand-in may take it over from the person who is away.</summary>
    /// <exception cref="TaskRefusedException">Someone else has it, or it is done.</exception>
    public static void Claim(BurstTransaction burst, string taskId, TaskActor actor)
    {
        var task = Load(burst, taskId);
        if (task.Assignee is { } other && !actor.ActsFor(other))
            throw new TaskRefusedException($"{other} has taken this task already.");
        RequireCandidate(task, actor);
        if (task.Assignee is { } away && away != actor.User)
            AddComment(burst, task.Details, actor.User, $"Taken over from {away}, who is away.");
        Update(burst, task, "claimed", actor.User, task.Details);
    }

    /// <summary>Gives a task back to all candidates.</summary>
    /// <exception cref="TaskRefusedException">It is not theirs, or it is done.</exception>
    public static void Release(BurstTransaction burst, string taskId, string user)
    {
        var task = Load(burst, taskId);
        if (!string.Equals(task.Assignee, user, StringComparison.Ordinal))
            throw new TaskRefusedException("Only the person who has taken the task can release it.");
        Update(burst, task, "ready", null, task.Details);
    }

    /// <summary>Asks another person to do a task that one may do oneself.</summary>
    /// <param name="burst">The burst.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="to">Who is to do it; need not be a candidate.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <exception cref="TaskRefusedException">It is not theirs to give, it is done, or the other person may not do it.</exception>
    public static void Delegate(BurstTransaction burst, string taskId, TaskActor actor, string to, string reason)
    {
        var task = Load(burst, taskId);
        if (task.Assignee is { } other && !actor.ActsFor(other))
            throw new TaskRefusedException($"{other} has taken this task: only they can give it to somebody else, or a manager.");
        RequireCandidate(task, actor);
        Give(burst, task, actor.User, to, reason.Length > 0 ? $"Asked {to} to do this: {reason}" : $"Asked {to} to do this.");
    }

    /// <summary>Gives a task to another person, whoever has it: what a manager does.</summary>
    /// <exception cref="TaskRefusedException">It is done, or the other person may not do it.</exception>
    public static void Reassign(BurstTransaction burst, string taskId, string by, string to) =>
        Give(burst, Load(burst, taskId), by, to, $"Given to {to}.");

    /// <summary>Puts a task aside until a moment (UTC); it keeps its due time.</summary>
    /// <exception cref="TaskRefusedException">It is done, someone else has it, or the moment has passed.</exception>
    public static void Park(BurstTransaction burst, string taskId, TaskActor actor, DateTimeOffset until)
    {
        var task = Load(burst, taskId);
        if (task.Assignee is { } other && !actor.ActsFor(other))
            throw new TaskRefusedException($"{other} has taken this task.");
        RequireCandidate(task, actor);
        if (until <= burst.Now)
            throw new TaskRefusedException("The time until which the task is put aside has passed: choose a later one.");
        task.Details["parkedUntil"] = Moment(until);
        AddComment(burst, task.Details, actor.User, "Put aside.");
        Update(burst, task, "claimed", actor.User, task.Details);
    }

    /// <summary>Takes a task up again that was put aside. Taking it up twice changes nothing.</summary>
    /// <exception cref="TaskRefusedException">It is done, or someone else has it.</exception>
    public static void Resume(BurstTransaction burst, string taskId, TaskActor actor)
    {
        var task = Load(burst, taskId);
        if (task.Assignee is { } other && !actor.ActsFor(other))
            throw new TaskRefusedException($"{other} has taken this task.");
        if (task.Details.Remove("parkedUntil"))
            Update(burst, task, task.State, task.Assignee, task.Details);
    }

    /// <summary>Adds a remark.</summary>
    /// <exception cref="TaskRefusedException">It is done.</exception>
    public static void Comment(BurstTransaction burst, string taskId, string by, string text)
    {
        var task = Load(burst, taskId);
        AddComment(burst, task.Details, by, text);
        Update(burst, task, task.State, task.Assignee, task.Details);
    }

    /// <summary>Completes a task with one of its outcomes; the instance goes on.</summary>
    /// <exception cref="TaskRefusedException">Someone was faster, the outcome is not offered, the form is not filled in, or the person may not.</exception>
    public static void Complete(BurstTransaction burst, string taskId, string user, IReadOnlyCollection<string> roles, string outcome, JsonNode? result) =>
        Complete(burst, taskId, new TaskActor(user, roles), outcome, result);

    /// <summary>Completes a task with one of its outcomes; the instance goes on.</summary>
    /// <exception cref="TaskRefusedException">Someone was faster, the outcome is not offered, the form is not filled in, or the person may not.</exception>
    public static void Complete(BurstTransaction burst, string taskId, TaskActor actor, string outcome, JsonNode? result)
    {
        var task = Load(burst, taskId);
        RequireCandidate(task, actor);
        if (task.Assignee is { } other && !actor.ActsFor(other))
            throw new TaskRefusedException($"{other} has taken this task.");
        RequireSecondPerson(task, actor.User);
        if (task.Details["outcomes"] is JsonArray offered && !offered.Any(o => string.Equals(o?.ToString(), outcome, StringComparison.Ordinal)))
            throw new TaskRefusedException($"The outcome '{outcome}' is not offered here. Choose one of: {string.Join(", ", offered.Select(o => o?.ToString()))}.");
        TaskForm.Check(task.Details["form"], outcome, result);
        var group = ((Burst)burst).Group;
        group.Sql.Execute("UPDATE user_task SET state = 'completed', completed_at = $3, completed_by = $4, outcome = $5, version = version + 1 WHERE practice_id = $1 AND id = $2", burst.PracticeId, taskId, burst.Now.ToUnixTimeMilliseconds(), actor.User, outcome);
        burst.Resume(task.BookmarkId, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Outcome"] = outcome, ["Result"] = result?.DeepClone(), ["By"] = actor.User });
    }

    /// <summary>Completes a task that a program does (<c>RunTask</c>) with its answer; the instance goes on.</summary>
    /// <exception cref="TaskRefusedException">It is done, or it is a person's to do.</exception>
    public static void CompleteForProgram(BurstTransaction burst, string taskId, string by, JsonNode? result)
    {
        var task = Load(burst, taskId);
        if (task.Details["kind"]?.ToString() != RunTaskKind)
            throw new TaskRefusedException("This task is for people: it is completed with one of its outcomes.");
        ((Burst)burst).Group.Sql.Execute("UPDATE user_task SET state = 'completed', completed_at = $3, completed_by = $4, version = version + 1 WHERE practice_id = $1 AND id = $2", burst.PracticeId, taskId, burst.Now.ToUnixTimeMilliseconds(), by);
        burst.Resume(task.BookmarkId, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Result"] = Values.FromJson(result?.DeepClone()) });
    }

    internal static bool IsOpen(BurstTransaction burst, string taskId)
    {
        using var reader = ((Burst)burst).Group.Sql.Read("SELECT 1 FROM user_task WHERE practice_id = $1 AND id = $2 AND state IN ('ready', 'claimed')", burst.PracticeId, taskId);
        return reader.Read();
    }

    internal static void Escalate(BurstTransaction burst, string taskId, string role)
    {
        var task = Load(burst, taskId);

        // What anybody may do, anybody still may: a role would shut all others out.
        var isForSome = Names(task.Details["roles"]).Count > 0 || Names(task.Details["users"]).Count > 0;
        if (isForSome && task.Details["roles"] is JsonArray roles && !roles.Any(r => string.Equals(r?.ToString(), role, StringComparison.Ordinal)))
            roles.Add((JsonNode)role);
        task.Details["escalatedTo"] = role;
        AddComment(burst, task.Details, "Frontdesk", $"Overdue: raised to {role}.");
        var group = ((Burst)burst).Group;
        Update(burst, task, task.State, task.Assignee, task.Details);
        group.Sql.Execute("UPDATE user_task SET priority = priority / 2 WHERE practice_id = $1 AND id = $2", burst.PracticeId, taskId);
    }

    // The process goes on by its overdue path; whoever reads the closed task sees why, and figures count it as raised.
    internal static void LeaveOverdue(BurstTransaction burst, string taskId)
    {
        var task = Load(burst, taskId);
        task.Details["leftOverdue"] = true;
        AddComment(burst, task.Details, "Frontdesk", "Overdue: the process went on without an answer.");
        Update(burst, task, task.State, task.Assignee, task.Details);
    }

    private static void Give(BurstTransaction burst, Row task, string by, string to, string remark)
    {
        RequireSecondPerson(task, to);
        AddComment(burst, task.Details, by, remark);
        Update(burst, task, "claimed", to, task.Details);
    }

    private static void RequireSecondPerson(Row task, string user)
    {
        if (string.Equals(task.Details["excluded"]?.ToString(), user, StringComparison.Ordinal))
            throw new TaskRefusedException($"A second person must complete this task: {user} did the step before.");
    }

    private static void RequireCandidate(Row task, TaskActor actor)
    {
        var users = Names(task.Details["users"]);
        var wanted = Names(task.Details["roles"]);
        if ((users.Count > 0 || wanted.Count > 0) && !users.Any(actor.ActsFor) && !wanted.Overlaps(actor.Roles) && !actor.ActsFor(task.Assignee))
            throw new TaskRefusedException("This task is for other people or roles.");
    }

    private static HashSet<string> Names(JsonNode? node) => [.. Values.ToItems(node).Select(Values.ToText)];

    private static string Moment(DateTimeOffset at) => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static void AddComment(BurstTransaction burst, JsonObject details, string by, string text)
    {
        if (details["comments"] is not JsonArray comments)
            details["comments"] = comments = [];
        comments.Add((JsonNode)new JsonObject { ["by"] = by, ["at"] = Moment(burst.Now), ["text"] = text });
    }

    private static void Update(BurstTransaction burst, Row task, string state, string? assignee, JsonObject details)
    {
        var group = ((Burst)burst).Group;
        _ = burst.Connection;
        group.Sql.Execute("UPDATE user_task SET state = $3, assignee = $4, details = $5, version = version + 1 WHERE practice_id = $1 AND id = $2", burst.PracticeId, task.Id, state, assignee, details.ToJsonString());
    }

    private static Row Load(BurstTransaction burst, string taskId)
    {
        var group = ((Burst)burst).Group;
        _ = burst.Connection;
        using var reader = group.Sql.Read("SELECT bookmark_id, state, assignee, details, completed_by, completed_at FROM user_task WHERE practice_id = $1 AND id = $2", burst.PracticeId, taskId);
        if (!reader.Read())
            throw new TaskRefusedException("There is no such task.");
        var state = reader.GetString(1);
        if (state is "completed" or "cancelled")
            throw new TaskClosedException(reader.IsDBNull(4) ? null : reader.GetString(4), reader.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)));

        return new Row(taskId, reader.GetString(0), state, reader.IsDBNull(2) ? null : reader.GetString(2), (JsonObject)JsonNode.Parse(reader.GetString(3))!);
    }

    private sealed record Row(string Id, string BookmarkId, string State, string? Assignee, JsonObject Details);
}
