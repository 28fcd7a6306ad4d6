using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Moves;

/// <summary>
/// Decides whether an instance can go on in another version of its definition, and makes it stand there. Every execution
/// that is not done needs its counterpart: a step with the same id, of the same kind, inside the counterparts of what holds
/// it. Nothing is executed, and no step that is done may be done again.
/// </summary>
internal sealed class MoveJudge
{
    private readonly WorkflowExecutionContext _from;
    private readonly WorkflowExecutionContext _to;
    private readonly List<string> _reasons = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _dropped = [];
    private readonly List<string> _reset = [];

    private MoveJudge(WorkflowExecutionContext from, CompiledWorkflow target)
    {
        _from = from;
        _to = new WorkflowExecutionContext(from.Id, target, from.Environment)
        {
            Status = from.Status,
            SubStatus = from.SubStatus,
            CorrelationId = from.CorrelationId,
            Name = from.Name,
            ParentInstanceId = from.ParentInstanceId,
            ParentBookmarkId = from.ParentBookmarkId,
            Input = from.Input,
            TriggerActivityId = from.TriggerActivityId,
            CreatedAt = from.CreatedAt,
            NextContextId = from.NextContextId,
            LastResult = from.LastResult,
            Bursts = from.Bursts,
            StoredIncidents = from.StoredIncidents,
            StoredCorrelationId = from.StoredCorrelationId,
        };
        foreach (var (name, value) in from.Output)
            _to.Output[name] = value;
        foreach (var incident in from.Incidents)
            _to.Incidents.Add(incident);
        if (from.Outputs is { } outputs)
            _to.RestoreOutputs(new Dictionary<string, object?>(outputs, StringComparer.Ordinal));
    }

    /// <summary>Judges an instance.</summary>
    /// <param name="instance">The instance as it stands.</param>
    /// <param name="target">The version to move it to.</param>
    /// <param name="done">The keys of the steps that its journal calls completed; null when the journal cannot be read.</param>
    /// <returns>The judgement, and the instance as it would go on; null when it cannot.</returns>
    internal static (MoveJudgement Judgement, WorkflowExecutionContext? Moved) Judge(WorkflowExecutionContext instance, CompiledWorkflow target, IReadOnlySet<string>? done)
    {
        var judge = new MoveJudge(instance, target);
        judge.Run(done);
        var judgement = new MoveJudgement(instance.Id, instance.Workflow.Definition.Version, target.Definition.Version, judge.Standings(), [.. judge._reasons.Distinct(StringComparer.Ordinal)], judge._notes);
        return (judgement, judgement.CanMove ? judge._to : null);
    }

    private void Run(IReadOnlySet<string>? done)
    {
        var (was, now) = (_from.Workflow.Definition, _to.Workflow.Definition);
        if (_from.Status != WorkflowStatus.Running)
            _reasons.Add("It is over.");
        else if (!string.Equals(was.DefinitionId, now.DefinitionId, StringComparison.Ordinal))
            _reasons.Add("It runs another workflow.");
        else if (was.Version == now.Version)
            _reasons.Add("It runs on that version already.");
        else if (done is null)
            _reasons.Add("What it has done cannot be read: a version that its journal names is gone.");
        if (_reasons.Count > 0)
            return;
        Carry(_from.RootContext, null);
        if (_reasons.Count > 0)
            return;
        TellVariables();
        CompareAhead(done!);
        if (_to.Workflow.TracksOutputs && !_from.Workflow.TracksOutputs)
            _notes.Add("Scripts of that version ask what earlier steps gave; of steps that are done they get nothing.");
        _to.EndScripts();
    }

    private ActivityExecutionContext? Carry(ActivityExecutionContext before, ActivityExecutionContext? parent)
    {
        if (Counterpart(before, parent) is not { } step)
            return null;
        var after = new ActivityExecutionContext(before.Id, _to, step, parent) { Status = before.Status, Tag = before.Tag, IsBreaking = before.IsBreaking };
        if (parent is null)
            _to.RootContext = after;
        else if (after.Status == ActivityStatus.Running)
            parent.RunningChildren++;
        else if (after.Status == ActivityStatus.Faulted)
            parent.FaultedChildren++;
        if (before.Callback is { } callback && parent is not null)
            after.Callback = parent.Activity.CompletionCallback(callback.Method.Name);
        if (before.HasPosition)
            after.Position = before.Position;
        if (before.DynamicVariables is { } dynamic)
            after.DynamicVariables = new Dictionary<string, object?>(dynamic, StringComparer.Ordinal);
        if (before.HasProperties)
        {
            foreach (var (name, value) in before.Properties)
                after.SetProperty(name, value);
        }

        CarryVariables(before, after);
        foreach (var child in before.Children)
            Carry(child, after);
        if (_reasons.Count == 0)
            CarryOwn(before, after);
        return after;
    }

    private Activity? Counterpart(ActivityExecutionContext before, ActivityExecutionContext? parent)
    {
        var (was, now) = (before.Activity, parent is null ? _to.Workflow.Root : _to.Workflow.Find(before.Activity.Key));
        if (now is null)
            _reasons.Add($"It is at '{was.DisplayName}', and that version does not have this step.");
        else if (was.GetType() != now.GetType() || !string.Equals(was.Type, now.Type, StringComparison.Ordinal))
            _reasons.Add($"It is at '{was.DisplayName}', and in that version this is another kind of step.");
        else if (parent is not null && !ReferenceEquals(now.Parent, parent.Activity))
            _reasons.Add($"It is at '{was.DisplayName}', and in that version this step is in another place: in '{now.Parent?.DisplayName}', not in '{parent.Activity.DisplayName}'.");
        else
            return now;
        return null;
    }

