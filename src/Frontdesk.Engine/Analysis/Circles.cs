namespace Frontdesk.Engine.Analysis;

/// <summary>The circles of a control flow: sets of points from each of which control may come to each other.</summary>
public static class Circles
{
    /// <summary>Finds the largest circles.</summary>
    /// <param name="flow">The control flow.</param>
    /// <param name="counts">Which points may lie on one.</param>
    /// <param name="leads">Which ways from one point to the next may lie on one; null for all.</param>
    public static IReadOnlyList<IReadOnlySet<FlowPoint>> Of(ControlFlow flow, Func<FlowPoint, bool> counts, Func<FlowPoint, FlowPoint, bool>? leads = null)
    {
        var found = new List<IReadOnlySet<FlowPoint>>();
        var number = new Dictionary<FlowPoint, int>();
        var lowest = new Dictionary<FlowPoint, int>();
        var stack = new Stack<FlowPoint>();
        var onStack = new HashSet<FlowPoint>();

        // Tarjan's walk with a stack of its own, so that no flowchart is too long for it.
        var walk = new Stack<(FlowPoint Point, int Next)>();
        foreach (var root in flow.Points.Where(point => counts(point)))
        {
            if (number.ContainsKey(root))
                continue;
            Open(root);
            while (walk.TryPop(out var step))
            {
                var (point, next) = step;
                if (next < point.Next.Count)
                {
                    walk.Push((point, next + 1));
                    var target = point.Next[next];
                    if (!counts(target) || leads?.Invoke(point, target) == false)
                        continue;
                    if (!number.TryGetValue(target, out var seen))
                        Open(target);
                    else if (onStack.Contains(target))
                        lowest[point] = Math.Min(lowest[point], seen);
                    continue;
                }

                if (walk.TryPeek(out var above))
                    lowest[above.Point] = Math.Min(lowest[above.Point], lowest[point]);
                if (lowest[point] == number[point])
                    Close(point);
            }
        }

        return found;

        void Open(FlowPoint point)
        {
            number[point] = lowest[point] = number.Count;
            stack.Push(point);
            onStack.Add(point);
            walk.Push((point, 0));
        }

        void Close(FlowPoint head)
        {
            var circle = new HashSet<FlowPoint>();
            FlowPoint point;
            do
            {
                point = stack.Pop();
                onStack.Remove(point);
                circle.Add(point);
            }
            while (point != head);
            if (circle.Count > 1 || (head.Next.Contains(head) && leads?.Invoke(head, head) != false))
                found.Add(circle);
        }
    }
}
