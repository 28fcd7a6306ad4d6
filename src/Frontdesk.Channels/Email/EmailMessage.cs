using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Text;

namespace Frontdesk.Channels.Email;

/// <summary>An e-mail in the outbox.</summary>
/// <param name="To">The recipient's address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The same as HTML, if any.</param>
/// <param name="SenderName">The sender's name as patients see it; the practice's when missing.</param>
/// <param name="Attachments">The documents that go with it.</param>
public sealed record EmailMessage(string To, string Subject, string? Text, string? Html, string? SenderName, IReadOnlyList<EmailAttachment>? Attachments = null)
{
    /// <summary>Reads a payload; null when recipient, subject or both forms of the text are missing.</summary>
    public static EmailMessage? Read(string payload)
    {
        try
        {
            var read = JsonSerializer.Deserialize<EmailMessage>(payload, JsonSerializerOptions.Web);
            return read is { To.Length: > 0, Subject.Length: > 0 } && (read.Text is { Length: > 0 } || read.Html is { Length: > 0 }) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The Message-ID of an outbox row, without angle brackets: a hash of its idempotency key, so that a copy sent after an
    /// unknown outcome is the same message to every mail system that it meets.
    /// </summary>
    /// <param name="idempotencyKey">The row's key; it cannot be read back out of the hash.</param>
    /// <param name="domain">The right side.</param>
    public static string MessageIdOf(string idempotencyKey, string domain) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey))[..20])}@{domain}";

    /// <summary>Builds the message as it leaves.</summary>
    /// <param name="idempotencyKey">The outbox row's key.</param>
    /// <param name="options">The sender.</param>
    /// <param name="date">The time of sending.</param>
    /// <param name="attached">The attached documents, read.</param>
    /// <returns>Null when the recipient is not one address.</returns>
    public MimeMessage? ToMime(string idempotencyKey, SmtpOptions options, DateTimeOffset date, params IReadOnlyList<AttachedDocument> attached)
    {
        if (!Domain.EmailAddress.TryParse(To, out var address))
            return null;
        var message = new MimeMessage
        {
            MessageId = MessageIdOf(idempotencyKey, options.IdDomain),
            Date = date,
            Subject = OneLine(Subject),
            Body = Content(attached),
        };
        message.From.Add(new MailboxAddress(OneLine(SenderName is { Length: > 0 } ? SenderName : options.FromName), options.FromAddress));
        message.To.Add(new MailboxAddress(string.Empty, address.Value));
        // Absence notes are not answered to a machine.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private MimeEntity Content(IReadOnlyList<AttachedDocument> attached)
    {
        var words = Words();
        if (attached.Count == 0)
            return words;

        var mixed = new Multipart("mixed") { words };
        foreach (var document in attached)
        {
            mixed.Add(new MimePart(document.MediaType)
            {
                Content = new MimeContent(new MemoryStream(document.Content, writable: false)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                ContentTransferEncoding = ContentEncoding.Base64,
                FileName = document.FileName,
            });
        }

        return mixed;
    }

    private MimeEntity Words()
    {
        var text = Text is { Length: > 0 } ? new TextPart(TextFormat.Plain) { Text = Text } : null;
        var html = Html is { Length: > 0 } ? new TextPart(TextFormat.Html) { Text = Html } : null;
        return text is not null && html is not null ? new MultipartAlternative(text, html) : text ?? html!;
    }
}
