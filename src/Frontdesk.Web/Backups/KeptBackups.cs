using System.Diagnostics.Metrics;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Telemetry;
using Frontdesk.Storage.Backups;
using Frontdesk.Web.Reading;
using NodaTime;

namespace Frontdesk.Web.Backups;

/// <summary>A back-up in the practice's folder.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="MadeAt">The moment whose practice it holds, in the practice's offset.</param>
/// <param name="Bytes">Its length.</param>
public sealed record KeptBackup(string Name, DateTimeOffset MadeAt, long Bytes);

/// <summary>
/// The back-ups of the open practice: those in its folder, and the one that is being made. One is made at a time; who asks for
/// another meanwhile is told what becomes of that one. A failure is an incident until a later one succeeds.
/// </summary>
internal sealed class KeptBackups : IDisposable
{
    /// <summary>The kind of the incident that a failure is.</summary>
    public const string IncidentKind = "backup";

    private static readonly TimeSpan BetweenRecordings = TimeSpan.FromSeconds(5);

    private readonly BackupSettings settings;
    private readonly WorkflowEngine engine;
    private readonly TimeProvider clock;
    private readonly ILogger<KeptBackups> log;
    private readonly PracticeBackup backup;
    private readonly NightlySchedule schedule;
    private readonly Meter meter = new(TelemetryNames.Backups);
    private readonly Lock gate = new();
    private Task<string?>? underWay;

    /// <summary>Makes the keeper of the practice's back-ups; it does nothing until it is asked.</summary>
    public KeptBackups(BackupSettings settings, WorkflowEngine engine, TimeProvider clock, ILogger<KeptBackups> log)
    {
        (this.settings, this.engine, this.clock, this.log) = (settings, engine, clock, log);
        backup = new PracticeBackup(settings.Place, clock);
        schedule = new NightlySchedule(settings.At, settings.Zone);
        meter.CreateObservableGauge(TelemetryNames.BackupAge, MeasureAge, "s", "How old the newest back-up is.");
    }

    /// <summary>Told, on any thread, when the one that is being made has come further, has begun or is over.</summary>
    public event Action? Moved;

    /// <summary>The folder; null when none is set and none are made.</summary>
    public string? Folder => settings.Folder;

    /// <summary>How far the one is that is being made; null while none is.</summary>
    public BackupProgress? Progress { get; private set; }

    /// <summary>When the next one is made by itself, in the practice's offset, not before now; null when none are.</summary>
    /// <param name="now">Now.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public DateTimeOffset? NextDue(DateTimeOffset now) => Folder is null
        ? null
        : InPractice(schedule.NextDue(Newest() is { } last ? Instant.FromDateTimeOffset(last) : null, Instant.FromDateTimeOffset(now)).ToDateTimeOffset());

    /// <summary>When the newest one was made, in the practice's offset; null when there is none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public DateTimeOffset? Newest() => Folder is { } folder && backup.FindIn(folder) is [var newest, ..] ? InPractice(newest.MadeAt) : null;

