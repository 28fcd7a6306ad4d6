using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;

namespace Frontdesk.Engine.Analysis.Rules;

/// <summary>
/// No circle runs on and on in one go. Each way round either rests at a step that waits, goes through a list or counts to a
/// number, or leaves by a condition that reads something that the way round changes.
/// </summary>
public sealed class LoopsRest : IDefinitionRule
{
    /// <summary>The rule's code.</summary>
    public const string Code = "loop-without-wait";

    /// <inheritdoc/>
    public void Check(WorkflowReview review)
    {
        var told = new HashSet<Activity>();
        CheckCircles(review, point => !(point.Kind == FlowPointKind.Enter && Waiting.Rests(review, point.Activity)), told);
        CheckRestarts(review);
    }

    // Takes away what is sure to end a circle and looks for the circles that are left, until one has nothing of that kind.
    private static void CheckCircles(WorkflowReview review, Func<FlowPoint, bool> counts, HashSet<Activity> told)
    {
        foreach (var circle in Circles.Of(review.Flow, counts, (from, to) => !IsCounted(review, from, to)))
        {
            var within = circle.Select(point => point.Activity).ToHashSet();
            var waysOut = circle.Where(point => IsWayOut(review, point, circle, within)).ToHashSet();
            if (waysOut.Count > 0)
                CheckCircles(review, point => circle.Contains(point) && !waysOut.Contains(point), told);
            else
                Report(review, circle, told);
        }
    }

    // What goes through a list, or counts, comes to its end.
    private static bool IsCounted(WorkflowReview review, FlowPoint from, FlowPoint to) => to.Kind == FlowPointKind.Enter && from.Activity.Parent == to.Activity && to.Activity switch
    {
        ForEach => true,
        For count => !review.Data.TryGetConstant(count.Step, out var step) || step is not 0,
        _ => false,
    };

    private static void Report(WorkflowReview review, IReadOnlySet<FlowPoint> circle, HashSet<Activity> told)
    {
        var steps = circle.Where(point => point.Kind == FlowPointKind.Enter).OrderBy(point => point.Index).Select(point => point.Activity).ToList();
        var named = steps.Where(step => step.Children.Count == 0).DefaultIfEmpty(steps[0]).ToList();
        var first = steps.Find(step => step is Loop) ?? named[0];
        if (!told.Add(first))
            return;
        review.Error(Code, first, $"This goes round and round in one go, with nothing that waits and nothing that is sure to end it: {string.Join(" → ", named.Append(named[0]).Select(step => $"'{step.DisplayName}'"))}.", "Put a delay, a task or another step that waits into it, or leave it by a condition that reads a variable which it changes.");
    }

    // A choice that leads out and whose condition may come out otherwise in the next round.
    private static bool IsWayOut(WorkflowReview review, FlowPoint point, IReadOnlySet<FlowPoint> circle, HashSet<Activity> within)
    {
        if (point.Kind != FlowPointKind.Enter || point.Activity is not (While or Builtin.If or Switch or FlowDecision or FlowSwitch or RunJavaScript))
            return false;
        var leadsOut = review.Flow.LeavesOf(point.Activity).Any(leave => !circle.Contains(leave) || leave.Next.Any(next => !circle.Contains(next)))
            || point.Next.Any(next => !circle.Contains(next));
        return leadsOut && review.Data.Reads(point.Activity).Any(read => review.Data.Changes(point.Activity, read, within));
    }

    // A workflow that starts itself is a circle over instances.
    private static void CheckRestarts(WorkflowReview review)
    {
        var awake = new Passage(review.Flow.Entries, point => point.Kind == FlowPointKind.Enter && Waiting.Rests(review, point.Activity) && !review.Flow.Entries.Contains(point));
        foreach (var step in review.Workflow.Activities.Where(step => StartsItself(review, step)))
        {
            var enter = review.Flow.EnterOf(step);
            var before = awake.Reaches(enter) ? enter : enter.Previous.FirstOrDefault(awake.Reaches);
            if (before is not null)
                review.Warning(Code, step, $"The workflow starts itself again without having waited: {WorkflowReview.Words(awake.PathTo(before))}.", "Put a step that waits before it, or make sure that it ends.");
        }
    }

    private static bool StartsItself(WorkflowReview review, Activity step) => step switch
    {
        ChildWorkflow child => review.Data.TryGetConstant(child.WorkflowDefinitionId, out var id) && id as string == review.Workflow.Definition.DefinitionId,
        PublishEvent published => review.Data.TryGetConstant(published.EventName, out var name)
            && !(review.Data.TryGetConstant(published.IsLocalEvent, out var isLocal) && isLocal is true)
            && review.Workflow.Triggers.OfType<Event>().Any(trigger => review.Data.TryGetConstant(trigger.EventName, out var own) && own as string == name as string),
        _ => false,
    };
}
