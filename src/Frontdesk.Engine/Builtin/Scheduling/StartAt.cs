using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Waits until an instant, or starts an instance then.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Waiting", "Starts the workflow at one date and time, or waits for it.", DisplayName = "At a date and time")]
public sealed class StartAt : Trigger
{
    /// <summary>The instant.</summary>
    [Input(DisplayName = "Date and time", Description = "For example 2026-11-02T07:30:00-05:00.", Expected = true)]
    public Input<DateTimeOffset> DateTime { get; set; } = new();

    /// <inheritdoc/>
    protected internal override IEnumerable<TriggerPayload> GetTriggerPayloads(TriggerIndexingContext context)
    {
        var at = context.Get(DateTime);
        return at == default ? [] : [new TriggerPayload("Elsa.StartAt|at", at > context.Now ? at : null)];
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var at = context.Get(DateTime);
        if (context.IsTriggerOfWorkflow() || at <= context.WorkflowExecutionContext.Now)
            return context.CompleteActivityAsync();
        context.CreateBookmark(new CreateBookmarkArgs { DueAt = at });
        return default;
    }
}
