using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>A lot was recalled.</summary>
public sealed record LotRecalled(PracticeId PracticeId, RecallId Recall, SupplyItemId Item, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Recall.Value;
}

/// <summary>A recall of a lot: what is left is set apart, and whoever it was used for is found (domain.md §4, "recall by a lot already used").</summary>
public sealed class LotRecall : Entity
{
    private LotRecall()
    {
    }

    /// <summary>Recalls a lot.</summary>
    /// <exception cref="DomainRuleException">The lot has no number.</exception>
    public LotRecall(PracticeId practice, RecallId id, SupplyItemId item, string lot, string reason, string by, Instant now)
        : base(practice)
    {
        if (string.IsNullOrWhiteSpace(lot))
            throw new DomainRuleException("recall-lot", "A recall names the lot.");

        Id = id;
        Item = item;
        Lot = lot.Trim();
        Reason = reason;
        By = by;
        RecalledAt = now;
        Raise(new LotRecalled(practice, id, item, now));
    }

    /// <summary>The recall.</summary>
    public RecallId Id { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>The lot number.</summary>
    public string Lot { get; private set; } = string.Empty;

    /// <summary>In the supplier's or the authority's words.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>Who entered it.</summary>
    public string By { get; private set; } = string.Empty;

    /// <summary>When.</summary>
    public Instant RecalledAt { get; private set; }

    /// <summary>Base units that were set apart.</summary>
    public long SetApart { get; private set; }

    /// <summary>Base units that had been used.</summary>
    public long Used { get; private set; }

    /// <summary>The visits it was used at, by id.</summary>
    public IReadOnlyList<string> Visits { get; private set; } = [];

    /// <summary>The patients of these visits, by id.</summary>
    public IReadOnlyList<string> Patients { get; private set; } = [];

    /// <summary>When the patients had been told.</summary>
    public Instant? PatientsToldAt { get; private set; }

    /// <summary>When what was set apart had gone back or been thrown away.</summary>
    public Instant? StockGoneAt { get; private set; }

    /// <summary>Sets apart what is left anywhere and finds whom the lot was used for.</summary>
    public async Task TraceAsync(IPracticeRecords records, StockLedger ledger)
    {
        var item = await ledger.ItemAsync(Item);
        var cause = new MoveCause(By, Id.Value, Reason: "recall");
        foreach (var balance in (await records.FindBalancesAsync(Item)).Where(one => one.Place.Lot == Lot && one is { Amount: > 0, Place.Condition: not StockCondition.Quarantined }))
        {
            ledger.SetApart(item, balance, cause);
            SetApart += balance.Amount;
        }

        var issues = (await records.FindMovesAsync(Item, Lot)).Where(move => move.Kind == MoveKind.Issue).ToList();
        Used = -issues.Sum(move => move.Amount);
        List<string> visits = [];
        List<string> patients = [];
        foreach (var visit in issues.Select(move => move.Visit).OfType<AppointmentId>().Distinct())
        {
            visits.Add(visit.Value);
            if (await records.FindAppointmentAsync(visit) is { } appointment)
                patients.Add(appointment.Patient.Value);
        }

        Visits = visits;
        Patients = [.. patients.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The patients have been told.</summary>
    public void TellPatients(Instant now) => PatientsToldAt ??= now;

    /// <summary>What was set apart goes back, or is thrown away.</summary>
    public async Task ClearAsync(IPracticeRecords records, StockLedger ledger, MoveKind kind, string by, Instant now)
    {
        var item = await ledger.ItemAsync(Item);
        foreach (var balance in (await records.FindBalancesAsync(Item)).Where(one => one.Place.Lot == Lot && one is { Amount: > 0, Place.Condition: StockCondition.Quarantined }))
            ledger.Remove(item, kind, balance, new MoveCause(by, Id.Value, Reason: "recall"));

        StockGoneAt ??= now;
    }
}
