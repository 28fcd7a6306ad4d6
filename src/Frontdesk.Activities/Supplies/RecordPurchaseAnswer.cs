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
    [Input(Description = "The question.", Required = true)]
    public Input<string> Step { get; set; } = new();

    /// <summary>The outcome of the task.</summary>
    [Input(Description = "The outcome of the task.", Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>What was filled in.</summary>
    [Input(Description = "What was filled in.")]
    public Input<object> Form { get; set; } = new();

    /// <summary>Who answered.</summary>
    [Input(Description = "Who answered.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <summary>A price may be higher by this share without anybody being asked.</summary>
    [Input(Description = "A price may be higher by this share, e.g. 0.02, without anybody being asked.")]
    public Input<decimal> PriceTolerance { get; set; } = new(0.02m);

    /// <summary>Days that a delivery is good for at least.</summary>
    [Input(Description = "Days that a delivery has to be good for; one that expires sooner is set apart until somebody has decided.")]
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
