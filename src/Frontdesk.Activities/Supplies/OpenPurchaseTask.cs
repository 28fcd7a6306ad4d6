using System.Globalization;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Finds which question about the purchase is to be asked, and what the person needs to know.</summary>
[Activity("Frontdesk", "Supplies", "Leads to the question that is to be asked about the purchase, with what the person needs to know.", DisplayName = "Which question?")]
[FlowNode("Approve as manager", "Approve as owner", "Chase the answer", "Chase the delivery", "Order by phone", "Backorder", "Substitute", "New price", "Receive", "Put away", "Does not agree", "Invoice", "Nothing to ask")]
public sealed class OpenPurchaseTask : CodeActivity
{
    /// <summary>The question: one of the ports.</summary>
    [Input(DisplayName = "Question", Description = "The question that is asked.", Choices = ["Approve as manager", "Approve as owner", "Chase the answer", "Chase the delivery", "Order by phone", "Backorder", "Substitute", "New price", "Receive", "Put away", "Does not agree", "Invoice"], Required = true)]
    public Input<string> Step { get; set; } = new();

    /// <summary>What was wrong with the last answer.</summary>
    [Input(DisplayName = "Problem", Description = "What was wrong with the last answer, usually a variable.")]
    public Input<string> Problem { get; set; } = new();

    /// <summary>What the person needs to know.</summary>
    [Output(Description = "What the person needs to know.")]
    public Output<string>? Facts { get; set; }

    /// <summary>Who may not answer.</summary>
    [Output(DisplayName = "Not this person", Description = "Who may not answer, because they did the step before.")]
    public Output<string>? Excluded { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var purchase = await context.PurchaseAsync();
        var step = context.Get(Step) ?? string.Empty;
        if (!purchase.IsNeeded(step))
        {
            await context.CompleteActivityWithOutcomesAsync("Nothing to ask");
            return;
        }

        List<string> facts = [];
        if (context.Get(Problem) is { Length: > 0 } problem)
            facts.Add(problem);

        facts.Add(string.Create(CultureInfo.InvariantCulture, $"{purchase.Item}: {purchase.Packs} {purchase.OrderUnit} of {purchase.Holds} {purchase.BaseUnit} from {purchase.Supplier}, {purchase.UnitPrice} each, {purchase.Total} in all."));
        if (step.StartsWith("Approve", StringComparison.Ordinal))
            facts.AddRange(purchase.Arithmetic.Lines(purchase.BaseUnit));

        if (step is "Backorder" or "Chase the delivery")
            facts.AddRange(await (await context.PurchasesAsync()).WeighAsync(purchase));

        if (purchase.Offer is { } offer)
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"Offered: {(offer.Sku.Length > 0 ? $"{offer.Sku}, {offer.Holds} in a pack, " : string.Empty)}{offer.UnitPrice} each. {offer.Words}"));

        facts.AddRange(purchase.Discrepancies.Where(one => one.Resolution is null).Take(1).Select(open => $"{open.Kind}, {open.Reference}: {open.Detail}"));
        context.Set(Facts, string.Join('\n', facts), nameof(Facts));
        context.Set(Excluded, step == "Receive" && purchase.KeptFromReceiving.Count > 0 ? purchase.KeptFromReceiving[^1] : purchase.RequestedBy, nameof(Excluded));
        await context.CompleteActivityWithOutcomesAsync(step);
    }
}
