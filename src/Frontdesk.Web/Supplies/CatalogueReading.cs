using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using NodaTime;

namespace Frontdesk.Web.Supplies;

/// <summary>Reads what the practice keeps, where, from whom, and what visits use. Nothing here names a patient.</summary>
internal sealed class CatalogueReading(PracticeDatabase database, PracticeSettings settings, Readiness readiness, TimeProvider clock)
{
    private Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>All of it.</summary>
    public Task<CatalogueView> GetAsync(CancellationToken stop) => ReadAsync(
        async records =>
        {
            var suppliers = await records.FindSuppliersAsync(stop);
            List<ItemView> items = [];
            foreach (var item in (await records.FindSupplyItemsAsync(stop)).OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase))
                items.Add(View(item, await records.FindContractsAsync(item.Id, stop), suppliers));

            List<KitView> kits = [];
            foreach (var kit in await records.FindVisitKitsAsync(stop))
                kits.Add(await ViewAsync(records, kit, stop));

            return new CatalogueView(
                items,
                [.. (await records.FindStockroomsAsync(stop)).Select(View)],
                [.. suppliers.Select(View)],
                kits);
        },
        stop);

    /// <summary>One item, also one that is not kept any more; null when there is none.</summary>
    public Task<ItemView?> GetItemAsync(string id, CancellationToken stop) => ReadAsync<ItemView?>(
        async records => Ids.TryRead(id, out SupplyItemId item) && await records.FindSupplyItemAsync(item, stop) is { } found
            ? View(found, await records.FindContractsAsync(item, stop), await records.FindSuppliersAsync(stop))
            : null,
        stop);

    /// <summary>One stockroom.</summary>
    public Task<StockroomView?> GetStockroomAsync(string id, CancellationToken stop) => ReadAsync(
        async records => Ids.TryRead(id, out StockroomId room) && await records.FindStockroomAsync(room, stop) is { } found ? View(found) : null,
        stop);

    /// <summary>One supplier.</summary>
    public Task<SupplierView?> GetSupplierAsync(string id, CancellationToken stop) => ReadAsync(
        async records => Ids.TryRead(id, out SupplierId supplier) && await records.FindSupplierAsync(supplier, stop) is { } found ? View(found) : null,
        stop);

    /// <summary>One kit.</summary>
    public Task<KitView?> GetKitAsync(string visitType, CancellationToken stop) => ReadAsync(
        async records => Ids.TryRead(visitType, out VisitTypeId type) && await records.FindVisitKitAsync(type, stop) is { } found ? await ViewAsync(records, found, stop) : null,
        stop);

    private ItemView View(SupplyItem item, IReadOnlyList<SupplyContract> contracts, IReadOnlyList<Supplier> suppliers) => new(
        item.Id.Value,
        item.Name,
        item.BaseUnit.Value,
        item.CountClass,
        item.ExpectedPerDay,
        item.Traits.IsCritical,
        item.Traits.IsColdChain,
        item.Traits.HasLots,
        item.MinimumStock,
        item.IsActive,
        [.. item.Conversions.Select(one => one.Unit).Distinct().Select(unit => new ItemUnit(unit.Value, item.Holds(unit, Now) ?? 0)).Where(unit => unit.Holds > 0)],
        item.Seasons,
        [
            .. contracts.Select(contract => new ContractView(
                contract.Supplier.Value,
                suppliers.FirstOrDefault(supplier => supplier.Id == contract.Supplier)?.Name ?? contract.Supplier.Value,
                contract.Sku,
                contract.OrderUnit.Value,
                contract.Holds(item, Now),
                contract.Price.MinorUnits / 100m,
                contract.LeadTimeDays,
                contract.Rank,
                contract.MinimumPacks,
                contract.AllocationPacks)),
        ]);

    private static StockroomView View(Stockroom room) => new(room.Id.Value, room.Name, room.DemandShare, room.Receives);

    private static async Task<KitView> ViewAsync(PracticeRecords records, VisitKit kit, CancellationToken stop) =>
        new(kit.VisitType.Value, (await records.FindVisitTypeAsync(kit.VisitType, stop))?.Name ?? kit.VisitType.Value, [.. kit.Lines.Select(line => new KitUse(line.Item.Value, line.Amount))]);

    private static SupplierView View(Supplier supplier) => new(supplier.Id.Value, supplier.Name, supplier.OrderEmail.Value, supplier.Phone?.Value, supplier.IsActive);

    private async Task<T> ReadAsync<T>(Func<PracticeRecords, Task<T>> read, CancellationToken stop)
    {
        await readiness.WaitAsync(stop);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        return await read(new PracticeRecords(context));
    }
}
