using Frontdesk.Engine.Pump;
using Frontdesk.Storage.Backups;
using Frontdesk.Web.Hosting;
using NodaTime;

namespace Frontdesk.Web.Backups;

/// <summary>
/// Makes a back-up every night while the server runs, catches up on one that was missed, and takes away those that need not be
/// kept. A failure is an incident until a later back-up succeeds; it is tried again every hour.
/// </summary>
internal sealed class NightlyBackups(BackupSettings settings, WorkflowEngine engine, Readiness readiness, TimeProvider clock, ILogger<NightlyBackups> log) : BackgroundService
{
    /// <summary>The kind of the incident that a failure is.</summary>
    public const string IncidentKind = "backup";

    // A machine that was suspended, or a clock that was set forward, delays a back-up by no more than this.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly Duration BeforeTryingAgain = Duration.FromHours(1);

    private readonly PracticeBackup backup = new(settings.Place, clock);
    private readonly NightlySchedule schedule = new(settings.At, settings.Zone);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Folder is not { } folder)
            return;
        try
        {
            await readiness.WaitAsync(stoppingToken);
            Instant? triedAgainAt = null;
            while (!stoppingToken.IsCancellationRequested)
            {
                var now = Now();
                var due = Instant.Max(schedule.NextDue(LastIn(folder), now), triedAgainAt ?? Instant.MinValue);
                if (due > now)
                    await Task.Delay(TimeSpan.FromTicks(Math.Min(LongestSleep.Ticks, (due - now).BclCompatibleTicks)), clock, stoppingToken);
                else
                    triedAgainAt = await MakeAsync(folder, stoppingToken) ? null : Now() + BeforeTryingAgain;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> MakeAsync(string folder, CancellationToken stoppingToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var key = BackupKey.ReadOrCreate(settings.KeyFile, out var isNew);
            if (isNew)
                log.LogWarning("A new key for back-ups is in {KeyFile}: keep a copy of it elsewhere, because without it no back-up opens.", settings.KeyFile);
            var made = await backup.MakeAsync(folder, key, cancellationToken: stoppingToken);
            log.LogInformation("The nightly back-up was made and proven: {Bytes} bytes, {Rows} rows.", made.Bytes, made.Manifest.Rows);
            RemoveSuperfluous(folder);
            await TellAsync(burst => Engine.Instances.Incidents.Settle(burst, IncidentKind, "A later back-up was made."), stoppingToken);
            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            var reason = failure is BackupException ? failure.Message : $"Something unexpected happened ({failure.GetType().Name}).";
            log.LogError("The nightly back-up failed: {Reason}", reason);
            await TellAsync(burst => Engine.Instances.Incidents.Report(burst, IncidentKind, $"The nightly back-up failed: {reason}"), stoppingToken);
            return false;
        }
    }

    private void RemoveSuperfluous(string folder)
    {
        var all = backup.FindIn(folder);
        var superfluous = settings.Kept.Superfluous(all.Select(one => Instant.FromDateTimeOffset(one.MadeAt)), settings.Zone).ToHashSet();
        foreach (var (path, _) in all.Where(one => superfluous.Contains(Instant.FromDateTimeOffset(one.MadeAt))))
            File.Delete(path);
    }

    private Task<bool> TellAsync(Action<BurstTransaction> tell, CancellationToken stoppingToken) => engine.ExecuteAsync(
        (burst, _, _) =>
        {
            tell(burst);
            return new ValueTask<bool>(true);
        },
        cancellationToken: stoppingToken);

    private Instant? LastIn(string folder) => backup.FindIn(folder) is [var newest, ..] ? Instant.FromDateTimeOffset(newest.MadeAt) : null;

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
