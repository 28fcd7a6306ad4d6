using System.Data.Common;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>Definitions out of the database, as Elsa's endpoints ask for them.</summary>
internal sealed class DefinitionReading(WorkflowEngine engine, DefinitionIndex index)
{
    private const string Columns = "d.json, d.is_latest, d.is_published, d.revision";

    /// <summary>A page of definitions, and how many there are.</summary>
    public Page<WorkflowDefinition> List(DefinitionQuery query)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var where = Where(sql, query);
        var order = query.OrderBy switch
        {
            "createdat" or "created" => "d.created_at",
            "version" => "d.version",
            _ => sql.Folded("d.name"),
        };
        var direction = query.IsDescending ? "desc" : "asc";
        return sql.Page(Columns, "workflow_definition d", where, $"{order} {direction}, d.definition_id {direction}, d.version {direction}", query.List, Row);
    }

    /// <summary>All that match, in the order of their names.</summary>
    public IReadOnlyList<WorkflowDefinition> All(DefinitionQuery query)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var where = Where(sql, query);
        return sql.Read($"select {Columns} from workflow_definition d where {where} order by d.name, d.definition_id, d.version", Row, where.Values);
    }

    /// <summary>A version of a definition: the newest of those that are meant.</summary>
    public WorkflowDefinition? Find(string definitionId, VersionChoice version)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var condition = version.Condition.Length == 0 ? string.Empty : $" and {version.Condition}";
        return sql.Read($"select {Columns} from workflow_definition d where d.practice_id = $1 and d.definition_id = $2{condition} order by d.version desc limit 1", Row, definitionId) is [var found] ? found : null;
    }

    /// <summary>A version by its own id.</summary>
    public WorkflowDefinition? FindVersion(string versionId)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return sql.Read($"select {Columns} from workflow_definition d where d.practice_id = $1 and d.id = $2", Row, versionId) is [var found] ? found : null;
    }

    /// <summary>All versions, newest first.</summary>
    public IReadOnlyList<WorkflowDefinition> Versions(string definitionId)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return sql.Read($"select {Columns} from workflow_definition d where d.practice_id = $1 and d.definition_id = $2 order by d.version desc", Row, definitionId);
    }

    /// <summary>How many definitions there are.</summary>
    public int Count()
    {
        using var sql = PracticeSql.Open(engine.Database);
        return sql.Count("select count(*) from workflow_definition d where d.practice_id = $1 and d.is_latest = 1");
    }

    /// <summary>Whether no other definition has this name.</summary>
    public bool IsNameFree(string name, string? exceptDefinitionId)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return sql.Count("select count(*) from workflow_definition d where d.practice_id = $1 and d.is_latest = 1 and d.name = $2 and d.definition_id <> $3", name, exceptDefinitionId ?? string.Empty) == 0;
    }

    /// <summary>The definitions whose newest version uses this one as a step, or starts it.</summary>
    public IReadOnlyList<string> ConsumersOf(string definitionId)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var where = new Conditions("d");
        where.Add("d.is_latest = 1");

        // The text is looked through first, so that only definitions that can be meant are read whole.
        where.Add(sql.Contains("d.json", where.Value($"\"{definitionId}\"")));
        where.Add($"d.definition_id <> {where.Value(definitionId)}");
        return
        [
            .. sql.Read($"select {Columns} from workflow_definition d where {where} order by d.definition_id", Row, where.Values)
                .Where(one => one.HasAsStep(definitionId))
                .Select(one => one.DefinitionId),
        ];
    }

    private Conditions Where(PracticeSql sql, DefinitionQuery query)
    {
        var where = new Conditions("d");
        if (query.Version.Condition.Length > 0)
            where.Add(query.Version.Condition);
        if (query.DefinitionIds.Count > 0)
            where.Add($"d.definition_id in ({string.Join(", ", query.DefinitionIds.Select(where.Value))})");
        if (query.Ids.Count > 0)
            where.Add($"d.id in ({string.Join(", ", query.Ids.Select(where.Value))})");
        AddFlag(sql, where, "isSystem", query.IsSystem);
        AddFlag(sql, where, "isReadonly", query.IsReadonly);
        foreach (var word in SearchText.Words(query.List.Search))
        {
            var described = index.Describing(word);
            var holds = sql.Holds("d.name || ' ' || d.definition_id || ' ' || d.id", where.Value(word));
            where.Add(described.Count == 0 ? holds : $"({holds} or d.id in ({string.Join(", ", described.Select(where.Value))}))");
        }

        return where;
    }

    // Definitions are stored compactly, so the flag is looked for as it is written.
    private static void AddFlag(PracticeSql sql, Conditions where, string name, bool? value)
    {
        if (value is { } wanted)
            where.Add($"{(wanted ? string.Empty : "not ")}({sql.Contains("d.json", where.Value($"\"{name}\":true"))})");
    }

    private static WorkflowDefinition Row(DbDataReader row)
    {
        var definition = WorkflowDefinition.Parse(row.GetString(0));
        definition.IsLatest = row.GetInt64(1) == 1;
        definition.IsPublished = row.GetInt64(2) == 1;
        definition.Revision = row.GetInt64(3);
        return definition;
    }
}

/// <summary>Which definitions are asked for.</summary>
/// <param name="List">Page and words.</param>
/// <param name="Version">Which versions.</param>
internal sealed record DefinitionQuery(ListQuery List, VersionChoice Version)
{
    /// <summary>Only these definitions; all when empty.</summary>
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];

    /// <summary>Only these versions; all when empty.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Only those that are, or are not, part of the system.</summary>
    public bool? IsSystem { get; init; }

    /// <summary>Only those that can, or cannot, be changed.</summary>
    public bool? IsReadonly { get; init; }

    /// <summary><c>name</c>, <c>createdat</c> or <c>version</c>.</summary>
    public string OrderBy { get; init; } = "name";

    /// <summary>Last first.</summary>
    public bool IsDescending { get; init; }
}
