using Frontdesk.Activities.Cases;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Supplies;

/// <summary>Waits for the purchase: what the supplier, the delivery or people do, or the next deadline.</summary>
[Activity("Frontdesk", "Supplies", "Waits until something happens to the purchase or a deadline passes.", DisplayName = "Wait for the purchase")]
[FlowNode("Approved", "Backordered", "Substitute offered", "Price changed", "Delivered", "Does not agree", "On the shelf", "Invoice", "Order not delivered", "Not acknowledged", "Delivery expected", "Late", "No invoice", "Over")]
public sealed class WaitForPurchase : WaitForCase
{
    private static readonly LocalTime Morning = new(8, 0);

    /// <summary>Business days for the acknowledgement.</summary>
    [Input(DisplayName = "Days to acknowledge", Description = "An acknowledgement is asked for after so many business days, and again after as many.")]
    public Input<int> AcknowledgementDays { get; set; } = new(1);

    /// <summary>Business days after the promised day.</summary>
    [Input(DisplayName = "Days to be late", Description = "A delivery is late so many business days after the promised day.")]
    public Input<int> LateDays { get; set; } = new(1);

    /// <summary>Business days for the invoice.</summary>
    [Input(DisplayName = "Days to invoice", Description = "An invoice is asked for so many business days after the goods are on the shelf.")]
    public Input<int> InvoiceDays { get; set; } = new(10);

    /// <inheritdoc/>
    protected override string WakeEvent => nameof(PurchaseChanged);

    /// <inheritdoc/>
    protected override async ValueTask<CaseStep> NextAsync(ActivityExecutionContext context)
    {
        var purchase = await context.PurchaseAsync();
        while (purchase.TakeSignal() is { } signal)
        {
            if (PortOf(signal, purchase) is { } port && (QuestionOf(port) is not { } question || purchase.Ask(question, context.Now())))
                return new CaseStep(port);
        }

        return purchase.IsOpen ? Deadline(context, purchase, await context.PlaceAsync()) : new CaseStep("Over");
    }

    // A signal that somebody has dealt with in the meantime leads nowhere.
    private static string? PortOf(PurchaseSignal signal, Purchase purchase) => signal switch
    {
        PurchaseSignal.Approved when purchase.Status == PurchaseStatus.PendingApproval => "Approved",
        PurchaseSignal.Backordered when purchase.IsOpen && purchase.Outstanding > 0 => "Backordered",
        PurchaseSignal.SubstituteOffered when purchase.Offer is { Sku.Length: > 0 } => "Substitute offered",
        PurchaseSignal.PriceChanged when purchase.Offer is { Sku.Length: 0 } => "Price changed",
        PurchaseSignal.Delivered when purchase.AwaitsPutAway => "Delivered",
        PurchaseSignal.Discrepant when purchase.IsDisputed => "Does not agree",
        PurchaseSignal.PutAway or PurchaseSignal.Resolved when purchase.Status == PurchaseStatus.PutAway => "On the shelf",
        PurchaseSignal.Invoiced when purchase.Status == PurchaseStatus.PutAway => "Invoice",
        PurchaseSignal.NotDelivered when purchase.Status == PurchaseStatus.Ordered => "Order not delivered",
        _ => null,
    };

    // What each port asks of a person, as the questions about a purchase name it.
    private static string? QuestionOf(string port) => port switch
    {
        "Backordered" => "Backorder",
        "Substitute offered" => "Substitute",
        "Price changed" => "New price",
        "Delivered" => "Put away",
        "Does not agree" => "Does not agree",
        "Order not delivered" => "Order by phone",
        "Not acknowledged" => "Chase the answer",
        "Delivery expected" => "Receive",
        "Late" => "Chase the delivery",
        "No invoice" => "Invoice",
        _ => null,
    };

    private CaseStep Deadline(ActivityExecutionContext context, Purchase purchase, Location place)
    {
        var now = context.Now();
        switch (purchase.Status)
        {
            case PurchaseStatus.Ordered:
                return Due(context, purchase, "Not acknowledged", place.AddBusinessDays(purchase.ChasedAt ?? purchase.OrderedAt ?? now, context.Get(AcknowledgementDays)));

            case PurchaseStatus.Acknowledged or PurchaseStatus.Backordered or PurchaseStatus.PartiallyReceived when purchase.PromisedOn is { } day && purchase.Outstanding > 0:
                var expected = PracticeTime(place, place.AddBusinessDays(day, 0), Morning);
                if (purchase.ChasedAt is not { } chased || chased < expected)
                    return Due(context, purchase, "Delivery expected", expected);

                var late = place.AddBusinessDays(Instant.Max(chased, expected), context.Get(LateDays));
                return Due(context, purchase, "Late", late);

            case PurchaseStatus.PutAway:
                return Due(context, purchase, "No invoice", place.AddBusinessDays(purchase.ChasedAt is { } asked && asked > purchase.PutAwayAt ? asked : purchase.PutAwayAt ?? now, context.Get(InvoiceDays)));

            default:
                // A task is open: it has a deadline of its own, and what is decided there comes back as something that happened.
                return new CaseStep("Over", now + Duration.FromDays(7));
        }
    }

    private static Instant PracticeTime(Location place, LocalDate day, LocalTime time) => Domain.PracticeTime.At(day.At(time), place.Zone).Instant;

    private static CaseStep Due(ActivityExecutionContext context, Purchase purchase, string port, Instant at)
    {
        if (at > context.Now())
            return new CaseStep(port, at);

        // While somebody is asked already, the deadline only begins anew.
        purchase.Chase(context.Now());
        return QuestionOf(port) is { } question && !purchase.Ask(question, context.Now()) ? new CaseStep(port, context.Now() + Duration.FromDays(1)) : new CaseStep(port);
    }
}
