using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its activities side by side and completes when all have.</summary>
[Activity("Elsa", "Beginning and end", "Runs its steps at the same time and goes on when all are done.", DisplayName = "At the same time", IsBrowsable = false)]
public sealed class Parallel : Container
{
    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (Activities.Count == 0)
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.Position = Activities.Count;
        foreach (var activity in Activities)
            await context.ScheduleActivityAsync(activity, OnChildCompletedAsync);
    }

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext context) =>
        --context.TargetContext.Position == 0 ? context.TargetContext.CompleteActivityAsync() : default;
}
