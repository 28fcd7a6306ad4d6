using Frontdesk.Domain;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Web.Documents;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Web.Supplies;

/// <summary>Reads stock and purchases. Nothing here names a patient: entries of the ledger that carry a visit are shown without it.</summary>
internal sealed class SupplyReading(PracticeDatabase database, PracticeReader reader, WorkflowEngine engine, PracticeSettings settings, Readiness readiness, TimeProvider clock)
{
    private const string Reordering = "supply-reordering";
    private const string Ordering = "purchase-order";
    private const double UsualPriceTolerance = 0.02;

    private PracticeId Practice => new(settings.PracticeId);

    private Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>Items by name, with their position.</summary>
    public async Task<Page<StockRow>> FindStockAsync(ListQuery list, bool onlyLow, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(cancellationToken);
        return await ReadAsync(
            async (records, _) =>
            {
                var rooms = await records.FindStockroomsAsync(cancellationToken);
                List<SupplyItem> items = [.. (await records.FindSupplyItemsAsync(cancellationToken)).Where(item => Matches(list, item.Id.Value, item.Name)).OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)];
                List<StockRow> rows = [];
                // What an item comes to takes a forecast: only when that chooses the rows is it made for more than the page.
                foreach (var item in onlyLow ? items : items.Skip(list.Skip).Take(list.Size))
                    rows.Add(await RowAsync(records, item, rooms, rules));

                return onlyLow
                    ? PageOf(rows.FindAll(row => row.State != "Enough"), list)
                    : new Page<StockRow>(rows, items.Count, list.Number, list.Size);
            },
            cancellationToken);
    }

    /// <summary>One item; null when there is none with this id.</summary>
    public async Task<StockView?> GetStockAsync(string id, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(cancellationToken);
        return await ReadAsync(
            async (records, context) =>
            {
                if (!Ids.TryRead(id, out SupplyItemId itemId) || await records.FindSupplyItemAsync(itemId, cancellationToken) is not { } item)
                    return null;

                var rooms = await records.FindStockroomsAsync(cancellationToken);
                string NameOf(StockroomId room) => rooms.FirstOrDefault(one => one.Id == room)?.Name ?? room.Value;
                var review = await DeskOf(records, rules).ReckonAsync(item);
                var moves = await context.Set<StockMove>().AsNoTracking().Where(move => move.Item == item.Id).OrderByDescending(move => move.At).ThenByDescending(move => move.Id).Take(50).ToListAsync(cancellationToken);
                var purchases = await context.Set<Purchase>().AsNoTracking().Where(purchase => purchase.Item == item.Id).OrderByDescending(purchase => purchase.ProposedAt).Take(20).ToListAsync(cancellationToken);
                var names = await SuppliersAsync(context, cancellationToken);
                return new StockView(
                    await RowAsync(records, item, rooms, rules),
                    review.Arithmetic.Lines(item.BaseUnit),
                    [item.BaseUnit.Value, .. item.Conversions.Select(one => one.Unit.Value).Distinct()],
                    [.. review.Balances.Select(one => new LotRow(NameOf(one.Place.Stockroom), one.Place.Lot, Day(one.Place.ExpiresOn), one.Place.Condition, one.Amount))],
                    [.. moves.Select(move => new MoveRow(move.At.On(settings.Zone), move.Kind, NameOf(move.Stockroom), move.Lot, move.Amount, move.By, move.Reason))],
                    [.. purchases.Select(purchase => Row(purchase, item.Name, names.GetValueOrDefault(purchase.Supplier, purchase.Supplier.Value)))],
                    [.. (await records.FindOpenAlertsAsync(item.Id, cancellationToken)).Select(alert => alert.Detail)]);
            },
            cancellationToken);
    }

    /// <summary>Purchases, newest first.</summary>
    public Task<Page<PurchaseRow>> FindPurchasesAsync(PurchaseQuery query, CancellationToken cancellationToken) => ReadAsync(
        async (_, context) =>
        {
            var page = FindPurchases(query);
            List<PurchaseId> ids = [.. page.Items.Select(one => one.Id)];
            var found = await context.Set<Purchase>().AsNoTracking().Where(purchase => ids.Contains(purchase.Id)).ToDictionaryAsync(purchase => purchase.Id, cancellationToken);
            return new Page<PurchaseRow>([.. page.Items.Select(one => Row(found[one.Id], one.Item, one.Supplier))], page.Total, page.Number, page.Size);
        },
        cancellationToken);

    /// <summary>One purchase; null when there is none with this id.</summary>
    public Task<PurchaseView?> GetPurchaseAsync(string id, CancellationToken cancellationToken) => ReadAsync(
        async (records, context) =>
        {
            if (!Ids.TryRead(id, out PurchaseId purchaseId) || await records.FindPurchaseAsync(purchaseId, cancellationToken) is not { } purchase)
                return null;

            var item = await records.FindSupplyItemAsync(purchase.Item, cancellationToken);
            return new PurchaseView(
                Row(purchase, item?.Name ?? purchase.Item.Value, (await records.FindSupplierAsync(purchase.Supplier, cancellationToken))?.Name ?? purchase.Supplier.Value),
                SupplyWords.Next(purchase),
                purchase.Arithmetic.Lines(purchase.BaseUnit),
                purchase.UnitPrice.MinorUnits,
                purchase.Holds,
                purchase.RequestedBy,
                purchase.ApprovedBy,
                purchase.Level,
                purchase.Offer is { } offer ? $"{(offer.Sku.Length > 0 ? $"{offer.Sku}, {offer.Holds} in a pack, " : "")}{offer.UnitPrice} each. {offer.Words}" : null,
                purchase.Outstanding,
                purchase.AwaitsPutAway,
                [.. new[] { purchase.OrderPaper, purchase.OrderTable }.Where(one => one is not null).Select(one => DocumentRoutes.AddressOf(one!.Value.Value))],
                [.. purchase.History.Select(step => new PurchaseStepRow(step.At.On(settings.Zone), step.Verb, step.To, step.By, step.Note))],
                [.. purchase.Deliveries.Select(one => new DeliveryRow(one.At.On(settings.Zone), one.Note.Number, one.Note.Packs, one.Amount, one.Note.Lot, Day(one.Note.ExpiresOn), one.IsQuarantined, one.By))],
                [.. purchase.Invoices.Select(one => new InvoiceRow(one.Number, one.Packs, one.UnitPrice.MinorUnits))],
                [.. purchase.Discrepancies.Select(one => new DiscrepancyRow(one.Kind, one.Reference, one.Detail, one.Resolution, one.ResolvedBy))],
                TasksAbout($"purchase/{purchase.Id}"));
        },
        cancellationToken);

    /// <summary>The stockrooms.</summary>
    public Task<IReadOnlyList<RoomStock>> GetRoomsAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RoomStock>>(
        async (records, _) => [.. (await records.FindStockroomsAsync(cancellationToken)).Select(room => new RoomStock(room.Id.Value, room.Name, 0))],
        cancellationToken);

    private static bool Matches(ListQuery list, params string[] texts)
    {
        var all = SearchText.Fold(string.Join(' ', texts));
        return SearchText.Words(list.Search).All(word => all.Contains(word, StringComparison.Ordinal));
    }

    private static Page<TRow> PageOf<TRow>(List<TRow> rows, ListQuery list) => new([.. rows.Skip(list.Skip).Take(list.Size)], rows.Count, list.Number, list.Size);

    private static DateOnly? Day(LocalDate? day) => day is { } date ? date.ToDateOnly() : null;

    private static async Task<Dictionary<SupplierId, string>> SuppliersAsync(PracticeDbContext context, CancellationToken cancellationToken) =>
        (await context.Set<Supplier>().AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(supplier => supplier.Id, supplier => supplier.Name);

    private PurchaseRow Row(Purchase purchase, string item, string supplier) => new(
        purchase.Id.Value, purchase.Item.Value, item, supplier, purchase.Packs - purchase.CancelledPacks,
        purchase.OrderUnit.Value, purchase.Total.MinorUnits, purchase.Status, purchase.ProposedAt.On(settings.Zone), Day(purchase.PromisedOn));

    private ReorderDesk DeskOf(PracticeRecords records, ReorderRules rules) => new(records, Practice, () => "unused", Now, rules);

    private async Task<StockRow> RowAsync(PracticeRecords records, SupplyItem item, IReadOnlyList<Stockroom> rooms, ReorderRules rules)
    {
        var review = await DeskOf(records, rules).ReckonAsync(item);
        var arithmetic = review.Arithmetic;
        return new StockRow(
            item.Id.Value,
            item.Name,
            item.BaseUnit.Value,
            item.CountClass,
            item.Traits.IsCritical,
            [.. rooms.Select(room => new RoomStock(room.Id.Value, room.Name, review.Balances.Where(one => one.Place.Stockroom == room.Id && one.Place.Condition == StockCondition.Usable).Sum(one => one.Amount)))],
            arithmetic.Position.Total,
            arithmetic.ReorderPoint,
            arithmetic.OrderUpTo,
            arithmetic.DaysOfSupply is { } days ? Math.Round(days, 1) : null,
            arithmetic.IsBelow && (review.Contract is null || review.MissingUnit is not null) ? "Stopped" : arithmetic.IsBelow ? "Low" : "Enough");
    }

    // The page shows the arithmetic that the review will use: with what the manager set in the workflow.
    public async Task<ReorderRules> RulesAsync(CancellationToken cancellationToken)
    {
        var rules = new ReorderRules();
        if (await reader.GetPublishedWorkflowAsync(Reordering, cancellationToken) is not { } workflow)
            return rules;

        double Set(string name, double usual) => workflow.VariableNumber(name) ?? usual;
        return rules with
        {
            ServiceFactor = Set("ServiceFactor", rules.ServiceFactor),
            CriticalServiceFactor = Set("CriticalServiceFactor", rules.CriticalServiceFactor),
            CoverDays = Set("OrderCoverDays", rules.CoverDays),
            HistoryDays = (int)Set("UseHistoryDays", rules.HistoryDays),
            LeastHistoryDays = (int)Set("LeastHistoryDays", rules.LeastHistoryDays),
            ForecastDays = (int)Set("BookedVisitDays", rules.ForecastDays),
        };
    }

    /// <summary>By which share a price may be higher than agreed without anybody being asked, as the manager set it in the workflow.</summary>
    public async Task<decimal> PriceToleranceAsync(CancellationToken cancellationToken) =>
        (decimal)((await reader.GetPublishedWorkflowAsync(Ordering, cancellationToken))?.VariableNumber("PriceTolerance") ?? UsualPriceTolerance);

    /// <summary>Days that a delivery has to be good for, as the manager set it in the workflow.</summary>
    public async Task<int> ShortestLifeDaysAsync(CancellationToken cancellationToken) =>
        (int)((await reader.GetPublishedWorkflowAsync(Ordering, cancellationToken))?.VariableNumber("ShortestLifeDays") ?? ReceiptInspection.UsualShortestLifeDays);

    // A purchase is never deleted: what is found here can be read.
    private Page<(PurchaseId Id, string Item, string Supplier)> FindPurchases(PurchaseQuery query)
    {
        const string Item = "coalesce(i.name, p.item_id)";
        const string Supplier = "coalesce(s.name, p.supplier_id)";
        const string From =
            """
            purchase p left join supply_item i on i.practice_id = p.practice_id and i.id = p.item_id
            left join supplier s on s.practice_id = p.practice_id and s.id = p.supplier_id
            """;
        using var sql = PracticeSql.Open(engine.Database);
        var where = new Conditions("p");
        if (query.Status is { } status)
            where.Add($"p.status = {where.Value(status.ToString())}");
        else if (!query.IncludeOver)
            where.Add("p.is_open");
        where.AddWords(query.List.Search, word => sql.Holds($"p.id || ' ' || {Item} || ' ' || {Supplier}", word));
        return sql.Page($"p.id, {Item}, {Supplier}", From, where, "p.proposed_at desc, p.id", query.List, row => (new PurchaseId(row.GetString(0)), row.GetString(1), row.GetString(2)));
    }

    private List<string> TasksAbout(string subject)
    {
        using var sql = PracticeSql.Open(engine.Database);
        return [.. sql.Read($"select u.title from user_task u where u.practice_id = $1 and u.state in ('ready', 'claimed') and {sql.Json("u.details", "subject")} = $2 order by u.created_at, u.id", row => row.GetString(0), subject)];
    }

    private async Task<T> ReadAsync<T>(Func<PracticeRecords, PracticeDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        await using var context = await database.OpenAsync(Practice, cancellationToken);
        return await read(new PracticeRecords(context), context);
    }
}
