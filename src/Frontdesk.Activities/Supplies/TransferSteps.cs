using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Reads what is to be taken to which room.</summary>
[Activity("Frontdesk", "Supplies", "Reads what is to be taken to which stockroom.", DisplayName = "Read a transfer")]
public sealed class ReadTransfer : CodeActivity
{
    /// <summary>What to do.</summary>
    [Output(Description = "What to do, in a sentence.")]
    public Output<string>? Detail { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var transfer = await context.TransferAsync();
        context.Set(Detail, string.Create(CultureInfo.InvariantCulture, $"Take {transfer.Amount} of {transfer.Item} from {transfer.From} to {transfer.To}: {transfer.Why}. Take what expires first."), nameof(Detail));
    }
}

/// <summary>Writes down what became of a transfer.</summary>
[Activity("Frontdesk", "Supplies", "Writes down that the stock left its room, arrived, or stays.", DisplayName = "Record a transfer")]
[FlowNode("Left", "Arrived", "Stays")]
public sealed class RecordTransfer : CodeActivity
{
    /// <summary>What happened.</summary>
    [Input(DisplayName = "What happened", Description = "What happened to the stock.", Choices = ["Taken", "Arrived", "Cannot be moved"], Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>Who did it.</summary>
    [Input(DisplayName = "Who did it", Description = "The person who did it, usually a variable.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var transfer = await context.TransferAsync();
        var by = context.Get(By) ?? string.Empty;
        var ledger = await context.LedgerAsync();
        switch (context.Get(Outcome))
        {
            case "Taken" when (await context.Records().FindBalancesAsync(transfer.Item)).Any(one => one.Place.Stockroom == transfer.From && one is { Amount: > 0, Place.Condition: StockCondition.Usable } && one.IsGoodOn(ledger.Today)):
                await transfer.PickAsync(context.Records(), ledger, by);
                await context.CompleteActivityWithOutcomesAsync("Left");
                break;
            case "Arrived":
                await transfer.ReceiveAsync(context.Records(), ledger, by, context.Now());
                await context.CompleteActivityWithOutcomesAsync("Arrived");
                break;
            default:
                transfer.Cancel(context.Now());
                await context.CompleteActivityWithOutcomesAsync("Stays");
                break;
        }
    }
}

/// <summary>The transfer that an instance is about.</summary>
internal static class TransferContext
{
    public static async ValueTask<StockTransfer> TransferAsync(this ActivityExecutionContext context) =>
        await context.Records().FindTransferAsync(new TransferId(context.CaseId())) ?? throw new DomainRuleException("transfer", $"There is no transfer {context.CaseId()}.");
}
