using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;

namespace Frontdesk.Engine.Builtin;

/// <summary>Waits until an instant, or starts an instance then.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Scheduling", "Waits until a date and time, or starts the workflow then.", DisplayName = "Start at")]
public sealed class StartAt : Trigger
{
    /// <summary>The instant.</summary>
    [Input(Description = "The date and time.", UIHint = "datetime-picker")]
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
