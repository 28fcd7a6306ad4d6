using Frontdesk.Engine.Outbox;

namespace Frontdesk.Channels.Tests;

/// <summary>The outbox's promises over a list: leases, order per recipient, no step backwards.</summary>
internal sealed class MemoryOutbox(TimeProvider clock) : IOutbox
{
    private readonly Lock gate = new();
    private readonly List<Row> rows = [];

    public Func<OutboxMessage, bool> FailsToRecord { get; set; } = _ => false;

    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (gate)
                return [.. rows];
        }
    }

    public OutboxMessage Add(string channel, string recipient, string payload)
    {
        lock (gate)
        {
            var number = rows.Count + 1;
            var now = clock.GetUtcNow();
            var message = new OutboxMessage($"m{number}", $"key-{number}", channel, recipient, payload, number, OutboxState.Pending, 0, now, now, null, null, null);
            rows.Add(new Row { Message = message });
            return message;
        }
    }

    public Row this[string id]
    {
        get
        {
            lock (gate)
                return rows.Single(r => r.Message.Id == id);
        }
    }

    public ValueTask<IReadOnlyList<OutboxMessage>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var due = rows.Where(r => !r.IsFinal && r.Message.NotBefore <= now && (r.Message.State == OutboxState.Pending || r.LeasedUntil <= now)
                && !rows.Exists(e => !e.IsFinal && e.Message.Sequence < r.Message.Sequence && e.Message.Channel == r.Message.Channel && e.Message.Recipient == r.Message.Recipient)).Take(limit).ToList();
            foreach (var row in due)
            {
                row.Message = row.Message with { Attempts = row.Message.Attempts + 1, State = row.Message.State == OutboxState.Pending ? OutboxState.Sending : OutboxState.Unknown };
                row.LeasedUntil = now + lease;
            }

            return new([.. due.Select(r => r.Message)]);
        }
    }

    public ValueTask RecordAsync(string messageId, OutboxOutcome outcome, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var row = rows.Single(r => r.Message.Id == messageId);
            if (FailsToRecord(row.Message))
                throw new InvalidOperationException("The database is gone.");
            Apply(row, outcome);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RecordByProviderIdAsync(string channel, string providerId, OutboxOutcome outcome, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var row = rows.Find(r => r.Message.Channel == channel && r.Message.ProviderId == providerId);
            if (row is not null)
                Apply(row, outcome);
            return new(row is not null);
        }
    }

    public ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken) => new(Task.Delay(timeout, clock, cancellationToken));

    private void Apply(Row row, OutboxOutcome outcome)
    {
        if (row.Message.State is OutboxState.Delivered or OutboxState.Failed or OutboxState.Captured or OutboxState.Withdrawn
            || (row.Message.State == OutboxState.Sent && outcome.State is not (OutboxState.Delivered or OutboxState.Failed)))
            return;
        row.Message = row.Message with { State = outcome.State, ProviderId = outcome.ProviderId ?? row.Message.ProviderId, NotBefore = outcome.RetryAt ?? row.Message.NotBefore };
        row.LeasedUntil = clock.GetUtcNow();
        row.Outcomes.Add(outcome);
    }

    internal sealed class Row
    {
        public required OutboxMessage Message { get; set; }

        public DateTimeOffset LeasedUntil { get; set; }

        public List<OutboxOutcome> Outcomes { get; } = [];

        public OutboxOutcome Last => Outcomes[^1];

        public OutboxState State => Message.State;

        public bool IsFinal => State is not (OutboxState.Pending or OutboxState.Sending or OutboxState.Unknown);
    }
}
