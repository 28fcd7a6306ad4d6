using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Builtin;

/// <summary>A workflow used as a step of another: it runs inside the same instance, with inputs and outputs of its own.</summary>
public sealed class WorkflowDefinitionActivity : Activity
{
    internal const string InputPrefix = "input:";

    internal WorkflowDefinition? Definition { get; set; }

    internal Activity? Body { get; set; }

    internal Dictionary<string, Input<object>> WorkflowInputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal Dictionary<string, VariableReference?> WorkflowOutputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal override IEnumerable<Input> ListedInputs => WorkflowInputs.Values;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        foreach (var (name, input) in WorkflowInputs)
            context.SetProperty(InputPrefix + name, context.Evaluate(input));
        return context.ScheduleActivityAsync(Body, OnRootCompletedAsync);
    }

    /// <inheritdoc/>
    protected internal override async ValueTask OnSignalAsync(object signal, SignalContext context)
    {
        if (signal is not CompleteCompositeSignal complete)
            return;
        await context.SenderActivityExecutionContext.CompleteActivityAsync();
        await context.ReceiverActivityExecutionContext.CompleteActivityAsync(complete.Outcomes);
        context.StopPropagation();
    }

    private static ValueTask OnRootCompletedAsync(ActivityCompletedContext context) => context.TargetContext.CompleteActivityAsync();
}
