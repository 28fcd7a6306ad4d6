using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>A flowchart step that runs another activity as its body.</summary>
[Activity("Elsa", "Beginning and end", "Holds other steps and counts as one step itself.", DisplayName = "Group of steps")]
public sealed class FlowNode : Activity
{
    /// <summary>What it runs.</summary>
    [Port(DisplayName = "Steps")]
    public Activity? Body { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) => context.ScheduleActivityAsync(Body, OnBodyCompletedAsync);

    private static ValueTask OnBodyCompletedAsync(ActivityCompletedContext context) => context.TargetContext.CompleteActivityAsync();
}
