using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves the nearest loop.</summary>
[Activity("Elsa", "Repeating", "Leaves the repetition around it.", DisplayName = "Leave the repetition")]
public sealed class Break : Activity, ITerminalNode
{
    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        await context.SendSignalAsync(BreakSignal.Instance);
        await context.CompleteActivityAsync();
    }
}
