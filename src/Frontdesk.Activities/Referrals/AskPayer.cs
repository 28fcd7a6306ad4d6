using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Notes that the payer is being asked for the authorization.</summary>
[Activity("Frontdesk", "Referrals", "Notes that the payer is being asked for the authorization.", DisplayName = "Note that the payer is asked")]
public sealed class AskPayer : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) => (await context.ReferralAsync()).AskPayer(context.Now());
}
