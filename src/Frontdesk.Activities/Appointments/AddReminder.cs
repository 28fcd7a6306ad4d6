using Frontdesk.Activities.Options;
using Frontdesk.Domain;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>Puts one reminder on the ladder that the next "Plan reminders" plans.</summary>
[Activity("Frontdesk", "Appointments", "Adds one reminder to those that the next 'Plan reminders' plans.", DisplayName = "Add a reminder")]
public sealed class AddReminder : CodeActivity
{
    /// <summary>The reminder's short name; part of what keeps it from being sent twice.</summary>
    [Input(DisplayName = "Short name", Description = "A name such as 3-day that keeps the reminder from being sent twice; do not change it while visits wait.", Required = true)]
    public Input<string> Rule { get; set; } = new();

    /// <summary>Whether the practice uses this reminder.</summary>
    [Input(DisplayName = "In use", Description = "Whether the practice uses this reminder.")]
    public Input<bool> Enabled { get; set; } = new(true);

    /// <summary>The channel that is tried first: Sms, Email or Voice.</summary>
    [Input(DisplayName = "Channel", Description = "The way that is tried first.")]
    public Input<Channel> Channel { get; set; } = new(Domain.Channel.Sms);

    /// <summary>The words.</summary>
    [Input(DisplayName = "Template", Description = "The template with the words.", Source = PracticeSource.Templates, Required = true)]
    public Input<string> Template { get; set; } = new();

    /// <summary>When the visit is booked, in place of an offset before it.</summary>
    [Input(DisplayName = "At booking", Description = "Send it when the visit is booked or moved, in place of days or hours before.")]
    public Input<bool> AtBooking { get; set; } = new(false);

    /// <summary>Calendar days before the visit, at the visit's time of day.</summary>
    [Input(DisplayName = "Days before", Description = "Days before the visit, at the visit's time of day.")]
    public Input<int> DaysBefore { get; set; } = new(0);

    /// <summary>Hours before the visit, in place of days.</summary>
    [Input(DisplayName = "Hours before", Description = "Hours before the visit, in place of days.")]
    public Input<int> HoursBefore { get; set; } = new(0);

    /// <summary>Which visits: EveryVisit, NewPatientOrPreparation or HighRisk.</summary>
    [Input(DisplayName = "Visits", Description = "Which visits get it.")]
    public Input<ReminderScope> Visits { get; set; } = new(ReminderScope.EveryVisit);

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        if (!context.Get(Enabled))
            return;

        ReminderLadder.Add(context, new ReminderStep(
            context.Get(Rule) ?? string.Empty,
            context.Get(Channel),
            context.Get(Template) ?? string.Empty,
            context.Get(DaysBefore),
            context.Get(HoursBefore),
            context.Get(Visits),
            AtBooking: context.Get(AtBooking)));
    }
}
