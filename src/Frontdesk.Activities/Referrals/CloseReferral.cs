using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Closes the loop: the provider has read the report and the patient knows.</summary>
[Activity("Frontdesk", "Referrals", "Closes the referral: the provider has read the report and the patient knows.", DisplayName = "Close the referral")]
public sealed class CloseReferral : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) => (await context.ReferralAsync()).Close(context.Now());
}
