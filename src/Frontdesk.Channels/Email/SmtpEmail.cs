using System.Globalization;
using System.Text.RegularExpressions;
using Frontdesk.Engine.Outbox;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Channels.Email;

/// <summary>
/// E-mails through the practice's mail server. SMTP has no way to ask what became of a message, so one whose answer was
/// lost is sent again under the same Message-ID, which mail systems and mail programs show once.
/// </summary>
/// <param name="options">The server and the sender.</param>
/// <param name="clock">The practice's clock.</param>
/// <param name="attachments">Where attached documents are.</param>
/// <param name="log">Where refused credentials and untrusted servers are told.</param>
public sealed partial class SmtpEmail(SmtpOptions options, TimeProvider clock, IAttachments attachments, ILogger<SmtpEmail> log) : IChannel
{
    private const string Section = "Frontdesk:Channels:Smtp";

    /// <inheritdoc/>
    public string Name => "email";

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (EmailMessage.Read(message.Payload) is not { } email)
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.Unsendable);
        if (await AttachedAsync(email, cancellationToken) is not { } attached)
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.Unsendable);
        using var mime = email.ToMime(message.IdempotencyKey, options, clock.GetUtcNow(), attached);
        if (mime is null)
            return new SendResult(SendAnswer.Refused, Reason: OutcomeReason.BadAddress);
        using var client = new SmtpClient { Timeout = 30_000 };
        MailServer.Trust(client, options.TrustedCertificates);
        if (await ConnectAsync(client, cancellationToken) is { } failure)
            return failure;
        try
        {
            await client.SendAsync(mime, cancellationToken);
        }
        catch (SmtpCommandException e)
        {
            return OutcomeOf(e);
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            return new SendResult(SendAnswer.Unanswered);
        }

        await LeaveAsync(client, cancellationToken);
        return new SendResult(SendAnswer.Accepted, mime.MessageId);
    }

    /// <summary>Everything that goes with the message; null when a document is missing, because half a packet must not leave.</summary>
    private async ValueTask<IReadOnlyList<AttachedDocument>?> AttachedAsync(EmailMessage email, CancellationToken cancellationToken)
    {
        List<AttachedDocument> attached = [];
        foreach (var one in email.Attachments ?? [])
        {
            if (await attachments.FindAsync(one.Document, cancellationToken) is not { } document)
                return null;

            attached.Add(document);
        }

        return attached;
    }

    /// <summary>Nothing has left before the server let us in, so every failure here is safe to repeat.</summary>
    private async ValueTask<SendResult?> ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.ConnectAsync(options.Host, options.Port, MailServer.Protection(options.Security), cancellationToken);
            if (options.User.Length > 0)
                await client.AuthenticateAsync(options.User, options.Password, cancellationToken);
            return null;
        }
        catch (AuthenticationException)
        {
            log.LogError("The mail server refuses the account: check {User} and {Password}", $"{Section}:User", $"{Section}:Password");
        }
        catch (SslHandshakeException)
        {
            log.LogError("The mail server's certificate is not trusted: check {Host}, {Security} and {Trusted}", $"{Section}:Host", $"{Section}:Security", $"{Section}:TrustedCertificates");
        }
        catch (NotSupportedException)
        {
            log.LogError("The mail server offers no STARTTLS or no sign-in: check {Port} and {Security}", $"{Section}:Port", $"{Section}:Security");
        }
        catch (SmtpCommandException e)
        {
            return new SendResult(SendAnswer.NotSent, Code: CodeOf(e).Text);
        }
        catch (Exception e) when (e is IOException or ProtocolException or System.Net.Sockets.SocketException or TimeoutException)
        {
            log.LogWarning("The mail server cannot be reached ({Error})", e.GetType().Name);
        }

        return new SendResult(SendAnswer.NotSent);
    }

    private static async ValueTask LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The server already took the message; how the farewell went changes nothing.
        }
    }

    private SendResult OutcomeOf(SmtpCommandException e)
    {
        var (text, enhanced) = CodeOf(e);
        if ((int)e.StatusCode < 500)
            return new SendResult(SendAnswer.NotSent, Code: text);
        if (e.ErrorCode == SmtpErrorCode.SenderNotAccepted || e.StatusCode is SmtpStatusCode.AuthenticationRequired)
        {
            log.LogError("The mail server refuses the sender ({Code}): check {From} and {User}", text, $"{Section}:FromAddress", $"{Section}:User");
            return new SendResult(SendAnswer.NotSent, Code: text);
        }

        var isAddress = enhanced is not null
            ? enhanced.StartsWith("5.1.", StringComparison.Ordinal)
            : e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)e.StatusCode is 550 or 551 or 553;
        return new SendResult(SendAnswer.Refused, Code: text, Reason: isAddress ? OutcomeReason.BadAddress : OutcomeReason.Rejected);
    }

    // The server's sentence may repeat the address; only its numbers are kept.
    private static (string Text, string? Enhanced) CodeOf(SmtpCommandException e)
    {
        var status = ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture);
        var enhanced = EnhancedCode().Match(e.Message) is { Success: true } match ? match.Value : null;
        return (enhanced is null ? status : $"{status} {enhanced}", enhanced);
    }

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex EnhancedCode();
}
