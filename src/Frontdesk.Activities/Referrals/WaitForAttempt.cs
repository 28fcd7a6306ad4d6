using Frontdesk.Activities.Messages;
using Frontdesk.Domain;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Activities.Referrals;

/// <summary>Waits for the time of the next attempt to reach the patient, by the location's business days. A message that does not arrive brings it forward.</summary>
[Waits(WaitEnd.Itself)]
[Activity("Frontdesk", "Referrals", "Waits for the time of the next attempt to reach the patient, or until a message does not arrive.", DisplayName = "Wait for the next attempt")]
[FlowNode("Due", "Not delivered")]
public sealed class WaitForAttempt : Activity
{
    /// <summary>So many business days from now.</summary>
    [Input(DisplayName = "Business days", Description = "So many business days from now; 0 is today.")]
    public Input<int> BusinessDays { get; set; } = new(0);

    /// <summary>At this time of day.</summary>
    [Input(DisplayName = "Time of day", Description = "At this time on the location's clock, for example 10:00; when it is past, at once.")]
    public Input<string> At { get; set; } = new("10:00");

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var location = await new ReferralDesk(context.Records()).LocationAsync(await context.ReferralAsync());
        var time = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(context.Get(At) ?? string.Empty) is { Success: true } parsed
            ? parsed.Value
            : throw new DomainRuleException("time-of-day", $"'{context.Get(At)}' is not a time of day: write 10:00 or 16:30.");
        var due = location.AddBusinessDays(context.Now(), context.Get(BusinessDays), time);
        if (due <= context.Now())
        {
            await context.CompleteActivityWithOutcomesAsync("Due");
            return;
        }

        context.CreateBookmark(new CreateBookmarkArgs { Stimulus = "attempt", DueAt = due.ToDateTimeOffset(), Callback = OnDueAsync });
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Elsa.Event", Stimulus = MessageOutcomes.NoticeNotDeliveredEvent, Callback = OnLostAsync });
    }

    private ValueTask OnDueAsync(ActivityExecutionContext context) => context.CompleteActivityWithOutcomesAsync("Due");

    private ValueTask OnLostAsync(ActivityExecutionContext context) => context.CompleteActivityWithOutcomesAsync("Not delivered");
}
