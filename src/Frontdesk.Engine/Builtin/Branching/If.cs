using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs one activity or another.</summary>
[Activity("Elsa", "Decisions", "Runs one step when the condition holds, and another when it does not.", DisplayName = "If")]
public sealed class If : Activity
{
    /// <summary>What decides.</summary>
    [Input(DisplayName = "Condition", Description = "What decides, as a script that gives true or false, or a variable with yes or no.", UIHint = InputHint.SingleLine)]
    public Input<bool> Condition { get; set; } = new(false);

    /// <summary>What runs when the condition holds.</summary>
    [Port]
    public Activity? Then { get; set; }

    /// <summary>What runs otherwise.</summary>
    [Port(DisplayName = "Otherwise")]
    public Activity? Else { get; set; }

    /// <summary>Whether the condition held.</summary>
    [Output(DisplayName = "Result", Description = "Whether the condition held.")]
    public Output<bool>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var holds = context.Get(Condition);
        context.Set(Result, holds);
        return context.ScheduleActivityAsync(holds ? Then : Else, OnChildCompletedAsync);
    }

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext context) => context.TargetContext.CompleteActivityAsync();
}
