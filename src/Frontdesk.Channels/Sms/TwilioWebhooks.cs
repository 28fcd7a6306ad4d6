using System.Globalization;
using Frontdesk.Channels.Dispatch;
using Frontdesk.Engine.Outbox;

namespace Frontdesk.Channels.Sms;

/// <summary>The answer to a webhook.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The body's type; null without body.</param>
/// <param name="Body">The body, empty without one.</param>
public sealed record WebhookResult(int Status, string? ContentType, string Body)
{
    /// <summary>Taken; an empty TwiML document, which makes Twilio send nothing back.</summary>
    public static WebhookResult Accepted { get; } = new(200, "text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");

    /// <summary>Not signed by Twilio.</summary>
    public static WebhookResult Rejected { get; } = new(403, null, string.Empty);

    /// <summary>Signed, but fields are missing.</summary>
    public static WebhookResult Unreadable { get; } = new(400, null, string.Empty);
}

/// <summary>What Twilio tells the practice: patients' texts and what became of ours. Nothing is believed without its signature.</summary>
/// <param name="options">The account whose secret signs.</param>
/// <param name="outbox">Where reports are recorded.</param>
/// <param name="inbound">Where patients' texts go.</param>
/// <param name="clock">The practice's clock.</param>
/// <param name="telemetry">What is measured, if anything.</param>
public sealed class TwilioWebhooks(TwilioOptions options, IOutbox outbox, IInboundMessages inbound, TimeProvider clock, DeliveryTelemetry? telemetry = null)
{
    /// <summary>The path of inbound texts.</summary>
    public const string SmsPath = "/webhooks/twilio/sms";

    /// <summary>The path of delivery reports.</summary>
    public const string StatusPath = "/webhooks/twilio/status";

    /// <summary>The query field of a status callback that names the outbox row.</summary>
    internal const string MessageField = "message";

    /// <summary>Takes a patient's text. A replay reaches <see cref="IInboundMessages"/> with the same id, which ignores it.</summary>
    /// <param name="pathAndQuery">Path and query as received; the public address in front of it comes from the settings.</param>
    /// <param name="form">The form's fields.</param>
    /// <param name="signature">The header <see cref="TwilioSignature.Header"/>; null when it is missing.</param>
    /// <param name="cancellationToken">Cancels the storing.</param>
    public async ValueTask<WebhookResult> ReceiveSmsAsync(string pathAndQuery, IReadOnlyDictionary<string, string> form, string? signature, CancellationToken cancellationToken)
    {
        if (!IsSigned(pathAndQuery, form, signature))
            return WebhookResult.Rejected;
        if (Field(form, "MessageSid") is not { } id || Field(form, "From") is not { } from || Field(form, "To") is not { } to)
            return WebhookResult.Unreadable;
        _ = int.TryParse(Field(form, "NumMedia"), NumberStyles.None, CultureInfo.InvariantCulture, out var media);
        var message = new InboundMessage(id, from, to, form.GetValueOrDefault("Body") ?? string.Empty, clock.GetUtcNow(), media, Field(form, "OptOutType"));
        await inbound.ReceiveAsync(message, cancellationToken);
        return WebhookResult.Accepted;
    }

    /// <summary>Takes a report on a text of ours. Replays and reports out of order change nothing.</summary>
    /// <param name="pathAndQuery">Path and query as received.</param>
    /// <param name="form">The form's fields.</param>
    /// <param name="signature">The header <see cref="TwilioSignature.Header"/>; null when it is missing.</param>
    /// <param name="cancellationToken">Cancels the recording.</param>
    public async ValueTask<WebhookResult> ReceiveStatusAsync(string pathAndQuery, IReadOnlyDictionary<string, string> form, string? signature, CancellationToken cancellationToken)
    {
        if (!IsSigned(pathAndQuery, form, signature))
            return WebhookResult.Rejected;
        if (Field(form, "MessageSid") is not { } id || Field(form, "MessageStatus") is not { } status)
            return WebhookResult.Unreadable;
        if (OutcomeOf(id, status, Field(form, "ErrorCode")) is not { } outcome)
            return WebhookResult.Accepted;

        // A report may overtake the answer to our own request, which tells the id: then the address names the row.
        if (!await outbox.RecordByProviderIdAsync("sms", id, outcome, cancellationToken) && RowOf(pathAndQuery) is { } row)
            await outbox.RecordAsync(row, outcome, cancellationToken);
        telemetry?.Reported("sms", outcome.State);
        return WebhookResult.Accepted;
    }

    private static OutboxOutcome? OutcomeOf(string id, string status, string? code)
    {
        var state = status switch
        {
            "sent" => OutboxState.Sent,
            "delivered" or "read" => OutboxState.Delivered,
            "undelivered" or "failed" or "canceled" => OutboxState.Failed,
            _ => OutboxState.Pending,
        };
        if (state == OutboxState.Pending)
            return null;
        if (state != OutboxState.Failed)
            return new OutboxOutcome(state, id);
        var number = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null;
        return new OutboxOutcome(state, id, number is null ? status : code, number is null ? OutcomeReason.Undelivered : TwilioCodes.ReasonOf(number));
    }

    private static string? RowOf(string pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;
        return pathAndQuery[(query + 1)..].Split('&')
            .Where(f => f.StartsWith(MessageField + "=", StringComparison.Ordinal))
            .Select(f => Uri.UnescapeDataString(f[(MessageField.Length + 1)..]))
            .FirstOrDefault(v => v.Length > 0);
    }

    private static string? Field(IReadOnlyDictionary<string, string> form, string name) => form.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private bool IsSigned(string pathAndQuery, IReadOnlyDictionary<string, string> form, string? signature) =>
        TwilioSignature.IsValid(options.AuthToken, options.PublicAddressOf(pathAndQuery), form, signature);
}
