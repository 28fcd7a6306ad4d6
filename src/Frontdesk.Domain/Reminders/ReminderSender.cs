using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>
/// Takes a reminder whose moment has come to its end: reads everything again, decides, finds who shares the message, and
/// writes down what leaves (domain.md §0 rules 2 and 3).
/// </summary>
/// <param name="records">The practice's records.</param>
/// <param name="rules">The rules in force.</param>
public sealed class ReminderSender(IPracticeRecords records, ReminderRules rules)
{
    private static readonly Duration LookBack = Duration.FromDays(8);

    /// <summary>A confirmed visit needs no call.</summary>
    public bool SkipCallsWhenConfirmed { get; init; } = true;

    /// <summary>Handles a reminder that is due.</summary>
    /// <param name="key">The reminder.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ReminderStepResult> HandleAsync(string key, Instant now, CancellationToken cancellationToken)
    {
        if (await records.FindReminderAsync(key, cancellationToken) is not { } reminder || !ReminderStateTable.IsPending(reminder.State))
            return new ReminderStepResult.Gone();

        var context = await ContextAsync(reminder, now, cancellationToken);
        TakeUp(reminder, now);
        switch (SendRevalidation.Decide(context, now))
        {
            case SendDecision.Suppress suppress:
                reminder.Suppress(suppress.Reason, now);
                return new ReminderStepResult.Suppressed(suppress.Reason);
            case SendDecision.Defer defer:
                reminder.Defer(defer.Until, now);
                return new ReminderStepResult.Later(defer.Until);
            case SendDecision.Fallback fallback:
                reminder.FallBack(fallback.Channel, now);
                return new ReminderStepResult.OtherChannel(fallback.Channel);
            case SendDecision.Send { Channel: Channel.Voice } call:
                return await CallAsync(context, call, now, cancellationToken);
            case SendDecision.Send send:
                return await SendAsync(context, send, now, cancellationToken);
            default:
                throw new InvalidOperationException("A decision without a meaning.");
        }
    }

    /// <summary>Tries the next channel after a message did not arrive.</summary>
    /// <returns>The channel that is due now; null when none is left.</returns>
    public async Task<Channel?> TryOtherChannelAsync(string key, Instant now, CancellationToken cancellationToken)
    {
        if (await records.FindReminderAsync(key, cancellationToken) is not { State: ReminderState.Failed } reminder)
            return null;

        var context = await ContextAsync(reminder, now, cancellationToken);
        if (SendRevalidation.ChannelAfterFailure(context, now) is not { } channel)
            return null;

        reminder.FallBack(channel, now);
        return channel;
    }

    private static void TakeUp(Reminder reminder, Instant now)
    {
        if (reminder.State == ReminderState.Planned)
            reminder.ComeDue(now);

        if (reminder.State == ReminderState.Due)
            reminder.Revalidate(now);
    }

    private static TemplateValues Values(SendContext context, SendDecision.Send send) =>
        VisitWording.Values(context.Appointment, context.Location, send.SenderName, send.Language, send.Recipient.Zone);

    private static string Words(string template, SendContext context) =>
        context.Reminder.Rule == ReminderDesk.Booked && context.Appointment.Version > 1 ? "rescheduled" : template;

    private async Task<ReminderStepResult> CallAsync(SendContext context, SendDecision.Send call, Instant now, CancellationToken cancellationToken)
    {
        var template = await records.RequireTemplateAsync(call.TemplateKey, Channel.Voice, call.Language, cancellationToken);
        context.Reminder.Send(call.Recipient.Person, now);
        return new ReminderStepResult.Call(call.Address, template.Render(Values(context, call)).Text);
    }

    private async Task<ReminderStepResult> SendAsync(SendContext context, SendDecision.Send send, Instant now, CancellationToken cancellationToken)
    {
        var group = await GroupAsync(context, send, now, cancellationToken);
        var key = group.IsCombined ? SiblingCombiner.TemplateKey : Words(send.TemplateKey, context);
        var template = await records.RequireTemplateAsync(key, send.Channel, send.Language, cancellationToken);
        var visits = new List<Appointment>();
        foreach (var member in group.Members)
            visits.Add((await records.FindAppointmentAsync(member.Reminder.Appointment, cancellationToken))!);

        var values = group.IsCombined
            ? VisitWording.Values(visits, context.Location, send.SenderName, send.Language, send.Recipient.Zone)
            : Values(context, send);
        var message = template.Render(values);
        var asks = template.Channel == Channel.Sms && template.Text.Contains("{{confirm}}", StringComparison.Ordinal);
        foreach (var member in group.Members)
            WriteDown(member, template, message, group.Thread, asks, now);

        return new ReminderStepResult.Sent(new OutgoingMessage(group.Thread, send.Channel, send.Address, send.SenderName, message), group.Members.Count);
    }

    private void WriteDown(Outgoing member, MessageTemplate template, RenderedMessage message, string thread, bool asks, Instant now)
    {
        var reminder = member.Reminder;
        TakeUp(reminder, now);
        var key = reminder.MessageKey;
        reminder.Send(member.Decision.Recipient.Person, now);
        records.Add(new SentMessage(
            reminder.PracticeId,
            new MessageEnvelope(
                key,
                reminder.Patient,
                member.Decision.Recipient.Person,
                member.Decision.Channel,
                member.Decision.Address,
                template.Key,
                template.Language,
                reminder.Rule,
                reminder.Appointment,
                reminder.AppointmentVersion,
                asks,
                thread,
                member.Decision.Channel == Channel.Sms ? SmsSegments.Count(message.Text).Segments : 0),
            now));
    }

