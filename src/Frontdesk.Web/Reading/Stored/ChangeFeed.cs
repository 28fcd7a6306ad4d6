using Frontdesk.Engine.Pump;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Counts the engine's commits, so that pages know when to read again.</summary>
internal sealed class ChangeFeed
{
    private readonly Lock gate = new();
    private TaskCompletionSource next = Signal();
    private long number = 1;

    public ChangeFeed(WorkflowEngine engine) => engine.Committed += Tell;

    /// <summary>Completes once there is a change after <paramref name="seen"/>, and gives the newest one's number.</summary>
    public async ValueTask<long> WaitAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                if (number > seen)
                    return number;
                change = next.Task;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell()
    {
        TaskCompletionSource told;
        lock (gate)
        {
            number++;
            told = next;
            next = Signal();
        }

        told.SetResult();
    }
}
