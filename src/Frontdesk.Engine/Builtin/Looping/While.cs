using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs its body as long as a condition holds.</summary>
[Activity("Elsa", "Looping", "Runs its body as long as a condition holds.")]
public sealed class While : Loop
{
    /// <summary>Asked before each turn.</summary>
    [Input(Description = "Asked before each turn.", AutoEvaluate = false)]
    public Input<bool> Condition { get; set; } = new(false);

    /// <inheritdoc/>
    protected override ValueTask TurnAsync(ActivityExecutionContext context) =>
        context.Evaluate(Condition) && Body is not null ? RunBodyAsync(context) : context.CompleteActivityAsync();
}
