using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts another workflow in the background and, if asked, waits for its end.</summary>
[Activity("Elsa", "Composition", "Starts another workflow in the background.", DisplayName = "Dispatch workflow")]
public sealed class DispatchWorkflow : ChildWorkflow
{
    /// <summary>Whether to wait for its end.</summary>
    [Input(Description = "Whether to wait for its end.", UIHint = "checkbox")]
    public Input<bool> WaitForCompletion { get; set; } = new(false);

    /// <summary>The other instance's output.</summary>
    [Output(Description = "The other instance's output.")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => StartOneAsync(context, context.Get(WaitForCompletion), OnFinishedAsync);

    private ValueTask OnFinishedAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.ResumeInput.GetValueOrDefault("Output"));
        return context.CompleteActivityAsync();
    }
}
