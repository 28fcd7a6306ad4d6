using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Analysis;

/// <summary>Reads what each kind of activity does with the activities that it holds.</summary>
internal sealed class ControlFlowBuilder(CompiledWorkflow workflow, ActivityRegistry registry)
{
    private const string Done = "Done";
    private readonly List<FlowPoint> _points = [];
    private readonly Dictionary<Activity, FlowPoint> _enter = [];
    private readonly Dictionary<Activity, List<FlowPoint>> _leave = [];

    internal ControlFlow Build()
    {
        foreach (var activity in workflow.Activities)
        {
            _enter[activity] = Add(FlowPointKind.Enter, activity);
            _leave[activity] = [.. PortsOf(activity).Select(port => Add(FlowPointKind.Leave, activity, port))];
        }

        foreach (var activity in workflow.Activities)
            Trace(activity);
        return new ControlFlow(_points, Entries(), _enter);
    }

    private FlowPoint Add(FlowPointKind kind, Activity activity, string? port = null)
    {
        var point = new FlowPoint(_points.Count, kind, activity, port);
        _points.Add(point);
        return point;
    }

    private IEnumerable<string> PortsOf(Activity activity)
    {
        var connected = activity.Parent is Flowchart flowchart ? flowchart.OutboundOf(activity).Select(connection => connection.Port) : [];
        var declared = activity.LeavesBy ?? registry.Find(activity.Type)?.Outcomes ?? [Done];
        return declared.Concat(connected).DefaultIfEmpty(Done).Distinct(StringComparer.Ordinal);
    }

    private List<FlowPoint> Entries()
    {
        var triggers = workflow.Triggers.ToList();
        List<FlowPoint> entries = [.. triggers.Select(trigger => _enter[trigger])];

        // Who starts a workflow by hand that begins with a trigger begins at that trigger.
        if (FirstOf(workflow.Root) is not Trigger { CanStartWorkflow: true })
            entries.Insert(0, _enter[workflow.Root]);
        return entries;
    }

    private static Activity? FirstOf(Activity? activity) => activity switch
    {
        WorkflowActivity whole => FirstOf(whole.Body),
        Flowchart flowchart => FirstOf(flowchart.GetStart(null)),
        Sequence sequence => FirstOf(sequence.Activities.Count > 0 ? sequence.Activities[0] : null),
        _ => activity,
    };

    private void Trace(Activity activity)
    {
        switch (activity)
        {
            case Finish:
                _enter[activity].EndsInstance = true;
                return;
            case Fault:
                return;
            case Complete complete:
                Go([_enter[activity]], PortsOf(complete, LeavesOf(EndedBy(activity))));
                return;
            case ITerminalNode:
                Go([_enter[activity]], LeavesOf(EndedBy(activity)));
                return;
            case Flowchart flowchart:
                Trace(flowchart);
                return;
            case Sequence sequence:
                TraceInTurn(sequence, sequence.Activities);
                return;
            case Loop loop:
                TraceLoop(loop);
                return;
            case Builtin.Parallel parallel:
                TraceSideBySide(parallel, parallel.Activities, awaitsAll: true);
                return;
            case Fork fork:
                TraceSideBySide(fork, fork.Branches, fork.JoinMode == ForkJoinMode.WaitAll);
                return;
            case StateMachine machine:
                TraceStates(machine);
                return;
            case FlowFork:
                _enter[activity].StartsAll = true;
                break;
        }

        TraceAnyOf(activity);
    }

    private List<FlowPoint> LeavesOf(Activity activity) => _leave[activity];

    // A used workflow is left by the ports that its 'Complete' names, as far as they are written there.
    private static List<FlowPoint> PortsOf(Complete complete, List<FlowPoint> leaves)
    {
        if (!complete.Outcomes.IsConstant)
            return leaves;
        var names = Values.ToItems(complete.Outcomes.Constant).Select(Values.ToText).Where(name => name.Length > 0).DefaultIfEmpty(Done).ToList();
        return [.. leaves.Where(leave => names.Contains(leave.Port!))];
    }

    private static Activity EndedBy(Activity terminal)
    {
        for (var around = terminal.Parent; around is not null; around = around.Parent)
        {
            var isIt = terminal switch
            {
                Break => around is Loop,
                Complete => around is WorkflowDefinitionActivity or WorkflowActivity,
                _ => true,
            };
            if (isIt)
                return around;
        }

        return terminal.Parent!;
    }

    private static void Go(IEnumerable<FlowPoint> from, IReadOnlyList<FlowPoint> to)
    {
        foreach (var source in from)
        {
            foreach (var target in to)
                source.To(target);
        }
    }

    // A leaf leaves by one of its ports; what holds steps without an order of its own runs one of them or none.
    private void TraceAnyOf(Activity activity)
    {
        var children = activity.Children;
        var runsOne = activity switch
        {
            WorkflowActivity or WorkflowDefinitionActivity or FlowNode => children.Count > 0,
            If choice => choice is { Then: not null, Else: not null },
            Switch choice => choice.Default is not null,
            _ => false,
        };
        Go([_enter[activity]], [.. children.Select(child => _enter[child])]);
        if (!runsOne)
            Go([_enter[activity]], LeavesOf(activity));
        var ends = activity is WorkflowDefinitionActivity ? LeavesOf(activity).FindAll(leave => leave.Port == Done) : LeavesOf(activity);
        foreach (var child in children)
            Go(LeavesOf(child), ends);
    }

