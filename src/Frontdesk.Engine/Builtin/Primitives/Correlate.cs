using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Says what the instance is about, so that events find it.</summary>
[Activity("Elsa", "Primitives", "Says what the instance is about, so that events find it.")]
public sealed class Correlate : CodeActivity
{
    /// <summary>The correlation id.</summary>
    [Input(Description = "The correlation id.")]
    public Input<string> CorrelationId { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) => context.WorkflowExecutionContext.CorrelationId = context.Get(CorrelationId);
}
