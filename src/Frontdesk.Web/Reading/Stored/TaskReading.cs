using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Tasks;
using Frontdesk.Engine.Tasks;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Tasks for people out of the database, with the patient that their subject or their process names.</summary>
internal static class TaskReading
{
    private const int MostOpen = 5_000;

    private const string Columns =
        "u.id, u.title, u.state, u.assignee, u.priority, u.due_at, u.outcome, u.instance_id, u.details, p.name_given, p.name_family, p.id, u.created_at, u.completed_by";

    private const string Tables =
        $"""
        user_task u
        left join workflow_instance i on i.practice_id = u.practice_id and i.id = u.instance_id
        {InstanceSubject.Joins}
        """;

    /// <summary>One page of tasks: the open ones by their priority of this moment, then the closed ones, latest first.</summary>
    public static Page<TaskRow> Find(PracticeSql sql, TaskQuery query, StaffActor? actor, Instant now, TimeZoneInfo zone)
    {
        var open = Open(sql, query, now, zone).Where(one => IsInScope(one, query, actor)).ToList();
        open.Sort((one, other) => (other.Score, one.DueAt ?? DateTimeOffset.MaxValue, one.Row.Id).CompareTo((one.Score, other.DueAt ?? DateTimeOffset.MaxValue, other.Row.Id)));
        var list = query.List;
        List<TaskRow> rows = [.. open.Skip(list.Skip).Take(list.Size).Select(one => one.Row)];
        var done = query.IncludeDone ? Done(sql, query, actor, now, zone) : [];
        rows.AddRange(done.Skip(Math.Max(0, list.Skip - open.Count)).Take(list.Size - rows.Count));
        return new Page<TaskRow>(rows, open.Count + done.Count, list.Number, list.Size);
    }

    public static TaskRow? Get(PracticeSql sql, string id, Instant now, TimeZoneInfo zone) =>
        sql.Read($"select {Columns} from {Tables} where u.practice_id = $1 and u.id = $2", row => Row(row, now, zone), id) is [var one] ? one.Row : null;

    private static IReadOnlyList<ListedTask> Open(PracticeSql sql, TaskQuery query, Instant now, TimeZoneInfo zone) =>
        Select(sql, query, "u.state in ('ready', 'claimed')", "u.priority, u.created_at, u.id", now, zone);

    private static List<TaskRow> Done(PracticeSql sql, TaskQuery query, StaffActor? actor, Instant now, TimeZoneInfo zone) =>
        [.. Select(sql, query, "u.state = 'completed'", "u.completed_at desc, u.id", now, zone).Where(one => IsInScope(one, query, actor)).Select(one => one.Row)];

    private static IReadOnlyList<ListedTask> Select(PracticeSql sql, TaskQuery query, string state, string order, Instant now, TimeZoneInfo zone)
    {
        var where = new Conditions("u");
        where.Add(state);
        where.AddWords(query.List.Search, word =>
            $"{sql.Holds("u.title || ' ' || coalesce(u.assignee, '')", word)} or {sql.Holds(sql.Json("u.details", "description", "roles", "users"), word)} or {sql.Holds("coalesce(p.name_given || ' ' || p.name_family, '')", word)}");
        return sql.Read(string.Create(CultureInfo.InvariantCulture, $"select {Columns} from {Tables} where {where} order by {order} limit {MostOpen}"), row => Row(row, now, zone), where.Values);
    }

    private static bool IsInScope(ListedTask task, TaskQuery query, StaffActor? actor)
    {
        if (query.Scope == TaskScope.All)
            return true;

        if (actor is null)
            return false;

        bool ActsFor(string? person) => person is not null && (person == actor.User.Value || actor.StandsInFor.Any(one => one.Value == person));
        var isMine = ActsFor(task.Row.ClaimedBy) || (task.Row.ClaimedBy is null && task.Users.Any(ActsFor)) || ActsFor(task.Row.CompletedBy);
        return isMine || (query.Scope == TaskScope.ForMe && (task.Users.Any(ActsFor) || task.Roles.Any(actor.Roles.Contains)));
    }

    private static ListedTask Row(DbDataReader row, Instant now, TimeZoneInfo zone)
    {
        var details = JsonNode.Parse(row.GetString(8)) as JsonObject ?? [];
        var isDone = row.GetString(2) is "completed" or "cancelled";
        var (roles, users) = (Texts(details["roles"]), Texts(details["users"]));
        var parked = details["parkedUntil"] is { } until ? DateTimeOffset.Parse(until.ToString(), CultureInfo.InvariantCulture) : (DateTimeOffset?)null;
        var due = row.MomentOrNullAt(5, zone);
        var priority = TaskPriority.Of(
            new TaskFacts(
                Enum.TryParse<TaskSafety>(details["safety"]?.ToString(), out var safety) ? (int)safety : 0,
                details["present"] is JsonValue present && present.TryGetValue<bool>(out var isPresent) && isPresent,
                row.NumberAt(4),
                Instant.FromUnixTimeMilliseconds(row.GetInt64(12)),
                due is { } at ? Instant.FromDateTimeOffset(at) : null,
                parked is { } moment ? Instant.FromDateTimeOffset(moment) : null),
            now);
        var view = new TaskRow(row.GetString(0), row.GetString(1), row.NameAt(9), [.. roles, .. users], row.TextAt(3), row.NumberAt(4), due, Texts(details["outcomes"]), row.GetString(7), isDone)
        {
            Description = details["description"]?.ToString() is { Length: > 0 } description ? description : null,
            Comments = [.. (details["comments"] as JsonArray ?? []).OfType<JsonObject>().Select(comment => Comment(comment, zone))],
            Outcome = row.TextAt(6),
            PatientId = row.TextAt(11),
            Reasons = isDone ? [] : priority.Reasons,
            Form = [.. TaskForm.Read(details["form"]).Select(Field)],
            ParkedUntil = parked is { } aside && aside > now.ToDateTimeOffset() ? TimeZoneInfo.ConvertTime(aside, zone) : null,
            Excluded = details["excluded"]?.ToString() is { Length: > 0 } excluded ? excluded : null,
            CompletedBy = row.TextAt(13),
            Subject = details["subject"]?.ToString() is { Length: > 0 } subject ? subject : null,
        };
        return new ListedTask(view, roles, users, priority.Score, due);
    }

    private static TaskFormField Field(TaskField field) =>
        new(field.Name, field.Label, JsonNamingPolicy.CamelCase.ConvertName(field.Type.ToString()), field.IsRequired, field.Options, field.For);

    private static TaskComment Comment(JsonObject comment, TimeZoneInfo zone) => new(
        comment["by"]?.ToString() ?? "",
        TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(comment["at"]!.ToString(), CultureInfo.InvariantCulture), zone),
        comment["text"]?.ToString() ?? "");

    private static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray items ? [.. items.Select(item => item?.ToString() ?? "")] : [];

    private sealed record ListedTask(TaskRow Row, IReadOnlyList<string> Roles, IReadOnlyList<string> Users, double Score, DateTimeOffset? DueAt);
}
