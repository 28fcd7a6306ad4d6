using System.Collections.Concurrent;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>
/// A flowchart's connections, indexed. A connection is forward when, walking breadth-first from the start, it does not
/// close a circle; loops back do not count for merges that wait.
/// </summary>
internal sealed class FlowGraph
{
    private readonly IReadOnlyList<Activity> _activities;
    private readonly IReadOnlyList<Connection> _connections;
    private readonly ConnectionLists _outbound;
    private readonly ConnectionLists _inbound;
    private readonly ConcurrentDictionary<int, ConnectionLists> _forward = new();
    private readonly ConcurrentDictionary<(int, int), HashSet<Activity>> _ancestors = new();

    internal FlowGraph(IReadOnlyList<Activity> activities, IReadOnlyList<Connection> connections)
    {
        _activities = activities;
        _connections = connections;
        _outbound = new ConnectionLists(activities, connections.Distinct(), connection => connection.Source);
        _inbound = new ConnectionLists(activities, connections, connection => connection.Target);
    }

    internal Connection[] Outbound(Activity activity) => _outbound.Of(activity);

    internal Connection[] Inbound(Activity activity) => _inbound.Of(activity);

    internal Connection[] ForwardInbound(Activity activity, Activity? start) => start is null ? [] : Forward(start).Of(activity);

    /// <summary>Everything from which a forward path leads to the activity.</summary>
    internal HashSet<Activity> Ancestors(Activity activity, Activity? start)
    {
        if (start is null)
            return [];
        return _ancestors.GetOrAdd((activity.Index, start.Index), _ =>
        {
            var forward = Forward(start);
            var found = new HashSet<Activity>();
            var queue = new Queue<Activity>([activity]);
            while (queue.TryDequeue(out var current))
            {
                foreach (var connection in forward.Of(current))
                {
                    if (found.Add(connection.Source))
                        queue.Enqueue(connection.Source);
                }
            }

            return found;
        });
    }

    private ConnectionLists Forward(Activity start) => _forward.TryGetValue(start.Index, out var known) ? known : _forward.GetOrAdd(start.Index, ComputeForward(start));

    private ConnectionLists ComputeForward(Activity start)
    {
        var edges = new HashSet<(Activity, Activity)>();
        var successors = new Dictionary<Activity, List<Activity>>();
        var visited = new HashSet<Activity>();
        var queue = new Queue<Activity>([start]);
        while (queue.TryDequeue(out var source))
        {
            visited.Add(source);
            foreach (var target in Outbound(source).Select(c => c.Target))
            {
                if (edges.Contains((source, target)) || Leads(successors, target, source))
                    continue;
                edges.Add((source, target));
                if (!successors.TryGetValue(source, out var list))
                    successors[source] = list = [];
                list.Add(target);
                if (!visited.Contains(target))
                    queue.Enqueue(target);
            }
        }

        return new ConnectionLists(_activities, _connections.Where(c => edges.Contains((c.Source, c.Target))).Distinct(), connection => connection.Target);
    }

    private static bool Leads(Dictionary<Activity, List<Activity>> successors, Activity from, Activity to)
    {
        if (ReferenceEquals(from, to))
            return true;

        // A target that has no way out yet cannot close a circle: this keeps long straight flowcharts linear.
        if (!successors.ContainsKey(from))
            return false;
        var seen = new HashSet<Activity>();
        var stack = new Stack<Activity>([from]);
        while (stack.TryPop(out var current))
        {
            if (ReferenceEquals(current, to))
                return true;
            if (!seen.Add(current) || !successors.TryGetValue(current, out var next))
                continue;
            foreach (var n in next)
                stack.Push(n);
        }

        return false;
    }
}
