using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts another workflow and, if asked, waits for its end.</summary>
[Activity("Elsa", "Other workflows", "Starts another workflow and waits until it is over.", DisplayName = "Run a workflow", Kind = ActivityKind.Task)]
public sealed class ExecuteWorkflow : ChildWorkflow
{
    /// <summary>What the new instance is about.</summary>
    [Input(DisplayName = "What it is about", Description = "The id of what the new run is about; events about the same thing reach it.")]
    public Input<string> CorrelationId { get; set; } = new();

    /// <summary>Whether to wait for its end.</summary>
    [Input(DisplayName = "Wait for the end", Description = "Whether to go on only when the other workflow is over.", Order = 2)]
    public Input<bool> WaitForCompletion { get; set; } = new(true);

    /// <summary>The other instance's id, status and output.</summary>
    [Output(DisplayName = "Result", Description = "The other run's id, how it stands, and its outputs.", TypeName = "ExecuteWorkflowResult")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => StartOneAsync(context, context.Get(CorrelationId), context.Get(WaitForCompletion), OnFinishedAsync);

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
