using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary>
/// An instance's stored state in the words of Elsa's workflow state: where it waits, what is under way, its variables and
/// what went wrong.
/// </summary>
internal sealed class InstanceState
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    private readonly StoredInstance instance;
    private readonly CheckedDefinition? definition;
    private readonly JsonObject state;

    private InstanceState(StoredInstance instance, CheckedDefinition? definition, JsonObject state)
    {
        this.instance = instance;
        this.definition = definition;
        this.state = state;
    }

    /// <summary>Executions that are not over, the workflow's own first.</summary>
    private IEnumerable<JsonObject> Contexts => (state["c"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Reads a stored state.</summary>
    public static InstanceState Read(StoredInstance instance, byte[] state, CheckedDefinition? definition) =>
        new(instance, definition, (JsonObject)JsonNode.Parse(state, documentOptions: Deep)!);

    /// <summary>How Elsa's clients name an execution of a step.</summary>
    public static string ExecutionId(string instanceId, long contextId) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instanceId}-{contextId}");

    /// <summary>The executions that wait.</summary>
    public IReadOnlySet<long> Waiting => (state["b"] as JsonArray ?? []).OfType<JsonArray>().Select(one => one[1]!.GetValue<long>()).ToHashSet();

    /// <summary>The whole instance.</summary>
    public JsonObject ToInstance()
    {
        var whole = new JsonObject
        {
            ["id"] = instance.Id,
            ["definitionId"] = instance.DefinitionId,
            ["definitionVersionId"] = instance.VersionId,
            ["version"] = instance.Version,
        };
        whole.SetIfAny("parentWorkflowInstanceId", instance.ParentId);
        whole["workflowState"] = ToWorkflowState();
        AddStatus(whole);
        whole.SetIfAny("correlationId", instance.CorrelationId);
        whole.SetIfAny("name", instance.Name);
        whole["incidentCount"] = instance.Incidents;
        whole["isSystem"] = false;
        instance.AddMoments(whole);
        return whole;
    }

    /// <summary>The state alone.</summary>
    public JsonObject ToWorkflowState()
    {
        var whole = new JsonObject
        {
            ["id"] = instance.Id,
            ["definitionId"] = instance.DefinitionId,
            ["definitionVersionId"] = instance.VersionId,
            ["definitionVersion"] = instance.Version,
        };
        whole.SetIfAny("parentWorkflowInstanceId", instance.ParentId);
        whole.SetIfAny("correlationId", instance.CorrelationId);
        whole.SetIfAny("name", instance.Name);
        AddStatus(whole);
        whole["bookmarks"] = ElsaJson.List((state["b"] as JsonArray ?? []).OfType<JsonArray>().Select(Bookmark));
        whole["incidents"] = ElsaJson.List((state["x"] as JsonArray ?? []).OfType<JsonArray>().Select(Incident));
        whole["isSystem"] = false;
        whole["completionCallbacks"] = ElsaJson.List(Contexts.Where(one => one["k"] is not null && one["p"] is not null).Select(Callback));
        whole["activityExecutionContexts"] = ElsaJson.List(Contexts.Reverse().Select(Context));
        whole["scheduledActivities"] = new JsonArray();
        whole["executionLogSequence"] = instance.Bursts;
        whole["input"] = Map("i");
        whole["output"] = Map("o");
        whole["properties"] = new JsonObject();
        instance.AddMoments(whole);
        return whole;
    }

    /// <summary>Every variable with its value now: what was not changed has its first value.</summary>
    public IReadOnlyList<(string Id, string Name, JsonNode? Value)> Variables()
    {
        List<(string Id, string Name, JsonNode? Value)> found = [];
        foreach (var declared in definition?.Compiled?.Root.DeclaredVariables ?? [])
            found.Add((declared.Id, declared.Name, Values.ToJson(declared.Default)?.DeepClone()));

        foreach (var context in Contexts)
        {
            foreach (var (id, value) in (context["v"] as JsonObject ?? []).Concat(context["d"] as JsonObject ?? []))
            {
                found.RemoveAll(one => one.Id == id);
                found.Add((id, definition?.VariableName(id) ?? id, Plain(value)));
            }
        }

        return [.. found.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
    }

    // Values whose type JSON does not show are kept as {"$": type, "v": value}.
    private static JsonNode? Plain(JsonNode? value) => value is JsonObject typed && typed.ContainsKey("$") ? typed["v"]?.DeepClone() : value?.DeepClone();

    private void AddStatus(JsonObject target)
    {
        target["status"] = instance.Status.ToString();
        target["subStatus"] = instance.SubStatus.ToString();
        target["isExecuting"] = false;
    }

    private JsonObject Map(string name)
    {
        var map = new JsonObject();
        foreach (var (key, value) in state[name] as JsonObject ?? [])
            map[key] = Plain(value);
        return map;
    }

    private Activity? ActivityOf(JsonObject? context) => context?.Text("a") is { } key ? definition?.Compiled?.Find(key) : null;

    private JsonObject? Find(long contextId) => Contexts.FirstOrDefault(one => one["i"]!.GetValue<long>() == contextId);

    private JsonObject Bookmark(JsonArray bookmark)
    {
        var contextId = bookmark[1]!.GetValue<long>();
        var context = Find(contextId);
        var activity = ActivityOf(context);
        var stimulus = bookmark[2]!.GetValue<string>();
        var due = bookmark[3]!.GetValue<long>();
        var payload = due == 0 ? new JsonObject { ["stimulus"] = stimulus } : new JsonObject { ["resumeAt"] = ElsaJson.Moment(due) };
        payload.SetIfAny("taskId", bookmark[6]?.DeepClone());
        return new JsonObject
        {
            ["id"] = bookmark[0]!.DeepClone(),
            ["name"] = stimulus.Split('|', 2)[0],
            ["hash"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(stimulus))),
            ["payload"] = payload,
            ["activityId"] = activity?.Id ?? context?.Text("a"),
            ["activityNodeId"] = activity?.NodeId ?? context?.Text("a"),
            ["activityInstanceId"] = ExecutionId(instance.Id, contextId),
            ["createdAt"] = ElsaJson.Moment(bookmark[8]!.GetValue<long>()),
            ["autoBurn"] = bookmark[5]!.DeepClone(),
            ["autoComplete"] = bookmark[4] is null,
        };
    }

    private JsonObject Incident(JsonArray incident)
    {
        var activity = definition?.Compiled?.Find(incident[1]!.GetValue<string>());
        return new JsonObject
        {
            ["activityId"] = incident[1]!.DeepClone(),
            ["activityNodeId"] = activity?.NodeId ?? incident[1]!.GetValue<string>(),
            ["activityType"] = incident[2]!.DeepClone(),
            ["message"] = incident[4]!.DeepClone(),
            ["exception"] = new JsonObject { ["type"] = incident[3]!.DeepClone(), ["message"] = incident[4]!.DeepClone(), ["stackTrace"] = string.Empty },
            ["timestamp"] = ElsaJson.Moment(incident[5]!.GetValue<long>()),
        };
    }

    private JsonObject Callback(JsonObject context) => new()
    {
        ["ownerInstanceId"] = ExecutionId(instance.Id, context["p"]!.GetValue<long>()),
        ["childNodeId"] = ActivityOf(context)?.NodeId ?? context.Text("a"),
        ["methodName"] = context.Text("k"),
    };

    private JsonObject Context(JsonObject context)
    {
        var id = context["i"]!.GetValue<long>();
        var activity = ActivityOf(context);
        var depth = 0;
        for (var up = context; up["p"] is { } parent && Find(parent.GetValue<long>()) is { } above; up = above)
            depth++;
        var whole = new JsonObject { ["id"] = ExecutionId(instance.Id, id), ["callStackDepth"] = depth };
        if (context["p"] is { } owner)
            whole["parentContextId"] = ExecutionId(instance.Id, owner.GetValue<long>());
        whole["scheduledActivityNodeId"] = activity?.NodeId ?? context.Text("a");
        whole.SetIfAny("ownerActivityNodeId", activity?.Parent?.NodeId);
        whole["properties"] = Properties(context);
        whole["metadata"] = new JsonObject();
        whole["activityState"] = new JsonObject();
        whole["dynamicVariables"] = new JsonArray();
        whole["status"] = Status(context).ToString();
        whole["isExecuting"] = false;
        whole["faultCount"] = Status(context) == ActivityStatus.Faulted ? 1 : 0;
        whole["startedAt"] = ElsaJson.Moment(instance.CreatedAt);
        whole.SetIfAny("completedAt", Status(context) == ActivityStatus.Completed && instance.FinishedAt is { } at ? ElsaJson.Moment(at) : null);
        return whole;
    }

    private static ActivityStatus Status(JsonObject context) => context["s"] is { } status ? (ActivityStatus)status.GetValue<int>() : ActivityStatus.Running;

    private JsonObject Properties(JsonObject context)
    {
        var properties = new JsonObject();
        var values = new JsonObject();
        foreach (var declared in ActivityOf(context)?.DeclaredVariables ?? [])
            values[declared.Id] = Values.ToJson(declared.Default)?.DeepClone();
        foreach (var (name, value) in context["v"] as JsonObject ?? [])
            values[name] = Plain(value);
        if (values.Count > 0)
            properties["Variables"] = values;

        foreach (var (name, value) in context["r"] as JsonObject ?? [])
            properties[name] = Plain(value);
        if (context["o"] is { } position)
            properties["CurrentIndex"] = position.DeepClone();
        if (context["f"] is JsonArray tokens)
            properties["Flowchart.Tokens"] = ElsaJson.List(tokens.Chunk(4).Where(one => one.Length == 4).Select(Token));
        return properties;
    }

    private static JsonObject Token(JsonNode?[] token)
    {
        var flags = token[3]!.GetValue<int>();
        return new JsonObject
        {
            ["fromActivityId"] = token[0]!.DeepClone(),
            ["fromActivityName"] = token[0]!.DeepClone(),
            ["outcome"] = token[2]!.DeepClone(),
            ["toActivityId"] = token[1]!.DeepClone(),
            ["toActivityName"] = token[1]!.DeepClone(),
            ["consumed"] = (flags & 1) != 0,
            ["blocked"] = (flags & 2) != 0,
        };
    }
}
