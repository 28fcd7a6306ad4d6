using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Execution;

/// <summary>Finds what an instance waits for although nothing can come any more (design rule 6).</summary>
internal sealed record Stall(ActivityExecutionContext? Context, Activity? Waiting, string Message)
{
    internal static Stall Find(WorkflowExecutionContext instance)
    {
        var deepest = Deepest(instance.RootContext);
        if (deepest.Activity is Builtin.Flowchart flowchart && flowchart.FindStarved(deepest) is { } starved)
            return new Stall(deepest, starved.Waiting, Tell(starved.Waiting.DisplayName, starved.Source.DisplayName, starved.Port));
        return new Stall(deepest, null, $"'{deepest.Activity.DisplayName}' is not done, but nothing is left that could go on. Give it a way to complete, a timer or a task.");
    }

    /// <summary>A merge that waits for an arrival that cannot come, in a sentence with its remedy.</summary>
    internal static string Tell(string waiting, string source, string port) =>
        $"'{waiting}' waits for '{source}' ({port}), which can no longer arrive. Change how '{waiting}' merges, or connect the path that was not taken.";

    private static ActivityExecutionContext Deepest(ActivityExecutionContext context)
    {
        var child = context.Children.FirstOrDefault(c => c.Status == ActivityStatus.Running);
        return child is null ? context : Deepest(child);
    }
}