    // Two siblings, one parent, one text: whoever is due on the same day for the same phone leaves with it.
    private async Task<OutgoingGroup> GroupAsync(SendContext context, SendDecision.Send send, Instant now, CancellationToken cancellationToken)
    {
        var mine = new Outgoing(context.Reminder, send, context.Appointment.Start);
        List<Outgoing> outgoing = [mine];
        if (send.Channel == Channel.Sms && !ReminderDesk.TellsOfChange(context.Reminder.Rule))
        {
            var number = PhoneNumber.Parse(send.Address);
            var endOfDay = send.Recipient.Zone.AtStartOfDay(now.InZone(send.Recipient.Zone).Date.PlusDays(1)).ToInstant();
            foreach (var other in await records.FindUpcomingByPhoneAsync(number, now, cancellationToken))
            {
                if (other.Id != context.Appointment.Id && other.Location == context.Appointment.Location
                    && await JoinAsync(other, context.Reminder.Rule, endOfDay, now, cancellationToken) is { } joins)
                {
                    outgoing.Add(joins);
                }
            }
        }

        return SiblingCombiner.Combine(outgoing, rules).First(group => group.Members.Contains(mine));
    }

    private async Task<Outgoing?> JoinAsync(Appointment other, string rule, Instant endOfDay, Instant now, CancellationToken cancellationToken)
    {
        var reminders = await records.FindRemindersAsync(other.Id, cancellationToken);
        var reminder = reminders.FirstOrDefault(one => one.State == ReminderState.Planned && one.Rule == rule && one.AppointmentVersion == other.Version && one.DueAt < endOfDay);
        if (reminder is null)
            return null;

        var context = await ContextAsync(reminder, now, cancellationToken);
        return SendRevalidation.Decide(context, now) is SendDecision.Send { Channel: Channel.Sms } send ? new Outgoing(reminder, send, other.Start) : null;
    }

    // After a time in which the program stood still several reminders of a visit are due at once: the one closest to the visit
    // leaves. An e-mail that prepares for a visit leaves as well while there is a day to prepare.
    private async Task<bool> IsOvertakenAsync(Reminder reminder, Appointment visit, Instant now, CancellationToken cancellationToken)
    {
        if (!IsStep(reminder))
            return false;

        var isClose = visit.Start - now < Duration.FromDays(1);
        return (await records.FindRemindersAsync(reminder.Appointment, cancellationToken)).Any(other =>
            IsStep(other)
            && other.AppointmentVersion == reminder.AppointmentVersion
            && other.Recipient == reminder.Recipient
            && (other.Channel == reminder.Channel || isClose)
            && other.PlannedFor > reminder.PlannedFor
            && (ReminderStateTable.IsPending(other.State) ? other.DueAt <= now : other.State is not (ReminderState.Suppressed or ReminderState.Failed or ReminderState.WrongNumber)));
    }

    // A written step on the way to a visit: no call, and no notice that something is booked, moved or called off.
    private static bool IsStep(Reminder reminder) =>
        reminder.Channel != Channel.Voice && reminder.Rule != ReminderDesk.Booked && !ReminderDesk.TellsOfChange(reminder.Rule);

    private async Task<SendContext> ContextAsync(Reminder reminder, Instant now, CancellationToken cancellationToken)
    {
        var visit = await Visit.FindAsync(records, reminder.Appointment, cancellationToken)
            ?? throw new DomainRuleException("missing-record", $"Reminder {reminder.Key} is about an appointment that is not in the records.");
        var optedOut = new HashSet<PhoneNumber>();
        var recent = new Dictionary<string, SentMessage>(StringComparer.Ordinal);
        foreach (var recipient in Recipient.For(visit.Patient, visit.Appointment, visit.Location, visit.Practice))
        {
            foreach (var phone in recipient.Phones)
            {
                if (await records.FindOptOutAsync(phone.Number, cancellationToken) is { IsActive: true })
                    optedOut.Add(phone.Number);
            }

            var addresses = recipient.Phones.Select(phone => phone.Number.Value).Concat(recipient.Emails.Select(email => email.Address.Value));
            foreach (var address in addresses)
            {
                foreach (var message in await records.FindSentToAsync(address, now - LookBack, cancellationToken))
                    recent.TryAdd(message.Key, message);
            }
        }

        if (await records.FindSentAsync(reminder.MessageKey, cancellationToken) is { } same)
            recent.TryAdd(same.Key, same);

        return new SendContext(reminder, visit.Appointment, visit.Patient, visit.Practitioner, visit.Location, visit.VisitType, visit.Practice)
        {
            Rules = rules,
            OptedOut = optedOut,
            Recent = [.. recent.Values.OrderBy(message => message.SentAt)],
            IsOvertaken = await IsOvertakenAsync(reminder, visit.Appointment, now, cancellationToken),
            TellsOfChange = ReminderDesk.TellsOfChange(reminder.Rule),
            StopsWhenConfirmed = SkipCallsWhenConfirmed && reminder is { Channel: Channel.Voice, Fallbacks: 0 },
        };
    }
}
