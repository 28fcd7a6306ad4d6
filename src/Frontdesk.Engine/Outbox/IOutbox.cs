namespace Frontdesk.Engine.Outbox;

/// <summary>
/// The dispatcher's side of the outbox: rows that bursts committed, taken under a lease and answered with an outcome.
/// Implemented by the engine over its database, and by a list in the channels' own tests.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Leases up to <paramref name="limit"/> rows that are due, oldest first, never a row whose channel and recipient
    /// have an earlier row that is due or on its way and not final yet (one meant for later holds up nobody). A row whose lease ran out comes back as
    /// <see cref="OutboxState.Unknown"/>: ask the provider before sending it again.
    /// </summary>
    ValueTask<IReadOnlyList<OutboxMessage>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Records what became of a message and, in the same transaction, resumes the instance that waits for it.
    /// Recording the same final outcome twice changes nothing.
    /// </summary>
    ValueTask RecordAsync(string messageId, OutboxOutcome outcome, CancellationToken cancellationToken);

    /// <summary>
    /// Records a provider's later word on a message it accepted (a status callback, a bounce). Unknown provider ids,
    /// replays and reports that would move a row backwards (delivered → sent) change nothing.
    /// </summary>
    /// <returns>True when a row was found.</returns>
    ValueTask<bool> RecordByProviderIdAsync(string channel, string providerId, OutboxOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Completes when a row may have become due since the last lease, or when <paramref name="timeout"/> has passed.</summary>
    ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken);
}
