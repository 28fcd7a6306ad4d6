using Frontdesk.Engine.Outbox;
using MimeKit;

namespace Frontdesk.Channels.Email;

/// <summary>An e-mail that came back for good.</summary>
/// <param name="MessageId">The Message-ID of the e-mail that we sent, without angle brackets.</param>
/// <param name="Status">The enhanced status code, e.g. <c>5.1.1</c>.</param>
public sealed record Bounce(string MessageId, string Status)
{
    /// <summary>What is recorded for the e-mail.</summary>
    public OutboxOutcome Outcome => new(OutboxState.Failed, MessageId, Status, OutcomeReason.Bounced);
}

/// <summary>Reads delivery status notifications (RFC 3464).</summary>
public static class BounceReader
{
    /// <summary>Reads a message from the mailbox.</summary>
    /// <returns>
    /// The bounce; null for anything else: a letter, a notice of a delay (a later one tells the end), a confirmation of
    /// delivery, or a notification that does not say which message it is about.
    /// </returns>
    public static Bounce? Read(MimeMessage message)
    {
        if (message.Body is not MultipartReport { ReportType: { } type } report || !type.Equals("delivery-status", StringComparison.OrdinalIgnoreCase))
            return null;
        var status = report.OfType<MessageDeliveryStatus>().FirstOrDefault()?.StatusGroups
            .Where(g => string.Equals(g["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase))
            .Select(g => StatusOf(g["Status"]))
            .FirstOrDefault(s => s?.StartsWith("5.", StringComparison.Ordinal) == true);
        if (status is null)
            return null;
        var original = report.Select(OriginalId).FirstOrDefault(id => id is { Length: > 0 }) ?? message.InReplyTo;
        return original is { Length: > 0 } ? new Bounce(original, status) : null;
    }

    // A comment may follow the code: "5.1.1 (bad destination mailbox address)".
    private static string? StatusOf(string? field) => field?.Trim().Split(' ', 2)[0];

    private static string? OriginalId(MimeEntity part) => part switch
    {
        MessagePart { Message: { } original } => original.MessageId,
        TextPart text when text.ContentType.IsMimeType("text", "rfc822-headers") => HeadersOf(text)[HeaderId.MessageId]?.Trim().Trim('<', '>'),
        _ => null,
    };

    private static HeaderList HeadersOf(TextPart part)
    {
        using var content = part.Content?.Open() ?? Stream.Null;
        return HeaderList.Load(content);
    }
}
