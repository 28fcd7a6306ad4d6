using System.Data.Common;
using System.Text.Json;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Workflow instances out of the database, with what they are about.</summary>
internal static class InstanceReading
{
    private const int MostLines = 500;

    private const string Columns =
        "i.id, i.definition_id, d.name, i.version, i.status, i.sub_status, i.name, i.correlation_id, p.name_given, p.name_family, t.name, i.created_at, i.updated_at, coalesce(p.id, ''), s.name";

    private const string Tables =
        $"""
        workflow_instance i
        left join workflow_definition d on d.practice_id = i.practice_id and d.definition_id = i.definition_id and d.version = i.version
        {InstanceSubject.Joins}
        left join visit_type t on t.practice_id = a.practice_id and t.id = a.visit_type_id
        """;

    public static Page<InstanceRow> Find(PracticeSql sql, InstanceQuery query, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var page = sql.Page(Columns, Tables, Where(sql, query), "i.updated_at desc, i.id", query.List, row => Row(row, zone), query.List.Search is null ? "workflow_instance i" : null);
        return page with { Items = WithWaits(sql, page.Items, definitions, zone) };
    }

    public static IReadOnlyList<string> Ids(PracticeSql sql, InstanceQuery query)
    {
        var where = Where(sql, query);
        return sql.Read($"select i.id from {Tables} where {where} order by i.updated_at desc, i.id", row => row.GetString(0), where.Values);
    }

    private static Conditions Where(PracticeSql sql, InstanceQuery query)
    {
        var where = new Conditions("i");
        if (query.IsOpen)
            where.Add("i.status = 0");
        if (query.Versions.Count > 0)
            where.Add($"i.version in ({string.Join(", ", query.Versions.Select(version => where.Value((long)version)))})");
        where.AddWhen((long?)query.NotVersion, value => $"i.version <> {value}");
        where.AddWhen(query.DefinitionId, value => $"i.definition_id = {value}");
        if (query.State is { } state)
            where.Add(Is(state));
        where.AddWords(query.List.Search, word =>
            $"""
            {sql.Holds("i.id || ' ' || coalesce(i.name, '') || ' ' || coalesce(i.correlation_id, '')", word)} or {sql.Holds("d.name", word)}
            or {sql.Holds("coalesce(p.name_given || ' ' || p.name_family, '')", word)} or {sql.Holds("coalesce(t.name, s.name, '')", word)}
            """);
        return where;
    }

    public static IReadOnlyList<InstanceRow> About(PracticeSql sql, string correlation, DefinitionCatalog definitions, TimeZoneInfo zone) =>
        WithWaits(sql, sql.Read($"select {Columns} from {Tables} where i.practice_id = $1 and i.correlation_id = $2 order by i.updated_at desc, i.id limit 50", row => Row(row, zone), correlation), definitions, zone);

    public static InstanceView? Get(PracticeSql sql, string id, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var found = sql.Read(
            $"select {Columns}, i.state from {Tables} where i.practice_id = $1 and i.id = $2",
            row => (Row: Row(row, zone), Correlation: row.TextAt(7), State: (byte[])row.GetValue(15)),
            id);
        if (found is not [var (instance, correlation, state)])
            return null;
        var definition = definitions.Find(sql, instance.DefinitionId, instance.Version);
        var waits = Waits(sql, [instance], definitions, zone);
        return new InstanceView(
            instance with { WaitingFor = waits.Select(wait => wait.Wait.What).FirstOrDefault() },
            correlation,
            [.. waits.Select(wait => wait.Wait)],
            Variables(state, definition),
            Journal(sql, instance, definitions, zone),
            IncidentReading.OfInstance(sql, id, definitions, zone));
    }

    private static InstanceRow Row(DbDataReader row, TimeZoneInfo zone)
    {
        var patient = row.NameAt(8);
        var about = row.TextAt(6) ?? (row.TextAt(10) is { } visit && patient is not null ? $"{visit}, {patient}" : patient ?? row.TextAt(14));
        return new InstanceRow(
            row.GetString(0),
            row.GetString(1),
            row.TextAt(2) ?? row.GetString(1),
            row.NumberAt(3),
            State((WorkflowStatus)row.NumberAt(4), (WorkflowSubStatus)row.NumberAt(5)),
            about,
            null,
            row.MomentAt(11, zone),
            row.MomentAt(12, zone))
        {
            PatientId = row.GetString(13) is { Length: > 0 } id ? id : null,
        };
    }

    private static InstanceState State(WorkflowStatus status, WorkflowSubStatus detail) => (status, detail) switch
    {
        (_, WorkflowSubStatus.Faulted) => InstanceState.Faulted,
        (_, WorkflowSubStatus.Cancelled) => InstanceState.Cancelled,
        (WorkflowStatus.Finished, _) => InstanceState.Finished,
        (_, WorkflowSubStatus.Suspended) => InstanceState.Waiting,
        _ => InstanceState.Running,
    };

    private static string Is(InstanceState state) => state switch
    {
        InstanceState.Faulted => "i.sub_status = 4",
        InstanceState.Cancelled => "i.sub_status = 5",
        InstanceState.Finished => "i.status = 1 and i.sub_status not in (4, 5)",
        InstanceState.Waiting => "i.status = 0 and i.sub_status = 2",
        _ => "i.status = 0 and i.sub_status not in (2, 4, 5)",
    };

