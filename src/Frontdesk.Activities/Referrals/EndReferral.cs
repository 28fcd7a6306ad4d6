using Frontdesk.Domain.Links;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Ends everything that is still open about a referral that is over: its links stop opening.</summary>
[Activity("Frontdesk", "Referrals", "Ends what is still open about a referral that is over: its links stop opening.", DisplayName = "Take the links back")]
public sealed class EndReferral : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var referral = await context.ReferralAsync();
        await new LinkDesk(context.Records(), context.GetRequiredService<LinkAddresses>()).RevokeAsync(SpecialistDesk.SubjectOf(referral.Id), context.Now());
    }
}
