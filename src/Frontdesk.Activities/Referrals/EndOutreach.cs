using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Tells the referral's process that no attempt reached the patient.</summary>
[Activity("Frontdesk", "Referrals", "Tells the referral's process that no attempt reached the patient.", DisplayName = "Note that nobody was reached")]
public sealed class EndOutreach : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) => (await context.ReferralAsync()).Tell(ReferralSignal.OutreachEnded, context.Now());
}
