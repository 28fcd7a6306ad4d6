using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using NodaTime;
using static Frontdesk.Activities.Supplies.SupplyContext;

namespace Frontdesk.Activities.Supplies;

/// <summary>Reads what a person answered in a task about a purchase.</summary>
internal sealed class PurchaseAnswer(PurchaseDesk desk, Purchase purchase, Instant now, decimal priceTolerance, int shortestLifeDays)
{
    public async Task RecordAsync(string outcome, JsonObject form, string by)
    {
        switch (outcome)
        {
            case "Approved":
                await desk.ApproveAsync(purchase, by);
                break;
            case "Rejected" or "Call it off":
                await desk.CallOffAsync(purchase, by, Text(form, "note") is { Length: > 0 } why ? why : outcome);
                break;
            case "Refused":
                await desk.RefuseAsync(purchase, by, Text(form, "note") is { Length: > 0 } words ? words : outcome);
                break;
            case "Confirmed" or "New day":
                await desk.AnswerAsync(purchase, new SupplierAnswer(SupplierAnswerKind.Acknowledged, Day(form, "promisedOn"), Price(form)), by, priceTolerance);
                break;
            case "Backordered":
                await desk.AnswerAsync(purchase, new SupplierAnswer(SupplierAnswerKind.Backordered, Day(form, "promisedOn")), by, priceTolerance);
                break;
            case "Substitute offered":
                await desk.AnswerAsync(purchase, new SupplierAnswer(SupplierAnswerKind.SubstituteOffered, null, Price(form), Text(form, "sku"), Whole(form, "holds"), Text(form, "note")), by, priceTolerance);
                break;
            case "Accept":
                await desk.DecideAsync(purchase, isAccepted: true, Day(form, "promisedOn"), by);
                break;
            case "Decline":
                await desk.DecideAsync(purchase, isAccepted: false, null, by);
                break;
            case "Delivered":
                await desk.ReceiveAsync(purchase, Note(form), by, shortestLifeDays);
                break;
            case "Put away":
                await desk.PutAwayAsync(purchase, by);
                break;
            case "Invoice came":
                purchase.TakeInvoice(
                    new SupplierInvoice(Text(form, "number"), Whole(form, "packs") ?? 0, Price(form) ?? throw new DomainRuleException("invoice", "An invoice has a price.")),
                    now);
                break;
            case "Accepted" or "Returned" or "Discarded" or "Credited":
                var open = purchase.Discrepancies.First(one => one.Resolution is null);
                await desk.ResolveAsync(purchase, open.Kind, open.Reference, Enum.Parse<Resolution>(outcome), by);
                break;
            default:
                // Wait, not here yet, not reached: the deadline comes again.
                purchase.Chase(now);
                break;
        }
    }

    private static Money? Price(JsonObject form) => Number(form, "price") is { } dollars ? Dollars(dollars) : null;

    private static DeliveryNote Note(JsonObject form) => new(
        Text(form, "number"),
        Whole(form, "packs") ?? 0,
        Text(form, "lot"),
        Day(form, "expiresOn"),
        Whole(form, "holds"),
        Number(form, "lowest"),
        Number(form, "highest"),
        Text(form, "damaged") == "true",
        Text(form, "sku"));
}
