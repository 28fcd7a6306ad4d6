using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>Keeps a visit's reminders: plans them, says which is next, voids and closes them (domain.md §2).</summary>
public sealed class ReminderDesk(IPracticeRecords records)
{
    /// <summary>Tells a patient that a visit is booked, or moved.</summary>
    public const string Booked = "booked";

    /// <summary>Tells a patient that a visit is called off.</summary>
    public const string CalledOff = "cancelled";

    /// <summary>Tells a patient that the practitioner is away.</summary>
    public const string PractitionerOut = "provider-out";

    /// <summary>The rule tells that a visit will not take place as booked.</summary>
    public static bool TellsOfChange(string rule) => rule is CalledOff or PractitionerOut;

    /// <summary>Plans the reminders of a visit's present version. Planning it again adds nothing.</summary>
    /// <param name="id">The visit.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were planned.</returns>
    /// <exception cref="DomainRuleException">The rules are not lawful or not consistent.</exception>
    public async Task<int> PlanAsync(AppointmentId id, ReminderRules rules, Instant now, CancellationToken cancellationToken)
    {
        var problems = rules.Validate();
        if (problems.Count > 0)
            throw new DomainRuleException("reminder-rules", string.Join(' ', problems.Select(problem => problem.Message)));

        if (await Visit.FindAsync(records, id, cancellationToken) is not { } visit)
            return 0;

        var known = (await records.FindRemindersAsync(id, cancellationToken)).Select(reminder => reminder.Key).ToHashSet(StringComparer.Ordinal);
        var history = await records.FindHistoryAsync(visit.Patient.Id, now, cancellationToken);
        var context = new PlanningContext(
            visit.Appointment,
            visit.VisitType,
            Recipient.For(visit.Patient, visit.Appointment, visit.Location, visit.Practice),
            rules,
            NoShowRisk.Of(visit.Appointment, visit.VisitType, history).IsHigh(rules),
            visit.Practitioner.IsPart2Programme);
        var planned = 0;
        foreach (var plan in ReminderPlanner.Plan(context, now))
        {
            if (!known.Add(plan.Key))
                continue;

            records.Add(Reminder.Plan(visit.Appointment, OnPreferredChannel(plan, visit)));
            planned++;
        }

        return planned;
    }

    // Whoever asked for e-mails or calls gets them; a call that a rule asks for stays a call.
    private static PlannedReminder OnPreferredChannel(PlannedReminder plan, Visit visit) =>
        plan.Channel != Channel.Voice
        && plan.Recipient == visit.Patient.Person
        && visit.Patient.PreferredChannel is { } wanted and not Channel.Letter
            ? plan with { Channel = wanted }
            : plan;

    /// <summary>Plans a notice that is due at once, to the person who would get a reminder.</summary>
    /// <returns>True when there is someone to tell and the notice is new.</returns>
    public async Task<bool> PlanNoticeAsync(AppointmentId id, string rule, string templateKey, Channel channel, Instant now, CancellationToken cancellationToken)
    {
        if (await Visit.FindAsync(records, id, cancellationToken) is not { } visit || visit.Appointment.Start <= now)
            return false;

        var recipients = Recipient.For(visit.Patient, visit.Appointment, visit.Location, visit.Practice);
        if (recipients.Count == 0)
            return false;

        var plan = new PlannedReminder(id, visit.Appointment.Version, rule, recipients[0].Person, channel, templateKey, now);
        if (await records.FindReminderAsync(plan.Key, cancellationToken) is not null)
            return false;

        records.Add(Reminder.Plan(visit.Appointment, plan));
        return true;
    }

    /// <summary>The reminder that is due first among those that have not left; null when none is.</summary>
    public async Task<Reminder?> NextAsync(AppointmentId id, CancellationToken cancellationToken) =>
        (await records.FindRemindersAsync(id, cancellationToken))
            .Where(reminder => ReminderStateTable.IsPending(reminder.State))
            .OrderBy(reminder => reminder.DueAt)
            .ThenBy(reminder => reminder.Key, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Voids whatever has not left, because the visit moved or was called off.</summary>
    /// <returns>How many were voided.</returns>
    public async Task<int> VoidAsync(AppointmentId id, SuppressionReason reason, Instant now, CancellationToken cancellationToken) =>
        (await records.FindRemindersAsync(id, cancellationToken)).Count(reminder => reminder.Void(reason, now));

    /// <summary>Closes what has left: nothing more is expected.</summary>
    /// <returns>How many were closed.</returns>
    public async Task<int> CloseAsync(AppointmentId id, Instant now, CancellationToken cancellationToken)
    {
        await VoidAsync(id, SuppressionReason.TooLate, now, cancellationToken);
        return (await records.FindRemindersAsync(id, cancellationToken)).Count(reminder => reminder.Close(now));
    }
}
