using System.ComponentModel;

namespace Frontdesk.Domain.Reminders;

/// <summary>Why a reminder is not sent.</summary>
public enum SuppressionReason
{
    /// <summary>The visit moved: the reminder speaks of an old version.</summary>
    [Description("The visit moved")]
    Rescheduled = 0,

    /// <summary>The visit is not booked any more.</summary>
    [Description("The visit is not booked any more")]
    NotBooked = 1,

    /// <summary>The visit has begun or is too close.</summary>
    TooLate = 2,

    /// <summary>The patient died.</summary>
    [Description("Patient died")]
    PatientDeceased = 3,

    /// <summary>The patient is in a hospital.</summary>
    [Description("Patient in a hospital")]
    PatientAdmitted = 4,

    /// <summary>The practitioner is away: the visit is rescheduled, not reminded of.</summary>
    PractitionerAway = 5,

    /// <summary>A programme under 42 CFR Part 2.</summary>
    [Description("Programme for substance use")]
    Part2Programme = 6,

    /// <summary>Nobody may be told, or nobody can be reached.</summary>
    NoRecipient = 7,

    /// <summary>No channel is left that the recipient allows and can be reached by.</summary>
    NoChannel = 8,

    /// <summary>The recipient forbade the channel or never allowed it, and there is no other.</summary>
    NoConsent = 9,

    /// <summary>The number opted out, and there is no other channel.</summary>
    OptedOut = 10,

    /// <summary>The recipient has had enough messages, and no later moment is of use.</summary>
    [Description("Enough messages")]
    FrequencyCap = 11,

    /// <summary>The same reminder was sent before.</summary>
    AlreadySent = 12,

    /// <summary>Another message tells the recipient of this visit too.</summary>
    Combined = 13,

    /// <summary>The visit is confirmed and the rule asks only for that.</summary>
    AlreadyConfirmed = 14,

    /// <summary>What the message speaks of has changed or is over.</summary>
    CaseChanged = 15,
}
