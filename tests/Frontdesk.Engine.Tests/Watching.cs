using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Engine.Tests;

/// <summary>One measurement of one instrument.</summary>
public sealed record Measured(string Instrument, double Value, string Labels);

/// <summary>Everything that one engine shows outside: measurements, spans and lines of the log.</summary>
public sealed class Watching : ILogger<WorkflowEngine>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;
    private readonly List<Measured> _measured = [];
    private readonly List<Activity> _ended = [];
    private readonly List<string> _lines = [];

    public Watching()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, Telemetry.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        _meters.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Add(instrument, value, labels));
        _meters.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Engine,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_gate)
                    _ended.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public EngineTelemetry Telemetry { get; } = new();

    public IReadOnlyList<Measured> All
    {
        get
        {
            lock (_gate)
                return [.. _measured];
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public IReadOnlyList<Activity> Spans
    {
        get
        {
            lock (_gate)
                return [.. _ended];
        }
    }

    /// <summary>The sum of a counter's measurements, or of those with a label.</summary>
    public double Sum(string instrument, string label = "") => All.Where(m => m.Instrument == instrument && m.Labels.Contains(label, StringComparison.Ordinal)).Sum(m => m.Value);

    /// <summary>How often something was measured.</summary>
    public int Count(string instrument) => All.Count(m => m.Instrument == instrument);

    /// <summary>What a gauge says now.</summary>
    public double Gauge(string instrument, string label = "")
    {
        lock (_gate)
            _measured.RemoveAll(m => m.Instrument == instrument);
        _meters.RecordObservableInstruments();
        return All.Last(m => m.Instrument == instrument && m.Labels.Contains(label, StringComparison.Ordinal)).Value;
    }

    /// <summary>Forgets what was measured so far.</summary>
    public void Clear()
    {
        lock (_gate)
            _measured.Clear();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add($"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
        Telemetry.Dispose();
    }

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        where T : struct, IConvertible
    {
        var text = string.Join(',', labels.ToArray().Select(label => $"{label.Key}={label.Value}"));
        lock (_gate)
            _measured.Add(new Measured(instrument.Name, value.ToDouble(CultureInfo.InvariantCulture), text));
    }
}
