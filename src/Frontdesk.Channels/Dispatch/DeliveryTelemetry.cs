using System.Diagnostics;
using System.Diagnostics.Metrics;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Telemetry;

namespace Frontdesk.Channels.Dispatch;

/// <summary>What the dispatcher lets be measured and followed from outside: how attempts end, never to whom or with what.</summary>
public sealed class DeliveryTelemetry : IDisposable
{
    /// <summary>The channel that is named where a message asks for one that does not exist.</summary>
    internal const string NoChannel = "none";

    private static readonly ActivitySource Source = new(TelemetryNames.Channels);
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _reports;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public DeliveryTelemetry()
    {
        Meter = new Meter(TelemetryNames.Channels);
        _deliveries = Meter.CreateCounter<long>(TelemetryNames.Deliveries, "{attempt}", "Attempts to deliver a message.");
        _reports = Meter.CreateCounter<long>(TelemetryNames.DeliveryReports, "{report}", "Later words of providers on messages that they took.");
        _duration = Meter.CreateHistogram(
            TelemetryNames.DeliveryDuration,
            "s",
            "How long attempts to deliver a message took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
    }

    /// <summary>The meter of this dispatcher alone.</summary>
    public Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    /// <summary>Goes on with the trace in which the message was written, however long ago.</summary>
    internal static Activity? Begin(OutboxMessage message, string channel)
    {
        var span = Source.StartActivity($"deliver {channel}", ActivityKind.Client, TraceParent.Parse(message.TraceParent));
        span?.SetTag(TelemetryNames.MessageId, message.Id);
        span?.SetTag(TelemetryNames.Attempt, message.Attempts);
        span?.SetTag(TelemetryNames.Channel, channel);
        return span;
    }

    /// <summary>A series that appears with its first event has no increase that an alert could see.</summary>
    internal void BeginAtZero(IEnumerable<string> channels)
    {
        foreach (var channel in channels)
        {
            foreach (var state in (OutboxState[])[OutboxState.Failed, OutboxState.Pending, OutboxState.Unknown])
                _deliveries.Add(0, Channel(channel), Outcome(state));
            _reports.Add(0, Channel(channel), Outcome(OutboxState.Failed));
        }
    }

    /// <summary>A provider's word on a message that it took earlier was recorded.</summary>
    internal void Reported(string channel, OutboxState state) => _reports.Add(1, Channel(channel), Outcome(state));

    internal void Ended(Activity? span, string channel, OutboxState state, TimeSpan took)
    {
        span?.SetTag(TelemetryNames.Outcome, OutcomeWords.Of(state));
        if (state == OutboxState.Failed)
            span?.SetStatus(ActivityStatusCode.Error);
        _deliveries.Add(1, Channel(channel), Outcome(state));
        _duration.Record(took.TotalSeconds, Channel(channel));
    }

    private static KeyValuePair<string, object?> Channel(string name) => new(TelemetryNames.Channel, name);

    private static KeyValuePair<string, object?> Outcome(OutboxState state) => new(TelemetryNames.Outcome, OutcomeWords.Of(state));
}
