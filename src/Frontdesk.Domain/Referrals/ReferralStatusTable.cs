using static Frontdesk.Domain.Referrals.ReferralStatus;

namespace Frontdesk.Domain.Referrals;

/// <summary>What may happen to a referral, as a table that the documentation prints (domain.md §1).</summary>
public static class ReferralStatusTable
{
    // With the specialist, and the patient not seen yet: what an answer of the specialist's desk may find.
    private static readonly ReferralStatus[] Out = [Sent, Acknowledged, Accepted, InfoRequested, Outreach, Scheduled, Rescheduled, NoShow, Cancelled];

    private static readonly ReferralStatus[] Before = [Signed, ReferralStatus.Authorization, PacketReady];

    private static readonly ReferralStatus[] Over = [Closed, Redirected, Revoked, PatientDeclined, Unreachable, Expired];

    /// <summary>One allowed step.</summary>
    /// <param name="From">The status before.</param>
    /// <param name="Verb">What someone does.</param>
    /// <param name="To">The status after.</param>
    public sealed record Row(ReferralStatus From, ReferralVerb Verb, ReferralStatus To);

    /// <summary>Every allowed step; what is not here is refused.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        new(Draft, ReferralVerb.Sign, Signed),
        new(Draft, ReferralVerb.Revoke, Revoked),
        .. Each([Signed, ReferralStatus.Authorization, PacketReady], ReferralVerb.AskPayer, ReferralStatus.Authorization),
        .. Each([Signed, ReferralStatus.Authorization, PacketReady, InfoRequested, Declined], ReferralVerb.Assemble, PacketReady),
        .. Each([PacketReady, Sent, InfoRequested], ReferralVerb.Send, Sent),
        .. Each([Sent], ReferralVerb.Acknowledge, Acknowledged),
        .. Each([Sent, Acknowledged, InfoRequested], ReferralVerb.Accept, Accepted),
        .. Each(Out, ReferralVerb.Decline, Declined),
        .. Each([Sent, Acknowledged, Accepted, InfoRequested, Outreach], ReferralVerb.AskInformation, InfoRequested),
        .. Each([Accepted, Outreach, NoShow, Cancelled], ReferralVerb.ReachOut, Outreach),
        .. Each([Sent, Acknowledged, Accepted, InfoRequested, Outreach, NoShow, Cancelled], ReferralVerb.Schedule, Scheduled),
        .. Each([Scheduled, Rescheduled], ReferralVerb.Schedule, Rescheduled),
        .. Each([Scheduled, Rescheduled], ReferralVerb.MissVisit, NoShow),
        .. Each([Scheduled, Rescheduled], ReferralVerb.CallOff, Cancelled),
        .. Each(Out, ReferralVerb.Attend, Attended),
        .. Each([Attended], ReferralVerb.AwaitReport, AwaitingReport),
        .. Each([.. Out, Attended, AwaitingReport], ReferralVerb.FileInterim, AwaitingReport),
        // A further report after the final one, an addendum, is read as well.
        .. Each([.. Out, Attended, AwaitingReport, ReportMatched, ProviderReviewed, PatientInformed], ReferralVerb.FileReport, ReportMatched),
        .. Each([ReportMatched, ProviderReviewed, PatientInformed], ReferralVerb.FileInterim, ReportMatched),
        .. Each([ReportMatched], ReferralVerb.Review, ProviderReviewed),
        .. Each([ProviderReviewed], ReferralVerb.Inform, PatientInformed),
        .. Each([PatientInformed], ReferralVerb.Close, Closed),
        .. Each([.. Before, .. Out, Declined, Attended, AwaitingReport, ReportMatched, ProviderReviewed], ReferralVerb.CloseWithoutReport, Closed),
        .. Each([.. Before, .. Out, Declined], ReferralVerb.Redirect, Redirected),
        .. Each([.. Before, .. Out, Declined], ReferralVerb.Revoke, Revoked),
        .. Each([.. Before, .. Out, Declined], ReferralVerb.PatientDecline, PatientDeclined),
        .. Each([Accepted, Outreach, NoShow, Cancelled], ReferralVerb.GiveUp, Unreachable),
        .. Each([.. Before, .. Out, Declined], ReferralVerb.Expire, Expired),
        // What was closed may have had its visit, so its report is what is missing; everything else starts again.
        .. Each([Closed], ReferralVerb.Reopen, AwaitingReport),
        .. Each([Redirected, Revoked, PatientDeclined, Unreachable, Expired], ReferralVerb.Reopen, Signed),
    ];

    /// <summary>The status after a step; null when the step is not allowed.</summary>
    public static ReferralStatus? After(ReferralStatus from, ReferralVerb verb)
    {
        foreach (var row in Rows)
        {
            if (row.From == from && row.Verb == verb)
                return row.To;
        }

        return null;
    }

    /// <summary>Nothing more happens unless it is reopened.</summary>
    public static bool IsOver(ReferralStatus status) => Over.Contains(status);

    /// <summary>With the specialist, and the patient not seen yet.</summary>
    public static bool IsOut(ReferralStatus status) => Out.Contains(status);

    /// <summary>The visit has a date and has not taken place.</summary>
    public static bool HasDate(ReferralStatus status) => status is Scheduled or Rescheduled;

    private static IEnumerable<Row> Each(IEnumerable<ReferralStatus> from, ReferralVerb verb, ReferralStatus to) => from.Select(one => new Row(one, verb, to));
}
