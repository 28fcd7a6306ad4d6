using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Waits for a while.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Scheduling", "Waits for a while.")]
public sealed class Delay : Activity
{
    /// <summary>How long.</summary>
    [Input(Description = "How long, e.g. 2.00:00:00 for two days.")]
    public Input<TimeSpan> TimeSpan { get; set; } = new(System.TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.CreateBookmark(new CreateBookmarkArgs { DueAt = context.WorkflowExecutionContext.Now + context.Get(TimeSpan) });
        return default;
    }
}
