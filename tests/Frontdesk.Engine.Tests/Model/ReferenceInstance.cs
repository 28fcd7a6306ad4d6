using static Frontdesk.Engine.Tests.Model.ReferencePractice;

namespace Frontdesk.Engine.Tests.Model;

/// <summary>
/// One instance in the reference. Steps that are scheduled run in the order in which they were scheduled; a step that is done
/// tells the step that holds it, which schedules what comes next; a burst goes on until nothing is scheduled.
/// </summary>
internal sealed partial class ReferenceInstance
{
    private readonly Queue<(ModelStep Step, ReferenceRun? Owner, int Ends, int? Current)> _scheduled = new();
    private readonly ReferencePractice _practice;
    private readonly ReferenceRun _root;
    private Burst _burst = new();
    private ReferenceInput _input = new();
    private string? _correlation;

    internal ReferenceInstance(ReferencePractice practice, string definition, string? correlation)
    {
        _practice = practice;
        _correlation = correlation;
        Number = practice.NextNumber();
        _root = new ReferenceRun(new ModelStep(StepKind.Workflow, 0, 0, [definition == ModelCase.MainId ? practice.Test.Main : practice.Test.Child], []), null, reports: false);
        _root.Variables["a"] = 0;
        _root.Variables["b"] = 1;
        _root.Variables["c"] = 0;
    }

