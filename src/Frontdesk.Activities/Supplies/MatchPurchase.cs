using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Matches order, receipt and invoices, and closes the purchase when they agree.</summary>
[Activity("Frontdesk", "Supplies", "Matches order, receipt and invoices, and closes the purchase when they agree.", DisplayName = "Match the invoices")]
[FlowNode("Matched", "Not yet")]
public sealed class MatchPurchase : CodeActivity
{
    /// <summary>A price may be higher by this share.</summary>
    [Input(DisplayName = "Price tolerance", Description = "A price may be higher by this share, for example 0.02 for 2 %, without anybody being asked.")]
    public Input<decimal> PriceTolerance { get; set; } = new(0.02m);

    /// <summary>So many more may be charged than came.</summary>
    [Input(DisplayName = "Pack tolerance", Description = "So many packs more may be charged than came, without anybody being asked.")]
    public Input<int> PackTolerance { get; set; } = new(0);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var purchase = await context.PurchaseAsync();
        var isMatched = purchase.Match(context.Get(PriceTolerance), context.Get(PackTolerance), context.Now());
        if (isMatched)
            purchase.Close(context.Now());

        await context.CompleteActivityWithOutcomesAsync(isMatched ? "Matched" : "Not yet");
    }
}
