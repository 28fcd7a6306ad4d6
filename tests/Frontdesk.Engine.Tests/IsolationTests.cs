using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Tasks;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class IsolationTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Fact]
    public async Task Of_many_bursts_in_one_group_only_those_that_throw_leave_nothing_behind()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "fine")));
        var all = new List<Task<string?>>();
        for (var i = 0; i < 12; i++)
        {
            var n = i;
            all.Add(practice.Engine.ExecuteAsync((b, _, _) =>
            {
                b.StartWorkflow(new StartRequest("flow"));
                b.Send(new OutboxDraft($"m{n}", "sms", "+1", "{}"));
                return n % 3 == 0 ? throw new InvalidTimeZoneException() : ValueTask.FromResult(b.NewId());
            }));
        }

        await practice.Engine.DrainAsync();
        for (var i = 0; i < all.Count; i++)
        {
            if (i % 3 == 0)
                await Assert.ThrowsAsync<InvalidTimeZoneException>(() => all[i]);
            else
                Assert.NotNull(await all[i]);
        }

        Assert.Equal(8, practice.Lines().Count);
        Assert.Equal(8, practice.Column("SELECT id FROM outbox").Count);
    }

    [Fact]
    public async Task A_burst_that_the_database_refuses_spoils_nobody_elses()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:01:00"))), Line("a", "fine")));
        await practice.StartAsync();
        await practice.Pumped(Open(practice, "t1"));
        var before = practice.Engine.StartAsync(new StartRequest("flow"));
        var refused = Open(practice, "t1");
        var after = practice.Engine.StartAsync(new StartRequest("flow"));
        practice.Clock.Advance(TimeSpan.FromMinutes(1));
        await practice.Engine.DrainAsync();
        Assert.NotNull((await before).InstanceId);
        Assert.NotNull((await after).InstanceId);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => refused);
        Assert.Equal(["fine"], practice.Lines());
        await practice.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["fine", "fine", "fine"], practice.Lines());
        Assert.Single(practice.Column("SELECT id FROM user_task"));
    }

    // PostgreSQL stores no zero character in a text, and has no room in an index for a long one; SQLite takes both.
    [Theory]
    [InlineData("'x' + String.fromCharCode(0)")]
    [InlineData("Array.from({ length: 20000 }, (_, i) => (i * 7919 % 65521).toString(36)).join('')")]
    public async Task A_script_that_makes_what_the_database_cannot_store_spoils_nobody_elses_burst(string correlationId)
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Definition(Sequence("s", Event("e", "Go").CanStart(), Step("Elsa.Correlate", "c", ("correlationId", Script(correlationId))), Line("a", "odd")), "odd"));
        await practice.PublishAsync(Sequence("s", Line("a", "fine")));
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        var (odd, fine) = (practice.Engine.StartAsync(new StartRequest("odd")), practice.Engine.StartAsync(new StartRequest("flow")));
        await practice.Engine.DrainAsync();

        Assert.NotNull((await fine).InstanceId);
        Assert.Contains("fine", practice.Lines());
        await odd.ContinueWith(_ => { }, TaskScheduler.Default);
        for (var i = 0; i < 8; i++)
            await practice.PassAsync(TimeSpan.FromMinutes(10));
        var isStored = practice.Lines().Contains("odd");
        Assert.Equal(isStored ? [] : ["exception"], practice.Column("SELECT DISTINCT kind FROM incident"));
    }

    [Fact]
    public async Task Domain_rows_of_a_burst_that_throws_are_gone_and_those_of_others_stay()
    {
        await using var practice = await OpenAsync();
        await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => Sql(b, "CREATE TABLE note (id TEXT PRIMARY KEY)")));
        var one = practice.Engine.ExecuteAsync((b, _, _) => Sql(b, "INSERT INTO note VALUES ('one')"));
        var two = practice.Engine.ExecuteAsync(async (b, _, _) => await Sql(b, "INSERT INTO note VALUES ('two')") ? throw new InvalidTimeZoneException() : false);
        var twice = practice.Engine.ExecuteAsync((b, _, _) => Sql(b, "INSERT INTO note VALUES ('one')"));
        var three = practice.Engine.ExecuteAsync((b, _, _) => Sql(b, "INSERT INTO note VALUES ('three')"));
        await practice.Engine.DrainAsync();
        Assert.True(await one);
        Assert.True(await three);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => two);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => twice);
        Assert.Equal(["one", "three"], practice.Column("SELECT id FROM note ORDER BY id"));
    }

    [Fact]
    public async Task A_canceled_call_inside_a_burst_is_that_bursts_failure_only()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "fine")));
        var canceled = practice.Engine.ExecuteAsync<bool>((_, _, _) => throw new TaskCanceledException());
        var fine = practice.Engine.StartAsync(new StartRequest("flow"));
        await practice.Engine.DrainAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.NotNull((await fine).InstanceId);
    }

    [Fact]
    public async Task A_command_with_one_key_runs_once_and_gives_the_same_answer()
    {
        await using var practice = await OpenAsync();
        var runs = 0;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, await practice.Pumped(practice.Engine.ExecuteAsync((_, _, _) => ValueTask.FromResult(++runs), "k")));
            await practice.RestartAsync();
        }
    }

    [Fact]
    public async Task Two_requests_with_one_key_in_one_batch_are_one_burst()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "once")));
        var both = Task.WhenAll(practice.Engine.StartAsync(new StartRequest("flow") { IdempotencyKey = "k" }), practice.Engine.StartAsync(new StartRequest("flow") { IdempotencyKey = "k" }));
        await practice.Engine.DrainAsync();
        Assert.Single((await both).Select(r => r.InstanceId).Distinct());
        Assert.Equal(["once"], practice.Lines());
    }

    [Fact]
    public async Task An_engine_that_was_overtaken_writes_nothing_loses_nothing_and_says_so()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:01:00"))), Line("a", "fine")));
        await practice.StartAsync();
        await using var second = await practice.OpenAnotherAsync();
        practice.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<FencedException>(() => practice.Engine.DrainAsync());
        Assert.Empty(practice.Lines());
        await Assert.ThrowsAsync<FencedException>(() => practice.Engine.StartAsync(new StartRequest("flow")));
        await second.DrainAsync();
        Assert.Equal(["fine"], practice.Lines());
    }

    [Fact]
    public async Task Whoever_waits_for_an_engine_that_stops_is_told()
    {
        await using var practice = await OpenAsync();
        var waiting = practice.Engine.StartAsync(new StartRequest("flow"));
        await practice.Engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => practice.Engine.StartAsync(new StartRequest("flow")));
    }

    [Fact]
    public async Task What_an_incident_stopped_is_tried_again_on_request()
    {
        await using var practice = await OpenAsync();
        var key = Unreliable.NewKey();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:10:00"))), Step("Test.Unreliable", "u", ("key", Literal(key))), Line("a", "done")));
        await practice.StartAsync();
        Unreliable.Fail(key, 5);
        for (var i = 0; i < 8; i++)
            await practice.PassAsync(TimeSpan.FromMinutes(10));
        var incident = Assert.Single(practice.Column("SELECT id FROM incident WHERE resolved_at IS NULL"));
        Assert.Null(await practice.Engine.NextDueAsync());
        Assert.True(await practice.Pumped(practice.Engine.RetryIncidentAsync(incident)));
        Assert.Equal(["done"], practice.Lines());
        Assert.False(await practice.Pumped(practice.Engine.RetryIncidentAsync(incident)));
        Assert.Empty(practice.Column("SELECT id FROM incident WHERE resolved_at IS NULL"));
    }

    [Fact]
    public async Task Tries_back_off_and_each_wait_is_twice_the_one_before()
    {
        await using var practice = await OpenAsync();
        var key = Unreliable.NewKey();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:10:00"))), Step("Test.Unreliable", "u", ("key", Literal(key)))));
        await practice.StartAsync();
        Unreliable.Fail(key, 99);
        var waits = new List<double>();
        await practice.PassAsync(TimeSpan.FromMinutes(10));
        while (await practice.Engine.NextDueAsync() is { } due)
        {
            waits.Add((due - practice.Clock.GetUtcNow()).TotalSeconds);
            await practice.PassAsync(due - practice.Clock.GetUtcNow());
        }

        Assert.Equal([5, 10, 20, 40], waits);
    }

    [Fact]
    public async Task A_workflow_that_loops_without_end_ends_as_an_incident()
    {
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 0, MaxStepsPerBurst = 2_000 });
        await practice.PublishAsync(Flow([Line("a", "x"), Line("b", "y")], ("a", "Done", "b"), ("b", "Done", "a")), "circle");
        await practice.PublishAsync(Sequence("s", Step("Elsa.While", "w", ("condition", Literal(true)), ("body", Sequence("b")))), "while");
        await practice.PublishAsync(Sequence("s", Line("a", "well")), "well");
        foreach (var id in new[] { "circle", "while", "well" })
            await practice.StartAsync(id);
        Assert.Equal(["endless", "endless"], practice.Column("SELECT kind FROM incident"));
        Assert.Contains("well", practice.Lines());
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
    }

    [Fact]
    public async Task A_deeply_nested_value_survives_a_restart()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(
            Sequence("s", Step("Elsa.RunJavaScript", "r", ("script", Script("let a='deep'; for (let i=0;i<45;i++) a=[a]; setVariable('v', a)"))), Event("e", "Go"), LineOf("a", "getVariable('v').flat(99)[0]")),
            variables: [Variable("v", "Object", null)]);
        await practice.StartAsync();
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Empty(practice.Column("SELECT message FROM incident"));
        Assert.Equal(["deep"], practice.Lines());
    }

    private static Task<bool> Open(TestPractice practice, string id) => practice.Engine.ExecuteAsync((b, _, _) =>
    {
        b.OpenTask(new UserTaskDraft(id, "i", "b", "a", "Call", 1, null, "{}"));
        return ValueTask.FromResult(true);
    });

    private static ValueTask<bool> Sql(BurstTransaction burst, string sql)
    {
        using var command = burst.Connection.CreateCommand();
        command.Transaction = burst.Transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return ValueTask.FromResult(true);
    }
}
