using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Supplies;
using Frontdesk.Storage.Supplies;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Storage;

/// <content>Supplies.</content>
public sealed partial class PracticeRecords
{
    /// <inheritdoc/>
    public ValueTask<SupplyItem?> FindSupplyItemAsync(SupplyItemId id, CancellationToken cancellationToken = default) =>
        FindAsync<SupplyItem, SupplyItemId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SupplyItem>> FindSupplyItemsAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<SupplyItem>().Where(item => item.IsActive).OrderBy(item => item.Id).ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Stockroom?> FindStockroomAsync(StockroomId id, CancellationToken cancellationToken = default) =>
        FindAsync<Stockroom, StockroomId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Stockroom>> FindStockroomsAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Stockroom>().OrderBy(room => room.Id).ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Supplier?> FindSupplierAsync(SupplierId id, CancellationToken cancellationToken = default) =>
        FindAsync<Supplier, SupplierId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Supplier>> FindSuppliersAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Supplier>().OrderBy(supplier => supplier.Id).ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SupplyContract?> FindContractAsync(SupplyItemId item, SupplierId supplier, CancellationToken cancellationToken = default) =>
        FindAsync<SupplyContract, SupplyItemId, SupplierId>(item, supplier, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SupplyContract>> FindContractsAsync(SupplyItemId item, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<SupplyContract>()
            .Where(contract => contract.Item == item)
            .OrderBy(contract => contract.Rank).ThenBy(contract => contract.Supplier)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<VisitKit?> FindVisitKitAsync(VisitTypeId visitType, CancellationToken cancellationToken = default) =>
        FindAsync<VisitKit, VisitTypeId>(visitType, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VisitKit>> FindVisitKitsAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<VisitKit>().OrderBy(kit => kit.VisitType).ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<VisitTypeId, int>> CountBookedVisitsAsync(Instant from, Instant until, CancellationToken cancellationToken = default)
    {
        var counts = await (await SavedAsync(cancellationToken)).Set<Appointment>()
            .Where(visit => visit.Start >= from && visit.Start < until && visit.Status == AppointmentStatus.Booked)
            .GroupBy(visit => visit.VisitType)
            .Select(group => new { VisitType = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(one => one.VisitType, one => one.Count);
    }

    /// <inheritdoc/>
    public ValueTask<StockMove?> FindMoveAsync(StockMoveId id, CancellationToken cancellationToken = default) =>
        FindAsync<StockMove, StockMoveId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockMove>> FindMovesAsync(string reference, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StockMove>()
            .Where(move => move.Reference == reference)
            .OrderBy(move => move.At).ThenBy(move => move.Id)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockMove>> FindMovesAsync(SupplyItemId item, string lot, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StockMove>()
            .Where(move => move.Item == item && move.Lot == lot)
            .OrderBy(move => move.At).ThenBy(move => move.Id)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockBalance>> FindBalancesAsync(SupplyItemId item, CancellationToken cancellationToken = default) =>
        BalancesOf(await (await SavedAsync(cancellationToken)).Set<StockSum>().Where(sum => sum.Item == item).AsNoTracking().ToListAsync(cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockBalance>> FindBalancesAsync(CancellationToken cancellationToken = default) =>
        BalancesOf(await (await SavedAsync(cancellationToken)).Set<StockSum>().AsNoTracking().ToListAsync(cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockUse>> FindUseAsync(SupplyItemId item, Instant since, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StockMove>()
            .Where(move => move.Item == item && move.Kind == MoveKind.Issue && move.At >= since)
            .OrderBy(move => move.At).ThenBy(move => move.Id)
            .Select(move => new StockUse(move.Stockroom, -move.Amount, move.At))
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<Instant?> FindFirstMoveAsync(SupplyItemId item, CancellationToken cancellationToken = default)
    {
        var first = await (await SavedAsync(cancellationToken)).Set<StockMove>()
            .Where(move => move.Item == item)
            .OrderBy(move => move.At)
            .Select(move => new { move.At })
            .FirstOrDefaultAsync(cancellationToken);
        return first?.At;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<(SupplyItemId Item, StockroomId Stockroom), Instant>> FindLastCountsAsync(CancellationToken cancellationToken = default)
    {
        var counts = await (await SavedAsync(cancellationToken)).Set<StockMove>()
            .Where(move => move.Kind == MoveKind.Count)
            .GroupBy(move => new { move.Item, move.Stockroom })
            .Select(group => new { group.Key.Item, group.Key.Stockroom, At = group.Max(move => move.At) })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(one => (one.Item, one.Stockroom), one => one.At);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockAllocation>> FindAllocationsAsync(SupplyItemId item, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StockAllocation>()
            .Where(allocation => allocation.Item == item && allocation.State == AllocationState.Held)
            .OrderBy(allocation => allocation.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StockTransfer?> FindTransferAsync(TransferId id, CancellationToken cancellationToken = default) =>
        FindAsync<StockTransfer, TransferId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StockTransfer>> FindOpenTransfersAsync(SupplyItemId item, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StockTransfer>()
            .Where(transfer => transfer.Item == item && transfer.OpenFor != null)
            .OrderBy(transfer => transfer.ProposedAt).ThenBy(transfer => transfer.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Purchase?> FindPurchaseAsync(PurchaseId id, CancellationToken cancellationToken = default) =>
        FindAsync<Purchase, PurchaseId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Purchase>> FindOpenPurchasesAsync(SupplyItemId item, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Purchase>()
            .Where(purchase => purchase.Item == item && purchase.IsOpen)
            .OrderBy(purchase => purchase.ProposedAt).ThenBy(purchase => purchase.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SupplyAlert?> FindSupplyAlertAsync(string key, CancellationToken cancellationToken = default) =>
        FindAsync<SupplyAlert, string>(key, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SupplyAlert>> FindOpenAlertsAsync(SupplyItemId item, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<SupplyAlert>()
            .Where(alert => alert.Item == item && alert.IsOpen)
            .OrderBy(alert => alert.Key)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LotRecall?> FindRecallAsync(RecallId id, CancellationToken cancellationToken = default) =>
        FindAsync<LotRecall, RecallId>(id, cancellationToken);

    private static IReadOnlyList<StockBalance> BalancesOf(IEnumerable<StockSum> sums) =>
    [
        .. sums.Select(sum => sum.ToBalance())
            .OrderBy(one => one.Place.Item.Value, StringComparer.Ordinal).ThenBy(one => one.Place.Stockroom.Value, StringComparer.Ordinal)
            .ThenBy(one => one.Place.ExpiresOn ?? LocalDate.MaxIsoValue).ThenBy(one => one.Place.Lot, StringComparer.Ordinal).ThenBy(one => one.Place.Condition),
    ];
}
