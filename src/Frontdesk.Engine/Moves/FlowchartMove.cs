using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Moves;

/// <summary>
/// Carries the tokens of a flowchart over to another version of it, and finds merges that would wait there for an arrival
/// that can no longer come.
/// </summary>
internal sealed class FlowchartMove
{
    private readonly ActivityExecutionContext _before;
    private readonly ActivityExecutionContext _after;
    private readonly Flowchart _was;
    private readonly Flowchart _now;
    private readonly Action<string> _refuse;
    private readonly string? _trigger;
    private readonly HashSet<Activity> _running;
    private readonly List<FlowToken> _tokens = [];
    private readonly List<(Activity Target, Connection Way)> _arrived = [];

    internal FlowchartMove(ActivityExecutionContext before, ActivityExecutionContext after, Action<string> refuse)
    {
        (_before, _after, _refuse) = (before, after, refuse);
        (_was, _now) = ((Flowchart)before.Activity, (Flowchart)after.Activity);
        _trigger = after.WorkflowExecutionContext.TriggerActivityId;
        _running = [.. after.Children.Where(child => child.Status == ActivityStatus.Running).Select(child => child.Activity)];
    }

    internal void Run()
    {
        foreach (var token in _before.Tokens ?? [])
            Carry(token);
        foreach (var target in _arrived.Select(one => one.Target).Distinct())
            CheckWaiting(target);
        foreach (var target in FlowchartPaths.After(_now, _running, []).Where(step => !_arrived.Exists(one => ReferenceEquals(one.Target, step))))
            CheckAhead(target);
        CheckJoins();
        _after.Tokens = _tokens;
    }

    private void Carry(FlowToken token)
    {
        var (wasFrom, wasTo) = (StepOf(token.From), StepOf(token.To));
        var (from, to) = (Counterpart(wasFrom), Counterpart(wasTo));
        if (token.Blocked || token.Consumed)
        {
            if (from is not null && to is not null)
                _tokens.Add(new FlowToken(from.Index, to.Index, token.Port) { Blocked = token.Blocked, Consumed = token.Consumed });
            if (token.Blocked && to is not null)
                CheckNewWays(wasTo, to);
            return;
        }

        if (_before.Children.Any(child => ReferenceEquals(child.Activity, wasTo)))
        {
            // It holds back merges further on until the step is done; where it came from no longer matters.
            if (to is not null)
                _tokens.Add(new FlowToken((from ?? to).Index, to.Index, token.Port));
            return;
        }

        if (to is null)
            _refuse($"It has come to '{wasTo.DisplayName}' and waits there for other paths, and that version does not have this step.");
        else if (from is null || _now.OutboundOf(from).FirstOrDefault(way => ReferenceEquals(way.Target, to) && string.Equals(way.Port, token.Port, StringComparison.Ordinal)) is not { } way)
            _refuse($"It has come from '{wasFrom.DisplayName}' to '{wasTo.DisplayName}' and waits there for other paths, and that version does not have this connection.");
        else
        {
            _tokens.Add(new FlowToken(from.Index, to.Index, token.Port));
            _arrived.Add((to, way));
        }
    }

    /// <summary>A step that runs for the first arrival only has run; a way that is new would not know.</summary>
    private void CheckNewWays(Activity was, Activity now)
    {
        var known = _was.InboundOf(was).Select(way => (way.Source.Key, way.Port)).ToHashSet();
        var coming = FlowchartPaths.Without(_now, _running, now);
        if (_now.InboundOf(now).FirstOrDefault(way => !known.Contains((way.Source.Key, way.Port)) && coming.Contains(way.Source)) is { } added)
            _refuse($"'{now.DisplayName}' is done, and in that version '{added.Source.DisplayName}' would start it again.");
    }

    private void CheckWaiting(Activity target)
    {
        var coming = FlowchartPaths.Without(_now, _running, target);
        var awaited = _now.AwaitedBy(target, _trigger);
        if (awaited.Count == 0)
        {
            if (!_now.InboundOf(target).Any(way => coming.Contains(way.Source)))
                _refuse($"It would wait for ever: '{target.DisplayName}' waits for another path, and none can arrive any more in that version.");
            return;
        }

        var missing = awaited.Where(way => !_arrived.Exists(one => one.Way == way)).ToList();
        if (missing.Count == 0)
            _refuse($"'{target.DisplayName}' waits for a path that is not there in that version; all others have arrived, and nothing would start it.");
        else if (missing.Find(way => !coming.Contains(way.Source)) is { } starved)
            _refuse("It would wait for ever: " + Stall.Tell(target.DisplayName, starved.Source.DisplayName, starved.Port));
    }

    private void CheckAhead(Activity target)
    {
        var awaited = _now.AwaitedBy(target, _trigger);
        if (awaited.Count == 0)
            return;
        var coming = FlowchartPaths.Without(_now, _running, target);
        if (awaited.FirstOrDefault(way => !coming.Contains(way.Source)) is { } starved)
            _refuse("It would wait for ever: " + Stall.Tell(target.DisplayName, starved.Source.DisplayName, starved.Port));
    }

    /// <summary>A join knows the ways that come from the beginning; from a part that is cut off it would take each arrival by itself, and run again.</summary>
    private void CheckJoins()
    {
        var ahead = FlowchartPaths.After(_now, _running, _arrived.Select(one => one.Target));
        foreach (var target in ahead.Where(step => _now.EffectiveMergeMode(step) is not MergeMode.Converge))
        {
            var coming = _now.InboundOf(target).Select(way => way.Source).Where(step => ahead.Contains(step) || _running.Contains(step)).Distinct().ToList();
            if (coming.Count > 1 && coming.Find(step => !_now.IsReached(step, _trigger)) is { } cutOff)
                _refuse($"In that version no path leads from the beginning to '{cutOff.DisplayName}', so '{target.DisplayName}' would not wait for it and could be done more than once.");
        }
    }

    private Activity StepOf(int index) => _before.WorkflowExecutionContext.Workflow.Activities[index];

    private Activity? Counterpart(Activity step) => _after.WorkflowExecutionContext.Workflow.Find(step.Key) is { } found && ReferenceEquals(found.Parent, _now) ? found : null;
}
