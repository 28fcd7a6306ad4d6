using Frontdesk.Domain.Supplies;
using Frontdesk.Web.Api;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Supplies;

/// <summary>Stock to look for.</summary>
public sealed record StockSearch(string? Search = null, bool? OnlyLow = null, int? Page = null, int? Size = null);

/// <summary>Purchases to look for.</summary>
public sealed record PurchaseSearch(string? Search = null, PurchaseStatus? Status = null, bool? IncludeOver = null, int? Page = null, int? Size = null);

/// <summary>Stock and purchases over the API.</summary>
internal static class SupplyRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var stock = api.MapGroup("/stock").WithTags("Supplies");
        stock.MapPost("/search", ([FromServices] SupplyReading reading, StockSearch request, CancellationToken stop) => Lists.ReadAsync(request.Search, request.Page, request.Size, list => reading.FindStockAsync(list, request.OnlyLow ?? false, stop)))
            .WithName("SearchStock").WithSummary("Items with their position, by name").Produces<Page<StockRow>>();
        stock.MapGet("/{id}", async ([FromServices] SupplyReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetStockAsync(id, stop), id))
            .WithName("GetStock").WithSummary("An item with lots, moves, purchases and the arithmetic behind its position").Produces<StockView>().ProducesProblem(StatusCodes.Status404NotFound);
        stock.MapPost("/{id}/issue", ([FromServices] SupplyCommands commands, string id, IssueStock command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.IssueAsync(id, command, k, stop)))
            .WithName("IssueStock").WithSummary("Use stock, first expired first out").Produces<StockView>().IsCommand();
        stock.MapPost("/{id}/count", ([FromServices] SupplyCommands commands, string id, CountStock command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.CountAsync(id, command, k, stop)))
            .WithName("CountStock").WithSummary("Enter a count of the shelf").Produces<StockView>().IsCommand();
        stock.MapPost("/{id}/recall", ([FromServices] SupplyCommands commands, string id, RecallLot command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.RecallAsync(id, command, k, stop)))
            .WithName("RecallLot").WithSummary("Recall a lot: set it apart and find whom it was used for").Produces<StockView>().IsCommand();
        stock.MapPost("/{id}/propose", ([FromServices] SupplyCommands commands, string id, ProposePurchase command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.ProposeAsync(id, command, k, stop)))
            .WithName("ProposePurchase").WithSummary("Review an item now and propose a purchase").Produces<StockView>().IsCommand();

        var purchases = api.MapGroup("/purchases").WithTags("Supplies");
        purchases.MapPost("/search", ([FromServices] SupplyReading reading, PurchaseSearch request, CancellationToken stop) => Lists.ReadAsync(request.Search, request.Page, request.Size, list => reading.FindPurchasesAsync(new PurchaseQuery(list, request.Status, request.IncludeOver ?? false), stop)))
            .WithName("SearchPurchases").WithSummary("Purchases, newest first").Produces<Page<PurchaseRow>>();
        purchases.MapGet("/{id}", async ([FromServices] SupplyReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetPurchaseAsync(id, stop), id))
            .WithName("GetPurchase").WithSummary("A purchase with its arithmetic, deliveries, invoices and history").Produces<PurchaseView>().ProducesProblem(StatusCodes.Status404NotFound);
        purchases.MapPost("/{id}/answer", ([FromServices] SupplyCommands commands, string id, RecordSupplierAnswer command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.AnswerAsync(id, command, k, stop)))
            .WithName("RecordSupplierAnswer").WithSummary("Enter what the supplier says").Produces<PurchaseView>().IsCommand();
        purchases.MapPost("/{id}/decide", ([FromServices] SupplyCommands commands, string id, DecidePurchase command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.DecideAsync(id, command, k, stop)))
            .WithName("DecidePurchase").WithSummary("Approve or reject a purchase, or decide about the supplier's offer").Produces<PurchaseView>().IsCommand();
        purchases.MapPost("/{id}/receive", ([FromServices] SupplyCommands commands, string id, ReceiveDelivery command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.ReceiveAsync(id, command, k, stop)))
            .WithName("ReceiveDelivery").WithSummary("Receive and inspect a delivery").Produces<PurchaseView>().IsCommand();
        purchases.MapPost("/{id}/put-away", ([FromServices] SupplyCommands commands, string id, PurchaseDeed command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.PutAwayAsync(id, command, k, stop)))
            .WithName("PutAwayPurchase").WithSummary("Say that what came is on the shelf").Produces<PurchaseView>().IsCommand();
        purchases.MapPost("/{id}/invoice", ([FromServices] SupplyCommands commands, string id, RecordInvoice command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.InvoiceAsync(id, command, k, stop)))
            .WithName("RecordInvoice").WithSummary("Enter an invoice").Produces<PurchaseView>().IsCommand();
        purchases.MapPost("/{id}/resolve", ([FromServices] SupplyCommands commands, string id, ResolveDiscrepancy command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.ResolveAsync(id, command, k, stop)))
            .WithName("ResolveDiscrepancy").WithSummary("Decide about something that does not agree").Produces<PurchaseView>().IsCommand();
        purchases.MapPost("/{id}/cancel", ([FromServices] SupplyCommands commands, string id, PurchaseDeed command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) => Commands.RunAsync(key, k => commands.CancelAsync(id, command, k, stop)))
            .WithName("CancelPurchase").WithSummary("Call off what has not come").Produces<PurchaseView>().IsCommand();
    }
}
