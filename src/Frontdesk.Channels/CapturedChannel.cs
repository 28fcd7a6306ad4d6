using Frontdesk.Engine.Outbox;

namespace Frontdesk.Channels;

/// <summary>Stands in for a channel without credentials: its messages are shown at the practice, and nobody is told that they were delivered.</summary>
/// <param name="name">The channel that it stands in for.</param>
public sealed class CapturedChannel(string name) : IChannel
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken) => new(new SendResult(SendAnswer.Captured));
}