    private static IReadOnlyList<InstanceRow> WithWaits(PracticeSql sql, IReadOnlyList<InstanceRow> rows, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var first = Waits(sql, rows, definitions, zone).GroupBy(wait => wait.Instance).ToDictionary(waits => waits.Key, waits => waits.First().Wait.What);
        return [.. rows.Select(row => row with { WaitingFor = first.GetValueOrDefault(row.Id) })];
    }

    private static IReadOnlyList<(string Instance, InstanceWait Wait)> Waits(PracticeSql sql, IReadOnlyList<InstanceRow> rows, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var open = rows.Where(row => row.State is InstanceState.Waiting or InstanceState.Running).ToDictionary(row => row.Id);
        if (open.Count == 0)
            return [];
        var where = new Conditions("b");
        where.Add($"b.instance_id in ({string.Join(", ", open.Keys.Select(where.Value))})");
        var waits = sql.Read(
            $"""
            select b.instance_id, b.activity_id, b.stimulus, b.due_at, u.title from bookmark b
            left join user_task u on u.practice_id = b.practice_id and u.id = b.task_id
            where {where} order by case when b.task_id is null then 1 else 0 end, coalesce(b.due_at, 9223372036854775807), b.created_at, b.id
            """,
            row => (Instance: row.GetString(0), Activity: row.GetString(1), Stimulus: row.GetString(2), Due: row.MomentOrNullAt(3, zone), Task: row.TextAt(4)),
            where.Values);
        return [.. waits.Select(wait => (wait.Instance, Wait(wait.Activity, wait.Stimulus, wait.Due, wait.Task, definitions.Find(sql, open[wait.Instance].DefinitionId, open[wait.Instance].Version))))];
    }

    /// <summary>What a bookmark means, in plain words.</summary>
    public static InstanceWait Wait(string activity, string stimulus, DateTimeOffset? due, string? task, CheckedDefinition? definition)
    {
        var step = definition?.NameOf(activity) ?? activity;
        var (kind, which) = stimulus.Split('|', 2) is [var name, var detail] ? (name, detail) : (stimulus, "");
        return kind switch
        {
            _ when task is not null => new InstanceWait("Task", task, due),
            "Frontdesk.UserTask.Due" => new InstanceWait("Timer", $"{step}: overdue", due),
            "Elsa.Event" => new InstanceWait("Event", step == which ? step : Words.Of(which), due),
            _ when due is not null => new InstanceWait("Timer", step, due),
            _ => new InstanceWait("Message", step, null),
        };
    }

    // The state's contexts ("c") carry the variables ("v") that differ from their defaults, by id.
    private static List<InstanceVariable> Variables(byte[] state, CheckedDefinition? definition)
    {
        using var json = JsonDocument.Parse(state);
        List<InstanceVariable> variables = [];
        if (!json.RootElement.TryGetProperty("c", out var contexts))
            return variables;
        foreach (var context in contexts.EnumerateArray())
        {
            foreach (var map in (ReadOnlySpan<string>)["v", "d"])
            {
                if (!context.TryGetProperty(map, out var values))
                    continue;
                foreach (var value in values.EnumerateObject())
                    variables.Add(new InstanceVariable(definition?.VariableName(value.Name) ?? value.Name, Plain(value.Value)));
            }
        }

        return variables;
    }

    // Values whose type JSON does not show are kept as {"$": type, "v": value}.
    private static string Plain(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$", out _) && value.TryGetProperty("v", out var inner)
            ? inner.GetRawText()
            : value.GetRawText();

    private static IReadOnlyList<Reading.JournalEntry> Journal(PracticeSql sql, InstanceRow instance, DefinitionCatalog definitions, TimeZoneInfo zone)
    {
        var entries = StoredJournal.Read(sql, definitions, instance.Id, instance.DefinitionId, instance.Version);

        // What began is told by how it went on: once something more is known of an execution, its start says nothing new.
        var lastOf = entries.Select((one, at) => (one.Entry.ContextId, At: at)).GroupBy(one => one.ContextId).ToDictionary(one => one.Key, one => one.Max(last => last.At));
        var lines = entries
            .Where((one, at) => one.Entry.Event switch
            {
                JournalEvent.Faulted or JournalEvent.Line => true,
                JournalEvent.Started => lastOf[one.Entry.ContextId] == at && IsStep(one),
                _ => IsStep(one),
            })
            .ToList();
        return [.. lines.Skip(Math.Max(0, lines.Count - MostLines)).Select(one => Line(one, zone))];
    }

    // The workflow itself and the chart that holds its steps do nothing of their own.
    private static bool IsStep(JournalLine line) => line.Entry.Activity != 0 && line.Activity?.Type is not ("Elsa.Flowchart" or "Elsa.Sequence");

    private static Reading.JournalEntry Line(JournalLine line, TimeZoneInfo zone) => new(
        Rows.On(line.Entry.At, zone),
        line.Activity?.DisplayName ?? "A step of a version that is gone",
        line.Activity?.Type ?? "",
        line.Entry.Event switch { JournalEvent.Canceled => "Cancelled", JournalEvent.Line => "Wrote", var what => what.ToString() },
        line.Entry.Text?.ReplaceLineEndings(", "));
}
