using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Reminders;
using NodaTime;

namespace Frontdesk.Domain.Notices;

/// <summary>What a notice is about; it decides who may hear of it.</summary>
public enum NoticeTopic
{
    /// <summary>A referral: whoever may be told of appointments.</summary>
    Referral = 0,

    /// <summary>A result: the patient, guardians of a child, and proxies who may hear of results.</summary>
    Result = 1,
}

/// <summary>Something that a patient is to be told.</summary>
/// <param name="Key">The idempotency key: the same key never leaves twice.</param>
/// <param name="CaseId">What the process that asks is about; it hears when the message does not arrive.</param>
/// <param name="Patient">Whom it is about.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="TemplateKey">The words.</param>
public sealed record Notice(string Key, string CaseId, PatientId Patient, NoticeTopic Topic, Channel Channel, string TemplateKey)
{
    /// <summary>The practitioner whose specialty may say something; null when none is involved.</summary>
    public PractitionerId? Practitioner { get; init; }

    /// <summary>It is for the patient alone, whoever else may usually hear.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>A link to a page that asks who is reading.</summary>
    public string Link { get; init; } = string.Empty;
}

/// <summary>What to do with a notice at this moment.</summary>
public abstract record NoticeDecision
{
    private NoticeDecision()
    {
    }

    /// <summary>It leaves.</summary>
    /// <param name="Message">For the outbox; null when the same message left before.</param>
    /// <param name="Recipient">Who gets it.</param>
    public sealed record Send(OutgoingMessage? Message, PersonId Recipient) : NoticeDecision;

    /// <summary>It waits for sending hours or for room within the caps.</summary>
    /// <param name="Until">When to look again.</param>
    public sealed record Later(Instant Until) : NoticeDecision;

    /// <summary>A person calls.</summary>
    /// <param name="Recipient">Whom.</param>
    /// <param name="Number">The number.</param>
    public sealed record Call(PersonId Recipient, PhoneNumber Number) : NoticeDecision;

    /// <summary>It cannot go by this channel.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Impossible(SuppressionReason Reason) : NoticeDecision;
}
