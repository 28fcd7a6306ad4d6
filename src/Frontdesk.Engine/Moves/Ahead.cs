using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Moves;

/// <summary>
/// Which steps an instance may still run from where it stands. It looks at what the drawing allows, not at what the data
/// will decide, so it may name more than will run but never less.
/// </summary>
internal static class Ahead
{
    /// <summary>The keys of those steps.</summary>
    internal static HashSet<string> Of(WorkflowExecutionContext instance)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (instance.RootContext is { } root)
            Collect(root, keys);
        return keys;
    }

    /// <summary>Whether the drawing itself leads back to the step: a loop, a circle of connections, a state that is entered again.</summary>
    internal static bool IsRepeated(Activity step)
    {
        for (var at = step; at.Parent is { } parent; at = parent)
        {
            var repeats = parent switch
            {
                Flowchart flowchart => FlowchartPaths.After(flowchart, [at], []).Contains(at),
                Sequence or Builtin.If or Switch or Fork or Builtin.Parallel or FlowNode or WorkflowActivity or WorkflowDefinitionActivity => false,
                _ => true,
            };
            if (repeats)
                return true;
        }

        return false;
    }

    private static void Collect(ActivityExecutionContext context, HashSet<string> keys)
    {
        foreach (var step in Next(context))
            AddWithAllInIt(step, keys);
        foreach (var child in context.Children)
            Collect(child, keys);
    }

    private static IEnumerable<Activity> Next(ActivityExecutionContext context) => context.Activity switch
    {
        Sequence sequence => sequence.Activities.Skip(context.Children.Select(child => IndexOf(sequence.Activities, child.Activity)).DefaultIfEmpty(-1).Max() + 1),
        Flowchart flowchart => FlowchartPaths.After(flowchart, Running(context), Waiting(context)),

        // What these hold was scheduled once and for all.
        Builtin.If or Switch or Fork or Builtin.Parallel or ParallelForEach or FlowNode or WorkflowActivity or WorkflowDefinitionActivity => [],
        var other => other.Children,
    };

    private static IEnumerable<Activity> Running(ActivityExecutionContext flow) => flow.Children.Where(child => child.Status == ActivityStatus.Running).Select(child => child.Activity);

    private static IEnumerable<Activity> Waiting(ActivityExecutionContext flow)
    {
        var running = flow.Children.Select(child => child.Activity.Index).ToHashSet();
        return (flow.Tokens ?? []).Where(token => token.IsLive && !running.Contains(token.To)).Select(token => flow.WorkflowExecutionContext.Workflow.Activities[token.To]);
    }

    private static void AddWithAllInIt(Activity step, HashSet<string> keys)
    {
        if (!keys.Add(step.Key))
            return;
        foreach (var child in step.Children)
            AddWithAllInIt(child, keys);
    }

    private static int IndexOf(IReadOnlyList<Activity> steps, Activity step)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (ReferenceEquals(steps[i], step))
                return i;
        }

        return -1;
    }
}
