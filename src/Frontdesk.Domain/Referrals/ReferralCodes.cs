using static Frontdesk.Domain.Referrals.ReferralStatus;

namespace Frontdesk.Domain.Referrals;

/// <summary>What other systems call a referral's status (domain.md §1 and §6).</summary>
/// <param name="Status">Ours.</param>
/// <param name="X360">IHE 360X's status of the request; null where 360X has no word yet.</param>
/// <param name="Bser">The business status of the HL7 guide Bidirectional Services eReferral; null where it has none.</param>
/// <param name="ServiceRequest">FHIR R4 ServiceRequest.status.</param>
/// <param name="Task">FHIR R4 Task.status of the specialist's task.</param>
public sealed record ReferralCode(ReferralStatus Status, string? X360, string? Bser, string ServiceRequest, string Task);

/// <summary>The table of codes; every status has its row.</summary>
public static class ReferralCodes
{
    private const string Created = "2.0";
    private const string Accept = "3.0";
    private const string Decline = "4.0";
    private const string Booked = "5.1.1";
    private const string Unattended = "5.1.2";
    private const string CalledOff = "5.1.3";
    private const string Happened = "5.1.4";
    private const string Complete = "7.0";

    /// <summary>The rows, in the order of the statuses.</summary>
    public static IReadOnlyList<ReferralCode> Rows { get; } =
    [
        new(Draft, null, null, "draft", "draft"),
        new(Signed, null, null, "active", "draft"),
        new(ReferralStatus.Authorization, null, null, "on-hold", "on-hold"),
        new(PacketReady, null, Created, "active", "ready"),
        new(Sent, "Initiated", Created, "active", "requested"),
        new(Acknowledged, "Initiated", Created, "active", "received"),
        new(Accepted, "Accepted", Accept, "active", "accepted"),
        new(Declined, "Declined", Decline, "active", "rejected"),
        new(InfoRequested, "Initiated", Created, "active", "on-hold"),
        new(Outreach, "Accepted", Accept, "active", "accepted"),
        new(Scheduled, "Accepted", Booked, "active", "in-progress"),
        new(Rescheduled, "Accepted", Booked, "active", "in-progress"),
        new(NoShow, "Accepted", Unattended, "active", "in-progress"),
        new(ReferralStatus.Cancelled, "Accepted", CalledOff, "active", "in-progress"),
        new(Attended, "Accepted", Happened, "active", "in-progress"),
        new(AwaitingReport, "Interim", Happened, "active", "in-progress"),
        new(ReportMatched, "Finalized", Complete, "active", "completed"),
        new(ProviderReviewed, "Finalized", Complete, "active", "completed"),
        new(PatientInformed, "Finalized", Complete, "active", "completed"),
        new(Closed, "Finalized", Complete, "completed", "completed"),
        new(Redirected, "Canceled", null, "revoked", "cancelled"),
        new(Revoked, "Canceled", null, "revoked", "cancelled"),
        new(PatientDeclined, "Canceled", null, "revoked", "cancelled"),
        new(Unreachable, "Canceled", null, "revoked", "cancelled"),
        new(Expired, "Canceled", null, "revoked", "cancelled"),
    ];

    /// <summary>The codes of a status.</summary>
    public static ReferralCode Of(ReferralStatus status) => Rows[(int)status];

    /// <summary>FHIR's request priority.</summary>
    public static string PriorityOf(ReferralUrgency urgency) => urgency.ToString().ToLowerInvariant();

    /// <summary>The status as it is written in URLs, JSON and lists: <c>awaiting-report</c>.</summary>
    public static string NameOf(ReferralStatus status) => string.Concat(status.ToString().Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : string.Empty) + char.ToLowerInvariant(letter) : letter.ToString()));
}
