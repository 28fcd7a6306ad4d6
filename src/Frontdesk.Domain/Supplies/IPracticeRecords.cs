using Frontdesk.Domain.Supplies;
using NodaTime;

namespace Frontdesk.Domain;

/// <summary>What was used of an item in one room at one moment.</summary>
/// <param name="Stockroom">The room.</param>
/// <param name="Amount">Base units, positive.</param>
/// <param name="At">When.</param>
public sealed record StockUse(StockroomId Stockroom, long Amount, Instant At);

/// <content>Supplies.</content>
public partial interface IPracticeRecords
{
    /// <summary>An item by id.</summary>
    ValueTask<SupplyItem?> FindSupplyItemAsync(SupplyItemId id, CancellationToken cancellationToken = default);

    /// <summary>The items that are reviewed and ordered, by id.</summary>
    Task<IReadOnlyList<SupplyItem>> FindSupplyItemsAsync(CancellationToken cancellationToken = default);

    /// <summary>A stockroom by id.</summary>
    ValueTask<Stockroom?> FindStockroomAsync(StockroomId id, CancellationToken cancellationToken = default);

    /// <summary>The stockrooms, by id.</summary>
    Task<IReadOnlyList<Stockroom>> FindStockroomsAsync(CancellationToken cancellationToken = default);

    /// <summary>A supplier by id.</summary>
    ValueTask<Supplier?> FindSupplierAsync(SupplierId id, CancellationToken cancellationToken = default);

    /// <summary>The suppliers, those that are not ordered from any more too, by id.</summary>
    Task<IReadOnlyList<Supplier>> FindSuppliersAsync(CancellationToken cancellationToken = default);

    /// <summary>A supplier's contract for an item.</summary>
    ValueTask<SupplyContract?> FindContractAsync(SupplyItemId item, SupplierId supplier, CancellationToken cancellationToken = default);

    /// <summary>The contracts for an item, by rank.</summary>
    Task<IReadOnlyList<SupplyContract>> FindContractsAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>What a kind of visit uses.</summary>
    ValueTask<VisitKit?> FindVisitKitAsync(VisitTypeId visitType, CancellationToken cancellationToken = default);

    /// <summary>Every kit.</summary>
    Task<IReadOnlyList<VisitKit>> FindVisitKitsAsync(CancellationToken cancellationToken = default);

    /// <summary>How many visits of each kind are booked to begin in a span.</summary>
    Task<IReadOnlyDictionary<VisitTypeId, int>> CountBookedVisitsAsync(Instant from, Instant until, CancellationToken cancellationToken = default);

    /// <summary>An entry of the ledger.</summary>
    ValueTask<StockMove?> FindMoveAsync(StockMoveId id, CancellationToken cancellationToken = default);

    /// <summary>The entries with a reference: of a purchase, a transfer or a recall, oldest first.</summary>
    Task<IReadOnlyList<StockMove>> FindMovesAsync(string reference, CancellationToken cancellationToken = default);

    /// <summary>The entries of an item's lot, oldest first.</summary>
    Task<IReadOnlyList<StockMove>> FindMovesAsync(SupplyItemId item, string lot, CancellationToken cancellationToken = default);

    /// <summary>An item's balances that are not zero: the sums of the ledger's entries by room, lot, expiry and condition.</summary>
    Task<IReadOnlyList<StockBalance>> FindBalancesAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>The balances of every item that are not zero.</summary>
    Task<IReadOnlyList<StockBalance>> FindBalancesAsync(CancellationToken cancellationToken = default);

    /// <summary>What was used of an item since a moment, oldest first.</summary>
    Task<IReadOnlyList<StockUse>> FindUseAsync(SupplyItemId item, Instant since, CancellationToken cancellationToken = default);

    /// <summary>When an item was first entered into the ledger; null when it never was.</summary>
    Task<Instant?> FindFirstMoveAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>When each room last counted each item.</summary>
    Task<IReadOnlyDictionary<(SupplyItemId Item, StockroomId Stockroom), Instant>> FindLastCountsAsync(CancellationToken cancellationToken = default);

    /// <summary>Stock of an item that is set aside.</summary>
    Task<IReadOnlyList<StockAllocation>> FindAllocationsAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>A transfer by id.</summary>
    ValueTask<StockTransfer?> FindTransferAsync(TransferId id, CancellationToken cancellationToken = default);

    /// <summary>An item's transfers that are under way.</summary>
    Task<IReadOnlyList<StockTransfer>> FindOpenTransfersAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>A purchase by id.</summary>
    ValueTask<Purchase?> FindPurchaseAsync(PurchaseId id, CancellationToken cancellationToken = default);

    /// <summary>An item's purchases that are not over, oldest first.</summary>
    Task<IReadOnlyList<Purchase>> FindOpenPurchasesAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>Something that a person has to look at.</summary>
    ValueTask<SupplyAlert?> FindSupplyAlertAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>What a person has to look at, of an item.</summary>
    Task<IReadOnlyList<SupplyAlert>> FindOpenAlertsAsync(SupplyItemId item, CancellationToken cancellationToken = default);

    /// <summary>A recall by id.</summary>
    ValueTask<LotRecall?> FindRecallAsync(RecallId id, CancellationToken cancellationToken = default);
}
