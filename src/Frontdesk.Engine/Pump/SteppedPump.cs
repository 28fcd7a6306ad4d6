using Frontdesk.Engine.Outbox;

namespace Frontdesk.Engine.Pump;

/// <summary>
/// Drives an engine whose clock stands still until its owner moves it (simulation and tests). Nothing runs by itself: when
/// a call returns, everything that was due has happened, and every message has been given to the carrier.
/// </summary>
public sealed class SteppedPump(WorkflowEngine engine)
{
    private const int Batch = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Takes each message that leaves the outbox, in place of a dispatcher, and records what becomes of it.</summary>
    public Func<OutboxMessage, Task> Carrier { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs the pump until a request is answered; messages stay in the outbox.</summary>
    public async Task<T> AnswerAsync<T>(Task<T> request)
    {
        await engine.DrainAsync();
        return await request;
    }

    /// <summary>Runs the pump until a request is answered; messages stay in the outbox.</summary>
    public async Task AnswerAsync(Task request)
    {
        await engine.DrainAsync();
        await request;
    }

    /// <summary>Runs what is due now and lets the messages leave, until nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            await engine.DrainAsync();
            if (!engine.IsOutboxDue())
                return;

            var leaving = await AnswerAsync(engine.LeaseAsync(Batch, Lease, CancellationToken.None).AsTask());
            if (leaving.Count == 0)
                return;

            foreach (var message in leaving)
                await Carrier(message);
        }
    }

    /// <summary>Answers a request and lets everything happen that follows from it.</summary>
    public async Task<T> SettleAsync<T>(Task<T> request)
    {
        await SettleAsync();
        return await request;
    }

    /// <summary>Answers a request and lets everything happen that follows from it.</summary>
    public async Task SettleAsync(Task request)
    {
        await SettleAsync();
        await request;
    }
}
