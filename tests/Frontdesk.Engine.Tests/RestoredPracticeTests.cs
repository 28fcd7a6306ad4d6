using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;

namespace Frontdesk.Engine.Tests;

public abstract class RestoredPracticeTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private static readonly TimeSpan SinceBackup = TimeSpan.FromHours(6);

    [Fact]
    public async Task What_stood_in_the_outbox_when_the_backup_was_made_does_not_leave_after_a_restore()
    {
        await using var practice = await OpenAsync();
        await SendAsync(practice, "pending");
        await SendAsync(practice, "sending", "+2");
        await LeaseAsync(practice, "+2");

        await RestoreAsync(practice);

        Assert.Empty(await LeaseAsync(practice));
        Assert.Equal(["8", "8"], practice.Column("SELECT state FROM outbox"));
    }

    [Fact]
    public async Task What_a_timer_of_the_time_between_sends_again_is_held_and_the_timer_is_not_lost()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Given.Sequence("s", Given.Step("Elsa.Delay", "d", ("timeSpan", Given.Literal("01:00:00"))), Given.Step("Elsa.FlowSendHttpRequest", "h", ("url", Given.Literal("https://example.test/a"))), Given.Line("a", "went on")));
        await practice.StartAsync();

        await RestoreAsync(practice);
        await practice.PassAsync(TimeSpan.Zero);

        Assert.Empty(await LeaseAsync(practice));
        Assert.Equal(["8"], practice.Column("SELECT state FROM outbox"));
        Assert.Empty(practice.Lines());
        Assert.Equal(1, await DecideAsync(practice, HeldDecision.WasSent));
        Assert.Equal(["went on"], practice.Lines());
    }

    [Fact]
    public async Task A_held_message_that_a_person_sends_is_asked_about_first_and_needs_no_second_decision()
    {
        await using var practice = await OpenAsync();
        var madeAt = practice.Clock.GetUtcNow();
        await RestoreAsync(practice);
        await SendAsync(practice, "new");
        Assert.Empty(await LeaseAsync(practice));

        Assert.Equal(1, await DecideAsync(practice, HeldDecision.Send));

        var leaving = Assert.Single(await LeaseAsync(practice));
        Assert.Equal((OutboxState.Unknown, madeAt), (leaving.State, leaving.CreatedAt));
        await practice.Pumped(practice.Engine.RecordAsync(leaving.Id, new OutboxOutcome(OutboxState.Pending, RetryAt: practice.Clock.GetUtcNow().AddMinutes(1)), default).AsTask());
        practice.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(OutboxState.Sending, Assert.Single(await LeaseAsync(practice)).State);
    }

    [Fact]
    public async Task A_held_message_that_is_no_longer_needed_is_withdrawn_by_a_person_or_by_its_process()
    {
        await using var practice = await OpenAsync();
        await SendAsync(practice, "visit-1");
        await SendAsync(practice, "visit-2", "+2");
        await RestoreAsync(practice);
        await LeaseAsync(practice);

        await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, stop) => burst.WithdrawMessagesAsync("visit-1", stop)));
        Assert.Equal(1, await DecideAsync(practice, HeldDecision.Withdraw));

        Assert.Equal(["7", "7"], practice.Column("SELECT state FROM outbox"));
    }

    [Fact]
    public async Task Messages_leave_by_themselves_again_once_the_notice_is_closed_and_a_later_one_keeps_its_time()
    {
        await using var practice = await OpenAsync();
        await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(burst.Send(new OutboxDraft("tomorrow", "sms", "+1", "{}", burst.Now.AddDays(1))).IsNew)));
        await RestoreAsync(practice);
        Assert.Equal(0, await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(RestoredPractice.CountHeld(burst)))));

        practice.Execute("UPDATE incident SET resolved_at = 1");

        await SendAsync(practice, "new", "+2");
        Assert.Equal(["new"], (await LeaseAsync(practice)).Select(message => message.IdempotencyKey));
        practice.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("tomorrow", Assert.Single(await LeaseAsync(practice, "+1")).IdempotencyKey);
    }

    // What a restore does: the notice is in the database before the practice is opened, hours after the back-up.
    private static async Task RestoreAsync(TestPractice practice)
    {
        var madeAt = practice.Clock.GetUtcNow();
        practice.Clock.Advance(SinceBackup);
        practice.Execute(RestoredPractice.NoticeSql("p1", madeAt, practice.Clock.GetUtcNow()));
        await practice.RestartAsync();
    }

    private static Task<bool> SendAsync(TestPractice practice, string key, string to = "+1") =>
        practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(burst.Send(new OutboxDraft(key, "sms", to, "{}")).IsNew)));

    private static Task<int> DecideAsync(TestPractice practice, HeldDecision decision) =>
        practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(RestoredPractice.Decide(burst, null, decision))));

    private static async Task<IReadOnlyList<OutboxMessage>> LeaseAsync(TestPractice practice, string? to = null)
    {
        var leased = await practice.Pumped(practice.Engine.LeaseAsync(10, TimeSpan.FromMinutes(1), default).AsTask());
        return to is null ? leased : [.. leased.Where(message => message.Recipient == to)];
    }
}