    private void TraceInTurn(Activity activity, IReadOnlyList<Activity> steps)
    {
        var last = new List<FlowPoint> { _enter[activity] };
        foreach (var step in steps)
        {
            Go(last, [_enter[step]]);
            last = LeavesOf(step);
        }

        Go(last, LeavesOf(activity));
    }

    private void TraceLoop(Loop loop)
    {
        var isEndless = loop is While { Condition: { Expression: null, Constant: true } };
        if (!isEndless)
            Go([_enter[loop]], LeavesOf(loop));
        if (loop.Body is null)
            return;
        _enter[loop].To(_enter[loop.Body]);
        Go(LeavesOf(loop.Body), [_enter[loop]]);
    }

    private void TraceSideBySide(Activity activity, IReadOnlyList<Activity> branches, bool awaitsAll)
    {
        _enter[activity].StartsAll = true;
        if (branches.Count == 0)
            Go([_enter[activity]], LeavesOf(activity));
        foreach (var branch in branches)
        {
            var begin = Add(FlowPointKind.Branch, branch);
            var end = Add(FlowPointKind.Branch, branch);
            _enter[activity].To(begin);
            begin.To(_enter[branch]);
            Go(LeavesOf(branch), [end]);
            Go([end], LeavesOf(activity));
        }

        foreach (var leave in LeavesOf(activity))
            leave.AwaitsAll = awaitsAll;
    }

    private void Trace(Flowchart flowchart)
    {
        if (flowchart.GetStart(null) is not { } start)
        {
            Go([_enter[flowchart]], LeavesOf(flowchart));
            return;
        }

        // A trigger inside a flowchart that is not the root begins it when the trigger started the instance.
        _enter[flowchart].To(_enter[start]);
        foreach (var step in flowchart.Activities.Where(step => step is not ITerminalNode))
        {
            foreach (var leave in LeavesOf(step))
                TraceConnections(flowchart, leave);
        }

        foreach (var step in flowchart.Activities)
        {
            var point = _enter[step];
            var mode = flowchart.EffectiveMergeMode(step);
            point.AwaitsAll = AwaitsAll(flowchart, step, mode);
            if (step is FlowJoin || mode == MergeMode.Race)
                point.Cancels = flowchart.AncestorsOf(step);
        }
    }

    // What an instance begins with, and loops back, wait for nothing.
    private static bool AwaitsAll(Flowchart flowchart, Activity step, MergeMode? mode)
    {
        var inbound = flowchart.InboundOf(step);
        if (inbound.Count < 2 || !flowchart.StartsAtOnePlace || flowchart.MayStartAt(step))
            return false;
        return mode == MergeMode.Converge || (mode == MergeMode.Merge && flowchart.ForwardInboundOf(step).Count == inbound.Count);
    }

    private void TraceConnections(Flowchart flowchart, FlowPoint leave)
    {
        var targets = flowchart.OutboundOf(leave.Activity).Where(connection => string.Equals(connection.Port, leave.Port, StringComparison.Ordinal)).Select(connection => connection.Target).Distinct().ToList();
        leave.StartsAll = targets.Count > 1;
        leave.EndsBranch = targets.Count == 0;
        if (targets.Count == 0)
            Go([leave], LeavesOf(flowchart));
        foreach (var target in targets)
        {
            var begin = targets.Count > 1 ? Add(FlowPointKind.Branch, target) : leave;
            if (targets.Count > 1)
                leave.To(begin);
            begin.To(_enter[target]);
        }
    }

    private void TraceStates(StateMachine machine)
    {
        var entered = machine.States.Keys.ToDictionary(name => name, _ => Add(FlowPointKind.Branch, machine), StringComparer.Ordinal);
        if (entered.TryGetValue(machine.Initial, out var initial))
            _enter[machine].To(initial);
        else
            Go([_enter[machine]], LeavesOf(machine));
        foreach (var (name, state) in machine.States)
        {
            var waits = Add(FlowPointKind.Branch, machine);
            Then(entered[name], state.Entry, waits);
            var leaving = machine.LeavingFrom(name).ToList();
            waits.StartsAll = leaving.Count > 1;
            if (leaving.Count == 0)
                Go([waits], LeavesOf(machine));
            foreach (var transition in leaving)
            {
                var trigger = transition.Trigger!;
                var begin = Add(FlowPointKind.Branch, trigger);
                var taken = Add(FlowPointKind.Branch, trigger);
                waits.To(begin);
                begin.To(_enter[trigger]);
                Go(LeavesOf(trigger), [taken]);
                if (transition.Condition is not null)
                    Go(LeavesOf(trigger), [_enter[trigger]]);
                taken.Cancels = [.. leaving.Where(other => other != transition).Select(other => other.Trigger!)];
                var acted = Add(FlowPointKind.Branch, machine);
                Then(taken, transition.Action, acted);
                Then(acted, state.Exit, entered[transition.To]);
            }
        }
    }

    private void Then(FlowPoint from, Activity? step, FlowPoint to)
    {
        if (step is null)
        {
            from.To(to);
            return;
        }

        from.To(_enter[step]);
        Go(LeavesOf(step), [to]);
    }
}
