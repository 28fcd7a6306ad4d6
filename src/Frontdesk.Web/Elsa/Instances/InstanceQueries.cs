using System.Data.Common;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>Instances out of the database, as Elsa's endpoints ask for them.</summary>
internal sealed class InstanceQueries(WorkflowEngine engine, DefinitionCatalog catalog)
{
    private const string Columns =
        "i.id, i.definition_id, i.version, i.status, i.sub_status, i.correlation_id, i.name, i.incidents, i.created_at, i.updated_at, i.finished_at, i.parent_id, coalesce(d.id, ''), i.bursts";

    private const string Tables =
        "workflow_instance i left join workflow_definition d on d.practice_id = i.practice_id and d.definition_id = i.definition_id and d.version = i.version";

    /// <summary>A page of instances, and how many there are.</summary>
    public Page<StoredInstance> List(InstanceFilter filter, ListQuery list)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var where = Where(sql, filter, list.Search);
        var direction = filter.IsAscending ? "asc" : "desc";
        var order = filter.OrderBy switch
        {
            InstanceOrder.UpdatedAt or InstanceOrder.LastExecuted => "i.updated_at",
            InstanceOrder.Finished or InstanceOrder.FinishedAt => "coalesce(i.finished_at, 0)",
            InstanceOrder.Name => "coalesce(i.name, '')",
            _ => "i.created_at",
        };
        return sql.Page(Columns, Tables, where, $"{order} {direction}, i.id {direction}", list, Row, "workflow_instance i");
    }

    /// <summary>The ids of all instances that match.</summary>
    public IReadOnlyList<string> Ids(InstanceFilter filter)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var where = Where(sql, filter, search: null);
        return sql.Read($"select i.id from workflow_instance i where {where} order by i.created_at, i.id", row => row.GetString(0), where.Values);
    }

    /// <summary>One instance with its state.</summary>
    public (StoredInstance Instance, InstanceState State)? Find(string id)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return Find(sql, id);
    }

    /// <summary>One instance with its state, in a look at the database that goes on.</summary>
    public (StoredInstance Instance, InstanceState State)? Find(PracticeSql sql, string id)
    {
        if (sql.Read($"select {Columns}, i.state from {Tables} where i.practice_id = $1 and i.id = $2", row => (Row(row), (byte[])row.GetValue(14)), id) is not [var (instance, state)])
            return null;
        return (instance, InstanceState.Read(instance, state, catalog.Find(sql, instance.DefinitionId, instance.Version)));
    }

    private static Conditions Where(PracticeSql sql, InstanceFilter filter, string? search)
    {
        var where = new Conditions("i");
        AddAny(where, "i.id", filter.Ids);
        AddAny(where, "i.definition_id", filter.DefinitionIds);
        AddAny(where, "i.correlation_id", filter.CorrelationIds);
        AddAny(where, "i.name", filter.Names);
        AddAny(where, "i.status", filter.Statuses.Select(one => (long)one));
        AddAny(where, "i.sub_status", filter.SubStatuses.Select(one => (long)one));
        where.AddWhen(filter.Version is { } version ? (long)version : null, value => $"i.version = {value}");
        if (filter.HasIncidents is { } has)
            where.Add(has ? "i.incidents > 0" : "i.incidents = 0");

        // No definition of a practice is part of the system.
        if (filter.IsSystem == true)
            where.Add("1 = 0");
        foreach (var moment in filter.Moments)
            where.Add($"{moment.Column} {moment.Operator} {where.Value(moment.At.ToUnixTimeMilliseconds())}");
        where.AddWords(search, word => sql.Holds("i.id || ' ' || i.definition_id || ' ' || coalesce(i.name, '') || ' ' || coalesce(i.correlation_id, '')", word));
        return where;
    }

    private static void AddAny<T>(Conditions where, string column, IEnumerable<T> values)
        where T : notnull
    {
        var names = values.Select(one => where.Value(one)).ToList();
        if (names.Count > 0)
            where.Add($"{column} in ({string.Join(", ", names)})");
    }

    private static StoredInstance Row(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.NumberAt(2),
        (WorkflowStatus)row.NumberAt(3),
        (WorkflowSubStatus)row.NumberAt(4),
        row.TextAt(5),
        row.TextAt(6),
        row.NumberAt(7),
        row.GetInt64(8),
        row.GetInt64(9),
        row.IsDBNull(10) ? null : row.GetInt64(10),
        row.TextAt(11),
        row.GetString(12),
        row.GetInt64(13));
}

/// <summary>A row of the list of instances.</summary>
internal sealed record StoredInstance(
    string Id,
    string DefinitionId,
    int Version,
    WorkflowStatus Status,
    WorkflowSubStatus SubStatus,
    string? CorrelationId,
    string? Name,
    int Incidents,
    long CreatedAt,
    long UpdatedAt,
    long? FinishedAt,
    string? ParentId,
    string VersionId,
    long Bursts)
{
    /// <summary>The row as one line of Elsa's list.</summary>
    public JsonObject ToLine()
    {
        var line = new JsonObject
        {
            ["id"] = Id,
            ["definitionId"] = DefinitionId,
            ["definitionVersionId"] = VersionId,
            ["version"] = Version,
            ["status"] = Status.ToString(),
            ["subStatus"] = SubStatus.ToString(),
        };
        line.SetIfAny("correlationId", CorrelationId);
        line.SetIfAny("name", Name);
        line["incidentCount"] = Incidents;
        AddMoments(line);
        return line;
    }

    /// <summary>When it began, changed and ended.</summary>
    public void AddMoments(JsonObject target)
    {
        target["createdAt"] = ElsaJson.Moment(CreatedAt);
        target["updatedAt"] = ElsaJson.Moment(UpdatedAt);
        target.SetIfAny("finishedAt", FinishedAt is { } at ? ElsaJson.Moment(at) : null);
    }
}
