using System.Globalization;
using Frontdesk.Activities.Supplies;
using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Supplies;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Simulation.Figures;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Frontdesk.Simulation.Duties.SupplyCatalogue;

namespace Frontdesk.Simulation.Duties;

#pragma warning disable CA1812 // Found by SimulatedDuty.All.
/// <summary>Supplies: visits and the day's work use stock, suppliers answer, deliver and charge, staff approve, receive, count and decide.</summary>
internal sealed class Supplies : SimulatedDuty
{
    private const int PackChangeAfterDays = 120;

    // Two working weeks of what care stops without: longer than a supplier takes.
    private const int WeekdaysKept = 10;
    private readonly SupplyFigures _figures = new();
    private Chance? _use;
    private SupplierActor? _suppliers;
    private SupplyStaff? _staff;
    private bool _hasRepacked;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds { get; } = ["purchase", "supply"];

    private Chance Use => _use ??= new Chance(Plan.Seed, "supply use");

    private SupplierActor Suppliers => _suppliers ??= new SupplierActor(Practice, Agenda, Plan);

    private SupplyStaff Staff => _staff ??= new SupplyStaff(Practice, Suppliers, Plan.Seed);

    /// <inheritdoc/>
    public override Task OpenAsync() => Practice.DoAsync((records, burst) =>
    {
        var before = Practice.Now - Duration.FromDays(1);
        records.Add(new Stockroom(Practice.Id, Main, "Supply room", 3, receives: true));
        records.Add(new Stockroom(Practice.Id, Nurses, "Nurse station", 1));
        records.Add(new Supplier(Practice.Id, Acme, "Acme Medical", EmailAddress.Parse("orders@acme.example"), PhoneNumber.Parse("(617) 555-0170")));
        records.Add(new Supplier(Practice.Id, Baystate, "Baystate Pharma Supply", EmailAddress.Parse("orders@baystate.example"), PhoneNumber.Parse("(617) 555-0171")));
        foreach (var one in Items)
        {
            var item = new SupplyItem(Practice.Id, one.Item, one.Name, one.BaseUnit, one.CountClass, one.PerDay * 5 / 7, one.Traits);
            item.Convert(StockUnit.Box, one.Holds, before);
            if (one.Traits.IsCritical)
                item.KeepAtLeast(Math.Max(one.Holds, (long)Math.Ceiling(one.PerDay * WeekdaysKept)));
            if (one.Id == "flu-vaccine")
                item.Vary([new Season(9, 11, 4)]);

            records.Add(item);
            records.Add(new SupplyContract(Practice.Id, one.Item, SupplierOf(one), $"{SupplierOf(one).Value[..2].ToUpperInvariant()}-{one.Id}", StockUnit.Box, PriceOf(one), SupplierActor.LeadTimeOf(SupplierOf(one))));
            if (SecondSupplierOf(one) is { } second)
                records.Add(new SupplyContract(Practice.Id, one.Item, second, $"{second.Value[..2].ToUpperInvariant()}-{one.Id}", StockUnit.Box, PriceOf(one) + PriceOf(one).Share(0.1m), SupplierActor.LeadTimeOf(second), rank: 2));

            foreach (var (room, share) in new[] { (Main, 0.75), (Nurses, 0.25) })
                records.Add(new StockMove(Practice.Id, new StockMoveId(burst.NewId()), MoveKind.Count, new StockPlace(one.Item, room, one.Traits.HasLots ? "OPEN" : string.Empty, Expiry(one)), new Quantity(Math.Max(1, (long)(one.PerDay * 18 * share)), one.BaseUnit), new MoveCause("ray", "opening"), Practice.Now));
        }

        foreach (var (type, lines) in Kits)
            records.Add(new VisitKit(Practice.Id, new VisitTypeId(type), lines));

        return ValueTask.FromResult(true);
    });

    /// <inheritdoc/>
    public override void PlanDay(LocalDate day, bool isBusinessDay)
    {
        if (!isBusinessDay)
            return;

        foreach (var hour in (ReadOnlySpan<int>)[10, 14])
            Agenda.At(At(day, hour, 20), () => WorkAsync(day));

        Agenda.At(At(day, 17, 30), () => UseAtVisitsAsync(day));
        if (day.DayOfWeek == IsoDayOfWeek.Monday)
            Agenda.At(At(day, 7, 30), () => _figures.MeasureAsync(Practice));

        if (!_hasRepacked && Period.DaysBetween(Plan.FirstDay, day) >= PackChangeAfterDays)
            Agenda.At(At(day, 8, 0), RepackAsync);
    }

