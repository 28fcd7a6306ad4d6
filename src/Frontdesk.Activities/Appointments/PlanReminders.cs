using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Appointments;

/// <summary>Plans the reminders of the ladder for the visit's present date, within sending hours and caps.</summary>
[Activity("Frontdesk", "Appointments", "Plans the reminders for the visit, within sending hours and limits.", DisplayName = "Plan reminders")]
public sealed class PlanReminders : RuleInputs
{
    /// <summary>A booking notice waits so many minutes, so that a family's bookings share one message.</summary>
    [Input(DisplayName = "Wait before booking notices", Description = "Minutes that a booking notice waits, so that a family's bookings share one message.")]
    public Input<int> NoticeDelayMinutes { get; set; } = new(10);

    /// <summary>Visits whose risk of being missed is at least this get the reminders for high risk.</summary>
    [Input(DisplayName = "High risk from", Description = "Visits whose risk of being missed is at least this, between 0 and 1, get the reminders for high risk.")]
    public Input<double> HighRiskFrom { get; set; } = new(0.5);

    /// <summary>How many were planned.</summary>
    [Output(Description = "How many were planned.")]
    public Output<int>? Planned { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var rules = Rules(context, ReminderLadder.Take(context)) with
        {
            NoticeDelay = Duration.FromMinutes(context.Get(NoticeDelayMinutes)),
            HighRiskFrom = context.Get(HighRiskFrom),
        };
        var planned = await new ReminderDesk(context.Records()).PlanAsync(context.Visit(), rules, context.Now(), CancellationToken.None);
        context.Set(Planned, planned, nameof(Planned));
    }
}
