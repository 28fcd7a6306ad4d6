using System.Diagnostics;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Telemetry;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class TelemetryTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private const string Mark = "Zebedee";

    [Fact]
    public async Task A_burst_counts_once_by_what_caused_it_and_how_it_ended()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Step("Elsa.Delay", "d", ("timeSpan", Literal("01:00:00")))));
        watching.Clear();
        await practice.StartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        await practice.PassAsync(TimeSpan.FromMinutes(90));

        Assert.Equal(4, watching.Sum(TelemetryNames.Bursts));
        Assert.All(["kind=start", "kind=event", "kind=resume", "kind=timer"], kind => Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, $"{kind},outcome=completed")));
        Assert.Equal(4, watching.Sum(TelemetryNames.BatchSize));
        Assert.Equal(4, watching.Count(TelemetryNames.BurstDuration));
        Assert.Equal(TimeSpan.FromMinutes(30).TotalSeconds, watching.Sum(TelemetryNames.TimerLateness));
        Assert.Equal(watching.Count(TelemetryNames.BatchSize), watching.Count(TelemetryNames.CommitDuration));
    }

    [Fact]
    public async Task A_burst_that_something_unexpected_undid_counts_as_failed_and_raises_an_incident_only_when_it_is_given_up()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 0, MaxAttempts = 2, FirstRetryDelay = TimeSpan.FromSeconds(1) }, watching: watching);
        var key = Unreliable.NewKey();
        Unreliable.Fail(key, 2);
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("01:00:00"))), Step("Test.Unreliable", "u", ("key", Literal(key)))));
        await practice.StartAsync();
        await practice.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, "kind=timer,outcome=failed"));
        Assert.Equal(0, watching.Sum(TelemetryNames.Incidents));
        await practice.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, "kind=resume,outcome=failed"));
        Assert.Equal(1, watching.Sum(TelemetryNames.Incidents, "kind=exception"));
        Assert.Equal(1, watching.Gauge(TelemetryNames.OpenIncidents));
        Assert.Equal(1, watching.Gauge(TelemetryNames.RunningInstances));
    }

    [Fact]
    public async Task Bursts_of_a_batch_that_had_to_run_again_count_once()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await practice.PublishAsync(Sequence("s", Line("a", "x")));
        await practice.Pumped(OpenTask(practice));
        watching.Clear();
        var good = practice.Engine.StartAsync(new StartRequest("flow"));
        var twice = OpenTask(practice);
        await practice.Engine.DrainAsync();
        await good;
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => twice);

        Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, "kind=start,outcome=completed"));
        Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, "kind=command"));
        Assert.Equal(2, watching.Sum(TelemetryNames.BatchSize));
    }

    [Fact]
    public async Task A_stimulus_that_causes_nothing_counts_as_refused_with_the_reason()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await practice.PublishAsync(Sequence("s", Line("a", "x")));
        watching.Clear();
        await practice.StartAsync(key: "once");
        await practice.StartAsync(key: "once");
        await Assert.ThrowsAsync<NoSuchBookmarkException>(() => practice.Pumped(practice.Engine.ResumeAsync("gone")));

        Assert.Equal(1, watching.Sum(TelemetryNames.RefusedStimuli, "reason=repeated"));
        Assert.Equal(1, watching.Sum(TelemetryNames.RefusedStimuli, "reason=gone"));
        Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, "kind=start"));
        Assert.Equal(1, watching.Sum(TelemetryNames.Bursts, "kind=resume,outcome=refused"));
    }

    [Fact]
    public async Task What_waits_too_long_tells_its_age_and_what_is_meant_for_later_does_not()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("01:00:00")))));
        await practice.StartAsync();
        await SendAsync(practice, "now", TimeSpan.Zero);
        await SendAsync(practice, "later", TimeSpan.FromHours(3));
        practice.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(0, watching.Gauge(TelemetryNames.TimerLag));
        Assert.Equal(1800, watching.Gauge(TelemetryNames.OutboxLag));
        practice.Clock.Advance(TimeSpan.FromMinutes(45));

        Assert.Equal(TimeSpan.FromMinutes(15).TotalSeconds, watching.Gauge(TelemetryNames.TimerLag));
        Assert.Equal(TimeSpan.FromMinutes(75).TotalSeconds, watching.Gauge(TelemetryNames.OutboxLag));
        Assert.Equal((1, 1, 0), (watching.Gauge(TelemetryNames.OutboxMessages, "state=due"), watching.Gauge(TelemetryNames.OutboxMessages, "state=planned"), watching.Gauge(TelemetryNames.OutboxMessages, "state=retry")));
    }

    [Fact]
    public async Task A_message_that_is_tried_again_is_as_old_as_its_first_time()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await SendAsync(practice, "m", TimeSpan.FromHours(1));
        practice.Clock.Advance(TimeSpan.FromHours(2));
        var message = Assert.Single(await practice.Pumped(practice.Engine.LeaseAsync(5, TimeSpan.FromMinutes(5), default).AsTask()));
        await practice.Pumped(practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Pending, RetryAt: practice.Clock.GetUtcNow().AddHours(5)), default).AsTask());

        Assert.Equal(3600, watching.Gauge(TelemetryNames.OutboxLag));
        Assert.Equal(1, watching.Gauge(TelemetryNames.OutboxMessages, "state=retry"));
    }

    [Fact]
    public async Task However_many_look_what_waits_is_read_once_in_a_few_seconds()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        Assert.Equal(0, watching.Gauge(TelemetryNames.OutboxMessages, "state=due"));
        await SendAsync(practice, "m", TimeSpan.Zero);
        practice.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, watching.Gauge(TelemetryNames.OutboxMessages, "state=due"));
        practice.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, watching.Gauge(TelemetryNames.OutboxMessages, "state=due"));
    }

    [Fact]
    public async Task A_practice_that_another_process_took_counts_as_lost_and_its_epoch_is_none()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        Assert.Equal(1, watching.Gauge(TelemetryNames.Epoch));
        await practice.PublishAsync(Sequence("s", Line("a", "x")));
        var running = practice.Engine.RunAsync(CancellationToken.None);
        Assert.Equal(PumpCondition.Working, practice.Engine.Examine());
        practice.Execute("UPDATE engine_epoch SET epoch = 7");
        Assert.Equal(PumpCondition.TakenOver, practice.Engine.Examine());
        await Assert.ThrowsAsync<FencedException>(() => practice.Engine.StartAsync(new StartRequest("flow")));
        await Assert.ThrowsAsync<FencedException>(() => running);

        Assert.Equal(PumpCondition.TakenOver, practice.Engine.Examine());
        Assert.Equal(0, watching.Gauge(TelemetryNames.Epoch));
        Assert.Equal(1, watching.Sum(TelemetryNames.EpochChanges, "change=lost"));
    }

    [Fact]
    public async Task A_trace_goes_on_from_an_event_to_the_message_and_to_what_its_outcome_brings_about_also_after_restarts()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await practice.PublishAsync(Sequence("s", Event("e", "TextReceived").CanStart(), Step("Elsa.FlowSendHttpRequest", "call", ("url", Literal("https://example.org/")), ("method", Literal("POST"))), Line("a", "answered")));
        Task published;
        string trace;
        using (var webhook = new Activity("webhook").Start())
        {
            trace = webhook.TraceId.ToString();
            published = practice.Engine.PublishEventAsync("TextReceived");
        }

        await practice.Engine.ProcessAsync();
        await published;
        await practice.RestartAsync();
        await practice.Engine.DrainAsync();
        await practice.RestartAsync();
        var message = Assert.Single(await practice.Pumped(practice.Engine.LeaseAsync(5, TimeSpan.FromMinutes(5), default).AsTask()));
        Assert.Equal(trace, TraceParent.Parse(message.TraceParent).TraceId.ToString());
        Task recorded;
        using (new Activity("report").Start())
            recorded = practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Delivered, Response: """{"statusCode":200}"""), default).AsTask();
        await practice.Pumped(recorded);

        Assert.Equal(["answered"], practice.Lines());
        Assert.Equal(["burst event", "burst start", "burst resume"], watching.Spans.Where(span => span.TraceId.ToString() == trace).Select(span => span.DisplayName));
    }

    [Fact]
    public async Task A_burst_leaves_one_line_at_debug_and_none_above()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(watching: watching);
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        var before = watching.Lines.Count;
        var started = await practice.StartAsync();

        var line = Assert.Single(watching.Lines.Skip(before));
        Assert.StartsWith("Debug BurstRan: Burst start completed in ", line, StringComparison.Ordinal);
        Assert.EndsWith($"ms, instance {started.InstanceId} of flow ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_patient_is_in_a_measurement_a_label_a_span_or_a_line_of_the_log()
    {
        using var watching = new Watching();
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 0, MaxAttempts = 1 }, watching: watching);
        var variables = new JsonArray(Variable("Patient", "String", Mark));
        await practice.PublishAsync(Sequence("s", LineOf("a", "getVariable('Patient') + getInput('number')"), Step("Elsa.FlowSendHttpRequest", "call", ("url", Literal($"https://example.org/{Mark}")), ("method", Literal("POST")), ("content", Literal(Mark)))), variables: variables);
        await practice.PublishAsync(Sequence("s", Step("Elsa.Fault", "fault", ("code", Literal(Mark)), ("message", Literal(Mark)))), "faulty");
        await practice.PublishAsync(Sequence("s", LineOf("a", $"throw new Error('{Mark}')")), "broken");
        var input = new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = Mark };
        foreach (var workflow in (string[])["flow", "faulty", "broken"])
            await practice.StartAsync(workflow, input, correlation: Mark, key: Mark + workflow);
        await practice.StartAsync("flow", input, key: Mark + "flow");
        await practice.Pumped(practice.Engine.PublishEventAsync(Mark, new JsonObject { ["name"] = Mark }, Mark, Mark));
        await Assert.ThrowsAsync<InvalidOperationException>(() => practice.Pumped(practice.Engine.ExecuteAsync<bool>((_, _, _) => throw new InvalidOperationException(Mark), Mark)));
        var message = Assert.Single(await practice.Pumped(practice.Engine.LeaseAsync(5, TimeSpan.FromMinutes(5), default).AsTask()));
        await practice.Pumped(practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Failed, Mark, Mark, Mark, Response: Mark), default).AsTask());
        watching.Gauge(TelemetryNames.OutboxLag);

        Assert.NotEmpty(watching.Spans);
        Assert.Equal(1, watching.Sum(TelemetryNames.Incidents, "kind=other"));
        var shown = watching.All.Select(m => $"{m.Instrument} {m.Labels}")
            .Concat(watching.Lines)
            .Concat(watching.Spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.DisplayName).Append(span.StatusDescription ?? string.Empty).Concat(span.Events.Select(e => e.Name))));
        Assert.DoesNotContain(shown, text => text.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    private static Task<bool> OpenTask(TestPractice practice) => practice.Engine.ExecuteAsync((burst, _, _) =>
    {
        burst.OpenTask(new Tasks.UserTaskDraft("one", "i", "b", "a", "Call", 1, null, "{}"));
        return ValueTask.FromResult(true);
    });

    private static Task<bool> SendAsync(TestPractice practice, string key, TimeSpan ahead) =>
        practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(b.Send(new OutboxDraft(key, "sms", "+1", "{}", b.Now + ahead)).IsNew)));
}
