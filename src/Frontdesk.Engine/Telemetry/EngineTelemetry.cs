using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Frontdesk.Engine.Telemetry;

/// <summary>
/// What one engine lets be measured and followed from outside. An engine without it (a simulation, a bench) is not measured.
/// No instrument carries an id, a value or a text of the practice.
/// </summary>
public sealed class EngineTelemetry : IDisposable
{
    /// <summary>The engine's spans.</summary>
    internal static readonly ActivitySource Source = new(TelemetryNames.Engine);

    private static readonly string[] IncidentKinds = ["fault", "script", "stalled", "exception", "value", "cron", "list", "http", "other"];
    private static readonly string[] RefusalReasons = ["repeated", "gone", "rule"];
    private static readonly string[] ScriptLimits = ["time", "memory", "statements", "depth"];
    private static readonly double[] Short = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
    private static readonly double[] Long = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200, 43_200];
    private static readonly int[] Sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

    private readonly Counter<long> _bursts;
    private readonly Histogram<double> _burstDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _batchFailures;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<double> _readDuration;
    private readonly Histogram<double> _timerLateness;
    private readonly Counter<long> _incidents;
    private readonly Counter<long> _epochChanges;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _stoppedScripts;
    private Backlog? _backlog;
    private long _epoch;

    /// <summary>Creates the instruments.</summary>
    public EngineTelemetry()
    {
        Meter = new Meter(TelemetryNames.Engine);
        _bursts = Meter.CreateCounter<long>(TelemetryNames.Bursts, "{burst}", "Bursts that were committed.");
        _burstDuration = Seconds(TelemetryNames.BurstDuration, "How long bursts ran, without their commit.", Short);
        _batchSize = Meter.CreateHistogram(TelemetryNames.BatchSize, "{burst}", "Bursts that were committed together.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = Sizes });
        _batchFailures = Meter.CreateCounter<long>(TelemetryNames.BatchFailures, "{batch}", "Batches that the database did not take.");
        _commitDuration = Seconds(TelemetryNames.CommitDuration, "How long commits took.", Short);
        _readDuration = Seconds(TelemetryNames.ReadDuration, "How long the read took with which each batch begins.", Short);
        _timerLateness = Seconds(TelemetryNames.TimerLateness, "How long after their time due timers were run.", Long);
        _incidents = Meter.CreateCounter<long>(TelemetryNames.Incidents, "{incident}", "Incidents that came up.");
        _epochChanges = Meter.CreateCounter<long>(TelemetryNames.EpochChanges, "{change}", "How often this process took the practice or lost it.");
        _refused = Meter.CreateCounter<long>(TelemetryNames.RefusedStimuli, "{stimulus}", "Stimuli that caused nothing.");
        _stoppedScripts = Meter.CreateCounter<long>(TelemetryNames.StoppedScripts, "{script}", "Scripts that were stopped at a limit.");
        Meter.CreateObservableGauge(TelemetryNames.TimerLag, () => Ask(backlog => backlog.TimerLag.TotalSeconds), "s", "How long the oldest due timer has been waiting to be run.");
        Meter.CreateObservableGauge(TelemetryNames.OutboxLag, () => Ask(backlog => backlog.OutboxLag.TotalSeconds), "s", "How long the oldest message that may leave has been waiting to be delivered.");
        Meter.CreateObservableGauge(TelemetryNames.OutboxMessages, () => _backlog?.Read()?.Messages.Select(m => new Measurement<long>(m.Count, Label(TelemetryNames.State, m.State))) ?? [], "{message}", "Messages that have not left.");
        Meter.CreateObservableGauge(TelemetryNames.OpenIncidents, () => Ask(backlog => backlog.OpenIncidents), "{incident}", "Incidents that nobody has closed.");
        Meter.CreateObservableGauge(TelemetryNames.RunningInstances, () => Ask(backlog => backlog.RunningInstances), "{instance}", "Instances that are not over.");
        Meter.CreateObservableGauge(TelemetryNames.Epoch, () => Interlocked.Read(ref _epoch), unit: null, "The practice's epoch; 0 while this process does not hold the practice.");
    }

    /// <summary>The meter of this engine alone.</summary>
    public Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    internal void Taken(long epoch, Backlog backlog)
    {
        _backlog = backlog;
        Interlocked.Exchange(ref _epoch, epoch);
        _epochChanges.Add(1, Label(TelemetryNames.Change, "taken"));
        BeginAtZero();
    }

    internal void Lost()
    {
        if (Interlocked.Exchange(ref _epoch, 0) != 0)
            _epochChanges.Add(1, Label(TelemetryNames.Change, "lost"));
    }

    internal void Ran(BurstRecord burst)
    {
        var kind = Label(TelemetryNames.Kind, burst.KindWord);
        _bursts.Add(1, kind, Label(TelemetryNames.Outcome, burst.OutcomeWord));
        _burstDuration.Record(burst.Duration.TotalSeconds, kind);
    }

    internal void Fired(TimeSpan lateness) => _timerLateness.Record(Math.Max(0, lateness.TotalSeconds));

    internal void Committed(int bursts, TimeSpan read, TimeSpan commit)
    {
        _readDuration.Record(read.TotalSeconds);
        if (bursts == 0)
            return;
        _batchSize.Record(bursts);
        _commitDuration.Record(commit.TotalSeconds);
    }

    internal void BatchFailed() => _batchFailures.Add(1);

    /// <summary>A stimulus caused nothing: its key was consumed before, what it was meant for is gone, or a rule refused it.</summary>
    internal void Refused(string reason, int times = 1) => _refused.Add(times, Label(TelemetryNames.Reason, reason));

    // A workflow may name a kind of its own, which may be anything.
    internal void CameUp(string incidentKind) => _incidents.Add(1, Label(TelemetryNames.Kind, IncidentKinds.Contains(incidentKind, StringComparer.Ordinal) ? incidentKind : "other"));

    internal void ScriptStopped(string limit, int times = 1) => _stoppedScripts.Add(times, Label(TelemetryNames.Limit, limit));

    // A series that appears with its first event has no increase that an alert could see.
    private void BeginAtZero()
    {
        _epochChanges.Add(0, Label(TelemetryNames.Change, "lost"));
        _batchFailures.Add(0);
        foreach (var kind in IncidentKinds)
            _incidents.Add(0, Label(TelemetryNames.Kind, kind));
        foreach (var reason in RefusalReasons)
            Refused(reason, 0);
        foreach (var limit in ScriptLimits)
            ScriptStopped(limit, 0);
        foreach (var kind in Enum.GetValues<BurstKind>())
            _bursts.Add(0, Label(TelemetryNames.Kind, BurstRecord.WordOf(kind)), Label(TelemetryNames.Outcome, "failed"));
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private Histogram<double> Seconds(string name, string description, double[] boundaries) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private IEnumerable<Measurement<T>> Ask<T>(Func<BacklogReading, T> question)
        where T : struct => _backlog?.Read() is { } reading ? [new Measurement<T>(question(reading))] : [];
}
