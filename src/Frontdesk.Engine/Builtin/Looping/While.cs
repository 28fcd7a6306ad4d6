using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its body as long as a condition holds.</summary>
[Activity("Elsa", "Repeating", "Runs a step again and again as long as a condition holds.", DisplayName = "Repeat while")]
public sealed class While : Loop
{
    /// <summary>Asked before each turn.</summary>
    [Input(DisplayName = "Condition", Description = "Asked before each turn: a script that gives true or false, or a variable with yes or no.", UIHint = InputHint.SingleLine, AutoEvaluate = false)]
    public Input<bool> Condition { get; set; } = new(false);

    /// <inheritdoc/>
    protected override ValueTask TurnAsync(ActivityExecutionContext context) =>
        context.Evaluate(Condition) && Body is not null ? RunBodyAsync(context) : context.CompleteActivityAsync();
}
