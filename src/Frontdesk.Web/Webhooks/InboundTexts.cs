using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Channels.Sms;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Web.Webhooks;

/// <summary>Turns each text of a patient into the event <c>TextReceived</c>; Twilio's id of the text is the stimulus key, so a replay changes nothing.</summary>
internal sealed class InboundTexts(WorkflowEngine engine) : IInboundMessages
{
    /// <summary>The event's name.</summary>
    public const string EventName = "TextReceived";

    public async ValueTask ReceiveAsync(InboundMessage message, CancellationToken cancellationToken) => await engine.PublishEventAsync(
        EventName,
        new JsonObject
        {
            ["from"] = message.From,
            ["to"] = message.To,
            ["body"] = message.Body,
            ["providerId"] = message.ProviderId,
            ["receivedAt"] = message.ReceivedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["mediaCount"] = message.MediaCount,
            ["providerOptOut"] = message.ProviderOptOut,
        },
        correlationId: message.From,
        idempotencyKey: $"sms:{message.ProviderId}",
        cancellationToken);
}
