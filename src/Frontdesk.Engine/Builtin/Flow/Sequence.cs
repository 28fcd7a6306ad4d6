using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its activities one after the other.</summary>
[Activity("Elsa", "Beginning and end", "Runs its steps one after the other.", DisplayName = "Sequence", IsBrowsable = false)]
public sealed class Sequence : Container
{
    private ActivityCompletionCallback? _onChildCompleted;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => ScheduleNextAsync(context, 0);

    /// <inheritdoc/>
    protected internal override ValueTask OnSignalAsync(object signal, SignalContext context)
    {
        if (signal is BreakSignal)
            context.ReceiverActivityExecutionContext.IsBreaking = true;
        return default;
    }

    private ValueTask ScheduleNextAsync(ActivityExecutionContext context, int index)
    {
        if (index >= Activities.Count)
            return context.CompleteActivityAsync();
        context.Position = index;
        return context.ScheduleActivityAsync(Activities[index], _onChildCompleted ??= OnChildCompletedAsync);
    }

    private ValueTask OnChildCompletedAsync(ActivityCompletedContext context)
    {
        var target = context.TargetContext;
        return target.IsBreaking || context.ChildContext.Activity is ITerminalNode
            ? target.CompleteActivityAsync()
            : ScheduleNextAsync(target, target.Position + 1);
    }
}
