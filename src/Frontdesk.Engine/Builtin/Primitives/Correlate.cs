using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Says what the instance is about, so that events find it.</summary>
[Activity("Elsa", "Values", "Says what this run is about, so that events about the same thing reach it.", DisplayName = "Say what it is about")]
public sealed class Correlate : CodeActivity
{
    /// <summary>The correlation id.</summary>
    [Input(DisplayName = "What it is about", Description = "The id of what this run is about, for example of a visit or a referral.")]
    public Input<string> CorrelationId { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) => context.WorkflowExecutionContext.CorrelationId = context.Get(CorrelationId);
}
