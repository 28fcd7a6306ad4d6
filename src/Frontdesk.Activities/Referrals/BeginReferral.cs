using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Begins the work on a signed referral, unless one like it is open. A reopened one that waits for its report just goes on.</summary>
[Activity("Frontdesk", "Referrals", "Begins the work on a signed referral, unless one like it is open.", DisplayName = "Begin the referral")]
[FlowNode("Begun", "One like it is open")]
public sealed class BeginReferral : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var referral = await context.ReferralAsync();
        var isSigned = referral.Status == ReferralStatus.Signed;
        if (isSigned && await new ReferralDesk(context.Records()).FindDuplicateAsync(referral) is not null)
        {
            await context.CompleteActivityWithOutcomesAsync("One like it is open");
            return;
        }

        if (isSigned)
            referral.Begin(context.Now());
        await context.CompleteActivityWithOutcomesAsync("Begun");
    }
}
