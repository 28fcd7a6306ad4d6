using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Calls for the review of every item.</summary>
[Activity("Frontdesk", "Supplies", "Calls for the review of every item that is kept in stock.", DisplayName = "Review every item")]
public sealed class FindItemsToReview : CodeActivity
{
    /// <summary>The event that calls for the review of one item.</summary>
    public const string ReviewDueEvent = "SupplyReviewDue";

    /// <summary>How many.</summary>
    [Output(Description = "How many items are reviewed.")]
    public Output<int>? Items { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var items = await context.Records().FindSupplyItemsAsync();
        foreach (var item in items)
            context.Burst().PublishEvent(ReviewDueEvent, new JsonObject { ["item"] = item.Id.Value }, item.Id.Value);

        context.Set(Items, items.Count, nameof(Items));
    }
}
