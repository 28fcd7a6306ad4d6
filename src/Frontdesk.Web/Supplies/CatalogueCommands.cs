using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Staff;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Commanding;
using NodaTime;
using static Frontdesk.Web.Commanding.Fields;

namespace Frontdesk.Web.Supplies;

/// <summary>Changes what the practice keeps, where, from whom, and what visits use. Only office managers and owners do: they answer for what is bought.</summary>
internal sealed class CatalogueCommands(CommandRun run, CatalogueReading reading)
{
    /// <summary>Adds an item or corrects it. The base unit stays as it was first set, because the books are in it.</summary>
    public Task<Outcome<ItemView>> KeepItemAsync(string id, KeepItem command, string key, CancellationToken stop) => RunAsync(
        "keep-item",
        id,
        command,
        command.By,
        key,
        async (desk, cancel) =>
        {
            var itemId = Value("id", id, text => new SupplyItemId(text));
            var unit = Value("baseUnit", command.BaseUnit, StockUnit.Restore);
            var traits = new ItemTraits(command.IsCritical, command.IsColdChain, command.HasLots);
            var item = await desk.Records.FindSupplyItemAsync(itemId, cancel);
            if (item is null)
                desk.Records.Add(item = new SupplyItem(desk.Practice, itemId, command.Name, unit, command.CountClass, command.ExpectedPerDay, traits));
            else if (item.BaseUnit != unit)
                throw Refused("baseUnit", command.BaseUnit, $"The item is counted in {item.BaseUnit}, and what is in the books is in it.", "Keep the unit, or add another item.");

            item.Correct(command.Name, command.CountClass, traits);
            item.Expect(command.ExpectedPerDay);
            item.KeepAtLeast(command.MinimumStock);
            item.Vary([.. command.Seasons ?? []]);
            foreach (var one in command.Units ?? [])
            {
                var larger = Value("units", one.Unit, StockUnit.Restore);
                if (larger == item.BaseUnit || item.Holds(larger, desk.Now) != one.Holds)
                    item.Convert(larger, one.Holds, desk.Now);
            }
        },
        reading.GetItemAsync,
        stop);

    /// <summary>Keeps an item no longer: it is not reviewed, counted or ordered; its stock stays in the books.</summary>
    public Task<Outcome<ItemView>> RetireItemAsync(string id, CatalogueDeed command, string key, CancellationToken stop) => RunAsync(
        "retire-item",
        id,
        command,
        command.By,
        key,
        async (desk, cancel) => (await ItemAsync(desk, "id", id, cancel)).Retire(),
        reading.GetItemAsync,
        stop);

    /// <summary>Adds a stockroom or corrects it.</summary>
    public Task<Outcome<StockroomView>> KeepStockroomAsync(string id, KeepStockroom command, string key, CancellationToken stop) => RunAsync(
        "keep-stockroom",
        id,
        command,
        command.By,
        key,
        async (desk, cancel) =>
        {
            var roomId = Value("id", id, text => new StockroomId(text));
            if (await desk.Records.FindStockroomAsync(roomId, cancel) is { } room)
                room.Correct(command.Name, command.DemandShare, command.Receives);
            else
                desk.Records.Add(new Stockroom(desk.Practice, roomId, command.Name, command.DemandShare, command.Receives));
        },
        reading.GetStockroomAsync,
        stop);

    /// <summary>Adds a supplier, corrects it, or orders from it no longer.</summary>
    public Task<Outcome<SupplierView>> KeepSupplierAsync(string id, KeepSupplier command, string key, CancellationToken stop) => RunAsync(
        "keep-supplier",
        id,
        command,
        command.By,
        key,
        async (desk, cancel) =>
        {
            var supplierId = Value("id", id, text => new SupplierId(text));
            var email = EmailAddress.TryParse(command.OrderEmail, out var address) ? address : throw Invalid("orderEmail", command.OrderEmail, "This is not an e-mail address.", "Send one bare address.");
            PhoneNumber? phone = string.IsNullOrWhiteSpace(command.Phone) ? null : PhoneNumber.TryParse(command.Phone, out var number) ? number : throw Invalid("phone", command.Phone, "This is not a number that can be dialled.", "Send it with area code, or as +1…");
            var supplier = await desk.Records.FindSupplierAsync(supplierId, cancel);
            if (supplier is null)
                desk.Records.Add(supplier = new Supplier(desk.Practice, supplierId, command.Name, email, phone));

            supplier.Correct(command.Name, email, phone);
            if (!command.IsActive)
                supplier.Leave();
        },
        reading.GetSupplierAsync,
        stop);

