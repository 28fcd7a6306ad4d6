using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public sealed class SequencePropertyTests
{
    private static readonly string[] Workflows = ["call", "wait", "parent", "task", "single"];
    private static readonly string[] Events = ["Go", "Booked", "Stop"];

    private static readonly Gen<Move> Steps = Gen.Select(
        Gen.Frequency((4, Gen.Const(Kind.Start)), (3, Gen.Const(Kind.Event)), (3, Gen.Const(Kind.Pass)), (2, Gen.Const(Kind.Dispatch)), (2, Gen.Const(Kind.CompleteTask)), (1, Gen.Const(Kind.Cancel)), (3, Gen.Const(Kind.Restart))),
        Gen.Int[0, 99],
        Gen.Int[0, 3],
        (kind, which, about) => new Move(kind, which, about));

    private enum Kind
    {
        Start,
        Event,
        Pass,
        Dispatch,
        CompleteTask,
        Cancel,
        Restart,
    }

    [Fact]
    public Task Any_sequence_ends_the_same_with_and_without_restarts_and_with_and_without_instances_in_memory() =>
        Steps.Array[1, 30].SampleAsync(
            async steps =>
            {
                var plain = await RunAsync(steps, cached: 0, restarts: false);
                Assert.Equal(plain, await RunAsync(steps, cached: 100, restarts: false));
                Assert.Equal(plain, await RunAsync(steps, cached: 0, restarts: true));
                Assert.Equal(plain, await RunAsync(steps, cached: 100, restarts: true));
            },
            iter: 25,
            threads: 1);

    private static async Task<string> RunAsync(Move[] steps, int cached, bool restarts)
    {
        await using var practice = await TestPractice.OpenAsync(new EngineOptions { CachedInstances = cached });
        await PublishAllAsync(practice);
        var answers = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Length; i++)
        {
            await DoAsync(practice, steps[i], answers, restarts);
            CheckInvariants(practice);
            practice.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        return string.Join('\n', Summary(practice));
    }

    private static async Task DoAsync(TestPractice practice, Move step, Dictionary<string, string?> answers, bool restarts)
    {
        switch (step.Kind)
        {
            case Kind.Start:
                // Few keys, so that many starts are asked for again.
                var (workflow, key) = (Workflows[step.Which % Workflows.Length], $"k{step.Which % 15}");
                var answer = (await practice.StartAsync(workflow, correlation: $"c{step.About}", key: key)).InstanceId;
                Assert.Equal(answers.TryGetValue(key, out var earlier) ? earlier : answer, answer);
                answers[key] = answer;
                break;
            case Kind.Event:
                await practice.Pumped(practice.Engine.PublishEventAsync(Events[step.Which % Events.Length], new JsonObject { ["n"] = step.Which }, step.About == 0 ? null : $"c{step.About}", $"e{step.Which}"));
                break;
            case Kind.Pass:
                await practice.PassAsync(TimeSpan.FromMinutes(1 + step.Which));
                break;
            case Kind.Dispatch:
                foreach (var message in await practice.Pumped(practice.Engine.LeaseAsync(1 + step.About, TimeSpan.FromMinutes(1), default).AsTask()))
                    await practice.Pumped(practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Delivered, Response: "{\"statusCode\":200}"), default).AsTask());
                break;
            case Kind.CompleteTask:
                foreach (var id in practice.Column("SELECT t.id FROM user_task t JOIN workflow_instance i ON i.id = t.instance_id WHERE t.state = 'ready' ORDER BY i.created_at, i.correlation_id LIMIT 1"))
                    await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => Complete(b, id)));
                break;
            case Kind.Cancel:
                foreach (var id in practice.Column("SELECT id FROM workflow_instance WHERE status = 0 AND parent_id IS NULL ORDER BY created_at, definition_id, correlation_id LIMIT 1"))
                    await practice.Pumped(practice.Engine.CancelAsync(id));
                break;
            default:
                if (restarts)
                    await practice.RestartAsync();
                break;
        }
    }

    private static void CheckInvariants(TestPractice practice)
    {
        Assert.Empty(practice.Column("SELECT key FROM stimulus WHERE consumed_at IS NULL"));
        Assert.Empty(practice.Column("SELECT message FROM incident"));
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance i WHERE status = 0 AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.instance_id = i.id)"));
        Assert.Empty(practice.Column("SELECT id FROM bookmark b WHERE NOT EXISTS (SELECT 1 FROM workflow_instance i WHERE i.id = b.instance_id AND i.status = 0)"));
        Assert.Empty(practice.Column("SELECT id FROM user_task t WHERE state = 'ready' AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.id = t.bookmark_id)"));
        Assert.Empty(practice.Column("SELECT idempotency_key FROM outbox GROUP BY idempotency_key HAVING COUNT(*) > 1"));
        Assert.Empty(practice.Column("SELECT instance_id FROM outbox GROUP BY instance_id HAVING COUNT(*) > 1"));
        Assert.InRange(practice.Column("SELECT id FROM workflow_instance WHERE definition_id = 'single' AND status = 0").Count, 0, 1);
    }

    private static IEnumerable<string> Summary(TestPractice practice) => practice
        .Column("SELECT id || '|' || definition_id || '|' || COALESCE(correlation_id, '') || '|' || sub_status || '|' || bursts FROM workflow_instance")
        .Select(row => $"{row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..]}|{string.Join(',', practice.Lines(row[..row.IndexOf('|', StringComparison.Ordinal)]))}")
        .Concat(practice.Column("SELECT recipient || '|' || state || '|' || attempts FROM outbox"))
        .Concat(practice.Column("SELECT state || '|' || COALESCE(outcome, '') FROM user_task"))
        .Order(StringComparer.Ordinal);

    private static ValueTask<bool> Complete(BurstTransaction burst, string id)
    {
        UserTasks.Complete(burst, id, "ann", [], "Done", null);
        return ValueTask.FromResult(true);
    }

    private static async Task PublishAllAsync(TestPractice practice)
    {
        await practice.PublishAsync(Sequence("s", LineOf("a", "'call ' + getCorrelationId()"), Step("Elsa.Delay", "d", ("timeSpan", Literal("00:10:00"))), Step("Elsa.FlowSendHttpRequest", "h", ("url", Script("'https://' + getCorrelationId() + '.test/'"))), Line("b", "answered")), "call");
        await practice.PublishAsync(Flow([Event("e", "Go"), Line("a", "went"), Event("f", "Go"), Line("b", "went again")], ("e", "Done", "a"), ("a", "Done", "f"), ("f", "Done", "b")), "wait");
        await practice.PublishAsync(Sequence("s", Step("Elsa.ExecuteWorkflow", "x", ("workflowDefinitionId", Literal("call")), ("correlationId", Script("getCorrelationId()"))), Line("b", "child done")), "parent");
        await practice.PublishAsync(Sequence("s", Step("Frontdesk.UserTask", "t", ("title", Literal("Look")), ("leaveWhenOverdue", Literal(true)), ("dueIn", Literal("01:00:00"))), Line("b", "looked")), "task");
        await practice.PublishAsync(Sequence("s", Event("e", "Stop"), Line("b", "stopped")), "single", options: new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.ActivationValidators.SingletonStrategy, Elsa.Workflows.Core" });
        await practice.PublishAsync(Sequence("s", Event("e", "Booked").CanStart(), Step("Elsa.Delay", "d", ("timeSpan", Literal("00:30:00"))), LineOf("b", "getCorrelationId() || 'nobody'")), "booked");
    }

    private sealed record Move(Kind Kind, int Which, int About);
}
