using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Supplies;

/// <summary>
/// Writes down what a person answered about the purchase. What a rule forbids (the approver who asked for it, an
/// acknowledgement without a day) changes nothing and is asked again, with the reason.
/// </summary>
[Activity("Frontdesk", "Supplies", "Writes down what a person answered about the purchase.", DisplayName = "Record the answer")]
[FlowNode("Recorded", "Ask again")]
public sealed class RecordPurchaseAnswer : CodeActivity
{
    /// <summary>The question.</summary>
    [Input(DisplayName = "Question", Description = "The question that was asked.", Choices = ["Approve as manager", "Approve as owner", "Chase the answer", "Chase the delivery", "Order by phone", "Backorder", "Substitute", "New price", "Receive", "Put away", "Does not agree", "Invoice"], Required = true)]
    public Input<string> Step { get; set; } = new();

    /// <summary>The outcome of the task.</summary>
    [Input(DisplayName = "Answer", Description = "What the person chose, usually a variable.", Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>What was filled in.</summary>
    [Input(DisplayName = "Filled in", Description = "What the person filled in, usually a variable.")]
    public Input<object> Form { get; set; } = new();

    /// <summary>Who answered.</summary>
    [Input(DisplayName = "Who answered", Description = "The person who answered, usually a variable.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <summary>A price may be higher by this share without anybody being asked.</summary>
    [Input(DisplayName = "Price tolerance", Description = "A price may be higher by this share, for example 0.02 for 2 %, without anybody being asked.")]
    public Input<decimal> PriceTolerance { get; set; } = new(0.02m);

    /// <summary>Days that a delivery is good for at least.</summary>
    [Input(DisplayName = "Shortest life", Description = "Days that a delivery has to be good for; one that expires sooner is set apart for a decision.")]
    public Input<int> ShortestLifeDays { get; set; } = new(ReceiptInspection.UsualShortestLifeDays);

    /// <summary>Why it is asked again.</summary>
    [Output(Description = "Why it is asked again.")]
    public Output<string>? Problem { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var purchase = await context.PurchaseAsync();
        var step = context.Get(Step) ?? string.Empty;
        string? problem = null;
        if (purchase.IsNeeded(step))
        {
            try
            {
                var form = Values.ToJson(context.Get(Form)) as JsonObject ?? [];
                await new PurchaseAnswer(await context.PurchasesAsync(), purchase, context.Now(), context.Get(PriceTolerance), context.Get(ShortestLifeDays))
                    .RecordAsync(context.Get(Outcome) ?? string.Empty, form, context.Get(By) ?? string.Empty);
                problem = purchase.IsDisputed && step == "Does not agree" ? "Something else does not agree." : null;
            }
            catch (DomainRuleException refused)
            {
                // The rules check before they change anything, so a refusal leaves the purchase as it was.
                problem = refused.Message;
            }
        }

        if (problem is null)
            purchase.StopAsking(step);

        context.Set(Problem, problem, nameof(Problem));
        await context.CompleteActivityWithOutcomesAsync(problem is null ? "Recorded" : "Ask again");
    }
}
