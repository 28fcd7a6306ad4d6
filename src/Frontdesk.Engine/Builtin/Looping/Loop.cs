using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>An activity that runs its body again and again, until it is through or a break reaches it.</summary>
public abstract class Loop : Activity
{
    private ActivityCompletionCallback? _onBodyCompleted;

    /// <summary>What runs in each turn.</summary>
    [Port(DisplayName = "Step to repeat")]
    public Activity? Body { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => TurnAsync(context);

    /// <inheritdoc/>
    protected internal override async ValueTask OnSignalAsync(object signal, SignalContext context)
    {
        var loop = context.ReceiverActivityExecutionContext;
        switch (signal)
        {
            case BreakSignal:
                context.StopPropagation();
                loop.IsBreaking = true;
                break;
            case CompleteCompositeSignal:
                foreach (var child in loop.Children.ToArray())
                    await child.CancelActivityAsync();
                await loop.CompleteActivityAsync();
                break;
        }
    }

    /// <summary>Schedules the next turn, or completes.</summary>
    protected abstract ValueTask TurnAsync(ActivityExecutionContext context);

    /// <summary>Schedules the body for one turn.</summary>
    /// <param name="context">The loop.</param>
    /// <param name="variables">What this turn sees by name.</param>
    protected ValueTask RunBodyAsync(ActivityExecutionContext context, IReadOnlyDictionary<string, object?>? variables = null) =>
        context.ScheduleActivityAsync(Body, _onBodyCompleted ??= OnBodyCompletedAsync, variables: variables);

    private ValueTask OnBodyCompletedAsync(ActivityCompletedContext context) =>
        context.TargetContext.IsBreaking ? context.TargetContext.CompleteActivityAsync() : TurnAsync(context.TargetContext);
}
