using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;

namespace Frontdesk.Engine.Tests;

public abstract class OutboxTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Fact]
    public async Task Recipients_do_not_wait_for_each_other_but_each_gets_its_messages_in_order()
    {
        await using var practice = await OpenAsync();
        await Send(practice, ("a1", "+1"), ("a2", "+1"), ("b1", "+2"), ("a3", "+1"));
        Assert.Equal(["a1", "b1"], (await Lease(practice)).Select(m => m.IdempotencyKey));
        await Record(practice, "a1", OutboxState.Captured);
        Assert.Equal(["a2"], (await Lease(practice)).Select(m => m.IdempotencyKey));
        await Record(practice, "a2", OutboxState.Failed);
        Assert.Equal(["a3"], (await Lease(practice)).Select(m => m.IdempotencyKey));
    }

    [Fact]
    public async Task A_retry_keeps_its_place_and_its_time()
    {
        await using var practice = await OpenAsync();
        await Send(practice, ("a1", "+1"), ("a2", "+1"));
        await Lease(practice);
        await Record(practice, "a1", new OutboxOutcome(OutboxState.Pending, RetryAt: practice.Clock.GetUtcNow().AddMinutes(5)));
        Assert.Empty(await Lease(practice));
        practice.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = Assert.Single(await Lease(practice));
        Assert.Equal(("a1", 2, OutboxState.Sending), (again.IdempotencyKey, again.Attempts, again.State));
    }

    [Fact]
    public async Task A_message_for_later_does_not_hold_up_one_for_now()
    {
        await using var practice = await OpenAsync();
        await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(b.Send(new OutboxDraft("tomorrow", "sms", "+1", "{}", b.Now.AddHours(18))).IsNew)));
        await Send(practice, ("now", "+1"));
        Assert.Equal(["now"], (await Lease(practice)).Select(m => m.IdempotencyKey));
        practice.Clock.Advance(TimeSpan.FromHours(18));
        await Record(practice, "now", OutboxState.Captured);
        Assert.Equal(["tomorrow"], (await Lease(practice)).Select(m => m.IdempotencyKey));
    }

    [Fact]
    public async Task A_report_that_comes_late_twice_or_for_nobody_changes_nothing()
    {
        await using var practice = await OpenAsync();
        await Send(practice, ("a", "+1"));
        await Lease(practice);
        await Record(practice, "a", new OutboxOutcome(OutboxState.Sent, "SM1"));
        Assert.True(await Report(practice, "SM1", OutboxState.Delivered));
        foreach (var late in new[] { OutboxState.Sent, OutboxState.Pending, OutboxState.Unknown, OutboxState.Failed, OutboxState.Delivered })
            await Report(practice, "SM1", late);
        await Record(practice, "a", OutboxState.Pending);
        Assert.Equal(["4"], practice.Column("SELECT state FROM outbox"));
        Assert.False(await Report(practice, "SM2", OutboxState.Delivered));
    }

    [Fact]
    public async Task An_unknown_message_stays_unknown_until_the_provider_was_asked()
    {
        await using var practice = await OpenAsync();
        await Send(practice, ("a", "+1"));
        await Lease(practice);
        await practice.RestartAsync();
        Assert.Empty(await Lease(practice));
        for (var i = 0; i < 3; i++)
        {
            practice.Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(OutboxState.Unknown, Assert.Single(await Lease(practice)).State);
        }

        await Record(practice, "a", OutboxState.Pending);
        Assert.Equal(OutboxState.Sending, Assert.Single(await Lease(practice)).State);
    }

    [Fact]
    public async Task A_withdrawn_message_is_never_leased_and_whoever_waits_for_it_goes_on()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Given.Sequence("s", Given.Step("Elsa.FlowSendHttpRequest", "h", ("url", Given.Literal("https://example.test/a"))), Given.Line("a", "went on")));
        await practice.StartAsync();
        Assert.Equal(1, await practice.Pumped(practice.Engine.ExecuteAsync((b, _, stop) => b.WithdrawMessagesAsync("http:", stop))));
        Assert.Empty(await Lease(practice));
        Assert.Equal(["went on"], practice.Lines());
    }

    [Fact]
    public async Task A_dispatcher_is_woken_by_a_new_message_by_an_outcome_and_when_a_later_one_falls_due()
    {
        await using var practice = await OpenAsync();
        await Lease(practice);
        var waiting = practice.Engine.WaitForWorkAsync(TimeSpan.FromHours(1), default).AsTask();
        Assert.False(waiting.IsCompleted);
        await Send(practice, ("a1", "+1"), ("a2", "+1"));
        await waiting;
        Assert.Single(await Lease(practice));
        waiting = practice.Engine.WaitForWorkAsync(TimeSpan.FromHours(1), default).AsTask();
        Assert.False(waiting.IsCompleted);
        await Record(practice, "a1", OutboxState.Captured);
        await waiting;
        Assert.Single(await Lease(practice));
        await Record(practice, "a2", new OutboxOutcome(OutboxState.Pending, RetryAt: practice.Clock.GetUtcNow().AddMinutes(5)));
        Assert.Empty(await Lease(practice));
        waiting = practice.Engine.WaitForWorkAsync(TimeSpan.FromHours(1), default).AsTask();
        practice.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(waiting.IsCompleted);
        practice.Clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;
        Assert.Single(await Lease(practice));
    }

    [Fact]
    public async Task A_message_committed_between_lease_and_wait_is_not_slept_through()
    {
        await using var practice = await OpenAsync();
        await Lease(practice);
        await Send(practice, ("a", "+1"));
        Assert.True(practice.Engine.WaitForWorkAsync(TimeSpan.FromHours(1), default).AsTask().IsCompleted);
    }

    private static Task<bool> Send(TestPractice practice, params (string Key, string To)[] messages) => practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) =>
    {
        foreach (var (key, to) in messages)
            b.Send(new OutboxDraft(key, "sms", to, "{}"));
        return ValueTask.FromResult(true);
    }));

    private static Task<IReadOnlyList<OutboxMessage>> Lease(TestPractice practice) => practice.Pumped(practice.Engine.LeaseAsync(10, TimeSpan.FromMinutes(1), default).AsTask());

    private static Task Record(TestPractice practice, string key, OutboxState state) => Record(practice, key, new OutboxOutcome(state));

    private static Task Record(TestPractice practice, string key, OutboxOutcome outcome) =>
        practice.Pumped(practice.Engine.RecordAsync(practice.Column($"SELECT id FROM outbox WHERE idempotency_key = '{key}'")[0], outcome, default).AsTask());

    private static Task<bool> Report(TestPractice practice, string id, OutboxState state) => practice.Pumped(practice.Engine.RecordByProviderIdAsync("sms", id, new OutboxOutcome(state), default).AsTask());
}
