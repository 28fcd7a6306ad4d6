using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class BurstTests(Func<Task<Storage.EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Fact]
    public async Task A_timer_survives_a_restart_and_fires_once()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "before"), Step("Elsa.Delay", "d", ("timeSpan", Literal("2.00:00:00"))), Line("b", "after")));
        var started = await practice.StartAsync();
        await practice.RestartAsync();
        await practice.PassAsync(TimeSpan.FromHours(47));
        Assert.Equal(["before"], practice.Lines());
        await practice.RestartAsync();
        await practice.PassAsync(TimeSpan.FromHours(2));
        await practice.RestartAsync();
        await practice.Engine.DrainAsync();
        Assert.Equal(["before", "after"], practice.Lines(started.InstanceId));
    }

    [Fact]
    public async Task A_start_with_one_idempotency_key_starts_one_instance_and_gives_the_same_answer()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "x")));
        var first = await practice.StartAsync(key: "k1");
        await practice.RestartAsync();
        var second = await practice.StartAsync(key: "k1");
        Assert.Equal(first.InstanceId, second.InstanceId);
        Assert.Single(practice.Lines());
    }

    [Fact]
    public async Task An_event_resumes_only_instances_about_the_same_thing()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Replied"), LineOf("a", "getCorrelationId()")));
        await practice.StartAsync(correlation: "a1");
        await practice.StartAsync(correlation: "a2");
        await practice.Pumped(practice.Engine.PublishEventAsync("Replied", correlationId: "a2"));
        Assert.Equal(["a2"], practice.Lines());
    }

    [Fact]
    public async Task An_event_with_one_key_is_delivered_once()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Booked").CanStart(), Line("a", "started")));
        await practice.Pumped(practice.Engine.PublishEventAsync("Booked", idempotencyKey: "e1"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Booked", idempotencyKey: "e1"));
        Assert.Equal(["started"], practice.Lines());
    }

    [Fact]
    public async Task A_second_resumption_of_one_wait_is_refused()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("a", "went")));
        await practice.StartAsync();
        var bookmark = practice.Column("SELECT id FROM bookmark")[0];
        var both = Task.WhenAll(practice.Engine.ResumeAsync(bookmark), practice.Engine.ResumeAsync(bookmark));
        await practice.Engine.DrainAsync();
        await Assert.ThrowsAsync<NoSuchBookmarkException>(() => both);
        Assert.Equal(["went"], practice.Lines());
    }

    [Fact]
    public async Task A_burst_that_throws_rolls_back_alone_and_its_timer_is_tried_again()
    {
        await using var practice = await OpenAsync();
        var key = Unreliable.NewKey();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:10:00"))), Step("Test.Unreliable", "u", ("key", Literal(key))), Line("a", "done")), "shaky");
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:10:00"))), Line("a", "fine")), "good");
        await practice.StartAsync("shaky");
        await practice.StartAsync("good");
        Unreliable.Fail(key, 2);
        await practice.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(["fine"], practice.Lines());
        await practice.PassAsync(TimeSpan.FromMinutes(1));
        await practice.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["done", "fine"], practice.Lines().Order(StringComparer.Ordinal));
        Assert.Empty(practice.Column("SELECT kind FROM incident"));
    }

    [Fact]
    public async Task A_burst_that_never_succeeds_becomes_an_incident_and_keeps_its_stimulus()
    {
        await using var practice = await OpenAsync();
        var key = Unreliable.NewKey();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:10:00"))), Step("Test.Unreliable", "u", ("key", Literal(key)))));
        await practice.StartAsync();
        Unreliable.Fail(key, int.MaxValue);
        for (var i = 0; i < 8; i++)
            await practice.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(["exception"], practice.Column("SELECT kind FROM incident"));
        Assert.Single(practice.Column("SELECT key FROM stimulus WHERE consumed_at IS NULL"));
        Assert.Equal(["0"], practice.Column("SELECT status FROM workflow_instance"));
    }

    [Fact]
    public async Task A_singleton_workflow_runs_once_at_a_time()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")), options: new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.Activities.SingletonStrategy, Elsa" });
        Assert.NotNull((await practice.StartAsync()).InstanceId);
        Assert.Null((await practice.StartAsync()).InstanceId);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.NotNull((await practice.StartAsync()).InstanceId);
    }

    [Fact]
    public async Task A_canceled_instance_waits_for_nothing_any_more()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        var started = await practice.StartAsync();
        Assert.True(await practice.Pumped(practice.Engine.CancelAsync(started.InstanceId!)));
        Assert.Empty(practice.Column("SELECT id FROM bookmark"));
        Assert.False(await practice.Pumped(practice.Engine.CancelAsync(started.InstanceId!)));
    }

    [Fact]
    public async Task A_cron_trigger_starts_one_instance_for_each_time_even_across_a_restart()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Cron", "c", ("cronExpression", Literal("0 6 * * *"))).CanStart(), Line("a", "morning")));
        await practice.PassAsync(TimeSpan.FromHours(16));
        await practice.RestartAsync();
        await practice.Engine.DrainAsync();
        Assert.Equal(["morning"], practice.Lines());
        await practice.PassAsync(TimeSpan.FromHours(24));
        Assert.Equal(["morning", "morning"], practice.Lines());
    }

    [Fact]
    public async Task A_waiting_parent_gets_the_output_of_the_workflow_it_executed()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.SetOutput", "o", ("outputName", Literal("sum")), ("outputValue", Script("getInput('n') + 1")))), "child");
        await practice.PublishAsync(
            Sequence("s", new JsonObject { ["type"] = "Elsa.ExecuteWorkflow", ["id"] = "x", ["workflowDefinitionId"] = Literal("child"), ["input"] = Script("({ n: 41 })"), ["result"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "r" } } }, LineOf("a", "'got ' + getVariable('r').output.sum")),
            "parent",
            new JsonArray(Variable("r", "Object", null)));
        await practice.StartAsync("parent");
        Assert.Equal(["got 42"], practice.Lines());
    }

    [Fact]
    public async Task A_message_with_a_used_idempotency_key_is_not_sent_again()
    {
        await using var practice = await OpenAsync();
        var draft = new OutboxDraft("appointment:1:v1:3-day:+1", "sms", "+1", "{}");
        var first = await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(b.Send(draft))));
        var second = await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(b.Send(draft))));
        Assert.True(first.IsNew);
        Assert.False(second.IsNew);
        Assert.Single(practice.Column("SELECT id FROM outbox"));
    }

    [Fact]
    public async Task Messages_to_one_recipient_are_leased_in_order_and_a_lost_lease_comes_back_as_unknown()
    {
        await using var practice = await OpenAsync();
        foreach (var key in new[] { "a", "b" })
            await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(b.Send(new OutboxDraft(key, "sms", "+1", "{}")))));
        var first = await Lease(practice);
        Assert.Equal("a", Assert.Single(first).IdempotencyKey);
        Assert.Empty(await Lease(practice));
        practice.Clock.Advance(TimeSpan.FromMinutes(2));
        var again = Assert.Single(await Lease(practice));
        Assert.Equal(OutboxState.Unknown, again.State);
        await practice.Pumped(practice.Engine.RecordAsync(again.Id, new OutboxOutcome(OutboxState.Sent, "SM1"), default).AsTask());
        Assert.Equal("b", Assert.Single(await Lease(practice)).IdempotencyKey);
        Assert.True(await practice.Pumped(practice.Engine.RecordByProviderIdAsync("sms", "SM1", new OutboxOutcome(OutboxState.Delivered), default).AsTask()));
        await practice.Pumped(practice.Engine.RecordByProviderIdAsync("sms", "SM1", new OutboxOutcome(OutboxState.Failed), default).AsTask());
        Assert.Equal(["4"], practice.Column("SELECT state FROM outbox WHERE provider_id = 'SM1'"));
    }

    [Fact]
    public async Task Of_two_people_who_complete_a_task_one_wins_and_the_other_learns_who_and_when()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Frontdesk.UserTask", "t", ("title", Literal("Call the patient")), ("outcomes", Script("['Reached','Not reached']")), ("candidateRoles", Script("['front-desk']"))), Line("a", "done")));
        await practice.StartAsync();
        var task = practice.Column("SELECT id FROM user_task")[0];
        await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => Complete(b, task, "ann")));
        var late = practice.Engine.ExecuteAsync((b, _, _) => Complete(b, task, "bob"));
        await practice.Engine.DrainAsync();
        Assert.Contains("closed by ann", (await Assert.ThrowsAsync<TaskClosedException>(() => late)).Message, StringComparison.Ordinal);
        Assert.Equal(["done"], practice.Lines());
        static ValueTask<int> Complete(BurstTransaction burst, string id, string who)
        {
            UserTasks.Complete(burst, id, who, ["front-desk"], "Reached", null);
            return ValueTask.FromResult(1);
        }
    }

    [Fact]
    public async Task An_engine_that_lost_its_epoch_writes_nothing()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "x")));
        await using var other = new WorkflowEngine(practice.Database, new Definitions.WorkflowDefinitions(new ActivityRegistry()), practice.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkflowEngine>.Instance);
        await other.OpenAsync();
        var lost = practice.Engine.StartAsync(new StartRequest("flow"));
        await Assert.ThrowsAsync<FencedException>(() => practice.Engine.DrainAsync());
        await Assert.ThrowsAsync<FencedException>(() => lost);
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance"));
    }

    private static async Task<IReadOnlyList<OutboxMessage>> Lease(TestPractice practice) => await practice.Pumped(practice.Engine.LeaseAsync(10, TimeSpan.FromMinutes(1), default).AsTask());
}
