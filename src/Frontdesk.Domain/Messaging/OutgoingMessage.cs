namespace Frontdesk.Domain.Messaging;

/// <summary>A message that is ready for the outbox.</summary>
/// <param name="Key">The idempotency key: the same key never leaves twice (domain.md §0 rule 3).</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Address">The number or address.</param>
/// <param name="SenderName">The name it goes out under.</param>
/// <param name="Message">The words.</param>
public sealed record OutgoingMessage(string Key, Channel Channel, string Address, string SenderName, RenderedMessage Message);
