using Frontdesk.Domain.Notices;
using Frontdesk.Domain.Reminders;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>Reads the referral again when a message about it is about to leave: nobody is asked to arrange a visit that has a date, or told of a case that is over.</summary>
public sealed class ReferralNoticeCheck : INoticeCheck
{
    /// <inheritdoc/>
    public NoticeTopic Topic => NoticeTopic.Referral;

    /// <inheritdoc/>
    public async ValueTask<SuppressionReason?> WhyNotAsync(Notice notice, IPracticeRecords records, Instant now, CancellationToken cancellationToken)
    {
        // A notice of no referral of ours is none of our business.
        if (await records.FindReferralAsync(new ReferralId(notice.CaseId), cancellationToken) is not { } referral)
            return null;

        var stillHolds = notice.TemplateKey == "referral-answered"
            ? referral.Status == ReferralStatus.ProviderReviewed
            : referral.Status is ReferralStatus.Accepted or ReferralStatus.Outreach;
        return stillHolds ? null : SuppressionReason.CaseChanged;
    }
}
