using Microsoft.Extensions.Hosting;

namespace Frontdesk.Channels.Email;

/// <summary>Reads the mailbox for returned e-mails for as long as the host runs.</summary>
internal sealed class BouncePolling(BounceMailbox mailbox) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => mailbox.RunAsync(stoppingToken);
}
