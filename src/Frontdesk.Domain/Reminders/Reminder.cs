using Frontdesk.Domain.Scheduling;
using NodaTime;

namespace Frontdesk.Domain.Reminders;

/// <summary>A reminder moved on.</summary>
/// <param name="Key">The reminder.</param>
/// <param name="Appointment">The visit it is about.</param>
/// <param name="State">The state it is in now.</param>
public sealed record ReminderMoved(PracticeId PracticeId, string Key, AppointmentId Appointment, ReminderState State, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Appointment.Value;
}

/// <summary>One reminder of one visit: a single life per (appointment, version, rule, recipient).</summary>
public sealed class Reminder : Entity
{
    private Reminder()
    {
    }

    private Reminder(PracticeId practice, PlannedReminder plan, PatientId patient)
        : base(practice)
    {
        Key = plan.Key;
        Appointment = plan.Appointment;
        AppointmentVersion = plan.AppointmentVersion;
        Patient = patient;
        Rule = plan.Rule;
        Recipient = plan.Recipient;
        Channel = plan.Channel;
        TemplateKey = plan.TemplateKey;
        PlannedFor = plan.Due;
        DueAt = plan.Due;
    }

    /// <summary>The idempotency key: appointment, version, rule and recipient.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>The visit.</summary>
    public AppointmentId Appointment { get; private set; }

    /// <summary>The version of the visit.</summary>
    public int AppointmentVersion { get; private set; }

    /// <summary>Whose visit it is.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>The rule that asked for it.</summary>
    public string Rule { get; private set; } = string.Empty;

    /// <summary>Who was meant to get it when it was planned.</summary>
    public PersonId Recipient { get; private set; }

    /// <summary>The channel that is tried now.</summary>
    public Channel Channel { get; private set; }

    /// <summary>The moment for which it was planned; it may have been put off since.</summary>
    public Instant PlannedFor { get; private set; }

    /// <summary>The words.</summary>
    public string TemplateKey { get; private set; } = string.Empty;

    /// <summary>When it is due.</summary>
    public Instant DueAt { get; private set; }

    /// <summary>Where it stands.</summary>
    public ReminderState State { get; private set; }

    /// <summary>When it came to stand there; null while it was only planned.</summary>
    public Instant? StateAt { get; private set; }

    /// <summary>When it was put into the outbox.</summary>
    public Instant? SentAt { get; private set; }

    /// <summary>Why it was suppressed, deferred or failed.</summary>
    public string? Reason { get; private set; }

    /// <summary>How many channels were tried before this one.</summary>
    public int Fallbacks { get; private set; }

    /// <summary>The idempotency key of the message now tried: a fallback is another message.</summary>
    public string MessageKey => Fallbacks == 0 ? Key : $"{Key}+{Channel}";

    /// <summary>Writes a planned reminder down.</summary>
    public static Reminder Plan(Appointment appointment, PlannedReminder plan)
    {
        if (plan.Appointment != appointment.Id)
            throw new DomainRuleException("reminder-appointment", $"The plan is for appointment {plan.Appointment}, not {appointment.Id}.");

        return new Reminder(appointment.PracticeId, plan, appointment.Patient);
    }

    /// <summary>Its moment has come.</summary>
    /// <exception cref="DomainRuleException">The state does not allow it; so for every verb below that returns nothing.</exception>
    public void ComeDue(Instant now) => Step(ReminderVerb.ComeDue, now);

    /// <summary>Everything it depends on was read again.</summary>
    public void Revalidate(Instant now) => Step(ReminderVerb.Revalidate, now);

    /// <summary>It must not be sent.</summary>
    public void Suppress(SuppressionReason reason, Instant now)
    {
        Step(ReminderVerb.Suppress, now);
        Reason = reason.ToString();
    }

    /// <summary>Voids it when what it speaks of has changed; false when it has already left or ended.</summary>
    public bool Void(SuppressionReason reason, Instant now)
    {
        if (!TryStep(ReminderVerb.Void, now))
            return false;

        Reason = reason.ToString();
        return true;
    }

    /// <summary>It waits for a better moment.</summary>
    public void Defer(Instant until, Instant now)
    {
        Step(ReminderVerb.Defer, now);
        DueAt = until;
    }

    /// <summary>It goes by another channel, at once: also when a family's message took it along before its own moment.</summary>
    public void FallBack(Channel channel, Instant now)
    {
        Step(ReminderVerb.FallBack, now);
        Channel = channel;
        DueAt = Instant.Min(DueAt, now);
        Fallbacks++;
    }

    /// <summary>It was put into the outbox for someone.</summary>
    public void Send(PersonId recipient, Instant now)
    {
        Step(ReminderVerb.Send, now);
        Recipient = recipient;
        SentAt = now;
    }

    /// <summary>The provider's word that it did not arrive; false for a replay or a late word.</summary>
    public bool Fail(string reason, Instant now)
    {
        if (!TryStep(ReminderVerb.Fail, now))
            return false;

        Reason = reason;
        return true;
    }

    /// <summary>The provider's word that it arrived; false for a replay or a late word.</summary>
    public bool Deliver(Instant now) => TryStep(ReminderVerb.Deliver, now);

    /// <summary>A reply; false when the reminder's state does not take it.</summary>
    public bool Answer(ReminderVerb reply, Instant now) =>
        reply is >= ReminderVerb.Confirm and <= ReminderVerb.SayOther && TryStep(reply, now);

    /// <summary>Nothing more is expected; false while it is still planned or when it was closed before.</summary>
    public bool Close(Instant now) => TryStep(ReminderVerb.Close, now);

    private void Step(ReminderVerb verb, Instant now)
    {
        if (!TryStep(verb, now))
            throw new DomainRuleException("reminder-state", $"Reminder {Key} is {State}, so {verb} is not possible.");
    }

    private bool TryStep(ReminderVerb verb, Instant now)
    {
        if (ReminderStateTable.After(State, verb) is not { } next)
            return false;

        State = next;
        StateAt = now;
        Raise(new ReminderMoved(PracticeId, Key, Appointment, State, now));
        return true;
    }
}
