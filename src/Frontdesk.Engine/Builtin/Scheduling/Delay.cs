using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Waits for a while.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Waiting", "Waits for a while.", DisplayName = "Wait")]
public sealed class Delay : Activity
{
    /// <summary>How long.</summary>
    [Input(DisplayName = "How long", Description = "Days.hours:minutes:seconds, for example 2.00:00:00 for two days or 00:30:00 for half an hour.")]
    public Input<TimeSpan> TimeSpan { get; set; } = new(System.TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.CreateBookmark(new CreateBookmarkArgs { DueAt = context.WorkflowExecutionContext.Now + context.Get(TimeSpan) });
        return default;
    }
}
