using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>The referral that an instance is about.</summary>
internal static class ReferralContext
{
    public static Task<Referral> ReferralAsync(this ActivityExecutionContext context) => new ReferralDesk(context.Records()).GetAsync(context.CaseId());
}
