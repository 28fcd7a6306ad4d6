using System.ComponentModel;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>How the practice tries to reach a patient about a result.</summary>
public enum ContactKind
{
    /// <summary>A text or an e-mail that says that a message waits.</summary>
    Message = 0,

    /// <summary>The front desk calls to say that a message waits.</summary>
    Call = 1,

    /// <summary>A clinician calls to tell.</summary>
    ClinicianCall = 2,

    /// <summary>A letter.</summary>
    Letter = 3,

    /// <summary>A certified letter.</summary>
    CertifiedLetter = 4,

    /// <summary>The provider decides what becomes of a patient who cannot be reached.</summary>
    Unreachable = 5,
}

/// <summary>What came of an attempt.</summary>
public enum ContactOutcome
{
    /// <summary>It is under way.</summary>
    [Description("Under way")]
    Asked = 0,

    /// <summary>The message left, the letter was posted.</summary>
    Sent = 1,

    /// <summary>The patient was told by voice.</summary>
    Reached = 2,

    /// <summary>Nobody answered, or only a machine.</summary>
    NotReached = 3,

    /// <summary>Someone else has the number.</summary>
    WrongNumber = 4,

    /// <summary>The patient wants to hear it from a clinician.</summary>
    WantsClinician = 5,

    /// <summary>It may not or cannot leave by this way: no consent, no number, opted out.</summary>
    NotPossible = 6,

    /// <summary>It left and did not arrive.</summary>
    NotDelivered = 7,

    /// <summary>The post brought it back.</summary>
    Returned = 8,

    /// <summary>The patient said that they will read the page.</summary>
    WillRead = 9,
}

/// <summary>One attempt to reach a patient.</summary>
/// <param name="Kind">How.</param>
/// <param name="Number">Which of its kind in this approval's course, from 1.</param>
/// <param name="Decision">The decision whose course it belongs to.</param>
/// <param name="AskedAt">When it was begun.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When that was known; null while it is under way.</param>
/// <param name="By">Who did it; null for a message.</param>
public sealed record ResultContact(ContactKind Kind, int Number, int Decision, Instant AskedAt, ContactOutcome Outcome = ContactOutcome.Asked, Instant? At = null, string? By = null)
{
    /// <summary>Names the attempt within its result.</summary>
    public string Key => FormattableString.Invariant($"contact+{Kind}+{Decision}+{Number}");
}
