using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Builtin;

/// <summary>Delivers a named event to all that wait for it.</summary>
[Activity("Elsa", "Other workflows", "Tells every run that waits for an event that it has happened.", DisplayName = "Say that something happened")]
public sealed class PublishEvent : CodeActivity
{
    /// <summary>The event's name.</summary>
    [Input(DisplayName = "What happened", Description = "The name of the event, for example ReferralChecked.", Required = true)]
    public Input<string> EventName { get; set; } = new();

    /// <summary>Only instances about this are resumed.</summary>
    [Input(DisplayName = "What it is about", Description = "Only runs about the thing with this id hear of it; empty for all.")]
    public Input<string> CorrelationId { get; set; } = new();

    /// <summary>Only this instance receives it.</summary>
    [Input(DisplayName = "Only this run", Description = "Whether only this run of the workflow hears of it.")]
    public Input<bool> IsLocalEvent { get; set; } = new(false);

    /// <summary>What comes with it.</summary>
    [Input(DisplayName = "Details", Description = "What whoever waits is told, as a value or named values.")]
    public Input<object> Payload { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        var correlation = context.Get(CorrelationId) is { Length: > 0 } c ? c : null;
        var only = context.Get(IsLocalEvent) ? context.WorkflowExecutionContext.Id : null;
        context.GetRequiredService<BurstTransaction>().PublishEvent(context.Get(EventName) ?? string.Empty, Values.ToJson(context.Get(Payload)), correlation, only);
    }
}
