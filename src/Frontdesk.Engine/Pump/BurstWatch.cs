using Frontdesk.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Engine.Pump;

/// <summary>
/// Watches one pump's bursts. What it saw is told, to meters and to the log, once it is committed: a batch that was undone
/// and runs again counts once.
/// </summary>
internal sealed class BurstWatch(EngineTelemetry? telemetry, ILogger logger, TimeProvider time)
{
    private readonly List<BurstRecord> _bursts = [];
    private readonly List<string> _incidents = [];
    private readonly List<string> _refusals = [];
    private readonly List<TimeSpan> _lateness = [];
    private TimeSpan _read;

    /// <summary>How many incidents came up in the batch; a burst that is undone goes back to what it was at its beginning.</summary>
    internal int Incidents => _incidents.Count;

    private bool IsWatching => telemetry is not null || logger.IsEnabled(LogLevel.Debug);

    /// <summary>Forgets what was not told: another batch begins, or the same one anew.</summary>
    internal void BeginBatch()
    {
        _bursts.Clear();
        _incidents.Clear();
        _refusals.Clear();
        _lateness.Clear();
    }

    internal void Begin(Burst burst, BurstKind kind, string? traceParent)
    {
        if (!IsWatching)
            return;
        burst.Trail = new BurstTrail(kind, time.GetTimestamp(), traceParent, telemetry is null ? null : BurstTrail.StartSpan(kind, traceParent));
        burst.IncidentsBefore = _incidents.Count;
    }

    internal void End(Burst burst, BurstOutcome outcome)
    {
        if (!burst.Trail.IsWatched)
            return;
        var (instance, definition) = burst.Subject;
        _bursts.Add(new BurstRecord(burst.Trail.Kind, outcome, time.GetElapsedTime(burst.Trail.BeganAt), instance, definition));
        burst.Trail.End(outcome, instance, definition);
    }

    /// <summary>A burst ended by an exception that undid it alone.</summary>
    internal void End(Burst burst, Exception cause, bool isUnexpected)
    {
        if (cause is TrialOverException)
        {
            End(burst, BurstOutcome.Completed);
            return;
        }

        End(burst, isUnexpected ? BurstOutcome.Failed : BurstOutcome.Refused);
        if (!isUnexpected)
            Refused(cause is NoSuchBookmarkException ? "gone" : "rule");
    }

    internal void Refused(string reason) => _refusals.Add(reason);

    internal void CameUp(string incidentKind) => _incidents.Add(incidentKind);

    /// <summary>A burst was undone, and with it the incidents that it wrote.</summary>
    internal void TakeBackIncidents(int before)
    {
        if (_incidents.Count > before)
            _incidents.RemoveRange(before, _incidents.Count - before);
    }

    internal void Fired(TimeSpan lateness) => _lateness.Add(lateness);

    /// <summary>Measures the read with which a batch begins.</summary>
    internal void Read(long began) => _read = time.GetElapsedTime(began);

    /// <summary>Tells what was seen: it is committed.</summary>
    internal void Tell(TimeSpan commit)
    {
        if (telemetry is not null)
            Measure(telemetry, commit);
        if (!logger.IsEnabled(LogLevel.Debug))
            return;
        foreach (var burst in _bursts)
            PumpLog.BurstRan(logger, burst.KindWord, burst.OutcomeWord, burst.Duration.TotalMilliseconds, burst.InstanceId, burst.DefinitionId);
    }

    private void Measure(EngineTelemetry meters, TimeSpan commit)
    {
        foreach (var burst in _bursts)
            meters.Ran(burst);
        foreach (var kind in _incidents)
            meters.CameUp(kind);
        foreach (var reason in _refusals)
            meters.Refused(reason);
        foreach (var lateness in _lateness)
            meters.Fired(lateness);
        meters.Committed(_bursts.Count, _read, commit);
    }
}
