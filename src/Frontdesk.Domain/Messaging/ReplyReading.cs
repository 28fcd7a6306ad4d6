using Frontdesk.Domain.Scheduling;

namespace Frontdesk.Domain.Messaging;

/// <summary>What is to be done about a text that came in.</summary>
public enum ReplyCase
{
    /// <summary>Yes to visits that were asked about and have not moved since.</summary>
    Yes = 0,

    /// <summary>Yes to a visit that has moved since it was asked about.</summary>
    MovedSince = 1,

    /// <summary>Yes, but to which of several visits is not clear.</summary>
    WhichVisit = 2,

    /// <summary>Yes, but nothing was asked.</summary>
    NothingAsked = 3,

    /// <summary>No more texts.</summary>
    Stop = 4,

    /// <summary>CANCEL: to the carrier no more texts, but maybe the visit was meant.</summary>
    StopOrVisit = 5,

    /// <summary>Texts again.</summary>
    Start = 6,

    /// <summary>Who is this, how do I reach you.</summary>
    Help = 7,

    /// <summary>Another time, please.</summary>
    AnotherTime = 8,

    /// <summary>The visit is to be called off.</summary>
    CannotCome = 9,

    /// <summary>Someone else has this number.</summary>
    WrongNumber = 10,

    /// <summary>A person has to read it.</summary>
    NotUnderstood = 11,

    /// <summary>No patient is reached at this number.</summary>
    UnknownNumber = 12,
}

/// <summary>A text that came in, as it was understood.</summary>
/// <param name="Case">What is to be done.</param>
/// <param name="Visits">The visits it is about, as far as that is clear.</param>
/// <param name="Patients">Who is reached at the number.</param>
public sealed record ReplyReading(ReplyCase Case, IReadOnlyList<VisitAsked> Visits, IReadOnlyList<PatientId> Patients);
