namespace Frontdesk.Channels.Sms;

/// <summary>A text that a patient sent. Holds PHI: never log it.</summary>
/// <param name="ProviderId">Twilio's id of the text, <c>SM…</c> or <c>MM…</c>; the same text delivered twice has the same id.</param>
/// <param name="From">Who sent it, E.164.</param>
/// <param name="To">The practice's number, E.164.</param>
/// <param name="Body">What it says; empty for a picture alone.</param>
/// <param name="ReceivedAt">When it came (UTC).</param>
/// <param name="MediaCount">How many pictures or files came with it.</param>
/// <param name="ProviderOptOut">The opt-out keyword that Twilio already acted on (<c>STOP</c>, <c>START</c> or <c>HELP</c>), if any.</param>
public sealed record InboundMessage(
    string ProviderId,
    string From,
    string To,
    string Body,
    DateTimeOffset ReceivedAt,
    int MediaCount = 0,
    string? ProviderOptOut = null);

/// <summary>Where inbound texts go; the host turns each into a stimulus.</summary>
public interface IInboundMessages
{
    /// <summary>
    /// Takes a text; returns once it is stored. A text whose <see cref="InboundMessage.ProviderId"/> was taken before is
    /// ignored: the id is the stimulus key.
    /// </summary>
    ValueTask ReceiveAsync(InboundMessage message, CancellationToken cancellationToken);
}
