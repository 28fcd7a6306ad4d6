using System.Data.Common;
using Frontdesk.Engine.Outbox;
using Frontdesk.Web.Backups;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Incidents out of the database.</summary>
internal static class IncidentReading
{
    private const string Restored = "Restored practice";
    private const string BackUp = "Back-up";

    private const string Columns =
        "n.id, n.created_at, n.instance_id, n.definition_id, d.name, n.activity_id, n.kind, n.message, n.resolved_at, i.version, s.key";

    private const string Tables =
        """
        incident n
        left join workflow_instance i on i.practice_id = n.practice_id and i.id = n.instance_id
        left join workflow_definition d on d.practice_id = n.practice_id and d.definition_id = n.definition_id and d.is_latest = 1
        left join stimulus s on s.practice_id = n.practice_id and s.key = n.stimulus_key and s.consumed_at is null
        """;

    public static Page<IncidentRow> Find(PracticeSql sql, IncidentQuery query, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var where = new Conditions("n");
        if (!query.IncludeResolved)
            where.Add("n.resolved_at is null");
        where.AddWords(query.List.Search, word => sql.Holds("n.message || ' ' || coalesce(d.name, '') || ' ' || n.activity_id || ' ' || n.kind", word));
        var page = sql.Page(Columns, Tables, where, "n.created_at desc, n.id", query.List, row => Found(row, zone));
        return new Page<IncidentRow>([.. page.Items.Select(found => Named(sql, found, definitions))], page.Total, page.Number, page.Size);
    }

    public static IReadOnlyList<IncidentRow> OfInstance(PracticeSql sql, string instance, DefinitionCatalog definitions, TimeZoneInfo zone) =>
        [.. sql.Read($"select {Columns} from {Tables} where n.practice_id = $1 and n.instance_id = $2 order by n.created_at desc, n.id", row => Found(row, zone), instance).Select(found => Named(sql, found, definitions))];

    public static IncidentRow? Get(PracticeSql sql, string id, DefinitionCatalog definitions, TimeZoneInfo zone) =>
        sql.Read($"select {Columns} from {Tables} where n.practice_id = $1 and n.id = $2", row => Found(row, zone), id) is [var found] ? Named(sql, found, definitions) : null;

    private static (IncidentRow Row, string DefinitionId, string ActivityId, int? Version) Found(DbDataReader row, TimeZoneInfo zone)
    {
        var mayBeTriedAgain = !row.IsDBNull(10) && row.IsDBNull(8);
        return (
            new IncidentRow(
                row.GetString(0),
                row.MomentAt(1, zone),
                row.TextAt(2),
                row.TextAt(4) ?? (row.GetString(3).Length == 0 ? Subject(row.GetString(6)) : row.GetString(3)),
                row.GetString(5),
                row.GetString(7),
                Remedy(row.GetString(6), mayBeTriedAgain),
                !row.IsDBNull(8),
                mayBeTriedAgain)
            {
                IsAboutRestore = row.GetString(6) == RestoredPractice.IncidentKind,
            },
            row.GetString(3),
            row.GetString(5),
            row.IsDBNull(9) ? null : row.NumberAt(9));
    }

    private static IncidentRow Named(PracticeSql sql, (IncidentRow Row, string DefinitionId, string ActivityId, int? Version) found, DefinitionCatalog definitions)
    {
        if (found.ActivityId.Length == 0)
            return found.Row with { Activity = found.Row.Workflow is Restored or BackUp ? "Notice" : "Start" };
        var definition = found.Version is { } version ? definitions.Find(sql, found.DefinitionId, version) : null;
        return found.Row with { Activity = definition?.NameOf(found.ActivityId) ?? found.ActivityId };
    }

    private static string Subject(string kind) => kind switch
    {
        RestoredPractice.IncidentKind => Restored,
        KeptBackups.IncidentKind => BackUp,
        _ => "Command",
    };

    private static string? Remedy(string kind, bool mayBeTriedAgain) => kind switch
    {
        _ when mayBeTriedAgain => "Try it again; if it fails once more, look at the step in the designer.",
        "script" => "Correct the script in the designer and publish it; instances that start from then on use it.",
        "stalled" => "Give the step something to wait for, or connect what comes after it, and publish.",
        RestoredPractice.IncidentKind => "Look at the messages that are held back in the outbox: send them, or say that they were sent already or are no longer needed. Then mark this as resolved, and messages leave by themselves again.",
        KeptBackups.IncidentKind => "Put right what the message names. It is tried again every hour, and this is resolved by the next back-up.",
        "fault" => "The workflow ended itself: do by hand what was left, then mark this as resolved.",
        _ => "Do by hand what was left, then mark this as resolved.",
    };
}
