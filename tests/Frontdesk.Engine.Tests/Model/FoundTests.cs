using System.Text.Json.Nodes;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Tasks;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests.Model;

/// <summary>What <see cref="ModelTests"/> has found, one rule each.</summary>
public sealed class FoundTests
{
    [Fact]
    public async Task A_task_that_the_burst_that_asks_for_it_no_longer_needs_is_closed()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Fork(Judged.Task("t"), Line("a", "faster")), Event("e", "Go")));
        await practice.StartAsync();
        Assert.Equal(["e"], practice.Column("SELECT activity_id FROM bookmark"));
        Assert.Equal(["cancelled"], practice.Column("SELECT state FROM user_task"));
    }

    [Fact]
    public async Task A_whole_number_stays_whole_while_its_instance_is_not_in_memory()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Judged.Set("n1", "n", Script("1 + 1")), Event("e", "Go"), Event("f", "Go")), variables: [Variable("n", "Int32", "0")]);
        await practice.StartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["""{"n":2}"""], practice.Column("SELECT CAST(state AS TEXT) FROM workflow_instance").Select(state => JsonNode.Parse(state)!["c"]![0]!["v"]!.ToJsonString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_branch_that_was_on_its_way_when_its_fork_was_done_waits_with_and_without_a_restart(bool restarts)
    {
        await using var practice = await TestPractice.OpenAsync(new Pump.EngineOptions());
        await practice.PublishAsync(Sequence("s", Fork(Line("a", "faster"), Sequence("late", Event("e", "Go"), Line("b", "late"))), Event("f", "End")));
        await practice.StartAsync();
        if (restarts)
            await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        if (restarts)
            await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("End"));
        Assert.Equal(["faster", "late"], practice.Lines());
        Assert.Empty(practice.Column("SELECT id FROM bookmark"));
    }

    [Fact]
    public async Task A_step_ends_once_although_a_flowchart_in_it_ends_while_it_is_canceled()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Fork(Flow([Event("e", "Go")]), Sequence("t", Line("a", "faster"))), Line("b", "after")));
        var id = (await practice.StartAsync()).InstanceId;
        var completed = practice.Bytes($"SELECT entries FROM journal WHERE instance_id = '{id}' ORDER BY burst").SelectMany(JournalCodec.Unpack).Where(entry => entry.Event == JournalEvent.Completed).Select(entry => entry.ContextId).ToList();
        Assert.Equal(completed.Distinct(), completed);
        Assert.Equal(["faster", "after"], practice.Lines());
    }

    [Fact]
    public async Task What_anybody_may_do_anybody_may_do_when_it_is_overdue()
    {
        await using var practice = await TestPractice.OpenAsync();
        await practice.PublishAsync(Sequence("s", Judged.Task("t", "01:00:00"), Line("a", "done")));
        await practice.StartAsync();
        await practice.PassAsync(TimeSpan.FromHours(2));
        var task = practice.Column("SELECT id FROM user_task")[0];
        await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) =>
        {
            UserTasks.Complete(burst, task, "ann", [], "Done", null);
            return ValueTask.FromResult(true);
        }));
        Assert.Equal(["done"], practice.Lines());
    }

    private static JsonObject Fork(params JsonObject[] branches) => new() { ["type"] = "Elsa.Fork", ["id"] = "fork", ["joinMode"] = "WaitAny", ["branches"] = new JsonArray([.. branches.Select(one => (JsonNode)one)]) };
}
