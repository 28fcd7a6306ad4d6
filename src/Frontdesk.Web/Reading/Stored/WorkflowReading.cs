using System.Data.Common;
using Frontdesk.Engine.Definitions;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Workflow definitions out of the database.</summary>
internal static class WorkflowReading
{
    private const int ShownChanges = 20;

    private const string Columns =
        """
        d.definition_id, d.name, d.version, d.json, d.created_at,
        (select max(o.version) from workflow_definition o where o.practice_id = d.practice_id and o.definition_id = d.definition_id and o.is_published = 1),
        (select count(*) from workflow_instance i where i.practice_id = d.practice_id and i.definition_id = d.definition_id and i.status = 0)
        """;

    public static Page<WorkflowRow> Find(PracticeSql sql, WorkflowQuery query, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var where = new Conditions("d");
        where.Add("d.is_latest = 1");
        where.AddWords(query.List.Search, word => sql.Holds("d.name || ' ' || d.definition_id", word));
        var page = sql.Page(Columns, "workflow_definition d", where, "d.name, d.definition_id", query.List, row => Found(row, zone));
        return new Page<WorkflowRow>([.. page.Items.Select(found => WithProblems(sql, found, definitions).Row)], page.Total, page.Number, page.Size);
    }

    public static WorkflowView? Get(PracticeSql sql, string id, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        if (sql.Read($"select {Columns} from workflow_definition d where d.practice_id = $1 and d.definition_id = $2 and d.is_latest = 1", row => Found(row, zone), id) is not [var found])
            return null;
        var (row, problems) = WithProblems(sql, found, definitions);
        var versions = sql.Read(
            """
            select d.version, d.is_published, coalesce(c.at, d.created_at),
              (select count(*) from workflow_instance i where i.practice_id = d.practice_id and i.definition_id = d.definition_id and i.status = 0 and i.version = d.version),
              coalesce(c.by_whom, d.created_by)
            from workflow_definition d
            left join workflow_change c on c.practice_id = d.practice_id and c.definition_id = d.definition_id and c.sequence = (
              select max(m.sequence) from workflow_change m
              where m.practice_id = d.practice_id and m.definition_id = d.definition_id and m.version = d.version and m.what in ('saved', 'reverted', 'taken'))
            where d.practice_id = $1 and d.definition_id = $2 order by d.version desc
            """,
            row => new WorkflowVersion(row.NumberAt(0), row.NumberAt(1) == 1, row.MomentAt(2, zone), row.NumberAt(3), row.TextAt(4)),
            id);
        return new WorkflowView(row, versions, problems) { History = History(sql, id, new ListQuery(Size: ShownChanges), zone).Items };
    }

    public static Page<WorkflowChangeRow> History(PracticeSql sql, string id, ListQuery list, TimeZoneInfo zone)
    {
        var where = new Conditions("c");
        where.AddWhen(id, value => $"c.definition_id = {value}");
        return sql.Page(
            "c.at, c.what, c.version, c.by_whom, c.amount, c.note",
            "workflow_change c",
            where,
            "c.sequence desc",
            list,
            row => new WorkflowChangeRow(row.MomentAt(0, zone), Enum.Parse<WorkflowChangeKind>(row.GetString(1), ignoreCase: true), row.IsDBNull(2) ? null : row.NumberAt(2), row.TextAt(3), row.NumberAt(4), row.GetString(5)));
    }

    public static (bool IsLatest, bool IsPublished)? State(PracticeSql sql, string id, int version) =>
        sql.Read("select is_latest, is_published from workflow_definition where practice_id = $1 and definition_id = $2 and version = $3", row => (row.NumberAt(0) == 1, row.NumberAt(1) == 1), id, (long)version) is [var state] ? state : null;

    public static string? Json(PracticeSql sql, string id, int? version)
    {
        var found = version is { } number
            ? sql.Read("select json from workflow_definition where practice_id = $1 and definition_id = $2 and version = $3", row => row.GetString(0), id, (long)number)
            : sql.Read("select json from workflow_definition where practice_id = $1 and definition_id = $2 and is_latest = 1", row => row.GetString(0), id);
        return found is [var json] ? json : null;
    }

    public static WorkflowDefinition? Published(PracticeSql sql, string id) =>
        sql.Read("select json from workflow_definition where practice_id = $1 and definition_id = $2 and is_published = 1", row => row.GetString(0), id) is [var json]
            ? WorkflowDefinition.Parse(json)
            : null;

    private static (WorkflowRow Row, string Json) Found(DbDataReader row, TimeZoneInfo zone) => (
        new WorkflowRow(
            row.GetString(0),
            row.GetString(1) is { Length: > 0 } name ? name : row.GetString(0),
            null,
            row.NumberAt(2),
            row.IsDBNull(5) ? null : row.NumberAt(5),
            row.MomentAt(4, zone),
            row.NumberAt(6),
            0),
        row.GetString(3));

    private static (WorkflowRow Row, IReadOnlyList<WorkflowProblem> Problems) WithProblems(PracticeSql sql, (WorkflowRow Row, string Json) found, DefinitionCatalog definitions)
    {
        var known = definitions.Check(sql, found.Row.DefinitionId, found.Row.LatestVersion, found.Json);
        return (
            found.Row with
            {
                Description = WorkflowDefinition.Parse(found.Json).Description is { Length: > 0 } text ? text : null,
                ProblemCount = known.Problems.Count(problem => !problem.IsWarning),
            },
            known.Problems);
    }
}
