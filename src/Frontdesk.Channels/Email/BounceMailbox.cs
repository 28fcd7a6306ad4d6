using Frontdesk.Channels.Dispatch;
using Frontdesk.Engine.Outbox;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Channels.Email;

/// <summary>
/// Reads the mailbox that undeliverable e-mails come back to, and records each. Bounces are marked as read afterwards;
/// other letters are left as they are, because a person may read the same mailbox.
/// </summary>
/// <param name="options">The mailbox.</param>
/// <param name="outbox">Where bounces are recorded.</param>
/// <param name="clock">The practice's clock.</param>
/// <param name="log">Where failures are told, without addresses or contents.</param>
/// <param name="telemetry">What is measured, if anything.</param>
public sealed class BounceMailbox(BounceOptions options, IOutbox outbox, TimeProvider clock, ILogger<BounceMailbox> log, DeliveryTelemetry? telemetry = null)
{
    // A notification is a few kilobytes; what is far larger is a letter with attachments.
    private const uint LargestNotification = 1_000_000;

    private uint validity;
    private uint lastRead;

    /// <summary>Reads the mailbox every <see cref="BounceOptions.Interval"/> until it is told to stop. A failure is told and tried again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                log.LogWarning("The mailbox for returned e-mails could not be read ({Error}): check {Section}", e.GetType().Name, "Frontdesk:Channels:Bounces");
            }
            catch (Exception)
            {
                // It was told to stop; whatever broke with that is read anew after the next start.
                return;
            }

            await Task.Delay(options.Interval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads what is unread and was not looked at before.</summary>
    /// <returns>How many bounces of our e-mails were recorded.</returns>
    public async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        using var client = new ImapClient { Timeout = 30_000 };
        MailServer.Trust(client, options.TrustedCertificates);
        await client.ConnectAsync(options.Host, options.Port, MailServer.Protection(options.Security), cancellationToken);
        await client.AuthenticateAsync(options.User, options.Password, cancellationToken);
        var inbox = client.Inbox ?? throw new FolderNotFoundException("INBOX");
        await inbox.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        if (inbox.UidValidity != validity)
            (validity, lastRead) = (inbox.UidValidity, 0);

        var recorded = 0;
        var unread = await inbox.SearchAsync(SearchQuery.NotSeen, cancellationToken);
        var fresh = unread.Where(u => u.Id > lastRead).ToList();
        if (fresh.Count > 0)
        {
            foreach (var summary in (await inbox.FetchAsync(fresh, MessageSummaryItems.UniqueId | MessageSummaryItems.Size, cancellationToken)).OrderBy(s => s.UniqueId))
            {
                if (summary.Size <= LargestNotification && await RecordAsync(inbox, summary.UniqueId, cancellationToken))
                    recorded++;
                lastRead = summary.UniqueId.Id;
            }
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
        return recorded;
    }

    private async Task<bool> RecordAsync(IMailFolder inbox, UniqueId uid, CancellationToken cancellationToken)
    {
        using var message = await inbox.GetMessageAsync(uid, cancellationToken);
        if (BounceReader.Read(message) is not { } bounce || !await outbox.RecordByProviderIdAsync("email", bounce.MessageId, bounce.Outcome, cancellationToken))
            return false;
        telemetry?.Reported("email", bounce.Outcome.State);
        await inbox.AddFlagsAsync(uid, MessageFlags.Seen, silent: true, cancellationToken);
        return true;
    }
}
