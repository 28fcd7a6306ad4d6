using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;

namespace Frontdesk.Engine.Moves;

/// <summary>Where the connections of a flowchart lead from the steps that run in it.</summary>
internal static class FlowchartPaths
{
    /// <summary>The steps that may run after the running ones, and those that wait for arrivals with what comes after them.</summary>
    internal static HashSet<Activity> After(Flowchart flowchart, IEnumerable<Activity> running, IEnumerable<Activity> waiting)
    {
        var found = new HashSet<Activity>(waiting);
        var queue = new Queue<Activity>(running.Concat(found));
        while (queue.TryDequeue(out var step))
        {
            foreach (var connection in flowchart.OutboundOf(step))
            {
                if (found.Add(connection.Target))
                    queue.Enqueue(connection.Target);
            }
        }

        return found;
    }

    /// <summary>The steps whose end may still come without a certain step running first: those that run, and what follows from them.</summary>
    internal static HashSet<Activity> Without(Flowchart flowchart, IReadOnlyCollection<Activity> running, Activity without)
    {
        var found = new HashSet<Activity>(running);
        var queue = new Queue<Activity>(running);
        while (queue.TryDequeue(out var step))
        {
            foreach (var connection in flowchart.OutboundOf(step))
            {
                if (!ReferenceEquals(connection.Target, without) && found.Add(connection.Target))
                    queue.Enqueue(connection.Target);
            }
        }

        return found;
    }
}
