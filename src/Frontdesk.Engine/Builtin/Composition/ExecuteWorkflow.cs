using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts another workflow and, if asked, waits for its end.</summary>
[Activity("Elsa", "Composition", "Starts another workflow and, if asked, waits for its end.", DisplayName = "Execute workflow")]
public sealed class ExecuteWorkflow : ChildWorkflow
{
    /// <summary>Whether to wait for its end.</summary>
    [Input(Description = "Whether to wait for its end.", UIHint = "checkbox")]
    public Input<bool> WaitForCompletion { get; set; } = new(true);

    /// <summary>The other instance's id, status and output.</summary>
    [Output(Description = "The other instance's id, status and output.")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => StartOneAsync(context, context.Get(WaitForCompletion), OnFinishedAsync);

    private ValueTask OnFinishedAsync(ActivityExecutionContext context)
    {
        context.Set(Result, new JsonObject
        {
            ["workflowInstanceId"] = context.ResumeInput.GetValueOrDefault("InstanceId")?.ToString(),
            ["status"] = "Finished",
            ["subStatus"] = context.ResumeInput.GetValueOrDefault("SubStatus")?.ToString(),
            ["output"] = (context.ResumeInput.GetValueOrDefault("Output") as JsonNode)?.DeepClone(),
        });
        return context.CompleteActivityAsync();
    }
}
