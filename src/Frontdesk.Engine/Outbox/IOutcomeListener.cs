using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Outbox;

/// <summary>
/// Hears what became of messages, in the burst that records it: what it writes commits with the outbox row. Register it
/// as scoped; one practice has at most one.
/// </summary>
public interface IOutcomeListener
{
    /// <summary>A message was accepted, delivered, captured, withdrawn or given up. Each state of a message is told once.</summary>
    /// <param name="burst">The burst that records the outcome.</param>
    /// <param name="message">The message as it was before.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="cancellationToken">Stops the burst.</param>
    ValueTask OutcomeRecordedAsync(BurstTransaction burst, OutboxMessage message, OutboxOutcome outcome, CancellationToken cancellationToken);
}
