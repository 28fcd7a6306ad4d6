using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>What a referral's process reacts to: something that happened, or a deadline that passed. Each is a port of the step that waits for the referral.</summary>
public enum ReferralSignal
{
    /// <summary>Another referral like this one is open.</summary>
    Duplicate = 0,

    /// <summary>The payer has to be asked.</summary>
    AuthorizationNeeded = 1,

    /// <summary>The payer said no.</summary>
    AuthorizationDenied = 2,

    /// <summary>The authorization ends soon and the patient has not been seen.</summary>
    AuthorizationEnds = 3,

    /// <summary>The authorization does not cover the visit: it ran out, its visits are used up, or it is void.</summary>
    AuthorizationRanOut = 4,

    /// <summary>A packet has to leave.</summary>
    PacketDue = 5,

    /// <summary>A packet did not arrive.</summary>
    PacketLost = 6,

    /// <summary>A packet may have reached somebody else.</summary>
    PossibleBreach = 7,

    /// <summary>The specialist accepts.</summary>
    Accepted = 8,

    /// <summary>The specialist declines.</summary>
    Declined = 9,

    /// <summary>The specialist needs to know more.</summary>
    InformationAsked = 10,

    /// <summary>The visit has a date.</summary>
    Scheduled = 11,

    /// <summary>The patient did not come to the specialist.</summary>
    VisitMissed = 12,

    /// <summary>The visit was called off.</summary>
    VisitCalledOff = 13,

    /// <summary>The patient was seen.</summary>
    Attended = 14,

    /// <summary>A report is here that nobody has matched yet.</summary>
    ReportCame = 15,

    /// <summary>A report belongs to another patient.</summary>
    ReportOfAnother = 16,

    /// <summary>The final report is filed.</summary>
    ReportMatched = 17,

    /// <summary>The provider has read the report.</summary>
    Reviewed = 18,

    /// <summary>The message to the patient did not arrive.</summary>
    NotInformed = 19,

    /// <summary>The patient knows.</summary>
    Informed = 20,

    /// <summary>The patient could not be reached by any attempt.</summary>
    OutreachEnded = 21,

    /// <summary>The patient does not want the visit; the case is not the desk's to close.</summary>
    PatientDeclines = 22,

    /// <summary>The patient booked with another specialist.</summary>
    BookedElsewhere = 23,

    /// <summary>The patient's coverage is not what it was.</summary>
    CoverageChanged = 24,

    /// <summary>The specialist left the network.</summary>
    SpecialistLeft = 25,

    /// <summary>The referral is over.</summary>
    Over = 26,

    /// <summary>The patient has to be asked to arrange the visit.</summary>
    OutreachDue = 27,

    /// <summary>Deadline: the packet has not left.</summary>
    PacketLate = 40,

    /// <summary>Deadline: the specialist's desk has said nothing.</summary>
    NotAcknowledged = 41,

    /// <summary>Deadline: there is no date.</summary>
    NotScheduled = 42,

    /// <summary>Deadline: the visit should have taken place by now.</summary>
    VisitLate = 43,

    /// <summary>Deadline: the date is past and nobody said whether the patient came.</summary>
    VisitOver = 44,

    /// <summary>Deadline: the report is missing.</summary>
    ReportLate = 45,

    /// <summary>Deadline: the report has been missing for long.</summary>
    ReportVeryLate = 46,

    /// <summary>Deadline: the patient has not been told.</summary>
    InformLate = 47,

    /// <summary>Deadline: nothing has happened for long.</summary>
    StandsStill = 48,
}

/// <summary>Something that waits to be taken by the referral's process.</summary>
/// <param name="Signal">What it is.</param>
/// <param name="Reference">The id or code that goes with it, e.g. of a document.</param>
/// <param name="At">When it happened.</param>
public sealed record WaitingSignal(ReferralSignal Signal, string? Reference, Instant At);

/// <summary>The names of signals as ports.</summary>
public static class ReferralPorts
{
    /// <summary>The port of a signal, e.g. <c>Packet due</c>.</summary>
    public static string Of(ReferralSignal signal) =>
        string.Concat(signal.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0 ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
