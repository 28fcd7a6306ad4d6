using System.Globalization;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts an instance again and again at an interval; inside an instance it waits once.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Scheduling", "Starts the workflow at an interval, or waits that long.")]
public sealed class Timer : Trigger
{
    /// <summary>The interval.</summary>
    [Input(Description = "The interval.")]
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
