namespace Frontdesk.Web.Hosting;

/// <summary>Whether the practice is open: its database is at this version, its workflows are loaded and its pump runs.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the practice is open.</summary>
    public bool IsReady => _opened.Task.IsCompleted;

    /// <summary>Says that the practice is open.</summary>
    public void Declare() => _opened.TrySetResult();

    /// <summary>Completes once the practice is open.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);
}
