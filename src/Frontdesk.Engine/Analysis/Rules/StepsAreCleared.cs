using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Analysis.Rules;

/// <summary>
/// Every path to a step that needs a clearance comes from a port that gives it, and passes none since by which it is lost.
/// Whoever starts the workflow by hand, by a trigger or from another workflow takes one of these paths, so the workflow is
/// judged by itself, whoever starts it.
/// </summary>
public abstract class StepsAreCleared : IDefinitionRule
{
    /// <summary>The clearance.</summary>
    protected abstract string Clearance { get; }

    /// <summary>Reports a step that a path reaches without the clearance.</summary>
    /// <param name="review">The review.</param>
    /// <param name="step">The step.</param>
    /// <param name="path">The path, in words.</param>
    protected abstract void Report(WorkflowReview review, Activity step, string path);

    /// <summary>Whether a step needs the clearance.</summary>
    protected virtual bool Needs(WorkflowReview review, Activity step) =>
        WorkflowReview.Of<NeedsClearanceAttribute>(step).Any(need => need.Clearance == Clearance && !IsWaived(review, step, need));

    /// <summary>The ports of a step that give the clearance; null when the step has no say in it.</summary>
    protected virtual IReadOnlyCollection<string>? PortsThatClear(WorkflowReview review, Activity step)
    {
        var clears = WorkflowReview.Of<ClearsAttribute>(step).Where(one => one.Clearance == Clearance).ToList();
        return clears.Count == 0 ? null : [.. clears.SelectMany(one => one.Ports)];
    }

    /// <inheritdoc/>
    public virtual void Check(WorkflowReview review)
    {
        var needing = review.Workflow.Activities.Where(step => Needs(review, step)).ToList();
        if (needing.Count == 0)
            return;
        var flow = review.Flow;
        var everywhere = new Passage(flow.Entries, _ => false);
        var gates = new HashSet<FlowPoint>();
        var losses = new List<FlowPoint>();
        foreach (var step in review.Workflow.Activities)
        {
            var clears = PortsThatClear(review, step);
            var loses = WorkflowReview.Of<LosesAttribute>(step).Where(one => one.Clearance == Clearance).SelectMany(one => one.Ports).ToList();
            foreach (var leave in flow.LeavesOf(step))
            {
                if (clears?.Contains(leave.Port!) == true)
                    gates.Add(leave);
                else if ((clears is not null || loses.Contains(leave.Port!)) && everywhere.Reaches(leave))
                    losses.Add(leave);
            }
        }

        var uncleared = new Passage([.. flow.Entries, .. losses], gates.Contains);
        foreach (var step in needing)
        {
            var enter = flow.EnterOf(step);
            if (uncleared.Reaches(enter))
                Report(review, step, WorkflowReview.Words(WholePath(everywhere, uncleared.PathTo(enter))));
        }
    }

    private static IReadOnlyList<FlowPoint> WholePath(Passage everywhere, IReadOnlyList<FlowPoint> path) => [.. everywhere.PathTo(path[0]), .. path.Skip(1)];

    private static bool IsWaived(WorkflowReview review, Activity step, NeedsClearanceAttribute need)
    {
        if (need.Input is null)
            return false;
        var input = DataFlow.InputsOf(step).FirstOrDefault(one => one.Name == need.Input);
        return input is not null && review.Data.TryGetConstant(input, out var value) && string.Equals(Values.ToText(value), need.Unless, StringComparison.OrdinalIgnoreCase);
    }
}
