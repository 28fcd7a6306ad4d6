using System.Collections.Concurrent;
using CsCheck;
using Frontdesk.Channels.Dispatch;
using Frontdesk.Engine.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace Frontdesk.Channels.Tests;

public sealed class OutboxDispatcherTests : IDisposable
{
    private readonly FakeTimeProvider clock = Given.Clock();
    private readonly Log log = new();
    private readonly MemoryOutbox outbox;

    public OutboxDispatcherTests() => outbox = new MemoryOutbox(clock);

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Captured_messages_do_not_pretend_to_be_delivered()
    {
        var message = outbox.Add("sms", "+12065550101", "{}");
        await Dispatcher(new CapturedChannel("sms")).DispatchAsync(default);
        Assert.Equal(new OutboxOutcome(OutboxState.Captured), outbox[message.Id].Last);
    }

    [Fact]
    public async Task A_message_for_a_channel_that_does_not_exist_fails_at_once()
    {
        var message = outbox.Add("fax", "+12065550101", "{}");
        await Dispatcher(new CapturedChannel("sms")).DispatchAsync(default);
        Assert.Equal(new OutboxOutcome(OutboxState.Failed, Reason: "unsendable"), outbox[message.Id].Last);
    }

    [Fact]
    public async Task A_message_that_never_leaves_is_given_up_to_a_person_after_the_last_attempt()
    {
        outbox.Add("sms", "+12065550101", "{}");
        var channel = new Scripted(canFind: true, _ => new SendResult(SendAnswer.NotSent, Code: "20429"));
        await RunUntilFinalAsync(Dispatcher(channel));

        Assert.Equal(new OutboxOutcome(OutboxState.Failed, Code: "20429", Reason: "gave-up"), outbox["m1"].Last);
        Assert.Equal(8, channel.Sends.Count);
    }

    [Fact]
    public async Task Waits_double_up_to_the_longest_and_each_lies_between_half_and_all_of_it()
    {
        outbox.Add("sms", "+12065550101", "{}");
        var dispatcher = Dispatcher(new Scripted(canFind: true, _ => new SendResult(SendAnswer.NotSent)));
        var waits = new List<double>();
        while (!outbox["m1"].IsFinal)
        {
            await dispatcher.DispatchAsync(default);
            if (outbox["m1"].Last.RetryAt is { } at)
            {
                waits.Add((at - clock.GetUtcNow()).TotalSeconds);
                clock.SetUtcNow(at);
            }
        }

        var full = new double[] { 15, 30, 60, 120, 240, 480, 960 };
        Assert.Equal(full.Length, waits.Count);
        Assert.All(full.Zip(waits), w => Assert.InRange(w.Second, w.First / 2, w.First));
    }

