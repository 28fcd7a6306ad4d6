using NodaTime;

namespace Frontdesk.Domain.Supplies;

/// <summary>Where a transfer stands.</summary>
public enum TransferState
{
    /// <summary>Someone is asked to take it to the other room.</summary>
    Proposed = 0,

    /// <summary>It left its room.</summary>
    InTransit = 1,

    /// <summary>It arrived.</summary>
    Received = 2,

    /// <summary>It does not take place.</summary>
    Cancelled = 3,
}

/// <summary>A transfer between stockrooms was proposed.</summary>
public sealed record StockTransferProposed(PracticeId PracticeId, TransferId Transfer, SupplyItemId Item, StockroomId From, StockroomId To, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Transfer.Value;
}

/// <summary>Stock that goes from one room to another instead of being bought (domain.md §4).</summary>
public sealed class StockTransfer : Entity
{
    private StockTransfer()
    {
    }

    /// <summary>Proposes a transfer.</summary>
    /// <exception cref="DomainRuleException">It goes nowhere, or moves nothing.</exception>
    public StockTransfer(PracticeId practice, TransferId id, SupplyItemId item, StockroomId from, StockroomId to, long amount, string why, Instant now)
        : base(practice)
    {
        if (from == to || amount < 1)
            throw new DomainRuleException("transfer", $"A transfer of item {item} moves at least 1 to another room.");

        Id = id;
        Item = item;
        From = from;
        To = to;
        Amount = amount;
        Why = why;
        State = TransferState.Proposed;
        ProposedAt = now;
        OpenFor = $"{item}+{to}";
        Raise(new StockTransferProposed(practice, id, item, from, to, now));
    }

    /// <summary>The transfer.</summary>
    public TransferId Id { get; private set; }

    /// <summary>The item.</summary>
    public SupplyItemId Item { get; private set; }

    /// <summary>From where.</summary>
    public StockroomId From { get; private set; }

    /// <summary>To where.</summary>
    public StockroomId To { get; private set; }

    /// <summary>Base units.</summary>
    public long Amount { get; private set; }

    /// <summary>Why, for people.</summary>
    public string Why { get; private set; } = string.Empty;

    /// <summary>Where it stands.</summary>
    public TransferState State { get; private set; }

    /// <summary>When it was proposed.</summary>
    public Instant ProposedAt { get; private set; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Who took it along.</summary>
    public string PickedBy { get; private set; } = string.Empty;

    /// <summary>Item and room while it is under way: the database allows one such transfer, so nothing is proposed twice.</summary>
    public string? OpenFor { get; private set; }

    /// <summary>Takes the stock out of its room, first expired first out; less than planned when there is less.</summary>
    /// <exception cref="DomainRuleException">It has left, arrived or been called off, or nothing is there.</exception>
    public async Task PickAsync(IPracticeRecords records, StockLedger ledger, string by)
    {
        Require(TransferState.Proposed);
        var item = await ledger.ItemAsync(Item);
        var (taken, _) = FirstExpiredFirstOut.Take((await records.FindBalancesAsync(Item)).Where(one => one.Place.Stockroom == From), Amount, ledger.Today);
        if (taken.Count == 0)
            throw new DomainRuleException("transfer-empty", $"Nothing of item {Item} is left in {From}.");

        foreach (var part in taken)
            ledger.Shift(item, MoveKind.TransferOut, part, part.Place with { Stockroom = To, Condition = StockCondition.InTransit }, new MoveCause(by, Id.Value));

        Amount = taken.Sum(part => part.Amount);
        PickedBy = by;
        State = TransferState.InTransit;
    }

    /// <summary>Puts the stock on the shelf of the other room.</summary>
    /// <exception cref="DomainRuleException">It has not left.</exception>
    public async Task ReceiveAsync(IPracticeRecords records, StockLedger ledger, string by, Instant now)
    {
        Require(TransferState.InTransit);
        var item = await ledger.ItemAsync(Item);
        var moves = (await records.FindMovesAsync(Id.Value)).Where(move => move is { Condition: StockCondition.InTransit, Amount: > 0 }).ToList();
        foreach (var move in moves)
        {
            var place = new StockPlace(Item, To, move.Lot, move.ExpiresOn, StockCondition.InTransit);
            ledger.Shift(item, MoveKind.TransferIn, new StockBalance(place, move.Amount), place with { Condition = StockCondition.Usable }, new MoveCause(by, Id.Value));
        }

        End(TransferState.Received, now);
    }

    /// <summary>Calls it off before it left.</summary>
    /// <exception cref="DomainRuleException">It has left.</exception>
    public void Cancel(Instant now)
    {
        Require(TransferState.Proposed);
        End(TransferState.Cancelled, now);
    }

    private void End(TransferState state, Instant now)
    {
        State = state;
        EndedAt = now;
        OpenFor = null;
    }

    private void Require(TransferState state)
    {
        if (State != state)
            throw new DomainRuleException("transfer-state", $"Transfer {Id} is {State}, not {state}.");
    }
}
