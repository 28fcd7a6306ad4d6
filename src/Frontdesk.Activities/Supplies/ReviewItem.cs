using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>
/// Reviews the item that the workflow is about: evens stockrooms out first, and proposes a purchase when all of them together
/// are below the reorder point. What stops an order is raised for a person.
/// </summary>
[Activity("Frontdesk", "Supplies", "Reviews the item: transfers between stockrooms first, then a purchase when all rooms together are below the reorder point.", DisplayName = "Review an item")]
[FlowNode("Enough", "Transfer", "Purchase", "Already proposed", "Stopped")]
public sealed class ReviewItem : CodeActivity
{
    /// <summary>z for most items.</summary>
    [Input(DisplayName = "Safety factor", Description = "How sure to have stock until a delivery comes: 1.64 for 95 %, 2.33 for 99 %.")]
    public Input<double> ServiceFactor { get; set; } = new(1.64);

    /// <summary>z for critical items.</summary>
    [Input(DisplayName = "Safety factor, critical items", Description = "How sure to be for critical items: 1.64 for 95 %, 2.33 for 99 %.")]
    public Input<double> CriticalServiceFactor { get; set; } = new(2.33);

    /// <summary>R.</summary>
    [Input(DisplayName = "Days to cover", Description = "An order covers so many days beyond the time until it comes.")]
    public Input<double> CoverDays { get; set; } = new(21);

    /// <summary>Use is averaged over so many days.</summary>
    [Input(DisplayName = "Days to look back", Description = "Use is averaged over so many days.")]
    public Input<int> HistoryDays { get; set; } = new(56);

    /// <summary>Fewer observed days than this do not count.</summary>
    [Input(DisplayName = "Fewest days to trust", Description = "With fewer observed days than this, the expected use counts.")]
    public Input<int> LeastHistoryDays { get; set; } = new(14);

    /// <summary>Visits booked for so many days forecast use.</summary>
    [Input(DisplayName = "Days to look ahead", Description = "Visits booked for the next so many days forecast use.")]
    public Input<int> ForecastDays { get; set; } = new(14);

    /// <summary>The purchase that was proposed, or is open.</summary>
    [Output(Description = "The purchase that was proposed, or is open already.")]
    public Output<string>? Purchase { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var rules = new ReorderRules
        {
            ServiceFactor = context.Get(ServiceFactor),
            CriticalServiceFactor = context.Get(CriticalServiceFactor),
            CoverDays = context.Get(CoverDays),
            HistoryDays = context.Get(HistoryDays),
            LeastHistoryDays = context.Get(LeastHistoryDays),
            ForecastDays = context.Get(ForecastDays),
        };
        var records = context.Records();
        var desk = new ReorderDesk(records, context.Practice(), context.Burst().NewId, context.Now(), rules);
        if (await records.FindSupplyItemAsync(new SupplyItemId(context.CaseId())) is not { IsActive: true } item)
        {
            await context.CompleteActivityWithOutcomesAsync("Enough");
            return;
        }

        switch (await desk.ReviewAsync(item))
        {
            case ReviewDecision.Transfer:
                await context.CompleteActivityWithOutcomesAsync("Transfer");
                break;
            case ReviewDecision.Buy buy:
                context.Set(Purchase, desk.Propose(buy, SupplyContext.Program).Id.Value, nameof(Purchase));
                await context.CompleteActivityWithOutcomesAsync("Purchase");
                break;
            case ReviewDecision.AlreadyProposed open:
                context.Set(Purchase, open.Purchase.Value, nameof(Purchase));
                await context.CompleteActivityWithOutcomesAsync("Already proposed");
                break;
            case ReviewDecision.Stopped:
                await context.CompleteActivityWithOutcomesAsync("Stopped");
                break;
            default:
                await context.CompleteActivityWithOutcomesAsync("Enough");
                break;
        }
    }
}
