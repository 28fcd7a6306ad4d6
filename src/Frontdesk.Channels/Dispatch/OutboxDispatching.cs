using Microsoft.Extensions.Hosting;

namespace Frontdesk.Channels.Dispatch;

/// <summary>Runs the dispatcher for as long as the host runs.</summary>
internal sealed class OutboxDispatching(OutboxDispatcher dispatcher) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => dispatcher.RunAsync(stoppingToken);
}
