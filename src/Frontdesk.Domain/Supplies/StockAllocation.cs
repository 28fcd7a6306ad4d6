using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>What became of stock that was set aside.</summary>
public enum AllocationState
{
    /// <summary>It is set aside.</summary>
    Held = 0,

    /// <summary>It was used at the visit.</summary>
    Used = 1,

    /// <summary>It is free again.</summary>
    Released = 2,
}

/// <summary>Stock set aside for a visit, e.g. the last doses of a vaccine: it lies on the shelf, but is not available to others.</summary>
public sealed class StockAllocation : Entity
{
    private StockAllocation()
    {
    }

    /// <summary>Sets stock aside.</summary>
    /// <exception cref="DomainRuleException">The amount is not positive.</exception>
    public StockAllocation(PracticeId practice, AllocationId id, SupplyItemId item, long amount, AppointmentId visit, Instant now)
        : base(practice)
    {
        if (amount < 1)
            throw new DomainRuleException("allocation-amount", $"At least 1 of item {item} is set aside.");

        Id = id;
        Item = item;
        Amount = amount;
        Visit = visit;
        State = AllocationState.Held;
        ChangedAt = now;
    }

    /// <summary>The allocation.</summary>
    public AllocationId Id { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>Base units.</summary>
    public long Amount { get; private set; }

    /// <summary>For which visit.</summary>
    public AppointmentId Visit { get; private set; }

    /// <summary>What became of it.</summary>
    public AllocationState State { get; private set; }

    /// <summary>Since when.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>It was used at the visit.</summary>
    public void Use(Instant now) => End(AllocationState.Used, now);

    /// <summary>It is free again.</summary>
    public void Release(Instant now) => End(AllocationState.Released, now);

    private void End(AllocationState state, Instant now)
    {
        if (State != AllocationState.Held)
            return;

        State = state;
        ChangedAt = now;
    }
}
