using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Channels.Email;
using Frontdesk.Domain;
using Frontdesk.Engine.Outbox;

namespace Frontdesk.Channels.Fax;

/// <summary>
/// Faxes through a gateway that takes e-mails to <c>number@gateway</c>. A copy after a lost answer carries the same
/// Message-ID, by which gateways recognise it.
/// </summary>
/// <param name="mail">The way to the gateway.</param>
/// <param name="options">The gateway.</param>
public sealed class FaxByEmail(SmtpEmail mail, FaxOptions options) : IChannel
{
    /// <inheritdoc/>
    public string Name => "fax";

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (Payload(message.Payload) is not { } payload)
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.Unsendable);

        if (!PhoneNumber.TryParse((string?)payload["to"], out var number))
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.BadNumber);

        var address = $"{number.Value[1..]}@{options.GatewayDomain}";
        payload["to"] = address;
        var result = await mail.SendAsync(message with { Channel = mail.Name, Recipient = address, Payload = payload.ToJsonString() }, cancellationToken);
        return result.Reason == OutcomeReason.BadAddress ? result with { Reason = OutcomeReason.BadNumber } : result;
    }

    // The same form as an e-mail, with a telephone number where the address is.
    private static JsonObject? Payload(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
