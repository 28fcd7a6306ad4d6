using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>Everything that a reminder depends on, read again at send time (domain.md §0 rule 2).</summary>
/// <param name="Reminder">The reminder whose moment has come.</param>
/// <param name="Appointment">The visit.</param>
/// <param name="Patient">The patient.</param>
/// <param name="Practitioner">Who sees the patient.</param>
/// <param name="Location">Where.</param>
/// <param name="VisitType">What kind of visit.</param>
/// <param name="Practice">The practice.</param>
public sealed record SendContext(
    Reminder Reminder,
    Appointment Appointment,
    Patient Patient,
    Practitioner Practitioner,
    Location Location,
    VisitType VisitType,
    Practice Practice)
{
    /// <summary>Numbers that opted out.</summary>
    public IReadOnlySet<PhoneNumber> OptedOut { get; init; } = new HashSet<PhoneNumber>();

    /// <summary>What the possible recipients were sent in the last eight days, on any channel.</summary>
    public IReadOnlyList<SentMessage> Recent { get; init; } = [];

    /// <summary>The rules in force: those of the process, which the manager edits.</summary>
    public ReminderRules Rules { get; init; } = ReminderRules.Default;

    /// <summary>
    /// The message tells that a visit will not take place as booked: that the visit is called off, or that the
    /// practitioner is away, is what it says and no reason to keep it back.
    /// </summary>
    public bool TellsOfChange { get; init; }

    /// <summary>A reminder closer to the visit is due too, or has left.</summary>
    public bool IsOvertaken { get; init; }

    /// <summary>The rule's step asks only for a yes, so a confirmed visit needs no more of it.</summary>
    public bool StopsWhenConfirmed { get; init; }
}

/// <summary>Decides at send time whether, to whom, how and when a reminder leaves.</summary>
public static class SendRevalidation
{
    // What is tried when a channel is closed, in this order.
    private static readonly Channel[] Ladder = [Channel.Sms, Channel.Email, Channel.Voice];

    /// <summary>The decision at this moment.</summary>
    public static SendDecision Decide(SendContext context, Instant now)
    {
        if (WhyNot(context, now) is { } reason)
            return new SendDecision.Suppress(reason);

        var recipients = Recipient.For(context.Patient, context.Appointment, context.Location, context.Practice);
        if (recipients.Count == 0)
            return new SendDecision.Suppress(SuppressionReason.NoRecipient);

        // The person it was planned for, if still allowed; otherwise whoever is allowed now.
        var recipient = recipients.FirstOrDefault(someone => someone.Person == context.Reminder.Recipient) ?? recipients[0];
        var channel = context.Reminder.Channel;
        if (WhyNot(recipient, channel, context) is { } closed)
            return NextChannel(recipient, channel, closed, context);

        if (channel != Channel.Voice && When(recipient, context, now) is { } later)
            return later;

        return new SendDecision.Send(
            recipient,
            channel,
            recipient.AddressOn(channel)!,
            context.Reminder.TemplateKey,
            recipient.Language,
            SenderName(context));
    }

    /// <summary>The channel to try after a message did not arrive; null when none is left, or when nothing is to be sent any more.</summary>
    public static Channel? ChannelAfterFailure(SendContext context, Instant now)
    {
        if (WhyNot(context, now) is not (null or SuppressionReason.AlreadySent))
            return null;

        var recipients = Recipient.For(context.Patient, context.Appointment, context.Location, context.Practice);
        var recipient = recipients.FirstOrDefault(someone => someone.Person == context.Reminder.Recipient) ?? (recipients.Count > 0 ? recipients[0] : null);
        return recipient is not null && NextChannel(recipient, context.Reminder.Channel, SuppressionReason.NoChannel, context) is SendDecision.Fallback next
            ? next.Channel
            : null;
    }

    /// <summary>The name that a message about a visit goes out under: neutral when the specialty says something.</summary>
    public static string SenderName(Practitioner practitioner, VisitType visitType, Practice practice) =>
        practitioner.IsSensitiveSpecialty || visitType.IsSensitiveSpecialty ? practice.NeutralName : practice.Name;

    private static string SenderName(SendContext context) => SenderName(context.Practitioner, context.VisitType, context.Practice);

