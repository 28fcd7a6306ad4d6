using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Supplies;
using Frontdesk.Simulation.Actors;
using NodaTime;

namespace Frontdesk.Simulation.Duties;

/// <summary>The suppliers: confirm, have none, offer something else or another price; deliver whole or in parts; charge.</summary>
internal sealed class SupplierActor(SimulatedPractice practice, Agenda agenda, SimulationPlan plan)
{
    private const int SlowAfterDays = 180;
    private const decimal PriceTolerance = 0.02m;
    private readonly Chance _chance = new(plan.Seed, "suppliers");

    /// <summary>The agreed lead time in calendar days.</summary>
    public static double LeadTimeOf(SupplierId supplier) => supplier == SupplyCatalogue.Baystate ? 5 : 3;

    /// <summary>The mailbox of the supplier takes nothing.</summary>
    public bool Bounces() => _chance.Is(0.01);

    /// <summary>An order came.</summary>
    public void Take(PurchaseId id)
    {
        // One in twenty is not confirmed and comes all the same.
        var confirms = !_chance.Is(0.05);
        agenda.At(DeskHours.From(practice.Now + Duration.FromMinutes(_chance.Between(30, 300)), practice.Zone), () => AnswerAsync(id, confirms));
    }

    private static bool CanAnswer(Purchase purchase) => purchase.IsOpen && purchase.Outstanding > 0 && purchase.OrderedAt is not null;

    private async Task AnswerAsync(PurchaseId id, bool confirms)
    {
        var answer = _chance.Weighted((SupplierAnswerKind.Acknowledged, 0.9), (SupplierAnswerKind.Backordered, 0.05), (SupplierAnswerKind.SubstituteOffered, 0.03), (SupplierAnswerKind.Refused, 0.02));
        var asksMore = _chance.Is(0.03);
        var days = await LeadTimeAsync(id);
        var day = await BusinessDayAsync(practice.LocalNow.Date.PlusDays(days));
        await DoAsync(id, CanAnswer, async (desk, purchase) =>
        {
            if (!confirms)
                return;

            await desk.AnswerAsync(
                purchase,
                answer switch
                {
                    SupplierAnswerKind.Backordered => new SupplierAnswer(answer, day.PlusDays(7)),
                    SupplierAnswerKind.SubstituteOffered => new SupplierAnswer(answer, Sku: purchase.Sku + "-B", Words: "another maker"),
                    SupplierAnswerKind.Refused => new SupplierAnswer(answer, Words: "not carried any more"),
                    _ => new SupplierAnswer(answer, day, asksMore ? purchase.UnitPrice + purchase.UnitPrice.Share(0.08m) : null),
                },
                "sam",
                PriceTolerance);
        });
        var later = answer == SupplierAnswerKind.Backordered ? await BusinessDayAsync(day.PlusDays(7)) : day;
        if (_chance.Is(0.06))
            later = await BusinessDayAsync(later.PlusDays(2));

        await PlanDeliveryAsync(id, later, 1);
    }

    private async Task PlanDeliveryAsync(PurchaseId id, LocalDate day, int part)
    {
        var when = PracticeTime.At(day.At(new LocalTime(10, 0)).PlusMinutes(_chance.Between(0, 200)), practice.Zone).Instant;
        agenda.At(when, () => DeliverAsync(id, part));
        await Task.CompletedTask;
    }

    private async Task DeliverAsync(PurchaseId id, int part)
    {
        var isPartial = part == 1 && _chance.Is(0.1);
        var isOver = _chance.Is(0.01);
        var isWarm = _chance.Is(0.03);
        var isDamaged = _chance.Is(0.01);
        var lot = string.Create(CultureInfo.InvariantCulture, $"L{practice.LocalNow.Date:yyMMdd}{_chance.Between(10, 99)}");
        var isWaiting = false;
        long came = 0;
        var price = Money.Zero;
        await DoAsync(id, CanAnswer, async (desk, purchase) =>
        {
            // Somebody still decides about an offer: it is sent when they have.
            if (purchase.Offer is not null)
            {
                isWaiting = true;
                return;
            }

            var one = SupplyCatalogue.Items.First(item => item.Item == purchase.Item);
            came = isPartial && purchase.Outstanding > 1 ? purchase.Outstanding / 2 : purchase.Outstanding + (isOver ? 1 : 0);
            price = purchase.UnitPrice;
            await desk.ReceiveAsync(
                purchase,
                new DeliveryNote(
                    string.Create(CultureInfo.InvariantCulture, $"D-{id}-{part}"),
                    came,
                    one.Traits.HasLots ? lot : string.Empty,
                    one.LifeDays == 0 ? null : practice.LocalNow.Date.PlusDays(one.LifeDays),
                    LowestTemperature: one.Traits.IsColdChain ? 3.5m : null,
                    HighestTemperature: one.Traits.IsColdChain ? isWarm ? 11m : 6.5m : null,
                    IsDamaged: isDamaged),
                "ray");
        });
        if (isWaiting || (came > 0 && isPartial))
            await PlanDeliveryAsync(id, await BusinessDayAsync(practice.LocalNow.Date.PlusDays(isWaiting ? 1 : 4)), isWaiting ? part : part + 1);

        if (came > 0 && !_chance.Is(0.02))
        {
            var charges = _chance.Is(0.02) ? price + price.Share(0.05m) : price;
            agenda.At(DeskHours.From(practice.Now + Duration.FromHours(_chance.Between(4, 60)), practice.Zone), () => ChargeAsync(id, part, came, charges));
        }
    }

    // What went back is not charged: the invoice is for what the practice keeps of the delivery.
    private Task<bool> ChargeAsync(PurchaseId id, int part, long packs, Money price) => DoAsync(id, purchase => purchase.IsOpen, (_, purchase) =>
    {
        var charged = Math.Min(packs, purchase.KeptPacks - purchase.Invoices.Sum(invoice => invoice.Packs));
        if (charged > 0)
            purchase.TakeInvoice(new SupplierInvoice(string.Create(CultureInfo.InvariantCulture, $"I-{id}-{part}"), charged, price), practice.Now);

        return Task.CompletedTask;
    });

    private Task<bool> DoAsync(PurchaseId id, Func<Purchase, bool> can, Func<PurchaseDesk, Purchase, Task> act) => practice.DoAsync(async (records, burst) =>
    {
        if (await records.FindPurchaseAsync(id) is not { } purchase || !can(purchase))
            return false;

        var ledger = new StockLedger(records, practice.Id, burst.NewId, practice.Now, practice.Zone);
        await act(new PurchaseDesk(records, practice.Id, ledger, practice.Now), purchase);
        return true;
    });

    private async Task<int> LeadTimeAsync(PurchaseId id)
    {
        var supplier = await practice.ReadAsync(async records => (await records.FindPurchaseAsync(id))!.Supplier);
        var isSlow = supplier == SupplyCatalogue.Baystate && Period.DaysBetween(plan.FirstDay, practice.LocalNow.Date) > SlowAfterDays;
        return (int)LeadTimeOf(supplier) + (isSlow ? 4 : 0) + _chance.Between(-1, 2);
    }

    private Task<LocalDate> BusinessDayAsync(LocalDate day) => practice.ReadAsync(async records => (await records.FindLocationsAsync()).Main()!.AddBusinessDays(day, 0));
}
