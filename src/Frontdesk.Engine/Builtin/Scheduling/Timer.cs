using System.Globalization;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts an instance again and again at an interval; inside an instance it waits once.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Waiting", "Starts the workflow again and again at an interval, or waits that long.", DisplayName = "At an interval")]
public sealed class Timer : Trigger
{
    /// <summary>The interval.</summary>
    [Input(DisplayName = "Interval", Description = "Days.hours:minutes:seconds, for example 1.00:00:00 for once a day or 00:30:00 for every half hour.")]
    public Input<TimeSpan> Interval { get; set; } = new(TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    protected internal override IEnumerable<TriggerPayload> GetTriggerPayloads(TriggerIndexingContext context)
    {
        var interval = context.Get(Interval);
        return interval <= TimeSpan.Zero ? [] : [new TriggerPayload($"Elsa.Timer|{interval.ToString("c", CultureInfo.InvariantCulture)}", context.Now + interval)];
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow())
            return context.CompleteActivityAsync();
        context.CreateBookmark(new CreateBookmarkArgs { DueAt = context.WorkflowExecutionContext.Now + context.Get(Interval) });
        return default;
    }
}
