using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>
/// The connections of each activity of a flowchart, side by side in the order of the activities: a walk through a large flowchart
/// finds the next ones near the last, where a dictionary's would be anywhere in memory.
/// </summary>
internal sealed class ConnectionLists
{
    private readonly int _first;
    private readonly (Activity? Owner, Connection[] Connections)[] _lists;

    internal ConnectionLists(IReadOnlyList<Activity> activities, IEnumerable<Connection> connections, Func<Connection, Activity> owner)
    {
        var inOrder = activities.OrderBy(activity => activity.Index).ToList();
        _first = inOrder.Count == 0 ? 0 : inOrder[0].Index;
        _lists = new (Activity?, Connection[])[inOrder.Count == 0 ? 0 : inOrder[^1].Index - _first + 1];
        var byOwner = connections.ToLookup(owner);
        foreach (var activity in inOrder)
            _lists[activity.Index - _first] = (activity, [.. byOwner[activity]]);
    }

    /// <summary>The connections of an activity; none when it is not one of the flowchart.</summary>
    internal Connection[] Of(Activity activity)
    {
        var at = activity.Index - _first;
        if ((uint)at >= (uint)_lists.Length)
            return [];
        var (owner, connections) = _lists[at];
        return ReferenceEquals(owner, activity) ? connections : [];
    }
}