    /// <inheritdoc/>
    public override Task<TaskAnswer?> AnswerAsync(SimulatedTask task) => Staff.AnswerAsync(task);

    /// <inheritdoc/>
    public override async Task<bool> TakeAsync(OutboxMessage message)
    {
        if (!message.IdempotencyKey.StartsWith(PlaceOrder.KeyPrefix, StringComparison.Ordinal))
            return false;

        if (Plan.MessagesAreCaptured)
        {
            await Practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Captured));
        }
        else
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{message.Channel}-{message.Sequence}");
            await Practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, id));
            if (Suppliers.Bounces())
            {
                await Practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Failed, id, "550 4.2.2", "mailbox-full"));
                return true;
            }

            await Practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Delivered, id));
        }

        Suppliers.Take(new PurchaseId(message.IdempotencyKey[PlaceOrder.KeyPrefix.Length..]));
        return true;
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<Figure>> FiguresAsync() => _figures.ReadAsync(Practice);

    private LocalDate? Expiry(CatalogueItem item) => item.LifeDays == 0 ? null : Plan.FirstDay.PlusDays(item.LifeDays * 2 / 3);

    private Instant At(LocalDate day, int hour, int minute) => PracticeTime.At(day.At(new LocalTime(hour, minute)), Practice.Zone).Instant;

    // Half of the day's other use in the morning, half after noon; mostly from the supply room.
    private Task<bool> WorkAsync(LocalDate day) => Practice.DoAsync(async (records, burst) =>
    {
        foreach (var one in Items)
        {
            var item = (await records.FindSupplyItemAsync(one.Item))!;
            var mean = one.PerDay / 2 * item.SeasonFactor(day);
            var amount = mean >= 1 ? (long)Use.Between((int)(mean * 0.5), (int)Math.Ceiling(mean * 1.5) + 1) : Use.Is(mean) ? 1 : 0;
            if (amount > 0)
                await IssueAsync(records, burst, one.Item, Use.Is(0.75) ? Main : Nurses, amount, item.Traits.IsCritical, null);
        }

        return true;
    });

    private async Task UseAtVisitsAsync(LocalDate day)
    {
        List<Appointment> visits;
        var (from, until) = (At(day, 0, 0), At(day.PlusDays(1), 0, 0));
        await using (var context = await Practice.OpenRecordsAsync())
        {
            visits = await context.Set<Appointment>().AsNoTracking()
                .Where(visit => visit.Start >= from && visit.Start < until && visit.Status == AppointmentStatus.Fulfilled)
                .OrderBy(visit => visit.Start).ThenBy(visit => visit.Id)
                .ToListAsync();
        }

        foreach (var visit in visits)
        {
            await Practice.DoAsync(async (records, burst) =>
            {
                foreach (var line in (await records.FindVisitKitAsync(visit.VisitType))?.Lines ?? [])
                    await IssueAsync(records, burst, line.Item, Nurses, line.Amount, false, visit.Id);

                return true;
            });
        }
    }

    // What one room lacks is fetched from the other: only what neither has is a stock-out.
    private async Task IssueAsync(IPracticeRecords records, BurstTransaction burst, SupplyItemId item, StockroomId room, long amount, bool isCritical, AppointmentId? visit)
    {
        var ledger = new StockLedger(records, Practice.Id, burst.NewId, Practice.Now, Practice.Zone);
        var good = (await records.FindBalancesAsync(item)).Where(one => one.Place.Condition == StockCondition.Usable && one.IsGoodOn(ledger.Today)).ToList();
        var other = room == Main ? Nurses : Main;
        var here = Math.Clamp(good.Where(one => one.Place.Stockroom == room).Sum(one => one.Amount), 0, amount);
        var there = Math.Clamp(good.Where(one => one.Place.Stockroom == other).Sum(one => one.Amount), 0, amount - here);
        foreach (var (place, part) in new[] { (room, here), (other, there) })
        {
            if (part > 0)
                await ledger.IssueAsync(item, place, new Quantity(part, (await ledger.ItemAsync(item)).BaseUnit), new MoveCause("kim", Visit: visit));
        }

        if (here + there < amount)
            _figures.Missed(isCritical || (await ledger.ItemAsync(item)).Traits.IsCritical);
    }

    // A maker changes the box under the same SKU.
    private Task RepackAsync()
    {
        _hasRepacked = true;
        return Practice.DoAsync(async (records, _) =>
        {
            (await records.FindContractAsync(new SupplyItemId("masks"), Acme))?.Repack(40, Practice.Now);
            return true;
        });
    }
}
