using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Ends the instance at once; nothing waits any more.</summary>
[Activity("Elsa", "Primitives", "Ends the instance at once; nothing waits any more.")]
public sealed class Finish : Activity, ITerminalNode
{
    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.WorkflowExecutionContext.Finish();
        return default;
    }
}
