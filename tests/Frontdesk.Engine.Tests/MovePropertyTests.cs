using System.Text.Json.Nodes;
using CsCheck;
using Frontdesk.Engine.Moves;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

/// <summary>
/// Random workflows without loops, random edits, random progress, and what a move may never do. An instance that is not moved
/// and one that begins on the new version show what the drawings do by themselves: a step to which two paths lead runs twice,
/// and a merge behind it may then wait for ever.
/// </summary>
public sealed class MovePropertyTests
{
    private const int Events = 3;

    private static readonly Gen<int[]> Shape = Gen.Int[0, 4].Array[3, 7];
    private static readonly Gen<(int Kind, int Which)[]> Edits = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100]).Array[1, 3];
    private static readonly Gen<int[]> Progress = Gen.Int[0, Events - 1].Array[0, 4];

    [Fact]
    public Task A_moved_sequence_does_no_step_twice_and_comes_to_its_end() =>
        Gen.Select(Shape, Edits, Progress).SampleAsync((shape, edits, progress) => RunAsync(Steps(shape), Sequence("s", Steps(shape)), edits, progress), iter: 60, threads: 1);

    [Fact]
    public Task A_moved_flowchart_does_no_step_twice_and_never_waits_for_ever() =>
        Gen.Select(Shape, Edits, Progress, Gen.Int[0, 100].Array[0, 8]).SampleAsync((shape, edits, progress, ways) => RunAsync(Steps(shape), Chart(Steps(shape), ways), edits, progress), iter: 100, threads: 1);

    private static async Task RunAsync(JsonObject[] steps, JsonObject root, (int Kind, int Which)[] edits, int[] progress)
    {
        await using var practice = await TestPractice.OpenAsync(new EngineOptions { CachedInstances = edits.Length % 2 * 100 });
        await practice.PublishAsync(root);
        var (id, stays) = ((await practice.StartAsync()).InstanceId!, (await practice.StartAsync()).InstanceId!);
        foreach (var number in progress)
            await GoOnAsync(practice, number);
        var edited = (JsonObject)root.DeepClone();
        foreach (var (kind, which) in edits)
            Edit(edited, kind, which);
        await practice.PublishAsync(edited);
        var before = MoveTests.Completed(practice, id);
        var standing = practice.Column($"SELECT activity_id FROM bookmark WHERE instance_id = '{id}'");
        var wasOver = practice.Column("SELECT status FROM workflow_instance")[0] == "1";

        var judgement = MoveTests.Preview(practice, 2, id);
        var outcome = (await practice.Pumped(practice.Engine.MoveAsync(new MoveRequest("flow", 2, [id], "meg"))))[0];

        Assert.Equal((judgement.CanMove, string.Join(' ', judgement.Reasons)), (outcome.IsMoved, string.Join(' ', outcome.Reasons)));
        Assert.False(wasOver && outcome.IsMoved);
        Assert.Equal(before, MoveTests.Completed(practice, id));
        Assert.Equal(outcome.IsMoved ? ["1", "2"] : ["1", "1"], practice.Column("SELECT version FROM workflow_instance ORDER BY version"));
        if (!outcome.IsMoved)
            return;

        var fresh = (await practice.StartAsync()).InstanceId!;
        await practice.RestartAsync();
        await FinishAsync(practice, steps.Length + 6);

        if (EndOf(practice, stays) == "1 3" && EndOf(practice, fresh) == "1 3")
            Assert.Equal("1 3", EndOf(practice, id));
        var done = MoveTests.Completed(practice, id);

        // What was under way a second time when it moved comes to its end; nothing else that is done is begun again.
        var again = before.Intersect(done.Skip(before.Count), StringComparer.Ordinal);
        Assert.DoesNotContain(again, step => !standing.Any(wait => wait.StartsWith(step[..2], StringComparison.Ordinal)));
        if (EndOf(practice, id) != "1 3")
            return;
        var calls = steps.Where(step => step["type"]!.ToString() == "Elsa.FlowSendHttpRequest").Select(step => step["id"]!.ToString());
        Assert.Equal(done.Count(calls.Contains), practice.Column($"SELECT id FROM outbox WHERE instance_id = '{id}'").Count);
    }

    private static string EndOf(TestPractice practice, string id) => practice.Column($"SELECT status || ' ' || sub_status FROM workflow_instance WHERE id = '{id}'")[0];

    private static async Task FinishAsync(TestPractice practice, int rounds)
    {
        for (var round = 0; round <= rounds; round++)
        {
            for (var number = 0; number < Events; number++)
                await GoOnAsync(practice, number);
            foreach (var task in practice.Column("SELECT b.id FROM bookmark b JOIN user_task t ON t.id = b.task_id WHERE t.state = 'ready'"))
                await practice.Pumped(practice.Engine.ResumeAsync(task, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Outcome"] = "Done" }));
        }
    }

    private static async Task GoOnAsync(TestPractice practice, int number)
    {
        await practice.Pumped(practice.Engine.PublishEventAsync($"E{number}"));
        if (number != 0)
            return;

        // All that is to be sent: otherwise instances would be at different places when the next event comes, and what a drawing does can hang on that.
        while (await practice.Pumped(practice.Engine.LeaseAsync(99, TimeSpan.FromMinutes(1), default).AsTask()) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
                await practice.Pumped(practice.Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Delivered, Response: "{\"statusCode\":200}"), default).AsTask());
        }
    }

    /// <summary>Lines, calls over the outbox, waits for events, sequences with a wait in them, tasks; each with an id of its own.</summary>
    private static JsonObject[] Steps(int[] shape) => [.. shape.Select((kind, i) => kind switch
    {
        0 => Event($"n{i}", $"E{i % Events}"),
        1 => Step("Frontdesk.UserTask", $"n{i}", ("title", Literal("Do it"))),
        2 => Sequence($"n{i}", Line($"n{i}a", "x"), Event($"n{i}b", $"E{(i + 1) % Events}"), Line($"n{i}c", "x")),
        3 => Step("Elsa.FlowSendHttpRequest", $"n{i}", ("url", Literal("http://example.test/")), ("method", Literal("GET"))),
        _ => Line($"n{i}", "x"),
    })];

    private static JsonObject Chart(JsonObject[] steps, int[] ways)
    {
        var connections = new HashSet<(string, string, string)>();
        for (var i = 1; i < steps.Length; i++)
            connections.Add(($"n{(ways.Length > i ? ways[i] % i : i - 1)}", "Done", $"n{i}"));
        foreach (var way in ways)
        {
            var to = 1 + (way % (steps.Length - 1));
            connections.Add(($"n{way % to}", "Done", $"n{to}"));
        }

        for (var i = 0; i < steps.Length; i++)
        {
            var inbound = connections.Count(one => one.Item3 == $"n{i}");
            if (inbound > 1 && i % 2 == 0)
                steps[i]["customProperties"] = new JsonObject { ["mergeMode"] = i % 4 == 0 ? "Converge" : "Merge" };
        }

        return Flow(steps, [.. connections]);
    }

    private static void Edit(JsonObject root, int kind, int which)
    {
        var steps = (JsonArray)root["activities"]!;
        var connections = root["connections"] as JsonArray;
        var at = which % steps.Count;
        switch (kind)
        {
            case 0:
                var fresh = Line($"new{steps.Count}{which}", "new");
                steps.Insert(at, (JsonNode)fresh);
                connections?.Add((JsonNode)Way(steps[(at + 1) % steps.Count]!["id"]!.ToString(), fresh["id"]!.ToString()));
                break;
            case 1:
                if (steps.Count < 2)
                    break;
                var gone = steps[at]!["id"]!.ToString();
                steps.RemoveAt(at);
                foreach (var lost in (connections ?? []).Where(one => one!["source"]!["activity"]!.ToString() == gone || one["target"]!["activity"]!.ToString() == gone).ToList())
                    connections!.Remove(lost);
                break;
            case 2:
                var moved = steps[at]!;
                steps.RemoveAt(at);
                steps.Insert(which % (steps.Count + 1), moved);
                break;
            case 3 when connections is { Count: > 0 }:
                connections.RemoveAt(which % connections.Count);
                break;
            case 4 when connections is not null && steps.Count > 1:
                var (from, to) = (steps[at]!["id"]!.ToString(), steps[(at + 1 + (which / steps.Count)) % steps.Count]!["id"]!.ToString());
                if (!Leads(connections, to, from))
                    connections.Add((JsonNode)Way(from, to));
                break;
            default:
                steps[at]!["customProperties"] = new JsonObject { ["mergeMode"] = which % 2 == 0 ? "Merge" : "Stream" };
                break;
        }
    }

    private static bool Leads(JsonArray connections, string from, string to) =>
        from == to || connections.Any(one => one!["source"]!["activity"]!.ToString() == from && Leads(connections, one["target"]!["activity"]!.ToString(), to));

    private static JsonObject Way(string from, string to) => new() { ["source"] = new JsonObject { ["activity"] = from, ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = to } };
}
