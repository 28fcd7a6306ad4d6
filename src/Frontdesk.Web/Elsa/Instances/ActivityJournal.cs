using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>What happened in an instance, line by line and execution by execution, in Elsa's words.</summary>
internal sealed class ActivityJournal(WorkflowEngine engine, InstanceQueries queries, DefinitionCatalog catalog)
{
    /// <summary>An instance's journal from its first line on; null when there is no such instance.</summary>
    public InstanceJournal? Read(string instanceId)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return queries.Find(sql, instanceId) is var (instance, state)
            ? new InstanceJournal(instance, StoredJournal.Read(sql, catalog, instanceId, instance.DefinitionId, instance.Version), state.Waiting)
            : null;
    }
}

/// <summary>The journal of one instance.</summary>
internal sealed class InstanceJournal
{
    private readonly StoredInstance instance;
    private readonly IReadOnlyList<JournalLine> lines;
    private readonly IReadOnlySet<long> waiting;
    private readonly Dictionary<long, long> parents;

    public InstanceJournal(StoredInstance instance, IReadOnlyList<JournalLine> lines, IReadOnlySet<long> waiting)
    {
        this.instance = instance;
        this.lines = lines;
        this.waiting = waiting;
        parents = lines.Select(one => one.Entry).Where(one => one.Event == JournalEvent.Started).GroupBy(one => one.ContextId).ToDictionary(one => one.Key, one => one.First().ParentId);
        Executions = [.. lines.GroupBy(one => one.Entry.ContextId).Select(Execution)];
    }

    /// <summary>Every execution of a step, in the order in which they began.</summary>
    public IReadOnlyList<ActivityExecution> Executions { get; }

    /// <summary>The lines with their numbers, as Elsa lists them.</summary>
    public IEnumerable<(JournalLine Line, int Sequence)> Lines() => lines.Select((line, at) => (line, at));

    /// <summary>A line as Elsa's journal has it.</summary>
    public JsonObject ToRecord(JournalLine line, int sequence)
    {
        var record = new JsonObject { ["id"] = $"{InstanceState.ExecutionId(instance.Id, line.Entry.ContextId)}-{sequence}" };
        AddLine(record, line, sequence, "nodeId");
        return record;
    }

    /// <summary>A line by itself, which also says of which instance it is.</summary>
    public JsonObject ToSingleRecord(JournalLine line, int sequence)
    {
        var record = new JsonObject
        {
            ["workflowDefinitionId"] = instance.DefinitionId,
            ["workflowDefinitionVersionId"] = instance.VersionId,
            ["workflowInstanceId"] = instance.Id,
            ["workflowVersion"] = instance.Version,
        };
        AddLine(record, line, sequence, "activityNodeId");
        record["id"] = $"{InstanceState.ExecutionId(instance.Id, line.Entry.ContextId)}-{sequence}";
        return record;
    }

    /// <summary>An execution with everything that is known of it.</summary>
    public JsonObject ToExecution(ActivityExecution execution)
    {
        var record = ToSummary(execution);
        record.Remove("id");
        record.Remove("metadata");
        if (execution.Outcomes.Count > 0)
            record["payload"] = new JsonObject { ["Outcomes"] = ElsaJson.Texts(execution.Outcomes), ["_type"] = "ObjectMap" };
        record["properties"] = new JsonObject { ["_type"] = "ObjectMap" };
        record["metadata"] = new JsonObject { ["_type"] = "ObjectMap" };
        if (execution.Fault is { } fault)
            record["exception"] = new JsonObject { ["type"] = "Fault", ["message"] = fault, ["stackTrace"] = string.Empty };
        if (execution.Lines.Count > 0)
            record["activityState"] = new JsonObject { ["Text"] = string.Join(Environment.NewLine, execution.Lines) };
        if (execution.ParentId is { } parent && Executions.FirstOrDefault(one => one.ContextId == parent) is { } owner)
        {
            record["schedulingActivityExecutionId"] = InstanceState.ExecutionId(instance.Id, parent);
            record["schedulingActivityId"] = owner.Activity?.Id;
        }

        record["callStackDepth"] = Depth(execution.ContextId);
        record["id"] = InstanceState.ExecutionId(instance.Id, execution.ContextId);
        record["tenantId"] = string.Empty;
        return record;
    }

    /// <summary>What a list shows of an execution.</summary>
    public JsonObject ToSummary(ActivityExecution execution)
    {
        var activity = execution.Activity;
        var record = new JsonObject
        {
            ["workflowInstanceId"] = instance.Id,
            ["activityId"] = activity?.Id,
            ["activityNodeId"] = activity?.NodeId,
            ["activityType"] = activity?.Type,
            ["activityTypeVersion"] = activity?.Version ?? 1,
        };
        record.SetIfAny("activityName", activity?.Name);
        record["startedAt"] = ElsaJson.Moment(execution.StartedAt);
        record["hasBookmarks"] = waiting.Contains(execution.ContextId);
        record["status"] = execution.Status.ToString();
        record["metadata"] = new JsonObject { ["_type"] = "ObjectMap" };
        record["aggregateFaultCount"] = execution.Status == ActivityStatus.Faulted ? 1 : 0;
        record.SetIfAny("completedAt", execution.CompletedAt is { } at ? ElsaJson.Moment(at) : null);
        record["id"] = InstanceState.ExecutionId(instance.Id, execution.ContextId);
        return record;
    }

