using static Frontdesk.Engine.Tests.Model.ReferenceRun;

namespace Frontdesk.Engine.Tests.Model;

/// <summary>How flowcharts go on: tokens on ways, and the five ways in which a step meets them.</summary>
internal sealed partial class ReferenceInstance
{
    private void ChartGoesOn(ReferenceRun chart, ModelStep done, string[] ports, bool endsAll)
    {
        if (endsAll)
        {
            chart.Tokens.Clear();
            Complete(chart);
            return;
        }

        // First every token is on its way, and those that led here are used up; then each arrives, in the order of the ways.
        var leaving = chart.Step.Connections.Where(way => way.From == done && ports.Contains(way.Port)).ToList();
        chart.Tokens.AddRange(leaving.Select(way => new Token(way.From, way.To, way.Port, isBlocked: false)));
        foreach (var token in chart.Tokens.Where(token => token.To == done && token.IsLive))
            token.IsConsumed = true;
        foreach (var (from, port, to) in leaving)
            Arrive(chart, from, port, to);
        if (!HasWork(chart) && !chart.Tokens.Exists(token => token.IsLive))
        {
            chart.Tokens.Clear();
            Complete(chart);
        }

        chart.Tokens.RemoveAll(token => token.To == done && token.IsConsumed);
    }

    private void Arrive(ReferenceRun chart, ModelStep from, string port, ModelStep to)
    {
        var mode = to.Kind == StepKind.Join ? to.IsAny ? "Race" : "Merge" : to.MergeMode;
        var forward = Forward(chart.Step).Where(way => way.To == to).ToList();
        switch (mode)
        {
            case "Race" or "Cascade":
                // The first path wins; the turns of the others are taken until the step is done, however often they come (as in
                // Elsa). A race also ends what is still on its way.
                if (mode == "Race")
                    CancelOnTheWay(chart, to);
                if (chart.Tokens.Find(token => token.IsBlocked && token.From == from && token.To == to && token.Port == port) is { } taken)
                {
                    taken.IsConsumed = true;
                    return;
                }

                Schedule(to, chart);
                chart.Tokens.AddRange(forward.Where(way => way.From != from).Select(way => new Token(way.From, to, way.Port, isBlocked: true)));
                return;
            case "Merge" or "Converge":
                // Merge waits for the ways that do not lead back, converge for all.
                var awaited = mode == "Merge" ? forward : [.. chart.Step.Connections.Where(way => way.To == to)];
                if (awaited.Count <= 1 || awaited.TrueForAll(way => chart.Tokens.Exists(token => token.IsLive && token.From == way.From && token.To == to && token.Port == way.Port)))
                    Schedule(to, chart);
                return;
            default:
                // A stream waits while a token is on its way to a step right before it.
                if (!forward.Exists(way => chart.Tokens.Exists(token => token.IsLive && token.To == way.From)))
                    Schedule(to, chart);
                return;
        }
    }

    /// <summary>A canceled step takes its tokens along; a flowchart in which nothing runs any more is then done, whatever its tokens say.</summary>
    private void ChartHearsOfCancel(ReferenceRun chart, ModelStep canceled)
    {
        chart.Tokens.RemoveAll(token => token.From == canceled || token.To == canceled);
        if (!HasWork(chart))
            Complete(chart);
    }

    private void CancelOnTheWay(ReferenceRun chart, ModelStep to)
    {
        var before = new HashSet<ModelStep>();
        var open = new Queue<ModelStep>([to]);
        while (open.TryDequeue(out var step))
        {
            foreach (var way in Forward(chart.Step).Where(way => way.To == step && before.Add(way.From)))
                open.Enqueue(way.From);
        }

        foreach (var child in chart.Children.Where(child => before.Contains(child.Step)).ToList())
            CancelRun(child);
    }

    private bool HasWork(ReferenceRun chart) => _scheduled.Any(next => next.Owner == chart) || chart.Children.Exists(child => child.State is RunState.Running or RunState.Faulted);

    /// <summary>The ways that do not close a circle when they are walked from the start, the nearest first; in the order of the drawing.</summary>
    private static List<(ModelStep From, string Port, ModelStep To)> Forward(ModelStep chart)
    {
        var edges = new HashSet<(ModelStep From, ModelStep To)>();
        var seen = new HashSet<ModelStep> { chart.Parts[0] };
        var open = new Queue<ModelStep>(seen);
        while (open.TryDequeue(out var step))
        {
            foreach (var to in chart.Connections.Where(way => way.From == step).Select(way => way.To))
            {
                if (Leads(to, step))
                    continue;
                edges.Add((step, to));
                if (seen.Add(to))
                    open.Enqueue(to);
            }
        }

        return [.. chart.Connections.Where(way => edges.Contains((way.From, way.To)))];

        bool Leads(ModelStep from, ModelStep to) => from == to || edges.Any(edge => edge.From == from && Leads(edge.To, to));
    }
}
