using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Begins a round of asking the patient to arrange the visit. An eConsult needs none.</summary>
[Activity("Frontdesk", "Referrals", "Begins a round of asking the patient to arrange the visit.", DisplayName = "Begin to reach the patient")]
[FlowNode("Begun", "No visit needed")]
public sealed class StartOutreach : CodeActivity
{
    /// <summary>The number of the round, from 1.</summary>
    [Output(Description = "The number of the round, from 1.")]
    public Output<int>? Round { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var referral = await context.ReferralAsync();
        if (referral.IsEConsult)
        {
            await context.CompleteActivityWithOutcomesAsync("No visit needed");
            return;
        }

        referral.ReachOut(context.Now());
        context.Set(Round, referral.OutreachRound, nameof(Round));
        await context.CompleteActivityWithOutcomesAsync("Begun");
    }
}
