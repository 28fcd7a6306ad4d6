using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Builtin;

/// <summary>Delivers a named event to all that wait for it.</summary>
[Activity("Elsa", "Primitives", "Delivers a named event to all that wait for it.", DisplayName = "Publish event")]
public sealed class PublishEvent : CodeActivity
{
    /// <summary>The event's name.</summary>
    [Input(Description = "The event's name.", Required = true)]
    public Input<string> EventName { get; set; } = new();

    /// <summary>Only instances about this are resumed.</summary>
    [Input(Description = "Only instances about this are resumed.")]
    public Input<string> CorrelationId { get; set; } = new();

    /// <summary>Only this instance receives it.</summary>
    [Input(Description = "Only this instance receives it.", UIHint = "checkbox")]
    public Input<bool> IsLocalEvent { get; set; } = new(false);

    /// <summary>What comes with it.</summary>
    [Input(Description = "What comes with it.", UIHint = "multi-line")]
    public Input<object> Payload { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        var correlation = context.Get(CorrelationId) is { Length: > 0 } c ? c : null;
        var only = context.Get(IsLocalEvent) ? context.WorkflowExecutionContext.Id : null;
        context.GetRequiredService<BurstTransaction>().PublishEvent(context.Get(EventName) ?? string.Empty, Values.ToJson(context.Get(Payload)), correlation, only);
    }
}