    /// <summary>How often each step began and ended.</summary>
    /// <param name="nodeIds">The steps; all when empty.</param>
    public IEnumerable<JsonObject> Counts(IReadOnlyCollection<string> nodeIds) =>
        Executions
            .Where(one => one.Activity is not null)
            .GroupBy(one => one.Activity!.NodeId, StringComparer.Ordinal)
            .Select(one => (one.First().Activity, Executions: one.ToList()))
            .Where(one => (nodeIds.Count == 0 || nodeIds.Contains(one.Activity!.NodeId)))
            .Select(one => new JsonObject
            {
                ["activityId"] = one.Activity!.Id,
                ["activityNodeId"] = one.Activity.NodeId,
                ["startedCount"] = one.Executions.Count,
                ["completedCount"] = one.Executions.Count(execution => execution.Status == ActivityStatus.Completed),
                ["uncompletedCount"] = one.Executions.Count(execution => execution.Status != ActivityStatus.Completed),
                ["isBlocked"] = one.Executions.Exists(execution => waiting.Contains(execution.ContextId)),
                ["isFaulted"] = one.Executions.Exists(execution => execution.Status == ActivityStatus.Faulted),
                ["aggregateFaultCount"] = one.Executions.Count(execution => execution.Status == ActivityStatus.Faulted),
                ["metadata"] = new JsonObject { ["_type"] = "ObjectMap" },
            });

    /// <summary>The executions that led to one: what called it, outermost first, and itself.</summary>
    public IReadOnlyList<ActivityExecution> CallStack(long contextId)
    {
        List<ActivityExecution> stack = [];
        for (long? at = contextId; at is { } id && Executions.FirstOrDefault(one => one.ContextId == id) is { } execution; at = execution.ParentId)
            stack.Insert(0, execution);
        return stack;
    }

    private static string EventName(JournalEvent what) => what switch
    {
        JournalEvent.Canceled => "Cancelled",
        JournalEvent.Line => "Wrote",
        _ => what.ToString(),
    };

    private int Depth(long contextId)
    {
        var depth = 0;
        while (parents.GetValueOrDefault(contextId) is var parent and > 0)
            (contextId, depth) = (parent, depth + 1);
        return depth;
    }

    private void AddLine(JsonObject record, JournalLine line, int sequence, string nodeIdName)
    {
        var (entry, activity) = line;
        record["activityInstanceId"] = InstanceState.ExecutionId(instance.Id, entry.ContextId);
        if (parents.GetValueOrDefault(entry.ContextId) is var parent and > 0)
            record["parentActivityInstanceId"] = InstanceState.ExecutionId(instance.Id, parent);
        record["activityId"] = activity?.Id;
        record["activityType"] = activity?.Type;
        record["activityTypeVersion"] = activity?.Version ?? 1;
        record.SetIfAny("activityName", activity?.Name);
        record[nodeIdName] = activity?.NodeId;
        record["timestamp"] = ElsaJson.Moment(entry.At);
        record["sequence"] = sequence;
        record["eventName"] = EventName(entry.Event);
        if (entry.Event is JournalEvent.Faulted or JournalEvent.Line && entry.Text is { } text)
            record["message"] = text;
        if (entry.Event == JournalEvent.Faulted)
            record["payload"] = new JsonObject { ["exception"] = "Fault", ["message"] = entry.Text, ["source"] = string.Empty, ["data"] = new JsonObject(), ["stackTrace"] = string.Empty };
    }

    private ActivityExecution Execution(IGrouping<long, JournalLine> lines)
    {
        var list = lines.Select(one => one.Entry).ToList();
        var end = list.FindLast(one => one.Event is JournalEvent.Completed or JournalEvent.Canceled or JournalEvent.Faulted);
        var hasEnded = list.Exists(one => one.Event is JournalEvent.Completed or JournalEvent.Canceled or JournalEvent.Faulted);
        return new ActivityExecution(
            lines.Key,
            parents.GetValueOrDefault(lines.Key) is var parent and > 0 ? parent : null,
            lines.Last().Activity,
            list[0].At,
            hasEnded && end.Event != JournalEvent.Faulted ? end.At : null,
            !hasEnded ? ActivityStatus.Running : end.Event switch { JournalEvent.Completed => ActivityStatus.Completed, JournalEvent.Canceled => ActivityStatus.Canceled, _ => ActivityStatus.Faulted },
            hasEnded && end.Event == JournalEvent.Completed && end.Text is { } outcomes ? outcomes.Split('\n') : [],
            hasEnded && end.Event == JournalEvent.Faulted ? end.Text : null,
            [.. list.Where(one => one.Event == JournalEvent.Line && one.Text is not null).Select(one => one.Text!)]);
    }
}

/// <summary>One execution of a step.</summary>
/// <param name="ContextId">Its number within the instance.</param>
/// <param name="ParentId">The execution that scheduled it.</param>
/// <param name="Activity">The step, as the version has it that the instance ran on last.</param>
/// <param name="StartedAt">When it began, in Unix milliseconds.</param>
/// <param name="CompletedAt">When it was done or ended from outside.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Outcomes">The ports it left by, when they are not the usual one.</param>
/// <param name="Fault">What went wrong.</param>
/// <param name="Lines">What it wrote.</param>
internal sealed record ActivityExecution(long ContextId, long? ParentId, Activity? Activity, long StartedAt, long? CompletedAt, ActivityStatus Status, IReadOnlyList<string> Outcomes, string? Fault, IReadOnlyList<string> Lines);
