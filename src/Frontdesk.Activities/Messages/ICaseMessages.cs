using Frontdesk.Engine.Outbox;
using NodaTime;

namespace Frontdesk.Activities.Messages;

/// <summary>A duty that looks after its own messages: it hears what became of them within the burst that records it.</summary>
public interface ICaseMessages
{
    /// <summary>Takes what became of a message.</summary>
    /// <returns>True when the message is the duty's: then no task about it is opened by others.</returns>
    ValueTask<bool> TakeAsync(OutboxMessage message, OutboxOutcome outcome, Instant now, CancellationToken cancellationToken);
}
