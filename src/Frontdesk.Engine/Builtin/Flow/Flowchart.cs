using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Builtin;

/// <summary>A connection of a flowchart.</summary>
/// <param name="Source">The activity that it leaves.</param>
/// <param name="Port">The port that it leaves by.</param>
/// <param name="Target">The activity that it leads to.</param>
public sealed record Connection(Activity Source, string Port, Activity Target);

/// <summary>
/// Activities joined by connections. Control moves as tokens: a completed activity puts one on each connection of the
/// ports it left by, and what a target does with arriving tokens is its merge mode.
/// </summary>
[Activity("Elsa", "Beginning and end", "Steps that are joined by arrows.", DisplayName = "Flowchart", IsBrowsable = false)]
public sealed class Flowchart : Container
{
    private FlowGraph _graph = null!;
    private Dictionary<string, Activity> _byId = [];
    private Activity? _defaultStart;
    private ActivityCompletionCallback? _onChildCompleted;

    /// <summary>The connections, in the order of the definition.</summary>
    public IReadOnlyList<Connection> Connections { get; private set; } = [];

    /// <summary>The activity to begin with, when the definition names one.</summary>
    public Activity? Start { get; private set; }

    private ActivityCompletionCallback OnChildCompleted => _onChildCompleted ??= OnChildCompletedAsync;

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder)
    {
        base.Build(builder);
        var byId = new Dictionary<string, Activity>(StringComparer.Ordinal);
        foreach (var activity in Activities)
            byId.TryAdd(activity.Id, activity);
        Connections = ReadConnections(builder, byId);
        if (builder.Json["start"] is JsonObject start && start["id"] is JsonValue id && byId.TryGetValue(id.ToString(), out var named))
            Start = named;
        else if (builder.Json["start"] is JsonValue value && byId.TryGetValue(value.ToString(), out named))
            Start = named;
        _graph = new FlowGraph(Activities, Connections);
        _byId = byId;
        _defaultStart = Start
            ?? Activities.FirstOrDefault(a => a is Start)
            ?? Activities.FirstOrDefault(a => a.CanStartWorkflow)
            ?? Activities.FirstOrDefault(a => _graph.Inbound(a).Length == 0)
            ?? (Activities.Count > 0 ? Activities[0] : null);
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var start = GetStart(context.WorkflowExecutionContext.TriggerActivityId);
        return start is null ? context.CompleteActivityAsync() : context.ScheduleActivityAsync(start, OnChildCompleted);
    }

    /// <inheritdoc/>
    protected internal override ValueTask OnSignalAsync(object signal, SignalContext context)
    {
        if (signal is not CancelSignal)
            return default;
        var flowchart = context.ReceiverActivityExecutionContext;
        var canceled = context.SenderActivityExecutionContext.Activity.Index;
        Tokens(flowchart).RemoveAll(t => t.From == canceled || t.To == canceled);

        // As in Elsa, a cancellation looks at work and children only: tokens on paths that nobody walks any more do not hold the flowchart.
        return flowchart.ScheduledWork > 0 || flowchart.RunningChildren > 0 || flowchart.FaultedChildren > 0 ? default : flowchart.CompleteActivityAsync();
    }

    internal Activity? GetStart(string? triggerId) => triggerId is not null && _byId.TryGetValue(triggerId, out var trigger) ? trigger : _defaultStart;

    internal IReadOnlyList<Connection> OutboundOf(Activity activity) => _graph.Outbound(activity);

    internal IReadOnlyList<Connection> InboundOf(Activity activity) => _graph.Inbound(activity);

    /// <summary>The ways in that a step waits for until each has arrived; none when it does not wait for all.</summary>
    internal IReadOnlyList<Connection> AwaitedBy(Activity target, string? triggerId)
    {
        // A join whose mode is computed may wait for all: whoever asks wants to be sure.
        var mode = target is FlowJoin { Mode.Expression: not null } ? MergeMode.Merge : EffectiveMergeMode(target);
        var inbound = mode switch
        {
            MergeMode.Merge => _graph.ForwardInbound(target, GetStart(triggerId)),
            MergeMode.Converge => _graph.Inbound(target),
            _ => [],
        };
        return inbound.Length > 1 ? inbound : [];
    }

    internal MergeMode? EffectiveMergeMode(Activity target) => target is FlowJoin join && join.Mode.Expression is null ? FlowJoin.ToMergeMode(join.Mode.Constant) : target.Merging;

    /// <summary>Whether every instance begins this flowchart at the same activity.</summary>
    internal bool StartsAtOnePlace => Starts().Count() == 1;

    /// <summary>Whether an instance may begin this flowchart at the activity.</summary>
    internal bool MayStartAt(Activity activity) => Starts().Contains(activity);

    /// <summary>Whether a path leads from where an instance with this trigger begins to the activity.</summary>
    internal bool IsReached(Activity activity, string? triggerId)
    {
        var start = GetStart(triggerId);
        return ReferenceEquals(activity, start) || _graph.ForwardInbound(activity, start).Length > 0;
    }

    /// <summary>The connections that count for merges, wherever the flowchart begins.</summary>
    internal IReadOnlyList<Connection> ForwardInboundOf(Activity target) => [.. Starts().SelectMany(start => _graph.ForwardInbound(target, start)).Distinct()];

    /// <summary>Everything from which a forward path leads to the activity, wherever the flowchart begins.</summary>
    internal IReadOnlyCollection<Activity> AncestorsOf(Activity target) => [.. Starts().SelectMany(start => _graph.Ancestors(target, start)).Distinct()];

    /// <summary>The activity that waits for a connection on which nothing can arrive any more.</summary>
    internal (Activity Waiting, Activity Source, string Port)? FindStarved(ActivityExecutionContext context)
    {
        foreach (var token in Tokens(context).Where(t => t.IsLive))
        {
            var target = Activities.FirstOrDefault(a => a.Index == token.To);
            if (target is null)
                continue;
            var missing = Connections.FirstOrDefault(c => ReferenceEquals(c.Target, target) && !Tokens(context).Any(t => t.IsLive && t.To == token.To && t.From == c.Source.Index && string.Equals(t.Port, c.Port, StringComparison.Ordinal)))
                ?? Connections.FirstOrDefault(c => ReferenceEquals(c.Target, target));
            if (missing is not null)
                return (target, missing.Source, missing.Port);
        }

        return null;
    }

    private IEnumerable<Activity> Starts() => Activities.Where(a => a is Trigger && a.CanStartWorkflow).Append(_defaultStart).OfType<Activity>().Distinct();

    private static List<FlowToken> Tokens(ActivityExecutionContext context) => context.Tokens ??= [];

    private static bool HasPendingWork(ActivityExecutionContext context)
    {
        if (context.ScheduledWork > 0 || context.RunningChildren > 0 || context.FaultedChildren > 0)
            return true;
        if (context.Tokens is { } tokens)
        {
            foreach (var token in tokens)
            {
                if (token.IsLive)
                    return true;
            }
        }

        return false;
    }

    private List<Connection> ReadConnections(ActivityBuilder builder, Dictionary<string, Activity> byId)
    {
        var list = new List<Connection>();
        if (builder.Json["connections"] is not JsonArray array)
            return list;
        for (var i = 0; i < array.Count; i++)
        {
            var source = End(array[i], "source", out var port);
            var target = End(array[i], "target", out _);
            if (source is not null && target is not null && byId.TryGetValue(source, out var from) && byId.TryGetValue(target, out var to))
            {
                list.Add(new Connection(from, port ?? "Done", to));
                continue;
            }

            foreach (var lost in new[] { source, target })
            {
                // A step of an unknown type is there in the file, and is a problem of its own.
                if (lost is null || (!byId.ContainsKey(lost) && !IsInFile(builder, lost)))
                    builder.Problem(ProblemSeverity.Error, "dangling-connection", $"connections[{i}]", $"A connection names the step '{lost}', which is not in this flowchart.", "Remove the connection, or connect it to a step.");
            }
        }

        return list;
    }

    private static bool IsInFile(ActivityBuilder builder, string id) =>
        builder.Json["activities"] is JsonArray steps && steps.Any(step => step is JsonObject json && json["id"] is JsonValue value && value.ToString() == id);

    private static string? End(JsonNode? connection, string side, out string? port)
    {
        port = null;
        switch (connection?[side])
        {
            case JsonObject o:
                port = o["port"] is JsonValue p ? p.ToString() : null;
                return o["activity"]?.ToString();
            case JsonValue v:
                port = (connection[side + "Port"] as JsonValue)?.ToString();
                return v.ToString();
            default:
                return null;
        }
    }

    private async ValueTask OnChildCompletedAsync(ActivityCompletedContext context)
    {
        var flow = context.TargetContext;
        var completed = context.ChildContext.Activity;
        var tokens = Tokens(flow);
        if (completed is ITerminalNode)
        {
            tokens.Clear();
            await flow.CompleteActivityAsync();
            return;
        }

        var outcomes = (context.Result as Outcomes ?? Outcomes.Default).Names;
        var outbound = _graph.Outbound(completed);
        foreach (var connection in outbound)
        {
            if (outcomes.Contains(connection.Port))
                tokens.Add(new FlowToken(connection.Source.Index, connection.Target.Index, connection.Port));
        }

        foreach (var token in tokens)
        {
            if (token.To == completed.Index && token.IsLive)
                token.Consumed = true;
        }

        foreach (var connection in outbound)
        {
            if (outcomes.Contains(connection.Port))
                await ArriveAsync(context.ChildContext, flow, connection, tokens);
        }

        if (!HasPendingWork(flow))
        {
            tokens.Clear();
            await flow.CompleteActivityAsync();
        }

        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (tokens[i].To == completed.Index && tokens[i].Consumed)
                tokens.RemoveAt(i);
        }
    }

    private async ValueTask ArriveAsync(ActivityExecutionContext child, ActivityExecutionContext flow, Connection connection, List<FlowToken> tokens)
    {
        var target = connection.Target;
        var start = GetStart(flow.WorkflowExecutionContext.TriggerActivityId);
        var mode = target is FlowJoin join ? FlowJoin.ToMergeMode(child.Evaluate(join.Mode)) : target.Merging;
        switch (mode)
        {
            case MergeMode.Cascade or MergeMode.Race:
                if (mode == MergeMode.Race)
                    await CancelAncestorsAsync(flow, target, start);
                await ArriveOnceAsync(flow, connection, tokens, start);
                return;
            case MergeMode.Merge or MergeMode.Converge:
                var inbound = mode == MergeMode.Merge ? _graph.ForwardInbound(target, start) : _graph.Inbound(target);
                if (inbound.Length > 1 && !HaveAllArrived(inbound, tokens))
                    return;
                break;
            default:
                foreach (var c in _graph.ForwardInbound(target, start))
                {
                    if (IsExpected(tokens, c.Source.Index))
                        return;
                }

                break;
        }

        await flow.ScheduleActivityAsync(target, OnChildCompleted);
    }

    private async ValueTask ArriveOnceAsync(ActivityExecutionContext flow, Connection connection, List<FlowToken> tokens, Activity? start)
    {
        var target = connection.Target;
        var blocked = tokens.Find(t => t.Blocked && t.To == target.Index && t.From == connection.Source.Index && string.Equals(t.Port, connection.Port, StringComparison.Ordinal));
        if (blocked is not null)
        {
            blocked.Consumed = true;
            return;
        }

        await flow.ScheduleActivityAsync(target, OnChildCompleted);
        foreach (var other in _graph.ForwardInbound(target, start))
        {
            if (!ReferenceEquals(other.Source, connection.Source))
                tokens.Add(new FlowToken(other.Source.Index, target.Index, other.Port) { Blocked = true });
        }
    }

    private static bool HaveAllArrived(Connection[] inbound, List<FlowToken> tokens) =>
        Array.TrueForAll(inbound, c => tokens.Exists(t => t.IsLive && t.From == c.Source.Index && t.To == c.Target.Index && string.Equals(t.Port, c.Port, StringComparison.Ordinal)));

    private static bool IsExpected(List<FlowToken> tokens, int activity)
    {
        foreach (var token in tokens)
        {
            if (token.IsLive && token.To == activity)
                return true;
        }

        return false;
    }

    /// <summary>Cancels what is still on its way to the target.</summary>
    internal ValueTask CancelAncestorsAsync(ActivityExecutionContext flow, Activity target) => CancelAncestorsAsync(flow, target, GetStart(flow.WorkflowExecutionContext.TriggerActivityId));

    private async ValueTask CancelAncestorsAsync(ActivityExecutionContext flow, Activity target, Activity? start)
    {
        var ancestors = _graph.Ancestors(target, start);
        foreach (var child in flow.Children.Where(c => ancestors.Contains(c.Activity)).ToArray())
            await child.CancelActivityAsync();
    }
}