    private static SuppressionReason? WhyNot(SendContext context, Instant now)
    {
        var appointment = context.Appointment;
        if (context.Patient.IsDeceased)
            return SuppressionReason.PatientDeceased;

        if (context.Practitioner.IsPart2Programme || context.VisitType.IsPart2Programme)
            return SuppressionReason.Part2Programme;

        if (appointment.Version != context.Reminder.AppointmentVersion)
            return SuppressionReason.Rescheduled;

        if (!context.TellsOfChange && appointment.Status is not (AppointmentStatus.Booked or AppointmentStatus.Pending))
            return SuppressionReason.NotBooked;

        var canStillCount = context.TellsOfChange || context.Reminder.Channel == Channel.Voice;
        if (appointment.Start - now < (canStillCount ? Duration.Epsilon : context.Rules.LeastNotice))
            return SuppressionReason.TooLate;

        if (context.Patient.IsAdmitted)
            return SuppressionReason.PatientAdmitted;

        if (!context.TellsOfChange && context.Practitioner.IsAwayDuring(appointment.Start, appointment.End))
            return SuppressionReason.PractitionerAway;

        if (context.StopsWhenConfirmed && appointment.IsConfirmed)
            return SuppressionReason.AlreadyConfirmed;

        if (context.IsOvertaken)
            return SuppressionReason.Combined;

        var key = context.Reminder.MessageKey;
        return context.Recent.Any(message => message.Key == key && message.Outcome != MessageOutcome.Withdrawn)
            ? SuppressionReason.AlreadySent
            : null;
    }

    private static SuppressionReason? WhyNot(Recipient recipient, Channel channel, SendContext context)
    {
        if (recipient.AddressOn(channel) is null)
            return SuppressionReason.NoChannel;

        if (channel == Channel.Sms && recipient.TextNumber is { } number && context.OptedOut.Contains(number))
            return SuppressionReason.OptedOut;

        var rules = context.Rules;
        var needed = (channel == Channel.Sms && rules.TextsNeedConsent) || (channel == Channel.Email && rules.EmailsNeedConsent);
        return context.Patient.HasConsent(recipient.Person, channel) switch
        {
            false => SuppressionReason.NoConsent,
            null when needed => SuppressionReason.NoConsent,
            _ => null,
        };
    }

    private static SendDecision NextChannel(Recipient recipient, Channel closed, SuppressionReason reason, SendContext context)
    {
        // A first fallback may go up, so that an e-mail without an address becomes a text before it becomes a call. From
        // then on only down, so that two closed channels never point at each other for ever.
        foreach (var channel in Ladder)
        {
            var allowed = context.Reminder.Fallbacks == 0 ? channel != closed : channel > closed;
            if (allowed && WhyNot(recipient, channel, context) is null)
                return new SendDecision.Fallback(channel);
        }

        return new SendDecision.Suppress(reason);
    }

    private static SendDecision? When(Recipient recipient, SendContext context, Instant now)
    {
        var rules = context.Rules;
        var latest = context.Appointment.Start - (context.TellsOfChange ? Duration.Epsilon : rules.LeastNotice);
        var allowed = rules.QuietHours.NextAllowed(now, recipient.Zone);
        if (allowed > now)
            return allowed <= latest ? new SendDecision.Defer(allowed) : new SendDecision.Suppress(SuppressionReason.TooLate);

        // Whoever would come to a closed door is told, however much they were told before.
        if (context.TellsOfChange)
            return null;

        var earlier = context.Recent
            .Where(message => !HasRoomOf(context.Reminder, message, recipient, now))
            .Where(message => message.Channel is Channel.Sms or Channel.Email && IsReminder(message) && Reaches(message, recipient))
            .Where(message => message.Outcome is not (MessageOutcome.Failed or MessageOutcome.Withdrawn))
            .GroupBy(message => message.Thread)
            .Select(thread => thread.First().SentAt)
            .ToList();
        if (FrequencyCaps.HaveRoom(earlier, now, recipient.Zone, rules))
            return null;

        var room = FrequencyCaps.NextRoom(earlier, now, recipient.Zone, rules);
        return room <= latest ? new SendDecision.Defer(room) : new SendDecision.Suppress(SuppressionReason.FrequencyCap);
    }

    // What takes the place of a message that did not arrive has its room on that day: later messages did not take it.
    private static bool HasRoomOf(Reminder reminder, SentMessage later, Recipient recipient, Instant now) =>
        reminder.SentAt is { } replaced && replaced.InZone(recipient.Zone).Date == now.InZone(recipient.Zone).Date && later.SentAt >= replaced;

    // A guardian of two children is another proxy on each record, but the same phone.
    private static bool Reaches(SentMessage message, Recipient recipient) =>
        message.Recipient == recipient.Person
        || recipient.Phones.Any(phone => phone.Number.Value == message.Address)
        || recipient.Emails.Any(email => email.Address.Value == message.Address);

    // An answer to the recipient's own words (help, opt-out) is not counted against them.
    private static bool IsReminder(SentMessage message) => message.Rule is not null;
}
