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
    private readonly HashSet<(FlowPoint Point, bool HasRested)> _fails = [];
    private readonly Dictionary<FlowPoint, List<FlowPoint>> _branchesOf = [];
    private readonly ILookup<Activity, FlowPoint> _cancelersOf;
    private readonly Passage _beside;

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

        _cancelersOf = review.Flow.Points.SelectMany(point => point.Cancels.Select(canceled => (point, canceled))).ToLookup(pair => pair.canceled, pair => pair.point);
        _beside = new Passage(_branchesOf.Keys, _ => false);
        FindFailures();
    }

    /// <summary>Whether the point begins a branch beside which another one sees to the end of the wait.</summary>
    internal bool IsBesideOne(FlowPoint point) =>
        _branchesOf.TryGetValue(point, out var forks) && forks.TrueForAll(fork => fork.Next.Any(other => other != point && !_fails.Contains((other, false))));

    // Everything is held to see to the end until it is shown not to; what then leads there is looked at again.
    private void FindFailures()
    {
        var queue = new Queue<(FlowPoint Point, bool HasRested)>(_review.Flow.Points.SelectMany(point => new[] { (point, false), (point, true) }));
        while (queue.TryDequeue(out var state))
        {
            if (_fails.Contains(state) || Holds(state.Point, state.HasRested))
                continue;
            _fails.Add(state);
            foreach (var before in state.Point.Previous.Concat(state.Point.Cancels.Select(_review.Flow.EnterOf)).Concat(After(state.Point)))
            {
                queue.Enqueue((before, false));
                queue.Enqueue((before, true));
            }
        }
    }

    private bool Holds(FlowPoint point, bool hasRested)
    {
        // What cancels at once, before anything has rested, may come before the wait has even begun.
        var cancels = hasRested && point.Cancels.Any(_around.Contains);
        if (cancels && (point.Kind != FlowPointKind.Enter || ModeOf(point) is MergeMode.Race or MergeMode.Cascade))
            return true;
        if (point.Kind == FlowPointKind.Enter && MayNotGoOn(point))
            return false;
        if (cancels)
            return true;
        if (EndsWait(point))
            return true;
        if (point.Kind == FlowPointKind.Enter && (_isOpen(point.Activity) || _cancelersOf[point.Activity].Any(canceler => _fails.Contains((canceler, true)))))
            return false;
        if (point.EndsBranch && _around.Contains(point.Activity.Parent!))
            return false;
        if (point.Kind != FlowPointKind.Enter && point.AwaitsAll && _around.Contains(point.Activity))
            return false;

        // A fault is an incident, which somebody sees.
        if (point.Next.Count == 0)
            return true;
        var rested = hasRested || (point.Kind == FlowPointKind.Enter && Waiting.Rests(_review, point.Activity));
        return point.StartsAll ? point.Next.Any(next => !_fails.Contains((next, rested))) : point.Next.All(next => !_fails.Contains((next, rested)));
    }

    private bool EndsWait(FlowPoint point) =>
        point.EndsInstance
        || (point.Kind == FlowPointKind.Leave && !point.AwaitsAll && _around.Contains(point.Activity) && point.Activity != _wait && !point.EndsBranch);

    // A step with several ways in may take the arrival of a branch for nothing: it stands back while a step before it is still
    // at work, it waits for branches that may not come, or it has run for another branch already.
    private bool MayNotGoOn(FlowPoint point)
    {
        if (point.Activity.Parent is not Flowchart flowchart || !_around.Contains(flowchart))
            return false;
        return ModeOf(point) switch
        {
            MergeMode.Merge => flowchart.ForwardInboundOf(point.Activity).Count > 1,
            MergeMode.Race or MergeMode.Cascade or MergeMode.Converge => flowchart.InboundOf(point.Activity).Count > 1,
            _ => flowchart.ForwardInboundOf(point.Activity).Any(connection => _around.Contains(connection.Source) || MayBeStuck(connection.Source)),
        };
    }

    private static MergeMode? ModeOf(FlowPoint point) => point.Activity.Parent is Flowchart flowchart ? flowchart.EffectiveMergeMode(point.Activity) : null;

    // A step that runs in one of several branches and does not see to the end may be what others stand back for.
    private bool MayBeStuck(Activity step) => _review.Flow.EnterOf(step) is var enter && _beside.Reaches(enter) && _fails.Contains((enter, true));

    private IEnumerable<FlowPoint> After(FlowPoint point) =>
        point.Kind == FlowPointKind.Enter && point.Activity.Parent is Flowchart flowchart ? flowchart.OutboundOf(point.Activity).Select(connection => _review.Flow.EnterOf(connection.Target)) : [];
}
