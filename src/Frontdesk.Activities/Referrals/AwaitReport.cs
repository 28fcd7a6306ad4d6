using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Notes that the report is waited for; its time runs from the visit.</summary>
[Activity("Frontdesk", "Referrals", "Notes that the report is waited for; its time runs from the visit.", DisplayName = "Note that the report is waited for")]
public sealed class AwaitReport : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) => (await context.ReferralAsync()).AwaitReport(context.Now());
}
