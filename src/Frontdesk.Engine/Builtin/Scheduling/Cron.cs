using Cronos;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts an instance at the times of a cron expression; inside an instance it waits for the next one.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Elsa", "Waiting", "Starts the workflow at set times of day, week or month, or waits for the next of them.", DisplayName = "At set times")]
public sealed class Cron : Trigger
{
    /// <summary>The expression, with or without seconds, in the practice's zone.</summary>
    [Input(DisplayName = "Times", Description = "Minute, hour, day, month, weekday on the practice's clock; 0 7 * * 1-5 is 7:00 from Monday to Friday.", Expected = true)]
    public Input<string> CronExpression { get; set; } = new();

    /// <inheritdoc/>
    protected internal override IEnumerable<TriggerPayload> GetTriggerPayloads(TriggerIndexingContext context)
    {
        var text = context.Get(CronExpression);
        return string.IsNullOrWhiteSpace(text) ? [] : [new TriggerPayload($"Elsa.Cron|{text}", Next(text, context.Now, context.TimeZone))];
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow())
            return context.CompleteActivityAsync();
        var environment = context.WorkflowExecutionContext.Environment;
        var next = Next(context.Get(CronExpression) ?? string.Empty, context.WorkflowExecutionContext.Now, environment.TimeZone)
            ?? throw new FaultException("cron", "The cron expression names no time in the future. Correct it.");
        context.CreateBookmark(new CreateBookmarkArgs { DueAt = next });
        return default;
    }

    private static DateTimeOffset? Next(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        try
        {
            var format = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 5 ? CronFormat.IncludeSeconds : CronFormat.Standard;
            return Cronos.CronExpression.Parse(text, format).GetNextOccurrence(now, zone);
        }
        catch (CronFormatException e)
        {
            throw new FaultException("cron", $"The cron expression is not valid: {e.Message}");
        }
    }
}
