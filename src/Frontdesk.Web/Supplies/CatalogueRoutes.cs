using Frontdesk.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Supplies;

/// <summary>What the practice keeps, where and from whom, over the API.</summary>
internal static class CatalogueRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var catalogue = api.MapGroup("/catalogue").WithTags("Supplies");
        catalogue.MapGet("/", async ([FromServices] CatalogueReading reading, CancellationToken stop) => Results.Ok(await reading.GetAsync(stop)))
            .WithName("GetCatalogue").WithSummary("Items with units and contracts, stockrooms, suppliers, and what visits use").Produces<CatalogueView>();
        catalogue.MapGet("/items/{id}", async ([FromServices] CatalogueReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetItemAsync(id, stop), id))
            .WithName("GetCatalogueItem").WithSummary("An item with units, seasons and contracts").Produces<ItemView>().ProducesProblem(StatusCodes.Status404NotFound);
        catalogue.MapPut("/items/{id}", ([FromServices] CatalogueCommands commands, string id, KeepItem command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KeepItemAsync(id, command, k, stop)))
            .WithName("KeepItem").WithSummary("Add an item, or correct it").Produces<ItemView>().IsCommand();
        catalogue.MapPost("/items/{id}/retire", ([FromServices] CatalogueCommands commands, string id, CatalogueDeed command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RetireItemAsync(id, command, k, stop)))
            .WithName("RetireItem").WithSummary("Keep an item no longer").Produces<ItemView>().IsCommand();
        catalogue.MapPut("/items/{id}/contracts/{supplierId}", ([FromServices] CatalogueCommands commands, string id, string supplierId, KeepContract command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KeepContractAsync(id, supplierId, command, k, stop)))
            .WithName("KeepContract").WithSummary("Write down what a supplier agreed to for an item").Produces<ItemView>().IsCommand();
        catalogue.MapPut("/stockrooms/{id}", ([FromServices] CatalogueCommands commands, string id, KeepStockroom command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KeepStockroomAsync(id, command, k, stop)))
            .WithName("KeepStockroom").WithSummary("Add a stockroom, or correct it").Produces<StockroomView>().IsCommand();
        catalogue.MapPut("/suppliers/{id}", ([FromServices] CatalogueCommands commands, string id, KeepSupplier command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KeepSupplierAsync(id, command, k, stop)))
            .WithName("KeepSupplier").WithSummary("Add a supplier, correct it, or order from it no longer").Produces<SupplierView>().IsCommand();
        catalogue.MapPut("/kits/{visitTypeId}", ([FromServices] CatalogueCommands commands, string visitTypeId, KeepKit command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KeepKitAsync(visitTypeId, command, k, stop)))
            .WithName("KeepKit").WithSummary("Say what a kind of visit uses").Produces<KitView>().IsCommand();
    }
}
