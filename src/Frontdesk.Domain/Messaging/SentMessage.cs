using NodaTime;

namespace Frontdesk.Domain.Messaging;

/// <summary>What became of a message.</summary>
public enum MessageOutcome
{
    /// <summary>In the outbox.</summary>
    Queued = 0,

    /// <summary>The provider took it.</summary>
    Sent = 1,

    /// <summary>It reached the recipient.</summary>
    Delivered = 2,

    /// <summary>It could not be delivered.</summary>
    Failed = 3,

    /// <summary>It was withdrawn before it left.</summary>
    Withdrawn = 4,
}

/// <summary>What a message is about and where it goes.</summary>
/// <param name="Key">The idempotency key; unique within the practice.</param>
/// <param name="Patient">The patient it is about.</param>
/// <param name="Recipient">Who receives it.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Address">The number or address.</param>
/// <param name="TemplateKey">The template used.</param>
/// <param name="Language">The language used.</param>
/// <param name="Rule">The reminder rule that asked for it, if any.</param>
/// <param name="Appointment">The appointment it is about, if any.</param>
/// <param name="AppointmentVersion">The version it is about.</param>
/// <param name="AsksForConfirmation">A yes in reply confirms the visit.</param>
/// <param name="Thread">Rows of one combined message share it; otherwise the key.</param>
/// <param name="Segments">How many segments a text takes.</param>
/// <param name="CaseId">What the process that looks after the message is about, e.g. a referral; it hears when the message does not arrive.</param>
public sealed record MessageEnvelope(
    string Key,
    PatientId Patient,
    PersonId Recipient,
    Channel Channel,
    string Address,
    string TemplateKey,
    LanguageTag Language,
    string? Rule = null,
    AppointmentId? Appointment = null,
    int AppointmentVersion = 0,
    bool AsksForConfirmation = false,
    string? Thread = null,
    int Segments = 0,
    string? CaseId = null);

/// <summary>
/// The practice's record that it told someone something: who, by which channel, under which rule, with what outcome. The
/// body is not kept here.
/// </summary>
public sealed class SentMessage : Entity
{
    private SentMessage()
    {
    }

    /// <summary>Records a message that was put into the outbox.</summary>
    public SentMessage(PracticeId practice, MessageEnvelope envelope, Instant now)
        : base(practice)
    {
        Key = envelope.Key;
        Patient = envelope.Patient;
        Recipient = envelope.Recipient;
        Channel = envelope.Channel;
        Address = envelope.Address;
        TemplateKey = envelope.TemplateKey;
        Language = envelope.Language;
        Rule = envelope.Rule;
        Appointment = envelope.Appointment;
        AppointmentVersion = envelope.AppointmentVersion;
        AsksForConfirmation = envelope.AsksForConfirmation;
        Thread = envelope.Thread ?? envelope.Key;
        Segments = envelope.Segments;
        CaseId = envelope.CaseId;
        SentAt = now;
    }

    /// <summary>The idempotency key.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>The patient it is about.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>Who receives it.</summary>
    public PersonId Recipient { get; private set; }

    /// <summary>By which channel.</summary>
    public Channel Channel { get; private set; }

    /// <summary>The number or address.</summary>
    public string Address { get; private set; } = string.Empty;

    /// <summary>The template used.</summary>
    public string TemplateKey { get; private set; } = string.Empty;

    /// <summary>The language used.</summary>
    public LanguageTag Language { get; private set; }

    /// <summary>The reminder rule that asked for it, if any.</summary>
    public string? Rule { get; private set; }

    /// <summary>The appointment it is about, if any.</summary>
    public AppointmentId? Appointment { get; private set; }

    /// <summary>The version it is about.</summary>
    public int AppointmentVersion { get; private set; }

    /// <summary>A yes in reply confirms the visit.</summary>
    public bool AsksForConfirmation { get; private set; }

    /// <summary>Rows of one combined message share it.</summary>
    public string Thread { get; private set; } = string.Empty;

    /// <summary>How many segments a text takes.</summary>
    public int Segments { get; private set; }

    /// <summary>What the process that looks after it is about: its correlation id. Null for messages about visits and answers.</summary>
    public string? CaseId { get; private set; }

    /// <summary>When it was put into the outbox.</summary>
    public Instant SentAt { get; private set; }

    /// <summary>What became of it.</summary>
    public MessageOutcome Outcome { get; private set; }

    /// <summary>The provider's id, once known.</summary>
    public string? ProviderId { get; private set; }

    /// <summary>The provider's code or our reason for a failure.</summary>
    public string? OutcomeCode { get; private set; }

    /// <summary>When the outcome was last heard of.</summary>
    public Instant? OutcomeAt { get; private set; }

    /// <summary>
    /// Records a provider's word. Replays and words that arrive out of order (sent after delivered) change nothing, and
    /// nothing is withdrawn that the provider has taken.
    /// </summary>
    /// <returns>True when the outcome moved on.</returns>
    public bool Record(MessageOutcome outcome, Instant now, string? providerId = null, string? code = null)
    {
        ProviderId ??= providerId;
        var moves = outcome == MessageOutcome.Withdrawn
            ? Outcome == MessageOutcome.Queued
            : outcome > Outcome && Outcome is MessageOutcome.Queued or MessageOutcome.Sent;
        if (!moves)
            return false;

        Outcome = outcome;
        OutcomeCode = code;
        OutcomeAt = now;
        return true;
    }
}
