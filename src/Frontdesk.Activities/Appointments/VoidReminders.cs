using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Appointments;

/// <summary>Voids everything that was planned or queued for the visit and has not left.</summary>
[Activity("Frontdesk", "Appointments", "Takes back every message that was planned for the visit and has not left.", DisplayName = "Take reminders back")]
public sealed class VoidReminders : CodeActivity
{
    /// <summary>Why: Rescheduled, NotBooked or PractitionerAway.</summary>
    [Input(DisplayName = "Reason", Description = "Why they are not sent.")]
    public Input<SuppressionReason> Reason { get; set; } = new(SuppressionReason.Rescheduled);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var visit = context.Visit();
        await new ReminderDesk(context.Records()).VoidAsync(visit, context.Get(Reason), context.Now(), CancellationToken.None);
        await context.Burst().WithdrawMessagesAsync($"{visit.Value}+");
    }
}
