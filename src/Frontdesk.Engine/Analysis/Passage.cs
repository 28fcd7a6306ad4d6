namespace Frontdesk.Engine.Analysis;

/// <summary>
/// Where control may come without having passed a gate. A point that is not reached so is one that the gates dominate: every
/// path to it passes one of them. Where branches are awaited, one that passed a gate is enough.
/// </summary>
public sealed class Passage
{
    private readonly Dictionary<FlowPoint, FlowPoint?> _cameFrom = [];

    /// <summary>Walks from the starts and stops at gates.</summary>
    /// <param name="starts">Where control is without having passed a gate.</param>
    /// <param name="isGate">Whether a point is a gate. A start is left even when it is one.</param>
    public Passage(IEnumerable<FlowPoint> starts, Func<FlowPoint, bool> isGate)
    {
        var queue = new Queue<FlowPoint>();
        foreach (var start in starts)
        {
            if (_cameFrom.TryAdd(start, null))
                queue.Enqueue(start);
        }

        while (queue.TryDequeue(out var point))
        {
            foreach (var next in point.Next)
            {
                if (_cameFrom.ContainsKey(next) || isGate(next) || (next.AwaitsAll && !next.Previous.All(_cameFrom.ContainsKey)))
                    continue;
                _cameFrom.Add(next, point);
                queue.Enqueue(next);
            }
        }
    }

    /// <summary>Whether a path leads to the point past all gates.</summary>
    public bool Reaches(FlowPoint point) => _cameFrom.ContainsKey(point);

    /// <summary>A shortest such path, from a start to the point; empty when there is none.</summary>
    public IReadOnlyList<FlowPoint> PathTo(FlowPoint point)
    {
        if (!_cameFrom.ContainsKey(point))
            return [];
        var path = new List<FlowPoint>();
        for (var at = point; at is not null; at = _cameFrom[at])
            path.Add(at);
        path.Reverse();
        return path;
    }
}
