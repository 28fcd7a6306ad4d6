using System.ComponentModel;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>How a join takes what arrives.</summary>
public enum FlowJoinMode
{
    /// <summary>Waits for every way in that can be taken.</summary>
    [Description("When all have arrived")]
    WaitAll = 0,

    /// <summary>Goes on with the first and cancels the others.</summary>
    [Description("When one has arrived")]
    WaitAny = 1,

    /// <summary>Waits for every way in that was taken.</summary>
    [Description("When all that are under way have arrived")]
    WaitAllActive = 2,
}

/// <summary>Brings several branches together.</summary>
[Activity("Elsa", "Decisions", "Brings several paths together again.", DisplayName = "Join paths")]
public sealed class FlowJoin : Activity
{
    /// <summary>How it takes what arrives.</summary>
    [Input(DisplayName = "When to go on", Description = "Whether to wait for all paths or to go on with the first.", TypeName = "FlowJoinMode")]
    public Input<FlowJoinMode> Mode { get; set; } = new(FlowJoinMode.WaitAny);

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        // Whatever mode let the join run, branches that are still on their way to it end here, as in Elsa.
        if (context.ParentActivityExecutionContext is { Activity: Flowchart flowchart } flow)
            await flowchart.CancelAncestorsAsync(flow, this);
        await context.CompleteActivityAsync();
    }

    internal static MergeMode ToMergeMode(FlowJoinMode mode) => mode == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;
}
