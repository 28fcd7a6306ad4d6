namespace Frontdesk.Engine.Tests.Model;

/// <summary>What each kind of step does when it begins, and when a step inside it is done.</summary>
internal sealed partial class ReferenceInstance
{
    private void Begin(ReferenceRun run)
    {
        var step = run.Step;
        switch (step.Kind)
        {
            case StepKind.Line:
                Note("Line", step, ModelStep.Number($"{step.Id} ", Value(run)));
                Complete(run);
                break;
            case StepKind.Set:
                Write(run, step.Variable, Value(run));
                Complete(run);
                break;
            case StepKind.Event:
                WaitFor(run, $"Elsa.Event|{step.EventName}");
                break;
            case StepKind.Delay:
                WaitFor(run, "Elsa.Delay", step.Wait);
                break;
            case StepKind.Task:
                Ask(run);
                break;
            case StepKind.Publish:
                _burst.Events.Add((step.EventName, Value(run), step.IsLocal ? this : null));
                Complete(run);
                break;
            case StepKind.Correlate:
                _correlation = ModelStep.Number("c", 1 + (step.Which % 2));
                Complete(run);
                break;
            case StepKind.Child:
                _practice.StartChild(_burst, this, step.WaitsForChild ? WaitFor(run, "Elsa.ExecuteWorkflow") : null);
                if (!step.WaitsForChild)
                    Complete(run);
                break;
            case StepKind.Fault:
                Fault(run);
                break;
            case StepKind.Break:
                Break(run);
                Complete(run);
                break;
            case StepKind.Finish:
                // The instance is over at once; the step itself is never done.
                _scheduled.Clear();
                Leave(_ => true);
                (IsOver, Status) = (true, "Finished");
                break;
            case StepKind.Workflow:
                Schedule(step.Parts[0], run);
                break;
            case StepKind.Sequence:
                Next(run, 0);
                break;
            case StepKind.Flowchart:
                if (step.Parts.Length == 0)
                    Complete(run);
                else
                    Schedule(step.Parts[0], run);
                break;
            case StepKind.Parallel or StepKind.Fork:
                SideBySide(run, [.. step.Parts]);
                break;
            case StepKind.ParallelForEach:
                SideBySide(run, step.Parts.Length == 0 ? [] : [step.Parts[0], step.Parts[0]], [Value(run), 5]);
                break;
            case StepKind.Switch:
                var fitting = Fitting(run);
                SideBySide(run, [.. (fitting.Count == 0 ? [ModelStep.Branch - 1] : fitting).Where(index => index < step.Parts.Length).Select(index => step.Parts[index])]);
                break;
            case StepKind.If:
                var chosen = Condition(run) ? 0 : 1;
                if (chosen < step.Parts.Length)
                    Schedule(step.Parts[chosen], run);
                else
                    Complete(run);
                break;
            case StepKind.While:
                Turn(run);
                break;
            case StepKind.For:
                run.Range = [.. Enumerable.Range(1, Math.Max(0, Value(run)))];
                Turn(run);
                break;
            case StepKind.ForEach:
                run.Range = [Value(run), 5];
                Turn(run);
                break;
            case StepKind.Decision:
                Complete(run, Condition(run) ? "True" : "False");
                break;
            case StepKind.FlowSwitch:
                var cases = Fitting(run);
                Complete(run, cases.Count == 0 ? ["Default"] : [.. cases.Select(index => ModelStep.Number("case ", index))]);
                break;
            case StepKind.FlowFork:
                Complete(run, "left", "right");
                break;
            case StepKind.Join:
                // Whatever let the join run, what is still on its way to it ends here.
                if (run.Parent is { Step.Kind: StepKind.Flowchart } chart)
                    CancelOnTheWay(chart, step);
                Complete(run);
                break;
            default:
                Complete(run);
                break;
        }
    }

    private void ChildDone(ReferenceRun run, ReferenceRun child, string[] ports)
    {
        var endsAll = child.Step.Kind is StepKind.End or StepKind.Break or StepKind.Finish;
        switch (run.Step.Kind)
        {
            case StepKind.Sequence when run.IsBreaking || endsAll:
            case StepKind.If:
                Complete(run);
                break;
            case StepKind.Workflow:
                // A workflow is left by the ports by which its root was left.
                Complete(run, ports);
                break;
            case StepKind.Sequence:
                Next(run, run.Position!.Value + 1);
                break;
            case StepKind.Flowchart:
                ChartGoesOn(run, child.Step, ports, endsAll);
                break;
            case StepKind.While or StepKind.For or StepKind.ForEach when run.IsBreaking:
                Complete(run);
                break;
            case StepKind.While or StepKind.For or StepKind.ForEach:
                Turn(run);
                break;
            default:
                run.Position--;
                if (run.Position == 0 || (run.Step.Kind == StepKind.Fork && (run.Step.IsAny || run.IsBreaking)))
                    Complete(run);
                break;
        }
    }

    private void Next(ReferenceRun run, int position)
    {
        run.Position = position;
        if (position < run.Step.Parts.Length)
            Schedule(run.Step.Parts[position], run);
        else
            Complete(run);
    }

    private void SideBySide(ReferenceRun run, ModelStep[] parts, int[]? items = null)
    {
        run.Position = parts.Length;
        for (var i = 0; i < parts.Length; i++)
            Schedule(parts[i], run, items?[i]);
        if (parts.Length == 0)
            Complete(run);
    }

    /// <summary>A while asks its condition before each turn; a count and a list are computed once, before the first.</summary>
    private void Turn(ReferenceRun run)
    {
        var turn = run.Position is { } position ? position + 1 : 0;
        run.Position = turn;
        if (run.Step.Parts.Length == 0 || (run.Step.Kind == StepKind.While ? !Condition(run) : turn >= run.Range.Length))
            Complete(run);
        else
            Schedule(run.Step.Parts[0], run, run.Step.Kind == StepKind.While ? null : run.Range[turn]);
    }

    private List<int> Fitting(ReferenceRun run)
    {
        var all = new List<int>();
        if (Condition(run))
            all.Add(0);
        if (ModelCondition.IsOne.Of(name => Read(run, name)) && (all.Count == 0 || run.Step.IsAny))
            all.Add(1);
        return all;
    }

    private void Ask(ReferenceRun run)
    {
        var task = new ReferenceTask(run.Step.Id);
        task.Wait = WaitFor(run, "Frontdesk.UserTask", task: task);
        WaitFor(run, "Frontdesk.UserTask.Due", TimeSpan.FromMinutes(3), task);
        _practice.Tasks.Add(task);
    }

    /// <summary>An overdue task is left, or goes on waiting; one that was answered at the last moment counts.</summary>
    private void Overdue(ReferenceRun run, ReferenceTask task)
    {
        if (task.State == "ready" && run.Step.LeavesWhenOverdue)
            Complete(run, "Overdue");
    }

    private void Answered(ReferenceRun run, int? payload)
    {
        Write(run, "c", payload);
        Complete(run);
    }

    private static int Value(ReferenceRun run) => (run.Step.Kind is StepKind.Set or StepKind.Line or StepKind.Publish or StepKind.For or StepKind.ForEach or StepKind.ParallelForEach ? run.Step.Value : default).Of(name => Read(run, name));

    private static bool Condition(ReferenceRun run) => run.Step.Condition.Of(name => Read(run, name));
}