    /// <summary>Counts instances and waits in the order in which they are asked for.</summary>
    public int Number { get; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The wait that the end of this instance resumes.</summary>
    public Wait? Parent { get; set; }

    /// <summary>The instance that started this one.</summary>
    public ReferenceInstance? Starter { get; set; }

    public bool IsOver { get; private set; }

    public string Status { get; private set; } = "Executing";

    public List<string> Journal { get; } = [];

    /// <summary>Where it waits now.</summary>
    public List<Wait> Waits { get; } = [];

    /// <summary>Where it waited, and what it was about, after its last burst: what events see.</summary>
    public IReadOnlyList<Wait> Stored { get; private set; } = [];

    public string? StoredCorrelation { get; private set; }

    public string Correlation => _correlation ?? "nothing";

    public string Variables => $"a={_root.Variables["a"]} b={_root.Variables["b"]} c={_root.Variables["c"]}";

    public void Store()
    {
        Stored = [.. Waits];
        StoredCorrelation = _correlation;
    }

    public void Start(Burst burst)
    {
        _burst = burst;
        _scheduled.Enqueue((_root.Step, null, 0, null));
        RunScheduled();
    }

    public void Resume(Burst burst, Wait wait, ReferenceInput input)
    {
        _burst = burst;
        _input = input;
        Note("Resumed", wait.Run.Step);
        Waits.Remove(wait);
        if (wait.Task is { } task && wait.DueAt is not null)
            Overdue(wait.Run, task);
        else if (wait.Task is not null)
            Complete(wait.Run, input.Outcome!);
        else if (wait.Run.Step is { Kind: StepKind.Event, Keeps: true })
            Answered(wait.Run, input.Payload);
        else
            Complete(wait.Run);
        RunScheduled();
    }

    public void Cancel()
    {
        _scheduled.Clear();
        CancelRun(_root);
        _scheduled.Clear();
        Leave(_ => true);
        (IsOver, Status) = (true, "Cancelled");
    }

    private void RunScheduled()
    {
        for (var steps = 1; _scheduled.TryDequeue(out var next); steps++)
        {
            if (steps > ModelCase.MaxSteps)
            {
                // A loop that never waits holds up everybody: the instance ends.
                _scheduled.Clear();
                Status = "Faulted";
                break;
            }

            var run = next.Owner is null ? _root : new ReferenceRun(next.Step, next.Owner, next.Owner.Ends == next.Ends);
            next.Owner?.Children.Add(run);
            if (next.Current is { } current)
                run.Variables["CurrentValue"] = current;
            if (next.Step is { HidesB: true, Kind: StepKind.Sequence or StepKind.Flowchart })
                run.Variables["b"] = 5;
            Note("Started", next.Step);
            Begin(run);
            if (run.State == RunState.Running && Waits.Exists(wait => wait.Run == run))
                Note("Suspended", next.Step);
        }

        Settle();
    }

    /// <summary>What the instance is once nothing is left to do. One that waits for nothing has come to grief.</summary>
    private void Settle()
    {
        if (Status == "Faulted" || IsOver)
            IsOver = true;
        else if (Waits.Count > 0)
            Status = "Suspended";
        else
            (IsOver, Status) = (true, "Faulted");
        if (IsOver)
            Leave(_ => true);
    }

    private void Schedule(ModelStep? step, ReferenceRun owner, int? current = null)
    {
        if (step is not null)
            _scheduled.Enqueue((step, owner, owner.Ends, current));
    }

    private void Complete(ReferenceRun run, params string[] ports)
    {
        if (run.State != RunState.Running)
            return;

        // What still runs inside a step that is done is canceled.
        while (run.Children.Count > 0)
            CancelRun(run.Children[0]);

        // A flowchart whose last step is canceled is done, and tells the step that holds it: that one may be done by now.
        if (run.State != RunState.Running)
            return;
        run.State = RunState.Completed;
        Note("Completed", run.Step, ports is [] or ["Done"] ? null : string.Join('\n', ports));
        Leave(wait => wait.Run == run);
        if (run.Parent is { } parent && run.Reports)
            ChildDone(parent, run, ports.Length == 0 ? ["Done"] : ports);
        run.Ends++;
        run.Parent?.Children.Remove(run);
        if (run == _root && Status != "Faulted")
            (IsOver, Status) = (true, "Finished");
    }

    private void CancelRun(ReferenceRun run)
    {
        if (run.State is not (RunState.Running or RunState.Faulted))
        {
            run.Parent?.Children.Remove(run);
            return;
        }

        while (run.Children.Count > 0)
            CancelRun(run.Children[0]);
        run.Parent?.Children.Remove(run);
        run.State = RunState.Canceled;
        run.Ends++;
        Leave(wait => wait.Run == run);
        Note("Canceled", run.Step);
        for (var around = run; around is not null; around = around.Parent)
        {
            if (around.Step.Kind == StepKind.Flowchart)
                ChartHearsOfCancel(around, run.Step);
        }
    }

    private void Fault(ReferenceRun run)
    {
        run.State = RunState.Faulted;
        Leave(wait => wait.Run == run);
        Note("Faulted", run.Step, "stopped");
        if (!_practice.Test.GoesOnAfterFault)
            Status = "Faulted";
    }

    /// <summary>A break goes up to the loop around it; sequences and forks on the way end with their step.</summary>
    private static void Break(ReferenceRun run)
    {
        for (var around = run.Parent; around is not null; around = around.Parent)
        {
            if (around.Step.Kind is StepKind.Sequence or StepKind.Fork)
                around.IsBreaking = true;
            if (around.Step.Kind is StepKind.While or StepKind.For or StepKind.ForEach)
            {
                around.IsBreaking = true;
                return;
            }
        }
    }

    private Wait WaitFor(ReferenceRun run, string stimulus, TimeSpan? time = null, ReferenceTask? task = null)
    {
        var wait = new Wait(this, run, stimulus, _practice.Now + time, _practice.NextNumber(), task);
        Waits.Add(wait);
        return wait;
    }

    private void Leave(Predicate<Wait> which)
    {
        // A task whose wait is gone is closed.
        foreach (var wait in Waits.FindAll(which))
        {
            if (wait.Task is { State: "ready" } task && wait.DueAt is null)
                task.State = "cancelled";
            Waits.Remove(wait);
        }
    }

    private static int? Read(ReferenceRun? run, string variable)
    {
        for (; run is not null; run = run.Parent)
        {
            if (run.Variables.TryGetValue(variable, out var value))
                return value;
        }

        return null;
    }

    private static void Write(ReferenceRun run, string variable, int? value)
    {
        var holder = run;
        while (!holder.Variables.ContainsKey(variable))
            holder = holder.Parent!;
        holder.Variables[variable] = value;
    }

    private void Note(string what, ModelStep step, string? text = null) => Journal.Add(text is null ? $"{step.Id} {what}" : $"{step.Id} {what} {text}");
}
