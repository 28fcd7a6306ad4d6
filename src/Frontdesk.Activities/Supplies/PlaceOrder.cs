using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Pump;
using NodaTime;

namespace Frontdesk.Activities.Supplies;

/// <summary>Sends the order to the supplier by e-mail, with the order as PDF and as CSV.</summary>
[Sends(Audience.Partner)]
[Activity("Frontdesk", "Supplies", "Sends the order to the supplier by e-mail, with the order as PDF and as CSV.", DisplayName = "Send the order")]
public sealed class PlaceOrder : CodeActivity
{
    /// <summary>How the key of an order's e-mail begins.</summary>
    public const string KeyPrefix = "purchase+";

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var purchase = await context.PurchaseAsync();
        var supplier = await records.FindSupplierAsync(purchase.Supplier) ?? throw new DomainRuleException("supplier", $"There is no supplier {purchase.Supplier}.");
        var item = await records.FindSupplyItemAsync(purchase.Item) ?? throw new DomainRuleException("supply-item", $"There is no item {purchase.Item}.");
        var practice = await records.FindPracticeAsync() ?? throw new DomainRuleException("practice", "The practice is not there.");
        var location = await context.PlaceAsync();
        var now = context.Now();
        var today = now.InZone(location.Zone).Date;
        var paper = Keep(context, "pdf", "application/pdf", context.GetRequiredService<IDocumentPrinter>().Print(PurchaseOrderPaper.Document(purchase, item, supplier, practice, location, today), today));
        var table = Keep(context, "csv", "text/csv", PurchaseOrderPaper.Csv(purchase, item, today));
        purchase.Order(paper, table, now);
        var payload = new JsonObject
        {
            ["to"] = supplier.OrderEmail.Value,
            ["subject"] = $"Purchase order {purchase.Id}",
            ["text"] = $"Please find our purchase order {purchase.Id} attached, as PDF and as CSV.\n\nPlease confirm it with the day of delivery. Call {location.CallBackPhone} about another price, product or day.\n\n{practice.Name}",
            ["senderName"] = practice.Name,
            ["attachments"] = new JsonArray(new JsonObject { ["document"] = paper.Value }, new JsonObject { ["document"] = table.Value }),
        };
        context.Burst().Send(new OutboxDraft($"{KeyPrefix}{purchase.Id}", "email", supplier.OrderEmail.Value, payload.ToJsonString(), InstanceId: context.WorkflowExecutionContext.Id));
    }

    private static DocumentId Keep(ActivityExecutionContext context, string extension, string mediaType, byte[] content)
    {
        var id = new DocumentId(context.Burst().NewId());
        context.Records().Add(new StoredDocument(context.Practice(), id, DocumentKind.PurchaseOrder, null, $"order-{context.CaseId()}.{extension}", mediaType, content, "practice", context.Now()));
        return id;
    }
}
