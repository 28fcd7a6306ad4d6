using Frontdesk.Activities.Options;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Tells every open referral whose patient the specialist has not seen that the specialist left the network.</summary>
[Activity("Frontdesk", "Referrals", "Tells every open referral whose patient was not seen yet that the specialist left the network.", DisplayName = "Tell the specialist's referrals")]
public sealed class TellReferralsOfSpecialist : CodeActivity
{
    /// <summary>The specialist.</summary>
    [Input(DisplayName = "Specialist", Description = "The specialist who left the network.", Source = PracticeSource.Specialists, Required = true)]
    public Input<string> Specialist { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        foreach (var referral in await context.Records().FindOpenReferralsAsync(new SpecialistId(context.Get(Specialist) ?? string.Empty)))
        {
            if (ReferralStatusTable.After(referral.Status, ReferralVerb.Redirect) is not null)
                referral.Tell(ReferralSignal.SpecialistLeft, context.Now());
        }
    }
}
