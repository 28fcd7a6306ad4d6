using System.Text.Json.Nodes;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class CompositionTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Fact]
    public async Task A_dispatched_child_runs_on_its_own_and_a_waiting_parent_goes_on_after_it()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("c", "child")), "child");
        await practice.PublishAsync(Sequence("s", Dispatch("x", wait: false), Line("a", "at once")), "free");
        await practice.PublishAsync(Sequence("s", Dispatch("x", wait: true), Line("a", "after")), "patient");
        var free = await practice.StartAsync("free");
        var patient = await practice.StartAsync("patient");
        Assert.Equal(["at once"], practice.Lines());
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["at once"], practice.Lines(free.InstanceId));
        Assert.Equal(["after"], practice.Lines(patient.InstanceId));
        Assert.Equal(2, practice.Lines().Count(l => l == "child"));
    }

    [Fact]
    public async Task A_parent_that_waits_for_its_child_stands_still_only_when_the_child_does()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("1.00:00:00"))), Event("e", "Go")), "child");
        await practice.PublishAsync(Sequence("s", Dispatch("x", wait: true), Line("a", "after")), "parent");
        await practice.StartAsync("parent");
        Assert.Empty(Stalls.Find(practice.Engine.Database));
        await practice.PassAsync(TimeSpan.FromHours(25));
        Assert.Equal(practice.Column("SELECT id FROM workflow_instance WHERE definition_id = 'child'"), Stalls.Find(practice.Engine.Database));
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Empty(Stalls.Find(practice.Engine.Database));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(25)]
    public async Task A_bulk_dispatch_waits_for_every_child(int count)
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), LineOf("c", "getInput('Item')")), "child");
        await practice.PublishAsync(Sequence("s", Step("Elsa.BulkDispatchWorkflows", "x", ("workflowDefinitionId", Literal("child")), ("items", Script($"Array.from({{ length: {count} }}, (v, i) => 'item ' + i)"))), Line("a", "all done")), "parent");
        var parent = await practice.StartAsync("parent");
        Assert.Equal(count == 0 ? ["all done"] : [], practice.Lines(parent.InstanceId));
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["all done"], practice.Lines(parent.InstanceId));
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"item {i}").Order(StringComparer.Ordinal), practice.Lines().Where(l => l.StartsWith("item", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_faulted_child_lets_its_parent_go_on()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Fault", "f", ("message", Literal("no")))), "child");
        await practice.PublishAsync(
            Sequence("s", new JsonObject { ["type"] = "Elsa.ExecuteWorkflow", ["id"] = "x", ["workflowDefinitionId"] = Literal("child"), ["result"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "r" } } }, LineOf("a", "getVariable('r').subStatus")),
            "parent",
            new JsonArray(Variable("r", "Object", null)));
        var parent = await practice.StartAsync("parent");
        Assert.Equal(["Faulted"], practice.Lines(parent.InstanceId));
    }

    [Fact]
    public async Task Canceling_an_instance_cancels_everything_below_it_and_nothing_else()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("c", "leaf")), "child");
        await practice.PublishAsync(Sequence("s", Dispatch("x", wait: true)), "middle");
        await practice.PublishAsync(Sequence("s", Dispatch("x", wait: true, "middle")), "top");
        var top = await practice.StartAsync("top");
        var other = await practice.StartAsync("middle");
        Assert.True(await practice.Pumped(practice.Engine.CancelAsync(top.InstanceId!)));
        Assert.Equal(2, practice.Column("SELECT id FROM workflow_instance WHERE status = 0").Count);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["leaf"], practice.Lines());
        Assert.Empty(practice.Column("SELECT id FROM bookmark"));
        Assert.Equal(["3"], practice.Column($"SELECT sub_status FROM workflow_instance WHERE id = '{other.InstanceId}'"));
    }

    [Fact]
    public async Task Children_that_have_not_begun_do_not_begin_after_their_parent_was_canceled()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("c", "child")), "child");
        await practice.PublishAsync(Sequence("s", Dispatch("x", wait: true)), "parent");
        var start = practice.Engine.StartAsync(new StartRequest("parent") { InstanceId = "p" });
        var cancel = practice.Engine.CancelAsync("p");
        await practice.Engine.DrainAsync();
        await start;
        Assert.True(await cancel);
        Assert.Empty(practice.Lines());
        Assert.Empty(practice.Column("SELECT key FROM stimulus WHERE consumed_at IS NULL"));
    }

    [Fact]
    public async Task A_start_asked_for_twice_with_one_key_inside_bursts_happens_once()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "once")));
        var ids = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(b.StartWorkflow(new StartRequest("flow") { IdempotencyKey = "k" })))));
            await practice.RestartAsync();
        }

        ids.Add((await practice.StartAsync(key: "k")).InstanceId);
        Assert.Single(ids.Distinct());
        Assert.Equal(["once"], practice.Lines());
    }

    [Fact]
    public async Task A_workflow_is_a_step_of_another()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), LineOf("a", "'inner ' + getCorrelationId()")), "inner", options: new JsonObject { ["usableAsActivity"] = true });
        await practice.PublishAsync(Sequence("s", new JsonObject { ["type"] = "Inner", ["id"] = "i", ["workflowDefinitionId"] = "inner" }, Line("b", "outer")), "outer");
        await practice.StartAsync("outer", correlation: "c1");
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["inner c1", "outer"], practice.Lines());
        Assert.Single(practice.Column("SELECT id FROM workflow_instance"));
    }

    [Fact]
    public async Task An_event_published_by_one_instance_reaches_another_about_the_same_thing()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(
            Sequence("s", new JsonObject { ["type"] = "Elsa.Event", ["id"] = "e", ["eventName"] = Literal("Told"), ["result"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "r" } } }, LineOf("a", "getCorrelationId() + ' ' + getVariable('r').what")),
            "listener",
            new JsonArray(Variable("r", "Object", null)));
        await practice.PublishAsync(Sequence("s", Step("Elsa.PublishEvent", "p", ("eventName", Literal("Told")), ("correlationId", Script("getCorrelationId()")), ("payload", Script("({ what: 'news' })")))), "teller");
        await practice.StartAsync("listener", correlation: "a");
        await practice.StartAsync("listener", correlation: "b");
        await practice.StartAsync("teller", correlation: "b");
        Assert.Equal(["b news"], practice.Lines());
    }

    [Fact]
    public async Task A_wait_that_began_before_the_correlation_was_known_is_found_by_it()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(
            new JsonObject { ["type"] = "Elsa.Parallel", ["id"] = "p", ["activities"] = new JsonArray(Sequence("s1", Event("e", "Told"), Line("a", "told")), Sequence("s2", Event("f", "Known"), Step("Elsa.Correlate", "c", ("correlationId", Literal("x"))), Event("g", "Never"))) });
        await practice.StartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Known"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Told", correlationId: "x"));
        Assert.Equal(["told"], practice.Lines());
    }

    private static JsonObject Dispatch(string id, bool wait, string child = "child") => Step("Elsa.DispatchWorkflow", id, ("workflowDefinitionId", Literal(child)), ("waitForCompletion", Literal(wait)));
}
