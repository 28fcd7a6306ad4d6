using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Supplies;

/// <summary>Sets apart what is left of a recalled lot and finds whom it was used for.</summary>
[Activity("Frontdesk", "Supplies", "Sets apart what is left of a recalled lot and finds the visits it was used at.", DisplayName = "Trace a recalled lot")]
[FlowNode("Used", "Not used")]
public sealed class TraceRecall : CodeActivity
{
    /// <summary>What to know about the stock.</summary>
    [Output(Description = "What to know about the stock.")]
    public Output<string>? Stock { get; set; }

    /// <summary>The visits and patients, by id.</summary>
    [Output(Description = "The visits and patients, by id.")]
    public Output<string>? Affected { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var recall = await context.RecallAsync();
        await recall.TraceAsync(context.Records(), await context.LedgerAsync());
        context.Set(Stock, string.Create(CultureInfo.InvariantCulture, $"Lot {recall.Lot} of {recall.Item} was recalled: {recall.Reason}. {recall.SetApart} were set apart, {recall.Used} had been used."), nameof(Stock));
        context.Set(Affected, $"Visits: {string.Join(", ", recall.Visits)}. Patients: {string.Join(", ", recall.Patients)}.", nameof(Affected));
        await context.CompleteActivityWithOutcomesAsync(recall.Used > 0 ? "Used" : "Not used");
    }
}

/// <summary>Writes down what was done about a recall.</summary>
[Activity("Frontdesk", "Supplies", "Writes down that the patients were told, or what became of the stock.", DisplayName = "Record a recall step")]
public sealed class RecordRecallStep : CodeActivity
{
    /// <summary>What was done.</summary>
    [Input(DisplayName = "What was done", Description = "What was done about the recall.", Choices = ["Patients told", "Returned", "Thrown away"], Required = true)]
    public Input<string> Outcome { get; set; } = new();

    /// <summary>Who did it.</summary>
    [Input(DisplayName = "Who did it", Description = "The person who did it, usually a variable.", Required = true)]
    public Input<string> By { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var recall = await context.RecallAsync();
        if (context.Get(Outcome) == "Patients told")
            recall.TellPatients(context.Now());
        else
            await recall.ClearAsync(context.Records(), await context.LedgerAsync(), context.Get(Outcome) == "Returned" ? MoveKind.Return : MoveKind.Discard, context.Get(By) ?? string.Empty, context.Now());
    }
}

/// <summary>The recall that an instance is about.</summary>
internal static class RecallContext
{
    public static async ValueTask<LotRecall> RecallAsync(this ActivityExecutionContext context) =>
        await context.Records().FindRecallAsync(new RecallId(context.CaseId())) ?? throw new DomainRuleException("recall", $"There is no recall {context.CaseId()}.");
}