    /// <summary>Those in the folder, newest first.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public Page<KeptBackup> Find(ListQuery query)
    {
        var searched = query.Search?.Trim() ?? string.Empty;
        var found = (Folder is { } folder ? backup.FindIn(folder) : [])
            .Select(one => (File: new FileInfo(one.Path), MadeAt: InPractice(one.MadeAt)))
            .Where(one => Words(one.File, one.MadeAt).Contains(searched, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return new Page<KeptBackup>([.. found.Skip(query.Skip).Take(query.Size).Select(one => new KeptBackup(one.File.Name, one.MadeAt, one.File.Length))], found.Count, query.Number, query.Size);
    }

    /// <summary>Makes one, proves it, and takes away those that need not be kept; or waits for the one that is being made.</summary>
    /// <param name="stop">Gives up when the server ends; nothing is left of it.</param>
    /// <returns>Null when it was made, otherwise why not, in a sentence.</returns>
    public Task<string?> MakeAsync(CancellationToken stop)
    {
        var folder = Folder ?? throw new InvalidOperationException("No folder is set for back-ups.");
        lock (gate)
        {
            if (Progress is null || underWay is null)
            {
                Progress = new BackupProgress("Beginning");
                underWay = Task.Run(() => MakeOneAsync(folder, stop), CancellationToken.None);
            }

            return underWay;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    // No figure is better than a wrong one: without a folder, a back-up or a way to read it, there is none.
    private IEnumerable<Measurement<double>> MeasureAge()
    {
        try
        {
            return Newest() is { } newest ? [new Measurement<double>((clock.GetUtcNow() - newest).TotalSeconds)] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // It is over when it is recorded: whoever asks from then on gets one of his own.
    private async Task<string?> MakeOneAsync(string folder, CancellationToken stop)
    {
        try
        {
            var problem = await ProblemOfMakingAsync(folder, stop);
            if (problem is not null)
                log.LogError("The back-up failed: {Reason}", problem);
            await RecordAsync(
                burst =>
                {
                    if (problem is null)
                        Engine.Instances.Incidents.Settle(burst, IncidentKind, "A later back-up was made.");
                    else
                        Engine.Instances.Incidents.Report(burst, IncidentKind, $"The back-up failed: {problem}");
                },
                stop);
            return problem;
        }
        finally
        {
            Tell(null);
        }
    }

    // What made the back-up fail may also keep the database from taking this down; it is told once it can be.
    private async Task RecordAsync(Action<BurstTransaction> record, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await engine.ExecuteAsync(
                    (burst, _, _) =>
                    {
                        record(burst);
                        return new ValueTask<bool>(true);
                    },
                    cancellationToken: stop);
                return;
            }
            catch (DatabaseUnavailableException)
            {
                await Task.Delay(BetweenRecordings, clock, stop);
            }
        }
    }

    private async Task<string?> ProblemOfMakingAsync(string folder, CancellationToken stop)
    {
        try
        {
            Tell(new BackupProgress("Beginning"));
            Directory.CreateDirectory(folder);
            var key = BackupKey.ReadOrCreate(settings.KeyFile, out var isNew);
            if (isNew)
                log.LogWarning("A new key for back-ups is in {KeyFile}: keep a copy of it elsewhere, because without it no back-up opens.", settings.KeyFile);
            var made = await backup.MakeAsync(folder, key, new Teller(this), stop);
            log.LogInformation("A back-up was made and proven: {Bytes} bytes, {Rows} rows.", made.Bytes, made.Manifest.Rows);
            RemoveSuperfluous(folder);
            return null;
        }
        catch (BackupException failure)
        {
            return failure.Message;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"The folder '{folder}' cannot be used ({failure.Message.TrimEnd('.')}): see that it is a folder and that this account may write there.";
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // The type only: a message may quote what is in the practice.
            return $"Something unexpected happened ({failure.GetType().Name}).";
        }
    }

    private void RemoveSuperfluous(string folder)
    {
        var all = backup.FindIn(folder);
        var superfluous = settings.Kept.Superfluous(all.Select(one => Instant.FromDateTimeOffset(one.MadeAt)), settings.Zone).ToHashSet();
        foreach (var (path, _) in all.Where(one => superfluous.Contains(Instant.FromDateTimeOffset(one.MadeAt))))
            File.Delete(path);
    }

    private void Tell(BackupProgress? progress)
    {
        Progress = progress;
        Moved?.Invoke();
    }

    private DateTimeOffset InPractice(DateTimeOffset moment) => Instant.FromDateTimeOffset(moment).InZone(settings.Zone).ToDateTimeOffset();

    // A person looks for "Nov 27" or "2026-11-27", or for the file.
    private static string Words(FileInfo file, DateTimeOffset madeAt) => $"{file.Name} {Shell.Say.Day(madeAt)} {Shell.Say.Time(madeAt)} {madeAt:yyyy-MM-dd}";

    private sealed class Teller(KeptBackups of) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => of.Tell(value);
    }
}
