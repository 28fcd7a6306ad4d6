namespace Frontdesk.Domain.Results;

/// <summary>Where a result stands (domain.md §3).</summary>
public enum ResultState
{
    /// <summary>It arrived.</summary>
    Received = 0,

    /// <summary>Nobody knows whose it is: a person finds out.</summary>
    Unmatched = 1,

    /// <summary>Two identifiers say whose it is.</summary>
    Matched = 2,

    /// <summary>It is known how much it asks for.</summary>
    Classified = 3,

    /// <summary>The provider is asked what the patient is told.</summary>
    AwaitingProvider = 4,

    /// <summary>The provider keeps it back, for a reason and until a moment.</summary>
    OnHold = 5,

    /// <summary>The patient is told that a message waits.</summary>
    Notifying = 6,

    /// <summary>A clinician tells the patient, by voice.</summary>
    ClinicianCalling = 7,

    /// <summary>The patient knows.</summary>
    Acknowledged = 8,

    /// <summary>The repeat or the visit that the provider wants is seen to.</summary>
    FollowUpTracked = 9,

    /// <summary>Done.</summary>
    Closed = 10,

    /// <summary>History that came with a record: kept, and nobody is told.</summary>
    Filed = 11,
}

/// <summary>What happens to a result.</summary>
public enum ResultVerb
{
    /// <summary>Two identifiers name the patient.</summary>
    Match = 0,

    /// <summary>They do not.</summary>
    MissPatient = 1,

    /// <summary>Say how much it asks for.</summary>
    Classify = 2,

    /// <summary>Ask the provider.</summary>
    AskProvider = 3,

    /// <summary>The provider approves a message.</summary>
    Approve = 4,

    /// <summary>A clinician calls.</summary>
    LeaveToVoice = 5,

    /// <summary>The provider keeps it back.</summary>
    Hold = 6,

    /// <summary>The time of a hold is over.</summary>
    EndHold = 7,

    /// <summary>The patient knows.</summary>
    Acknowledge = 8,

    /// <summary>See to the repeat or the visit.</summary>
    TrackFollowUp = 9,

    /// <summary>Nothing more is to do.</summary>
    Close = 10,

    /// <summary>A new version arrived.</summary>
    Reopen = 11,

    /// <summary>It belongs to somebody else.</summary>
    Detach = 12,

    /// <summary>Keep it as history.</summary>
    File = 13,

    /// <summary>The patient did not answer: the provider decides anew.</summary>
    AskAgain = 14,
}
