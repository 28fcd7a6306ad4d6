using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves by <c>True</c> or by <c>False</c>.</summary>
[Activity("Elsa", "Branching", "Leaves by 'True' or by 'False'.", DisplayName = "Decision")]
[FlowNode("True", "False")]
public sealed class FlowDecision : Activity
{
    private static readonly Outcomes Yes = new("True");
    private static readonly Outcomes No = new("False");

    /// <summary>What decides.</summary>
    [Input(Description = "What decides.", UIHint = "single-line")]
    public Input<bool> Condition { get; set; } = new(false);

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.CompleteActivityAsync(context.Get(Condition) ? Yes : No);
}
