using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Waits for a named event, or starts instances by it.</summary>
[Waits(WaitEnd.Others)]
[Activity("Elsa", "Waiting", "Starts the workflow when something happens, or waits until it does.", DisplayName = "When something happens")]
public sealed class Event : Trigger
{
    /// <summary>The event's name.</summary>
    [Input(DisplayName = "What happens", Description = "The event that is waited for.", Source = OptionSource.Events, Expected = true)]
    public Input<string> EventName { get; set; } = new();

    /// <summary>What came with the event.</summary>
    [Output(DisplayName = "Details", Description = "What came with the event.")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <summary>The stimulus of a named event.</summary>
    public static string StimulusOf(string eventName) => Stimulus.Key("Elsa.Event", eventName);

    /// <inheritdoc/>
    protected internal override IEnumerable<TriggerPayload> GetTriggerPayloads(TriggerIndexingContext context) =>
        [new TriggerPayload(StimulusOf(context.Get(EventName) ?? string.Empty))];

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow())
        {
            context.Set(Result, context.WorkflowExecutionContext.GetInput("Payload"));
            return context.CompleteActivityAsync();
        }

        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Elsa.Event", Stimulus = context.Get(EventName) ?? string.Empty, Callback = OnEventAsync });
        return default;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> NamedStimuli(ActivityExecutionContext context) => [StimulusOf(context.Evaluate(EventName) ?? string.Empty)];

    private ValueTask OnEventAsync(ActivityExecutionContext context)
    {
        context.Set(Result, context.ResumeInput.GetValueOrDefault("Payload"));
        return context.CompleteActivityAsync();
    }
}
