using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Tasks for people out of the database, with the patient that their subject or their process names.</summary>
internal static class TaskReading
{
    private const string Columns =
        "u.id, u.title, u.state, u.assignee, u.priority, u.due_at, u.outcome, u.instance_id, u.details, p.name_given, p.name_family, p.id";

    private const string Tables =
        """
        user_task u
        left join workflow_instance i on i.practice_id = u.practice_id and i.id = u.instance_id
        left join appointment a on a.practice_id = i.practice_id and a.id = i.correlation_id
        left join patient p on p.practice_id = u.practice_id and p.id = coalesce(a.patient_id, i.correlation_id)
        """;

    public static Page<TaskRow> Find(PracticeSql sql, TaskQuery query, TimeZoneInfo zone)
    {
        var where = new Conditions("u");
        where.Add(query.IncludeDone ? "u.state <> 'cancelled'" : "u.state in ('ready', 'claimed')");
        where.AddWords(query.List.Search, word =>
            $"{sql.Holds("u.title || ' ' || coalesce(u.assignee, '')", word)} or {sql.Holds(sql.Json("u.details", "description", "roles", "users"), word)} or {sql.Holds("coalesce(p.name_given || ' ' || p.name_family, '')", word)}");
        const string Order = "case when u.state in ('ready', 'claimed') then 0 else 1 end, u.priority, coalesce(u.due_at, 9223372036854775807), u.created_at, u.id";
        return sql.Page(Columns, Tables, where, Order, query.List, row => Row(row, zone));
    }

    public static TaskRow? Get(PracticeSql sql, string id, TimeZoneInfo zone) =>
        sql.Read($"select {Columns} from {Tables} where u.practice_id = $1 and u.id = $2", row => Row(row, zone), id) is [var row] ? row : null;

    private static TaskRow Row(DbDataReader row, TimeZoneInfo zone)
    {
        var details = JsonNode.Parse(row.GetString(8)) as JsonObject ?? [];
        return new TaskRow(
            row.GetString(0),
            row.GetString(1),
            row.NameAt(9),
            [.. Texts(details["roles"]), .. Texts(details["users"])],
            row.TextAt(3),
            row.NumberAt(4),
            row.MomentOrNullAt(5, zone),
            Texts(details["outcomes"]),
            row.GetString(7),
            row.GetString(2) is "completed" or "cancelled")
        {
            Description = details["description"]?.ToString() is { Length: > 0 } description ? description : null,
            Comments = [.. (details["comments"] as JsonArray ?? []).OfType<JsonObject>().Select(comment => Comment(comment, zone))],
            Outcome = row.TextAt(6),
            PatientId = row.TextAt(11),
        };
    }

    private static TaskComment Comment(JsonObject comment, TimeZoneInfo zone) => new(
        comment["by"]?.ToString() ?? "",
        TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(comment["at"]!.ToString(), CultureInfo.InvariantCulture), zone),
        comment["text"]?.ToString() ?? "");

    private static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray items ? [.. items.Select(item => item?.ToString() ?? "")] : [];
}
