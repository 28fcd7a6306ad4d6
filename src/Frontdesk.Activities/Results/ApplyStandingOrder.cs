using Frontdesk.Activities.Safety;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Results;

/// <summary>
/// Approves a normal, complete result with the standard words when its provider signed a standing order for the test. Anything
/// abnormal, unclear, corrected or sensitive is never approved without a person.
/// </summary>
[Clears(Clearance.Approval, "Covered")]
[Activity("Frontdesk", "Results", "Approves a normal result when its provider signed a standing order for the test; everything else goes to the provider.", DisplayName = "Standing order?")]
[FlowNode("Covered", "Ask the provider")]
public sealed class ApplyStandingOrder : CodeActivity
{
    /// <summary>Whether the practice uses standing orders.</summary>
    [Input(DisplayName = "Use standing orders", Description = "Whether the practice uses standing orders for normal results.")]
    public Input<bool> UseStandingOrders { get; set; } = new(true);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        if (result.State == ResultState.Classified)
            result.AskProvider(context.Now());

        var isCovered = context.Get(UseStandingOrders) && await new ResultDesk(context.Records()).ApproveUnderStandingOrderAsync(result.Id, context.Now()) is not null;
        await context.CompleteActivityWithOutcomesAsync(isCovered ? "Covered" : "Ask the provider");
    }
}
