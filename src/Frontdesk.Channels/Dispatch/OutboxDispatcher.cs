using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Channels.Dispatch;

/// <summary>
/// Takes messages out of the outbox, hands each to its channel and records what became of it. Messages to one recipient
/// leave in order, because the outbox leases a recipient's next message only when the one before is settled.
/// </summary>
/// <param name="outbox">The practice's outbox.</param>
/// <param name="channels">The channels, one for each name.</param>
/// <param name="options">How the outbox is emptied.</param>
/// <param name="clock">The practice's clock.</param>
/// <param name="log">Where failures are told, without addresses or contents.</param>
/// <param name="jitter">Where the jitter of the waits comes from; seeded in tests and simulations.</param>
/// <param name="telemetry">What is measured and followed, if anything.</param>
public sealed class OutboxDispatcher(
    IOutbox outbox,
    IEnumerable<IChannel> channels,
    DispatchOptions options,
    TimeProvider clock,
    ILogger<OutboxDispatcher> log,
    Random? jitter = null,
    DeliveryTelemetry? telemetry = null)
{
    // A provider that broke off may still be taking the message: asked too early, it would not know it yet.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(c => c.Name, StringComparer.Ordinal);
    private readonly RetryDelays delays = new(options.FirstRetry, options.LongestRetry, jitter ?? new Random());

    /// <summary>Empties the outbox until it is told to stop; attempts under way are finished first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        telemetry?.BeginAtZero(channels.Keys);
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await DispatchAsync(cancellationToken) == 0)
                    await outbox.WaitForWorkAsync(options.IdleWait, cancellationToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                // The practice was closed, or could not be opened; who closed it tells why.
                return;
            }
            catch (Exception e)
            {
                log.LogError("The outbox could not be read ({Error}); trying again", e.GetType().Name);
                await Task.Delay(delays.After(++failures), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One pass: leases what is due, sends it, records the outcomes.</summary>
    /// <param name="cancellationToken">Stops the taking; attempts under way are finished, so that their outcomes are known.</param>
    /// <returns>How many messages were leased.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        var messages = await outbox.LeaseAsync(options.BatchSize, options.Lease, cancellationToken);
        await Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism },
            async (message, _) => await SettleAsync(message));
        return messages.Count;
    }

    private async Task SettleAsync(OutboxMessage message)
    {
        // The name of a channel that does not exist may be anything.
        var name = channels.TryGetValue(message.Channel, out var channel) ? channel.Name : DeliveryTelemetry.NoChannel;
        using var span = telemetry is null ? null : DeliveryTelemetry.Begin(message, name);
        try
        {
            var began = clock.GetTimestamp();
            var outcome = channel is null
                ? new OutboxOutcome(OutboxState.Failed, Reason: OutcomeReason.Unsendable)
                : ToOutcome(message, channel, await AttemptAsync(message, channel));
            telemetry?.Ended(span, name, outcome.State, clock.GetElapsedTime(began));
            await outbox.RecordAsync(message.Id, outcome, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The lease runs out and the message comes back as unknown: nothing is lost, nothing is sent twice.
            log.LogError("What became of message {Message} could not be recorded ({Error}); it is asked about after its lease", message.Id, e.GetType().Name);
        }
    }

    private async Task<SendResult> AttemptAsync(OutboxMessage message, IChannel channel)
    {
        using var deadline = new CancellationTokenSource(options.AttemptTimeout, clock);
        var sending = false;
        try
        {
            if (message.State == OutboxState.Unknown && await channel.FindAsync(message, deadline.Token) is { } found)
                return found.Answer == SendAnswer.NotSent ? found with { Answer = SendAnswer.Unanswered } : found;
            if (message.Attempts > Allowed(channel))
                return new SendResult(SendAnswer.NotSent);
            sending = true;
            return await channel.SendAsync(message, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            log.LogWarning("The {Channel} channel took too long {While} message {Message}", channel.Name, sending ? "sending" : "looking for", message.Id);
            return new SendResult(SendAnswer.Unanswered, Reason: OutcomeReason.Timeout);
        }
        catch (Exception e)
        {
            log.LogError("The {Channel} channel failed {While} message {Message} ({Error})", channel.Name, sending ? "sending" : "looking for", message.Id, e.GetType().Name);
            return new SendResult(SendAnswer.Unanswered);
        }
    }

    private OutboxOutcome ToOutcome(OutboxMessage message, IChannel channel, SendResult result)
    {
        switch (result.Answer)
        {
            case SendAnswer.Accepted:
                return new OutboxOutcome(OutboxState.Sent, result.ProviderId, result.Code);
            case SendAnswer.Answered:
                return new OutboxOutcome(OutboxState.Delivered, result.ProviderId, result.Code, Response: result.Response);
            case SendAnswer.Captured:
                return new OutboxOutcome(OutboxState.Captured);
            case SendAnswer.Refused:
                return new OutboxOutcome(OutboxState.Failed, result.ProviderId, result.Code, result.Reason);
        }

        // What may have left is still looked for after the last attempt; what cannot be found out for twice as long is given up too.
        var allowed = Allowed(channel);
        var isLast = message.Attempts >= (result.Answer == SendAnswer.Unanswered && channel.CanFind ? allowed * 2 : allowed);
        if (isLast)
        {
            log.LogWarning("Message {Message} on {Channel} is given up after {Attempts} attempts (code {Code})", message.Id, channel.Name, message.Attempts, result.Code);
            return new OutboxOutcome(OutboxState.Failed, Code: result.Code, Reason: result.Reason ?? OutcomeReason.GaveUp);
        }

        var now = clock.GetUtcNow();
        var retry = now + delays.After(message.Attempts, result.RetryAfter);
        return result.Answer == SendAnswer.NotSent
            ? new OutboxOutcome(OutboxState.Pending, Code: result.Code, RetryAt: retry)
            : new OutboxOutcome(OutboxState.Unknown, Code: result.Code, RetryAt: retry < now + Settling ? now + Settling : retry);
    }

    private int Allowed(IChannel channel) => channel.MaxAttempts ?? options.MaxAttempts;
}
