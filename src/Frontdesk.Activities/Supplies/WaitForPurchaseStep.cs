using Frontdesk.Activities.Cases;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Supplies;

/// <summary>Waits until a question about the purchase need not be asked any more.</summary>
[Activity("Frontdesk", "Supplies", "Waits until the question about the purchase need not be asked any more.", DisplayName = "Wait until the question is over")]
[FlowNode("Over")]
public sealed class WaitForPurchaseStep : WaitForCase
{
    // Nothing is lost when it looks again later: every change of the purchase wakes it.
    private static readonly Duration LookAgain = Duration.FromDays(7);

    /// <summary>The question.</summary>
    [Input(DisplayName = "Question", Description = "The question that is asked.", Choices = ["Approve as manager", "Approve as owner", "Chase the answer", "Chase the delivery", "Order by phone", "Backorder", "Substitute", "New price", "Receive", "Put away", "Does not agree", "Invoice"], Required = true)]
    public Input<string> Step { get; set; } = new();

    /// <inheritdoc/>
    protected override string WakeEvent => nameof(PurchaseChanged);

    /// <inheritdoc/>
    protected override async ValueTask<CaseStep> NextAsync(ActivityExecutionContext context)
    {
        var purchase = await context.PurchaseAsync();
        var step = context.Get(Step) ?? string.Empty;
        if (purchase.IsNeeded(step))
            return new CaseStep("Over", context.Now() + LookAgain);

        purchase.StopAsking(step);
        return new CaseStep("Over");
    }
}
