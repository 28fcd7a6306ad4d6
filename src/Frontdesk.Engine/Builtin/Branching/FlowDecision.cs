using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves by <c>True</c> or by <c>False</c>.</summary>
[Activity("Elsa", "Decisions", "Goes one way when the condition holds and another way when it does not.", DisplayName = "Decision")]
[FlowNode("True", "False")]
public sealed class FlowDecision : Activity
{
    private static readonly Outcomes Yes = new("True");
    private static readonly Outcomes No = new("False");

    /// <summary>What decides.</summary>
    [Input(DisplayName = "Condition", Description = "What decides, as a script that gives true or false, or a variable with yes or no.", UIHint = InputHint.SingleLine)]
    public Input<bool> Condition { get; set; } = new(false);

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.CompleteActivityAsync(context.Get(Condition) ? Yes : No);
}
