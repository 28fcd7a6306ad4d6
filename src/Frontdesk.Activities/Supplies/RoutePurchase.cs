using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Decides who has to approve the purchase.</summary>
[Activity("Frontdesk", "Supplies", "Decides by the total who has to approve the purchase.", DisplayName = "Who approves?")]
[FlowNode("Nobody", "Manager", "Owner")]
public sealed class RoutePurchase : CodeActivity
{
    /// <summary>From this total on the manager approves.</summary>
    [Input(DisplayName = "Manager approves from", Description = "From this total in dollars on the office manager approves; who asks, approves and receives are three people.")]
    public Input<decimal> ManagerFrom { get; set; } = new(250);

    /// <summary>From this total on the owner approves.</summary>
    [Input(DisplayName = "Owner approves from", Description = "From this total in dollars on the owner approves.")]
    public Input<decimal> OwnerFrom { get; set; } = new(2000);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var purchase = await context.PurchaseAsync();
        var level = purchase.Route(SupplyContext.Dollars(context.Get(ManagerFrom)), SupplyContext.Dollars(context.Get(OwnerFrom)), context.Now());
        await context.CompleteActivityWithOutcomesAsync(level switch { ApprovalLevel.Owner => "Owner", ApprovalLevel.Manager => "Manager", _ => "Nobody" });
    }
}
