using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>Why stock moved.</summary>
public enum MoveKind
{
    /// <summary>It was delivered.</summary>
    Receipt = 0,

    /// <summary>A delivery was put on the shelf.</summary>
    PutAway = 1,

    /// <summary>It was used.</summary>
    Issue = 2,

    /// <summary>It left for another stockroom.</summary>
    TransferOut = 3,

    /// <summary>It came from another stockroom.</summary>
    TransferIn = 4,

    /// <summary>A count found more or less; also a count that found nothing, with an amount of 0.</summary>
    Count = 5,

    /// <summary>It was set apart: a broken cold chain, a recall, an expiry.</summary>
    Quarantine = 6,

    /// <summary>It was found good and may be used again.</summary>
    Release = 7,

    /// <summary>It was thrown away.</summary>
    Discard = 8,

    /// <summary>It went back to the supplier.</summary>
    Return = 9,

    /// <summary>An earlier entry was wrong; the reason says what.</summary>
    Correction = 10,
}

/// <summary>In which condition stock is.</summary>
public enum StockCondition
{
    /// <summary>On the shelf.</summary>
    Usable = 0,

    /// <summary>Delivered and not yet put away: it is ours, but a count of the shelf does not find it.</summary>
    Receiving = 1,

    /// <summary>Set apart: nobody may use it.</summary>
    Quarantined = 2,

    /// <summary>On its way to another stockroom; the entry names the room it goes to.</summary>
    InTransit = 3,
}

/// <summary>Where stock lies and which stock it is.</summary>
/// <param name="Item">The item.</param>
/// <param name="Stockroom">The room.</param>
/// <param name="Lot">The lot number; empty when there is none or nobody knows it.</param>
/// <param name="ExpiresOn">The last day of use; null when it does not expire.</param>
/// <param name="Condition">Its condition.</param>
public sealed record StockPlace(SupplyItemId Item, StockroomId Stockroom, string Lot, LocalDate? ExpiresOn, StockCondition Condition = StockCondition.Usable);

/// <summary>Who moved stock, and what for.</summary>
/// <param name="By">Who.</param>
/// <param name="Reference">What for: a purchase's, a transfer's or a recall's id; empty for none.</param>
/// <param name="Visit">The visit it was used at.</param>
/// <param name="Reason">In the office's words; it identifies no patient.</param>
public sealed record MoveCause(string By, string Reference = "", AppointmentId? Visit = null, string Reason = "");

/// <summary>Stock was used: the item is reviewed at once, not only at night (domain.md §4).</summary>
public sealed record StockIssued(PracticeId PracticeId, SupplyItemId Item, StockroomId Stockroom, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Item.Value;
}

/// <summary>
/// One entry of the stock ledger. Entries are only ever added, never changed or deleted, which the database enforces; a
/// balance is the sum of its entries, and an error is corrected by a further entry (domain.md §0 rule 6).
/// </summary>
public sealed class StockMove : Entity
{
    private StockMove()
    {
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The entry.</param>
    /// <param name="kind">Why it moved.</param>
    /// <param name="place">Where and which.</param>
    /// <param name="quantity">How much came, or went when negative, in the item's base unit.</param>
    /// <param name="cause">Who and what for.</param>
    /// <param name="now">The present.</param>
    public StockMove(PracticeId practice, StockMoveId id, MoveKind kind, StockPlace place, Quantity quantity, MoveCause cause, Instant now)
        : base(practice)
    {
        Id = id;
        Kind = kind;
        Item = place.Item;
        Stockroom = place.Stockroom;
        Lot = place.Lot;
        ExpiresOn = place.ExpiresOn;
        Condition = place.Condition;
        Amount = quantity.Amount;
        Unit = quantity.Unit;
        By = cause.By;
        Reference = cause.Reference;
        Visit = cause.Visit;
        Reason = cause.Reason;
        At = now;
        if (kind == MoveKind.Issue)
            Raise(new StockIssued(practice, place.Item, place.Stockroom, now));
    }

    /// <summary>The entry.</summary>
    public StockMoveId Id { get; private set; }

    /// <summary>Why it moved.</summary>
    public MoveKind Kind { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>The room.</summary>
    public StockroomId Stockroom { get; private set; }

    /// <summary>The lot number; empty when there is none or nobody knows it.</summary>
    public string Lot { get; private set; } = string.Empty;

    /// <summary>The last day of use; null when it does not expire.</summary>
    public LocalDate? ExpiresOn { get; private set; }

    /// <summary>In which condition.</summary>
    public StockCondition Condition { get; private set; }

    /// <summary>How much came, or went when negative.</summary>
    public long Amount { get; private set; }

    /// <summary>The item's base unit.</summary>
    public StockUnit Unit { get; private set; }

    /// <summary>Who.</summary>
    public string By { get; private set; } = string.Empty;

    /// <summary>What for.</summary>
    public string Reference { get; private set; } = string.Empty;

    /// <summary>The visit it was used at.</summary>
    public AppointmentId? Visit { get; private set; }

    /// <summary>In the office's words.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>The amount with its unit.</summary>
    public Quantity Quantity => new(Amount, Unit);
}