    [Fact]
    public void Waits_never_exceed_the_longest_nor_fall_below_what_the_provider_asks()
    {
        var delays = new RetryDelays(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), new Random(1));
        Assert.InRange(delays.After(60), TimeSpan.FromMinutes(2.5), TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.FromMinutes(20), delays.After(1, TimeSpan.FromMinutes(20)));
        Assert.InRange(delays.After(1, TimeSpan.FromSeconds(-3)), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_provider_that_broke_off_is_not_asked_before_it_can_know()
    {
        outbox.Add("sms", "+12065550101", "{}");
        await Dispatcher(new Scripted(canFind: true, _ => new SendResult(SendAnswer.Unanswered))).DispatchAsync(default);
        Assert.Equal((OutboxState.Unknown, Given.Morning.AddSeconds(30)), (outbox["m1"].State, outbox["m1"].Last.RetryAt));
    }

    [Fact]
    public async Task An_exception_in_a_channel_becomes_a_retry_and_a_line_without_PHI()
    {
        outbox.Add("sms", "+12065550101", """{"body":"Ana's visit"}""");
        outbox.Add("sms", "+12065550102", "{}");
        var channel = new Scripted(canFind: true, m => m.Id == "m1" ? throw new InvalidOperationException("Ana at +12065550101") : new SendResult(SendAnswer.Accepted, "SM2"));
        await Dispatcher(channel).DispatchAsync(default);

        Assert.Equal(OutboxState.Unknown, outbox["m1"].State);
        Assert.True(outbox["m1"].Last.RetryAt > clock.GetUtcNow());
        Assert.Equal(OutboxState.Sent, outbox["m2"].State);
        Assert.Contains("m1", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("2065550101", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_ended_and_asked_about()
    {
        outbox.Add("sms", "+12065550101", "{}");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pass = Dispatcher(new Endless(started)).DispatchAsync(default);
        await started.Task;
        clock.Advance(TimeSpan.FromSeconds(61));
        await pass;
        Assert.Equal(OutboxState.Unknown, outbox["m1"].State);
    }

    [Fact]
    public async Task A_message_that_a_dead_dispatcher_had_taken_is_asked_about_before_it_is_sent()
    {
        outbox.Add("sms", "+12065550101", "{}");
        await outbox.LeaseAsync(1, TimeSpan.FromMinutes(15), default);
        var channel = new Scripted(canFind: true, _ => new SendResult(SendAnswer.Accepted, "SM1"));
        channel.Known["m1"] = "SM1";

        Assert.Equal(0, await Dispatcher(channel).DispatchAsync(default));
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(1, await Dispatcher(channel).DispatchAsync(default));

        Assert.Equal((OutboxState.Sent, "SM1"), (outbox["m1"].State, outbox["m1"].Message.ProviderId));
        Assert.Empty(channel.Sends);
    }

    [Fact]
    public async Task After_the_last_attempt_a_message_is_still_looked_for_but_not_sent()
    {
        outbox.Add("sms", "+12065550101", "{}");
        var channel = new Scripted(canFind: true, _ => new SendResult(SendAnswer.Unanswered));
        await RunUntilFinalAsync(Dispatcher(channel, new DispatchOptions { MaxAttempts = 2 }));
        Assert.Equal(2, channel.Sends.Count);
        Assert.Equal((OutboxState.Failed, "gave-up"), (outbox["m1"].State, outbox["m1"].Last.Reason));
    }

    [Fact]
    public async Task What_can_never_be_found_out_is_given_up_too()
    {
        outbox.Add("sms", "+12065550101", "{}");
        var channel = new Scripted(canFind: true, _ => new SendResult(SendAnswer.Unanswered)) { Finds = () => new SendResult(SendAnswer.NotSent) };
        await RunUntilFinalAsync(Dispatcher(channel, new DispatchOptions { MaxAttempts = 3 }));
        Assert.Single(channel.Sends);
        Assert.Equal((6, "gave-up"), (outbox["m1"].Message.Attempts, outbox["m1"].Last.Reason));
    }

    [Fact]
    public async Task The_dispatcher_runs_on_when_the_outbox_fails_and_stops_when_told()
    {
        using var stop = new CancellationTokenSource();
        var flaky = new FlakyOutbox(outbox);
        outbox.Add("sms", "+12065550101", "{}");
        var channel = new Scripted(canFind: true, _ =>
        {
            stop.Cancel();
            return new SendResult(SendAnswer.Accepted, "SM1");
        });
        var running = Given.Dispatcher(flaky, clock, log, null, channel).RunAsync(stop.Token);
        await flaky.Failed.Task;
        while (!running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        await running;
        Assert.Equal(OutboxState.Sent, outbox["m1"].State);
    }

    /// <summary>
    /// Whatever fails (refusals, lost answers, exceptions, outcomes that cannot be recorded, questions without answer), the
    /// provider gets each message at most once and each recipient's messages in their order, and nothing stays undecided.
    /// </summary>
    [Fact]
    public void Per_recipient_order_is_kept_and_no_message_is_sent_twice_whatever_the_failures()
    {
        var everything = Gen.Select(Gen.Int[0, 3].Array[1, 12], Gen.Int[0, int.MaxValue], Gen.Int[0, 70], Gen.Int[2, 9]);
        everything.Sample(
            (recipients, seed, badness, attempts) =>
            {
                var time = Given.Clock();
                using var lines = new Log();
                var box = new MemoryOutbox(time);
                foreach (var recipient in recipients)
                    box.Add("sms", $"+1206555010{recipient}", "{}");
                var provider = new Unreliable(seed, badness);
                box.FailsToRecord = _ => provider.Strikes();
                var dispatcher = Given.Dispatcher(box, time, lines, new DispatchOptions { BatchSize = 5, Parallelism = 3, MaxAttempts = attempts }, provider);
                for (var pass = 0; pass < 2000 && box.Rows.Any(r => !r.IsFinal); pass++)
                {
                    dispatcher.DispatchAsync(default).GetAwaiter().GetResult();
                    time.Advance(TimeSpan.FromMinutes(16));
                }

                Assert.All(box.Rows, r => Assert.True(r.IsFinal, $"{r.Message.Id} is {r.State}"));
                Assert.Equal(provider.Taken.Count, provider.Taken.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count());
                foreach (var taken in provider.Taken.GroupBy(m => m.Recipient, StringComparer.Ordinal))
                    Assert.Equal(taken.OrderBy(m => m.Sequence).Select(m => m.Id), taken.Select(m => m.Id));
                Assert.All(box.Rows.Where(r => r.State == OutboxState.Sent), r => Assert.Contains(provider.Taken, m => m.Id == r.Message.Id));
            },
            iter: 2000,
            threads: 1);
    }

    private OutboxDispatcher Dispatcher(IChannel channel, DispatchOptions? options = null) => Given.Dispatcher(outbox, clock, log, options, channel);

    private async Task RunUntilFinalAsync(OutboxDispatcher dispatcher)
    {
        for (var pass = 0; pass < 100 && outbox.Rows.Any(r => !r.IsFinal); pass++)
        {
            await dispatcher.DispatchAsync(default);
            clock.Advance(TimeSpan.FromHours(1));
        }
    }

    private sealed class Scripted(bool canFind, Func<OutboxMessage, SendResult> send) : IChannel
    {
        public string Name => "sms";

        public bool CanFind => canFind;

        public ConcurrentQueue<OutboxMessage> Sends { get; } = new();

        public Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal);

        public Func<SendResult?> Finds { get; init; } = () => null;

        public ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            Sends.Enqueue(message);
            return new(send(message));
        }

        public ValueTask<SendResult?> FindAsync(OutboxMessage message, CancellationToken cancellationToken) =>
            new(Known.TryGetValue(message.Id, out var sid) ? new SendResult(SendAnswer.Accepted, sid) : Finds());
    }

    private sealed class Endless(TaskCompletionSource started) : IChannel
    {
        public string Name => "sms";

        public async ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new SendResult(SendAnswer.Accepted);
        }
    }

    private sealed class Unreliable(int seed, int badness) : IChannel
    {
        private readonly Random random = new(seed);

        public string Name => "sms";

        public bool CanFind => true;

        public List<OutboxMessage> Taken { get; } = [];

        public bool Strikes()
        {
            lock (Taken)
                return random.Next(100) < badness;
        }

        public ValueTask<SendResult> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            lock (Taken)
            {
                if (Strikes())
                    return new(new SendResult(random.Next(3) == 0 ? SendAnswer.Refused : SendAnswer.NotSent));
                if (Strikes())
                    throw new InvalidOperationException("Before it was taken.");
                Taken.Add(message);
                if (Strikes())
                    throw new InvalidOperationException("After it was taken.");
                return new(Strikes() ? new SendResult(SendAnswer.Unanswered) : new SendResult(SendAnswer.Accepted, $"SM-{message.Id}"));
            }
        }

        public ValueTask<SendResult?> FindAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            lock (Taken)
            {
                if (Strikes())
                    return random.Next(2) == 0 ? throw new InvalidOperationException("No list.") : new(new SendResult(SendAnswer.NotSent));
                return new(Taken.Exists(m => m.Id == message.Id) ? new SendResult(SendAnswer.Accepted, $"SM-{message.Id}") : null);
            }
        }
    }

    private sealed class FlakyOutbox(MemoryOutbox inner) : IOutbox
    {
        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<IReadOnlyList<OutboxMessage>> LeaseAsync(int limit, TimeSpan lease, CancellationToken cancellationToken) =>
            Failed.TrySetResult() ? throw new InvalidOperationException("The database is gone.") : inner.LeaseAsync(limit, lease, cancellationToken);

        public ValueTask RecordAsync(string messageId, OutboxOutcome outcome, CancellationToken cancellationToken) => inner.RecordAsync(messageId, outcome, cancellationToken);

        public ValueTask<bool> RecordByProviderIdAsync(string channel, string providerId, OutboxOutcome outcome, CancellationToken cancellationToken) =>
            inner.RecordByProviderIdAsync(channel, providerId, outcome, cancellationToken);

        public ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken) => inner.WaitForWorkAsync(timeout, cancellationToken);
    }
}
