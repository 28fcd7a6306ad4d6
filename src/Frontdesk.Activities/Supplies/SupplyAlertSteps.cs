using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Supplies;

/// <summary>Reads what was raised about supplies.</summary>
[Activity("Frontdesk", "Supplies", "Reads what was raised about supplies and goes the way of its kind.", DisplayName = "What was raised?")]
[FlowNode("Order stopped", "Below zero", "Near expiry", "Expired", "Count", "Other", "Closed")]
public sealed class ReadSupplyAlert : CodeActivity
{
    /// <summary>What to know.</summary>
    [Output(Description = "What to know.")]
    public Output<string>? Detail { get; set; }

    /// <summary>The item.</summary>
    [Output(Description = "The item's id.")]
    public Output<string>? Item { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (await context.Records().FindSupplyAlertAsync(context.CaseId()) is not { IsOpen: true } alert)
        {
            await context.CompleteActivityWithOutcomesAsync("Closed");
            return;
        }

        context.Set(Detail, alert.Detail, nameof(Detail));
        context.Set(Item, alert.Item.Value, nameof(Item));
        await context.CompleteActivityWithOutcomesAsync(alert.Kind switch
        {
            AlertKind.MissingConversion or AlertKind.NoSupplier => "Order stopped",
            AlertKind.NegativeStock => "Below zero",
            AlertKind.NearExpiry => "Near expiry",
            AlertKind.Expired => "Expired",
            AlertKind.CountDue => "Count",
            _ => "Other",
        });
    }
}

/// <summary>Closes what was raised about supplies, with what came of it.</summary>
[Activity("Frontdesk", "Supplies", "Closes what was raised about supplies, and enters what was counted or thrown away.", DisplayName = "Close what was raised")]
[FlowNode("Done", "Ask again")]
public sealed class CloseSupplyAlert : CodeActivity
{
    /// <summary>The outcome of the task.</summary>
    [Input(DisplayName = "Answer", Description = "What the person chose, usually a variable.", Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>What was filled in.</summary>
    [Input(DisplayName = "Filled in", Description = "What the person filled in, usually a variable.")]
    public Input<object> Form { get; set; } = new();

    /// <summary>Who answered.</summary>
    [Input(DisplayName = "Who answered", Description = "The person who answered, usually a variable.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <summary>What to know when it is asked again.</summary>
    [Output(Description = "What to know when it is asked again.")]
    public Output<string>? Detail { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var outcome = context.Get(Outcome) ?? string.Empty;
        var by = context.Get(By) ?? string.Empty;
        if (await records.FindSupplyAlertAsync(context.CaseId()) is { IsOpen: true } alert)
        {
            try
            {
                await ActAsync(context, alert, outcome, by);
            }
            catch (DomainRuleException refused)
            {
                await AskAgainAsync(context, alert, refused.Message);
                return;
            }
            catch (MissingConversionException missing)
            {
                await AskAgainAsync(context, alert, missing.Message);
                return;
            }

            alert.Close(outcome, context.Now());
        }

        await context.CompleteActivityWithOutcomesAsync("Done");
    }

    private async Task ActAsync(ActivityExecutionContext context, SupplyAlert alert, string outcome, string by)
    {
        var ledger = await context.LedgerAsync();
        if (outcome == "Counted")
        {
            var form = Values.ToJson(context.Get(Form)) as JsonObject ?? [];
            var item = await ledger.ItemAsync(alert.Item);
            var counted = SupplyContext.Whole(form, "counted") ?? throw new DomainRuleException("count-quantity", "Give the number that was counted.");
            var unit = SupplyContext.Text(form, "unit") is { Length: > 0 } named ? ReadUnit(named) : item.BaseUnit;
            await ledger.CountAsync(alert.Item, new StockroomId(alert.Place), null, new Quantity(counted, unit), new MoveCause(by, Reason: "count"));
        }
        else if (outcome == "Thrown away")
        {
            await new ShelfWatch(context.Records(), context.Practice(), ledger, context.Now(), (await context.PlaceAsync()).Zone).DiscardExpiredAsync(alert.Item, by);
        }
    }

    private static StockUnit ReadUnit(string text)
    {
        try
        {
            return StockUnit.Restore(text);
        }
        catch (InvalidValueException invalid)
        {
            throw new DomainRuleException("unit", invalid.Message);
        }
    }

    private ValueTask AskAgainAsync(ActivityExecutionContext context, SupplyAlert alert, string why)
    {
        context.Set(Detail, $"{why}\n{alert.Detail}", nameof(Detail));
        return context.CompleteActivityWithOutcomesAsync("Ask again");
    }
}
