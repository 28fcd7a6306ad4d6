using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Frontdesk.Storage.Supplies;

#pragma warning disable CA1812 // Found by ITableMapping.
/// <summary>The tables of supplies. Money lies in cents.</summary>
internal sealed class SupplyTables : ITableMapping
{
    public void Map(PracticeDbContext context, ModelBuilder model)
    {
        context.Owned<SupplyItem>(model, item => item.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<Stockroom>(model, room => room.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<Supplier>(model, supplier => supplier.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<SupplyContract>(model, contract =>
        {
            contract.HasKey(one => new { one.PracticeId, one.Item, one.Supplier });
            contract.Property(one => one.Price).HasConversion(new MoneyConverter());
            contract.Ignore(one => one.LeadTime);
        });
        context.Owned<VisitKit>(model, kit => kit.HasKey(one => new { one.PracticeId, one.VisitType }));
        context.Owned<StockMove>(model, move =>
        {
            move.HasKey(one => new { one.PracticeId, one.Id });
            move.Ignore(one => one.Quantity);
        });
        model.Entity<StockSum>(sum =>
        {
            sum.HasKey(one => new { one.PracticeId, one.Item, one.Stockroom, one.Lot, one.ExpiresKey, one.Condition });
            sum.HasQueryFilter(one => one.PracticeId == context.Practice);
        });
        context.Owned<StockAllocation>(model, allocation => allocation.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<StockTransfer>(model, transfer => transfer.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<SupplyAlert>(model, alert => alert.HasKey(one => new { one.PracticeId, one.Key }));
        context.Owned<LotRecall>(model, recall => recall.HasKey(one => new { one.PracticeId, one.Id }));
        context.Owned<Purchase>(model, purchase =>
        {
            purchase.HasKey(one => new { one.PracticeId, one.Id });
            purchase.Property(one => one.UnitPrice).HasConversion(new MoneyConverter());
            purchase.Property(one => one.ManagerFrom).HasConversion(new MoneyConverter());
            purchase.Property(one => one.OwnerFrom).HasConversion(new MoneyConverter());
            purchase.Property(one => one.Offer).HasConversion((ValueConverter)new JsonColumnConverter<SupplierOffer>(), new JsonColumnComparer<SupplierOffer>());
            foreach (var derived in (ReadOnlySpan<string>)[nameof(Purchase.Total), nameof(Purchase.Level), nameof(Purchase.KeptFromReceiving), nameof(Purchase.WasPromisedAnew)])
                purchase.Ignore(derived);
        });

        PracticeDbContext.Json<SupplyItem, ItemTraits>(model, one => one.Traits);
        PracticeDbContext.Json<SupplyItem, IReadOnlyList<UnitConversion>>(model, one => one.Conversions);
        PracticeDbContext.Json<SupplyItem, IReadOnlyList<Season>>(model, one => one.Seasons);
        PracticeDbContext.Json<SupplyContract, IReadOnlyList<PackSize>>(model, one => one.PackSizes);
        PracticeDbContext.Json<SupplyContract, IReadOnlyList<double>>(model, one => one.ObservedLeadTimes);
        PracticeDbContext.Json<VisitKit, IReadOnlyList<KitLine>>(model, one => one.Lines);
        PracticeDbContext.Json<LotRecall, IReadOnlyList<string>>(model, one => one.Visits);
        PracticeDbContext.Json<LotRecall, IReadOnlyList<string>>(model, one => one.Patients);
        PracticeDbContext.Json<Purchase, ReorderArithmetic>(model, one => one.Arithmetic);
        PracticeDbContext.Json<Purchase, IReadOnlyList<Delivery>>(model, one => one.Deliveries);
        PracticeDbContext.Json<Purchase, IReadOnlyList<SupplierInvoice>>(model, one => one.Invoices);
        PracticeDbContext.Json<Purchase, IReadOnlyList<Discrepancy>>(model, one => one.Discrepancies);
        PracticeDbContext.Json<Purchase, IReadOnlyList<PurchaseSignal>>(model, one => one.Signals);
        PracticeDbContext.Json<Purchase, IReadOnlyList<AskedQuestion>>(model, one => one.Questions);
        PracticeDbContext.Json<Purchase, IReadOnlyList<PurchaseStep>>(model, one => one.History);
    }

    /// <summary>An amount as cents.</summary>
    private sealed class MoneyConverter() : ValueConverter<Money, long>(money => money.MinorUnits, cents => new Money(cents));
}
