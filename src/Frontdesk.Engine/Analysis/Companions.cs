using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;

namespace Frontdesk.Engine.Analysis;

/// <summary>
/// The branches beside an open wait that see to its end: from their beginning on they rest only at what has a time of its own,
/// whatever ports are taken, until they end the wait. A branch that simply stops, that needs the wait in order to go on, or
/// that comes to another open wait is none.
/// </summary>
internal sealed class Companions
{
    private readonly WorkflowReview _review;
    private readonly Activity _wait;
    private readonly Func<Activity, bool> _isOpen;
    private readonly HashSet<Activity> _around = [];
    private readonly HashSet<FlowPoint> _fails = [];
    private readonly Dictionary<FlowPoint, List<FlowPoint>> _branchesOf = [];

    internal Companions(WorkflowReview review, Activity wait, Func<Activity, bool> isOpen)
    {
        _isOpen = isOpen;
        _review = review;
        _wait = wait;
        for (var activity = wait; activity is not null; activity = activity.Parent)
            _around.Add(activity);
        foreach (var fork in review.Flow.Points.Where(point => point.StartsAll))
        {
            foreach (var branch in fork.Next)
            {
                if (!_branchesOf.TryGetValue(branch, out var forks))
                    _branchesOf[branch] = forks = [];
                forks.Add(fork);
            }
        }

        FindFailures();
    }

    /// <summary>Whether the point begins a branch beside which another one sees to the end of the wait.</summary>
    internal bool IsBesideOne(FlowPoint point) =>
        _branchesOf.TryGetValue(point, out var forks) && forks.TrueForAll(fork => fork.Next.Any(other => other != point && !_fails.Contains(other)));

    // Everything is held to see to the end until it is shown not to; what then leads there is looked at again.
    private void FindFailures()
    {
        var queue = new Queue<FlowPoint>(_review.Flow.Points);
        while (queue.TryDequeue(out var point))
        {
            if (_fails.Contains(point) || Holds(point))
                continue;
            _fails.Add(point);
            foreach (var before in point.Previous)
                queue.Enqueue(before);
        }
    }

    private bool Holds(FlowPoint point)
    {
        if (point.Kind == FlowPointKind.Enter && Needs(point))
            return false;
        if (EndsWait(point))
            return true;
        if (point.Kind == FlowPointKind.Enter && _isOpen(point.Activity))
            return false;
        if (point.EndsBranch && _around.Contains(point.Activity.Parent!))
            return false;
        if (point.Kind != FlowPointKind.Enter && point.AwaitsAll && _around.Contains(point.Activity))
            return false;

        // A fault is an incident, which somebody sees.
        if (point.Next.Count == 0)
            return true;
        return point.StartsAll ? point.Next.Any(next => !_fails.Contains(next)) : point.Next.All(next => !_fails.Contains(next));
    }

    private bool EndsWait(FlowPoint point) =>
        point.EndsInstance
        || point.Cancels.Any(_around.Contains)
        || (point.Kind == FlowPointKind.Leave && !point.AwaitsAll && _around.Contains(point.Activity) && point.Activity != _wait && !point.EndsBranch);

    // A step that takes what arrives stands back while one of the steps before it is still at work.
    private bool Needs(FlowPoint point)
    {
        if (point.Activity.Parent is not Flowchart flowchart || !_around.Contains(flowchart))
            return false;
        return flowchart.EffectiveMergeMode(point.Activity) switch
        {
            MergeMode.Race or MergeMode.Cascade => false,
            MergeMode.Merge => flowchart.AncestorsOf(point.Activity).Any(_around.Contains),
            MergeMode.Converge => flowchart.InboundOf(point.Activity).Any(connection => _around.Contains(connection.Source)) || flowchart.AncestorsOf(point.Activity).Any(_around.Contains),
            _ => flowchart.ForwardInboundOf(point.Activity).Any(connection => _around.Contains(connection.Source)),
        };
    }
}