    /// <summary>What only its kind of step knows: how far it has come, its tokens, its state, its waits.</summary>
    private void CarryOwn(ActivityExecutionContext before, ActivityExecutionContext after)
    {
        switch (after.Activity)
        {
            case Sequence sequence when before.HasPosition:
                after.Position = after.Children.Select(child => PositionOf(sequence, child.Activity)).DefaultIfEmpty(-1).Max();
                if (after.Position < 0)
                    _reasons.Add($"It is between two steps of '{sequence.DisplayName}'.");
                break;
            case Flowchart:
                new FlowchartMove(before, after, _reasons.Add).Run();
                break;
            case StateMachine machine:
                machine.Carry((StateMachine)before.Activity, after, _reasons.Add);
                break;
        }

        List<Bookmark> waits = [.. _from.Bookmarks.Where(wait => ReferenceEquals(wait.Context, before))];
        if (waits.Count == 0)
            return;
        foreach (var wait in WaitMove.Carry(before, after, waits, _reasons.Add, _notes.Add).ToList())
            _to.RestoreBookmark(wait);
    }

    private void CarryVariables(ActivityExecutionContext before, ActivityExecutionContext after)
    {
        var (was, now) = (before.Activity.Variables, after.Activity.Variables);
        for (var i = 0; i < now.Length; i++)
        {
            var old = Array.FindIndex(was, variable => string.Equals(variable.Id, now[i].Id, StringComparison.Ordinal));
            if (old < 0)
                continue;
            var value = before.VariableValues![old];
            if (Equals(value, was[old].Default))
            {
                // Nobody has set it: it begins as the new version says, which is what a changed default is for.
                if (!PartValues.Same(Values.ToJson(was[old].Default), Values.ToJson(now[i].Default)))
                    _reset.Add(now[i].Name);
                continue;
            }

            try
            {
                after.VariableValues![i] = string.Equals(was[old].TypeName, now[i].TypeName, StringComparison.Ordinal) ? value : Values.ToNamedType(value, now[i].TypeName);
            }
            catch (ValueConversionException)
            {
                _reasons.Add($"The variable '{now[i].Name}' holds a value that is no {now[i].TypeName}, as that version wants it.");
            }
        }

        for (var i = 0; i < was.Length; i++)
        {
            if (!Array.Exists(now, variable => string.Equals(variable.Id, was[i].Id, StringComparison.Ordinal)) && !Equals(before.VariableValues![i], was[i].Default))
                _dropped.Add(was[i].Name);
        }
    }

    private void TellVariables()
    {
        if (_reset.Count > 0)
            _notes.Add($"Variables that nothing has set yet take the new version's first value: {DesignerWords.Quoted(_reset)}.");
        if (_dropped.Count > 0)
            _notes.Add($"Values are dropped, because that version does not have the variable: {DesignerWords.Quoted(_dropped)}.");
    }

    private void CompareAhead(IReadOnlySet<string> done)
    {
        if (_reasons.Count > 0)
            return;
        var (was, now) = (Ahead.Of(_from), Ahead.Of(_to));
        var again = now.Where(key => done.Contains(key) && !(was.Contains(key) && Ahead.IsRepeated(_from.Workflow.Find(key)!))).ToList();
        if (again.Count > 0)
            _reasons.Add($"It has done {Names(again)}, and in that version would do it again.");
        var standing = Standing(_from.RootContext).ToHashSet(StringComparer.Ordinal);
        var leftOut = was.Where(key => !now.Contains(key) && !done.Contains(key) && !standing.Contains(key) && _to.Workflow.Find(key) is not null).ToList();
        if (leftOut.Count > 0)
            _notes.Add($"It will not do {Names(leftOut)}: in that version this comes before where it stands.");
        var tooLate = _to.Workflow.Activities.Where(step => !now.Contains(step.Key) && _from.Workflow.Find(step.Key) is null).Select(step => step.Key).ToList();
        if (tooLate.Count > 0)
            _notes.Add($"It will not do the new {Names(tooLate)}: no path leads there from where it stands.");
    }

    private string Names(IEnumerable<string> keys) => DesignerWords.Quoted(keys.Select(key => _to.Workflow.Find(key)!.DisplayName));

    private static IEnumerable<string> Standing(ActivityExecutionContext context) => context.Children.SelectMany(Standing).Prepend(context.Activity.Key);

    private List<Standing> Standings() =>
    [
        .. _from.Bookmarks.GroupBy(wait => wait.Context).Select(waits => new Standing(
            waits.Key.Activity.Id,
            waits.Key.Activity.DisplayName,
            _to.Workflow.Find(waits.Key.Activity.Key)?.DisplayName,
            waits.Min(wait => wait.CreatedAt),
            waits.Min(wait => wait.DueAt))),
    ];

    private static int PositionOf(Sequence sequence, Activity step)
    {
        for (var i = 0; i < sequence.Activities.Count; i++)
        {
            if (ReferenceEquals(sequence.Activities[i], step))
                return i;
        }

        return -1;
    }
}
