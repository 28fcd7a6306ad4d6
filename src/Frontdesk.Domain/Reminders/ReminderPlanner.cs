using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>What a plan is made from.</summary>
/// <param name="Appointment">The visit, booked.</param>
/// <param name="VisitType">Its kind.</param>
/// <param name="Recipients">Who may be told, best first; see <see cref="Recipient"/>.</param>
/// <param name="Rules">The rules in force.</param>
/// <param name="IsHighRisk">The patient is likely to miss the visit.</param>
/// <param name="IsPart2Programme">A programme under 42 CFR Part 2 is involved: nothing is planned.</param>
public sealed record PlanningContext(
    Appointment Appointment,
    VisitType VisitType,
    IReadOnlyList<Recipient> Recipients,
    ReminderRules Rules,
    bool IsHighRisk = false,
    bool IsPart2Programme = false);

/// <summary>
/// Plans a visit's reminders. A window that falls into quiet hours is used earlier, on the evening before; only when that
/// evening has passed does the reminder wait for the morning. Windows that had passed when the visit was booked are left
/// out: the booking notice stands for them.
/// </summary>
public static class ReminderPlanner
{
    /// <summary>The reminders to send, in the order in which they are due.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(PlanningContext context, Instant now)
    {
        var appointment = context.Appointment;
        if (context.IsPart2Programme || context.VisitType.IsPart2Programme || context.Recipients.Count == 0 || !appointment.IsUpcoming(now))
            return [];

        var recipient = context.Recipients[0];
        var wanted =
            from step in context.Rules.Steps
            where step.IsEnabled && Applies(step, context)
            let due = DueAt(step, appointment, recipient, context.Rules, now)
            where due is not null
            orderby due, step.DaysBefore descending, step.HoursBefore descending
            select (Step: step, Due: due.Value);

        List<PlannedReminder> planned = [];
        foreach (var (step, due) in wanted)
        {
            if (step.Channel == Channel.Voice || HasRoom(planned, due, recipient.Zone, context.Rules))
                planned.Add(new PlannedReminder(appointment.Id, appointment.Version, step.Rule, recipient.Person, step.Channel, step.TemplateKey, due));
        }

        return planned;
    }

    private static bool Applies(ReminderStep step, PlanningContext context) => step.Scope switch
    {
        ReminderScope.NewPatientOrPreparation => context.VisitType.NeedsPreparation || context.VisitType.IsForNewPatients,
        ReminderScope.HighRisk => context.IsHighRisk,
        _ => true,
    };

    private static Instant? DueAt(ReminderStep step, Appointment appointment, Recipient recipient, ReminderRules rules, Instant now)
    {
        var hours = rules.QuietHours;
        var latest = appointment.Start - rules.LeastNotice;
        if (step.AtBooking)
        {
            // Someone who books on the day stands at the desk or is on the phone: a notice would only use up the cap.
            if (appointment.IsSameDay)
                return null;

            var notice = hours.NextAllowed(now + rules.NoticeDelay, recipient.Zone);
            return notice <= latest ? notice : null;
        }

        var window = WindowOf(step, appointment);
        if (window < now)
            return null;

        var due = hours.LastAllowed(window, recipient.Zone, rules.EveningMargin);
        if (due < now)
            due = hours.NextAllowed(now, recipient.Zone);

        return due <= latest ? due : null;
    }

    // Days are counted on the clinic's calendar at the visit's wall time, so a daylight-saving change in between does not
    // move the hour; hours are counted as they pass.
    private static Instant WindowOf(ReminderStep step, Appointment appointment) =>
        step.DaysBefore > 0
            ? PracticeTime.At(appointment.LocalStart.PlusDays(-step.DaysBefore), Zones.Named(appointment.ZoneId)).Instant
            : appointment.Start - Duration.FromHours(step.HoursBefore);

    private static bool HasRoom(List<PlannedReminder> planned, Instant due, DateTimeZone zone, ReminderRules rules)
    {
        var messages = planned.Where(reminder => reminder.Channel != Channel.Voice).Select(reminder => reminder.Due);
        return FrequencyCaps.HaveRoom(messages, due, zone, rules);
    }
}
