using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Web.Hosting;

/// <summary>Packs and deletes old journals, soon after the start and then once a day, a little at a time.</summary>
internal sealed partial class JournalKeeping(WorkflowEngine engine, PracticeSettings settings, Readiness readiness, TimeProvider clock, ILogger<JournalKeeping> log) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromDays(1);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.WaitAsync(stoppingToken);
            await Task.Delay(AfterStart, clock, stoppingToken);
            while (true)
            {
                await SweepAsync(stoppingToken);
                await Task.Delay(BetweenSweeps, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    /// <summary>One sweep over all journals. A failure is told and left to the next.</summary>
    internal async Task SweepAsync(CancellationToken stop)
    {
        var sweep = JournalSweep.Beginning;
        try
        {
            while (!sweep.IsDone)
            {
                sweep = await engine.SweepJournalsAsync(settings.Journals, sweep, stop);
                await Task.Delay(BetweenSteps, clock, stop);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Nothing is lost by it: the next sweep begins again.
            LogFailed(log, problem.GetType().Name);
        }

        if (sweep.Packed + sweep.Purged > 0)
            LogSwept(log, sweep.Packed, sweep.Purged);
    }

    [LoggerMessage(1, LogLevel.Information, "{Packed} old journal(s) were packed and {Purged} deleted.")]
    private static partial void LogSwept(ILogger log, int packed, int purged);

    [LoggerMessage(2, LogLevel.Warning, "Old journals could not be packed now ({Problem}); it is tried again in a day.")]
    private static partial void LogFailed(ILogger log, string problem);
}
