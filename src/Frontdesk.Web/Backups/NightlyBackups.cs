using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.Backups;

/// <summary>
/// Makes a back-up every night while the server runs, and catches up on one that was missed. One that failed is tried again every
/// hour.
/// </summary>
internal sealed class NightlyBackups(KeptBackups backups, Readiness readiness, TimeProvider clock) : BackgroundService
{
    // A machine that was suspended, or a clock that was set forward, delays a back-up by no more than this.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BeforeTryingAgain = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (backups.Folder is null)
            return;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            DateTimeOffset? triedAgainAt = null;
            while (!stoppingToken.IsCancellationRequested)
            {
                var now = clock.GetUtcNow();
                var due = NextDue(now);
                if (triedAgainAt > due)
                    due = triedAgainAt.Value;
                if (due > now)
                    await Task.Delay(TimeSpan.FromTicks(Math.Min(LongestSleep.Ticks, (due - now).Ticks)), clock, stoppingToken);
                else
                    triedAgainAt = await backups.MakeAsync(stoppingToken) is null ? null : clock.GetUtcNow() + BeforeTryingAgain;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    // A folder that cannot be read makes the attempt that says so.
    private DateTimeOffset NextDue(DateTimeOffset now)
    {
        try
        {
            return backups.NextDue(now) ?? now;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return now;
        }
    }
}
