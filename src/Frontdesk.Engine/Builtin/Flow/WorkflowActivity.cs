using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Stands for the workflow itself, around its root activity; holds the workflow's variables.</summary>
public sealed class WorkflowActivity : Activity
{
    internal Activity? Body { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.ScheduleActivityAsync(Body, OnRootCompletedAsync);

    /// <inheritdoc/>
    protected internal override async ValueTask OnSignalAsync(object signal, SignalContext context)
    {
        if (signal is not CompleteCompositeSignal)
            return;

        // The sender completes first, as in Elsa, so that what it had on its way still runs.
        await context.SenderActivityExecutionContext.CompleteActivityAsync();
        await context.ReceiverActivityExecutionContext.CompleteActivityAsync(((CompleteCompositeSignal)signal).Outcomes);
        context.StopPropagation();
    }

    private static ValueTask OnRootCompletedAsync(ActivityCompletedContext context) => context.TargetContext.CompleteActivityAsync(context.Result);
}
