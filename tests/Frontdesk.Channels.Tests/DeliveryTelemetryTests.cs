using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Frontdesk.Channels.Dispatch;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Channels.Tests;

public sealed class DeliveryTelemetryTests : IDisposable
{
    private const string Mark = "Zebedee";
    private readonly FakeTimeProvider clock = Given.Clock();
    private readonly Log log = new();
    private readonly DeliveryTelemetry telemetry = new();
    private readonly MeterListener meters = new();
    private readonly ActivityListener listener;
    private readonly List<string> measured = [];
    private readonly List<Activity> spans = [];
    private readonly Lock gate = new();

    public DeliveryTelemetryTests()
    {
        meters.InstrumentPublished = (instrument, owner) =>
        {
            if (ReferenceEquals(instrument.Meter, telemetry.Meter))
                owner.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Keep(instrument, value, labels));
        meters.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Keep(instrument, value, labels));
        meters.Start();
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Channels,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (gate)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose()
    {
        listener.Dispose();
        meters.Dispose();
        telemetry.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task An_attempt_counts_once_by_its_channel_and_how_it_ended()
    {
        await DeliverAsync(new Fixed("sms", SendAnswer.Accepted));
        await DeliverAsync(new Fixed("sms", SendAnswer.NotSent));
        await DeliverAsync(new Fixed("sms", SendAnswer.Unanswered));
        await DeliverAsync(new CapturedChannel("sms"));

        Assert.Equal(
            ["1 channel=sms,outcome=captured", "1 channel=sms,outcome=retry", "1 channel=sms,outcome=sent", "1 channel=sms,outcome=unknown"],
            Of(TelemetryNames.Deliveries));
        Assert.Equal(4, Of(TelemetryNames.DeliveryDuration).Count);
    }

    [Fact]
    public async Task A_delivery_belongs_to_the_trace_in_which_its_message_was_written()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await DeliverAsync(new Fixed("sms", SendAnswer.Refused), $"00-{Trace}-00f067aa0ba902b7-01");

        var span = Assert.Single(spans, span => span.TraceId.ToString() == Trace);
        Assert.Equal(("deliver sms", "00f067aa0ba902b7", ActivityStatusCode.Error), (span.DisplayName, span.ParentSpanId.ToString(), span.Status));
    }

    [Fact]
    public async Task Whom_a_message_goes_to_what_it_says_and_the_name_of_a_channel_that_does_not_exist_are_shown_nowhere()
    {
        await DeliverAsync(new Fixed("sms", SendAnswer.Accepted), channelOfMessage: Mark);
        await DeliverAsync(new Fixed("sms", null));

        Assert.Equal(["1 channel=none,outcome=failed", "1 channel=sms,outcome=unknown"], Of(TelemetryNames.Deliveries));
        var shown = measured.Append(log.Text).Concat(spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.DisplayName)));
        Assert.DoesNotContain(shown, text => text.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    private async Task DeliverAsync(IChannel channel, string? traceParent = null, string? channelOfMessage = null)
    {
        var message = Given.Message(channelOfMessage ?? channel.Name, $"+1206{Mark}", $$"""{"body":"{{Mark}}"}""") with { IdempotencyKey = Mark, TraceParent = traceParent };
        await new OutboxDispatcher(new OneMessage(message), [channel], new DispatchOptions(), clock, log.For<OutboxDispatcher>(), new Random(7), telemetry).DispatchAsync(default);
    }

    private List<string> Of(string instrument)
    {
        lock (gate)
            return [.. measured.Where(line => line.StartsWith(instrument + ": ", StringComparison.Ordinal)).Select(line => line[(instrument.Length + 2)..]).Order(StringComparer.Ordinal)];
    }

    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        where T : struct, IFormattable
    {
        var text = string.Join(',', labels.ToArray().Select(label => $"{label.Key}={label.Value}"));
        lock (gate)
            measured.Add($"{instrument.Name}: {value.ToString(null, CultureInfo.InvariantCulture)} {text}");
    }

    /// <summary>Answers always the same; without an answer it throws what quotes the message.</summary>
    private sealed class Fixed(string name, SendAnswer? answer) : IChannel
    {
        public string Name => name;

        public ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken) =>
            answer is { } given ? new(new SendResult(given, "SM1", Reason: Mark)) : throw new InvalidOperationException(message.Payload);
    }

    private sealed class OneMessage(OutboxMessage message) : IOutbox
    {
        public ValueTask<IReadOnlyList<OutboxMessage>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken) => new([message]);

        public ValueTask RecordAsync(string messageId, OutboxOutcome outcome, CancellationToken cancellationToken) => default;

        public ValueTask<bool> RecordByProviderIdAsync(string channel, string providerId, OutboxOutcome outcome, CancellationToken cancellationToken) => new(false);

        public ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken) => default;
    }
}