    /// <summary>Writes down what a supplier agreed to for an item.</summary>
    public Task<Outcome<ItemView>> KeepContractAsync(string itemId, string supplierId, KeepContract command, string key, CancellationToken stop) => RunAsync(
        $"keep-contract {supplierId}",
        itemId,
        command,
        command.By,
        key,
        async (desk, cancel) =>
        {
            var item = await ItemAsync(desk, "id", itemId, cancel);
            var supplier = Value("supplierId", supplierId, text => new SupplierId(text));
            if (await desk.Records.FindSupplierAsync(supplier, cancel) is not { IsActive: true })
                throw Invalid("supplierId", supplierId, "The practice does not buy from this supplier.", "Add the supplier first.");

            var unit = Value("orderUnit", command.OrderUnit, StockUnit.Restore);
            var price = Value("price", command.Price, Money.Of);
            var contract = await desk.Records.FindContractAsync(item.Id, supplier, cancel);
            if (contract is null)
                desk.Records.Add(contract = new SupplyContract(desk.Practice, item.Id, supplier, command.Sku, unit, price, command.LeadTimeDays, command.Rank));

            contract.Renew(command.Sku, unit, command.LeadTimeDays, command.Rank);
            contract.Agree(price);
            contract.Limit(command.MinimumPacks, command.AllocationPacks);
            if (command.PackHolds is { } holds && contract.Holds(item, desk.Now) != holds)
                contract.Repack(holds, desk.Now);

            if (contract.Holds(item, desk.Now) is null)
                throw Refused("packHolds", null, $"Nobody said how many {item.BaseUnit} one {unit} holds.", "Send packHolds, or add the unit to the item first.");
        },
        reading.GetItemAsync,
        stop);

    /// <summary>Says what a kind of visit uses.</summary>
    public Task<Outcome<KitView>> KeepKitAsync(string visitTypeId, KeepKit command, string key, CancellationToken stop) => RunAsync(
        "keep-kit",
        visitTypeId,
        command,
        command.By,
        key,
        async (desk, cancel) =>
        {
            var visitType = Value("visitTypeId", visitTypeId, text => new VisitTypeId(text));
            if (await desk.Records.FindVisitTypeAsync(visitType, cancel) is null)
                throw new CommandRefusedException(Refusal.NotFound, new FieldProblem("visitTypeId", visitTypeId, "There is no such kind of visit.", "Take the id from /api/practice."));

            List<KitLine> lines = [];
            foreach (var use in command.Uses)
                lines.Add(new KitLine((await ItemAsync(desk, "uses", use.Item, cancel)).Id, use.Amount));

            if (await desk.Records.FindVisitKitAsync(visitType, cancel) is { } kit)
                kit.Use(lines);
            else
                desk.Records.Add(new VisitKit(desk.Practice, visitType, lines));
        },
        reading.GetKitAsync,
        stop);

    private static async Task<SupplyItem> ItemAsync(Desk desk, string field, string id, CancellationToken cancel) =>
        await desk.Records.FindSupplyItemAsync(Value(field, id, text => new SupplyItemId(text)), cancel)
        ?? throw new CommandRefusedException(Refusal.NotFound, new FieldProblem(field, id, "There is no such item.", "Take the id from the catalogue."));

    private static CommandRefusedException Refused(string field, string? value, string message, string remedy) => new(Refusal.Conflict, new FieldProblem(field, value, message, remedy));

    private Task<Outcome<TView>> RunAsync<TView>(string verb, string id, object command, string by, string key, Func<Desk, CancellationToken, Task> change, Func<string, CancellationToken, Task<TView?>> read, CancellationToken stop)
        where TView : class => run.RunAsync(
        key,
        [verb, id, command],
        async (burst, records, cancel) =>
        {
            if (await records.FindStaffAsync(Value("by", by, text => new StaffId(text)), cancel) is not { IsActive: true } member)
                throw Invalid("by", by, "There is no such account.", "Send the account of an office manager or owner.");
            if (!member.Roles.Any(role => role is StaffRole.OfficeManager or StaffRole.Owner))
                throw Invalid("by", by, "Only an office manager or owner changes what is kept and from whom.", "Send the account of one of them.");

            await change(new Desk(records, new PracticeId(burst.PracticeId), Instant.FromDateTimeOffset(burst.Now)), cancel);
            return id;
        },
        one => read(one, CancellationToken.None),
        stop);

    private sealed record Desk(IPracticeRecords Records, PracticeId Practice, Instant Now);
}
