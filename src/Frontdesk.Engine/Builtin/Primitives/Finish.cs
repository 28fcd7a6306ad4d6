using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Ends the instance at once; nothing waits any more.</summary>
[Activity("Elsa", "Beginning and end", "Ends this run at once; nothing waits any more.", DisplayName = "Finish")]
public sealed class Finish : Activity, ITerminalNode
{
    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.WorkflowExecutionContext.Finish();
        return default;
    }
}
