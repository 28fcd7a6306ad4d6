using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts another workflow in the background and, if asked, waits for its end.</summary>
[Activity("Elsa", "Other workflows", "Starts another workflow and goes on at once.", DisplayName = "Start a workflow")]
public sealed class DispatchWorkflow : ChildWorkflow
{
    /// <summary>What the new instance is about.</summary>
    [Input(DisplayName = "What it is about", Description = "The id of what the new run is about; events about the same thing reach it.")]
    public Input<string> CorrelationId { get; set; } = new();

    /// <summary>Whether to wait for its end.</summary>
    [Input(DisplayName = "Wait for the end", Description = "Whether to go on only when the other workflow is over.", Order = 2)]
    public Input<bool> WaitForCompletion { get; set; } = new(false);

    /// <summary>The other instance's output.</summary>
    [Output(DisplayName = "Result", Description = "The outputs of the other workflow.")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => StartOneAsync(context, context.Get(CorrelationId), context.Get(WaitForCompletion), OnFinishedAsync);

    private ValueTask OnFinishedAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.ResumeInput.GetValueOrDefault("Output"));
        return context.CompleteActivityAsync();
    }
}
