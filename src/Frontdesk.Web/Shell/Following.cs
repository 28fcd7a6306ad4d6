using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Shell;

/// <summary>Keeps what a page shows in step with what happens in the practice.</summary>
internal static class Following
{
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(1);

    /// <summary>Refreshes after every change, at most once a second, until the page is gone.</summary>
    public static async Task FollowAsync(this PracticeReader reader, TimeProvider clock, ILogger log, Func<Task> refresh, CancellationToken gone)
    {
        try
        {
            var seen = await reader.WaitForChangeAsync(0, gone);
            while (true)
            {
                seen = await reader.WaitForChangeAsync(seen, gone);
                await refresh();
                await Task.Delay(RefreshPause, clock, gone);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception broken)
        {
            // The type only: a message may quote patient data.
            log.LogError("A page stopped following changes: {Reason}", broken.GetType().Name);
        }
    }
}
