using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Moves;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Tasks;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class MoveTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_moved_instance_goes_on_in_the_other_version_and_does_nothing_twice(int cached)
    {
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = cached });
        await practice.PublishAsync(Sequence("s", Line("a", "a"), Event("e", "Go"), Line("b", "old")));
        var id = (await practice.StartAsync()).InstanceId!;
        var waits = practice.Column("SELECT id || stimulus FROM bookmark");
        await practice.PublishAsync(Sequence("s", Line("a", "a"), Line("new", "too late"), Event("e", "Go"), Line("b", "new"), Line("c", "c")));

        var preview = Preview(practice, 2, id);
        var outcome = await MoveAsync(practice, 2, id);
        Assert.Equal(["a"], practice.Lines().Where(line => !line.StartsWith("Moved", StringComparison.Ordinal)));
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));

        Assert.True(preview.CanMove);
        Assert.Equal(("e", "e", (DateTimeOffset?)null), (preview.Standings[0].Name, preview.Standings[0].NameThere, preview.Standings[0].Until));
        Assert.Contains(preview.Notes, note => note.Contains("'new'", StringComparison.Ordinal));
        Assert.True(outcome.IsMoved);
        Assert.Equal(["a", "Moved from version 1 to version 2 by meg", "new", "c"], practice.Lines(id));
        Assert.Equal(["2 1"], practice.Column("SELECT version || ' ' || status FROM workflow_instance"));
        Assert.Equal(["moved 2 by meg x1 from version 1"], practice.Column("SELECT what || ' ' || version || ' by ' || by_whom || ' x' || amount || ' ' || note FROM workflow_change WHERE what = 'moved'"));
        Assert.Single(waits);
    }

    [Fact]
    public async Task Waits_keep_their_ids_and_their_times_also_when_the_new_version_would_wait_longer()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("1.00:00:00"))), Line("b", "old")));
        var id = (await practice.StartAsync()).InstanceId!;
        var before = practice.Column("SELECT id || ' ' || stimulus || ' ' || due_at || ' ' || created_at FROM bookmark");
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("9.00:00:00"))), Line("b", "new")));

        practice.Clock.Advance(TimeSpan.FromHours(1));
        var preview = Preview(practice, 2, id);
        await MoveAsync(practice, 2, id);

        Assert.Equal(before, practice.Column("SELECT id || ' ' || stimulus || ' ' || due_at || ' ' || created_at FROM bookmark"));
        Assert.Equal(TimeSpan.FromDays(1), preview.Standings[0].Until - preview.Standings[0].Since);
        Assert.Contains(preview.Notes, note => note.Contains("stays as it is", StringComparison.Ordinal));
        await practice.PassAsync(TimeSpan.FromHours(23));
        Assert.Equal("new", practice.Lines(id)[^1]);
    }

    [Fact]
    public async Task What_was_written_before_the_move_is_read_by_the_version_it_was_written_under()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("gone", "x"), Line("a", "x"), Event("e", "Go")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "x")));
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("c", "x"), Line("b", "x")));
        await MoveAsync(practice, 2, id);
        await MoveAsync(practice, 3, id);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));

        Assert.Equal(["1", "2", "0", "0"], practice.Column("SELECT COALESCE(version, 0) FROM journal ORDER BY burst"));
        Assert.Equal(["gone", "a", "e", "c", "b"], Completed(practice, id).Where(key => key is not ("s" or "Workflow1")));
        var refused = await Assert.ThrowsAsync<DefinitionInUseException>(() => practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) =>
        {
            practice.Engine.Definitions.DeleteVersion(b, "flow", 1);
            return ValueTask.FromResult(true);
        })));
        Assert.Contains("journal", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_gone_of_another_kind_or_in_another_place_refuses_the_move_and_changes_nothing()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("other", "Go")));
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "e", ("timeSpan", Literal("1:00:00")))));
        await practice.PublishAsync(Sequence("s", Sequence("inner", Event("e", "Go"))));
        var before = Rows(practice);

        Assert.Equal(["does not have this step", "another kind of step", "in another place"], new[] { 2, 3, 4 }.Select(to => Assert.Single(Preview(practice, to, id).Reasons)).Select(Core));
        Assert.False((await MoveAsync(practice, 2, id)).IsMoved);
        Assert.Equal(before, Rows(practice));
        Assert.Empty(practice.Column("SELECT what FROM workflow_change WHERE what = 'moved'"));

        static string Core(string reason) => reason.Contains("does not have", StringComparison.Ordinal) ? "does not have this step" : reason.Contains("another kind", StringComparison.Ordinal) ? "another kind of step" : reason.Contains("another place", StringComparison.Ordinal) ? "in another place" : reason;
    }

    [Fact]
    public async Task A_step_that_is_done_and_would_be_done_again_refuses_the_move()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "a"), Event("e", "Go"), Line("b", "b")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("a", "a"), Line("b", "b")));
        Assert.Contains("It has done 'a'", Assert.Single(Preview(practice, 2, id).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_done_and_to_which_another_path_still_leads_refuses_the_move_unless_the_drawing_is_a_circle()
    {
        await using var practice = await OpenAsync();
        JsonObject[] steps = [Line("a", "a"), Event("w", "Go"), Line("x", "x"), Line("m", "m")];
        (string, string, string)[] ways = [("a", "Done", "m"), ("a", "Done", "w"), ("w", "Done", "x"), ("x", "Done", "m")];
        await practice.PublishAsync(Flow(steps, ways));
        var id = (await practice.StartAsync()).InstanceId!;
        Assert.Equal(["a", "m"], practice.Lines(id));
        await practice.PublishAsync(Flow([.. steps, Line("z", "z")], [.. ways, ("m", "Done", "z")]));
        Assert.Contains("It has done 'm'", Assert.Single(Preview(practice, 2, id).Reasons), StringComparison.Ordinal);

        (string, string, string)[] circle = [("a", "Done", "w"), ("w", "Done", "m"), ("m", "Done", "w")];
        await practice.PublishAsync(Flow(steps, circle));
        var other = (await practice.StartAsync()).InstanceId!;
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        await practice.PublishAsync(Flow([.. steps, Line("z", "z")], circle));
        Assert.Empty(Preview(practice, 4, other).Reasons);
    }

    [Fact]
    public async Task An_arrival_that_waits_at_a_merge_needs_its_connection_and_the_others_must_still_come()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Merging(("a", "m"), ("w", "m")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Merging(("a", "x"), ("x", "m"), ("w", "m")));
        await practice.PublishAsync(Merging(("a", "m"), ("w", "x")));
        await practice.PublishAsync(Merging(("a", "m"), ("w", "x"), ("x", "m")));
        await practice.PublishAsync(Merging(("a", "m"), ("v", "m"), ("w", "m")));

        Assert.Contains("does not have this connection", Preview(practice, 2, id).Reasons[0], StringComparison.Ordinal);
        Assert.Contains("none can arrive", Preview(practice, 3, id).Reasons[0], StringComparison.Ordinal);
        Assert.Contains("It would wait for ever: 'm' waits for 'v' (Done)", Preview(practice, 5, id).Reasons[0], StringComparison.Ordinal);
        Assert.True((await MoveAsync(practice, 4, id)).IsMoved);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["x", "m"], practice.Lines(id).TakeLast(2));
    }

    [Fact]
    public async Task A_merge_further_on_that_a_branch_has_passed_already_is_found_before_it_waits_for_ever()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Merging(("w", "z")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Merging(("a", "m"), ("w", "m")));
        Assert.Contains("'m' waits for 'a' (Done), which can no longer arrive", Assert.Single(Preview(practice, 2, id).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_join_ahead_of_a_part_that_the_beginning_no_longer_leads_to_refuses_the_move_because_it_would_run_for_each_arrival()
    {
        await using var practice = await OpenAsync();
        JsonObject[] steps = [Line("a", "a"), Event("w", "Go"), Line("x", "x"), Line("m", "m")];
        (string, string, string)[] ways = [("w", "Done", "x"), ("w", "Done", "m"), ("x", "Done", "m")];
        await practice.PublishAsync(Flow(steps, [("a", "Done", "w"), .. ways]));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Flow(steps, ways));
        await practice.PublishAsync(Flow(steps.Skip(1).ToArray(), ways));

        Assert.Contains("no path leads from the beginning to 'w', so 'm' would not wait", Assert.Single(Preview(practice, 2, id).Reasons), StringComparison.Ordinal);
        Assert.True((await MoveAsync(practice, 3, id)).IsMoved);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["x", "m"], practice.Lines(id).TakeLast(2));
        Assert.Single(practice.Lines(id), line => line == "m");
    }

    [Fact]
    public async Task A_running_step_whose_way_in_is_gone_still_holds_back_what_comes_after_it()
    {
        await using var practice = await OpenAsync();
        JsonObject[] steps = [Line("a", "a"), Event("w", "One"), Event("v", "Two"), Line("m", "m")];
        await practice.PublishAsync(Flow(steps, ("a", "Done", "w"), ("a", "Done", "v"), ("w", "Done", "m"), ("v", "Done", "m")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Flow([Line("n", "n"), .. steps.Skip(1)], ("n", "Done", "w"), ("n", "Done", "v"), ("w", "Done", "m"), ("v", "Done", "m")));
        Assert.True((await MoveAsync(practice, 2, id)).IsMoved);
        await practice.Pumped(practice.Engine.PublishEventAsync("One"));
        Assert.DoesNotContain("m", practice.Lines(id));
        await practice.Pumped(practice.Engine.PublishEventAsync("Two"));
        Assert.Single(practice.Lines(id), line => line == "m");
        Assert.Equal(["1"], practice.Column("SELECT status FROM workflow_instance"));
    }

    [Fact]
    public async Task A_wait_for_an_event_follows_its_new_name_and_an_address_stays_or_refuses()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Old"), Line("b", "b")));
        await practice.PublishAsync(Sequence("s", Step("Elsa.HttpEndpoint", "h", ("path", Literal("one")))), "web");
        var (id, web) = ((await practice.StartAsync()).InstanceId!, (await practice.StartAsync("web")).InstanceId!);
        await practice.PublishAsync(Sequence("s", Event("e", "New"), Line("b", "b")));
        await practice.PublishAsync(Sequence("s", Step("Elsa.HttpEndpoint", "h", ("path", Literal("two")))), "web");

        Assert.Contains("'e' will wait for 'New' instead of 'Old'.", Preview(practice, 2, id).Notes);
        Assert.Contains("another address", Preview(practice, 2, web, "web").Reasons[0], StringComparison.Ordinal);
        await MoveAsync(practice, 2, id);
        await practice.Pumped(practice.Engine.PublishEventAsync("Old"));
        Assert.DoesNotContain("b", practice.Lines(id));
        await practice.Pumped(practice.Engine.PublishEventAsync("New"));
        Assert.Equal("b", practice.Lines(id)[^1]);
    }

    [Fact]
    public async Task An_open_task_stays_as_it_was_asked_and_refuses_a_version_that_asks_otherwise()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Task("Call", "Yes", "No"));
        var id = (await practice.StartAsync()).InstanceId!;
        var task = practice.Column("SELECT id || title || details || version FROM user_task");
        await practice.PublishAsync(Task("Call again", "Yes", "No"));
        await practice.PublishAsync(Task("Call", "Yes", "No", "Later"));

        Assert.Contains("Let it be completed first", Preview(practice, 3, id).Reasons[0], StringComparison.Ordinal);
        Assert.True((await MoveAsync(practice, 2, id)).IsMoved);
        Assert.Equal(task, practice.Column("SELECT id || title || details || version FROM user_task"));
        await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) =>
        {
            UserTasks.Complete(burst, practice.Column("SELECT id FROM user_task")[0], "ann", [], "No", null);
            return ValueTask.FromResult(true);
        }));
        Assert.Equal("No", practice.Lines(id)[^1]);

        static JsonObject Task(string title, params string[] outcomes) => Sequence("s", Step("Frontdesk.UserTask", "t", ("title", Literal(title)), ("outcomes", new JsonArray([.. outcomes.Select(one => (JsonNode)one)])), ("outcome", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "answer" } })), LineOf("b", "getVariable('answer')"));
    }

    [Fact]
    public async Task Variables_keep_what_was_set_take_new_first_values_and_are_told_when_dropped()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Flowing("n"), variables: new JsonArray(Variable("n", "Int32", "1"), Variable("days", "Int32", "3"), Variable("gone", "Int32", "0")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Flowing("n"), variables: new JsonArray(Variable("n", "String", "9"), Variable("days", "Int32", "5")));
        await practice.PublishAsync(Flowing("n"), variables: new JsonArray(Variable("n", "DateTime", null)));

        var preview = Preview(practice, 2, id);
        Assert.Contains("The variable 'n' holds a value that is no DateTime, as that version wants it.", Preview(practice, 3, id).Reasons);
        Assert.Contains(preview.Notes, note => note.Contains("first value: 'days'", StringComparison.Ordinal));
        Assert.Contains(preview.Notes, note => note.Contains("dropped", StringComparison.Ordinal) && note.Contains("'gone'", StringComparison.Ordinal));
        await MoveAsync(practice, 2, id);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal("7 5", practice.Lines(id)[^1]);

        static JsonObject Flowing(string set) => Sequence(
            "s",
            Step("Elsa.SetVariable", "v", ("variable", new JsonObject { ["id"] = set }), ("value", Script("7"))),
            Step("Elsa.SetVariable", "g", ("variable", new JsonObject { ["id"] = "gone" }), ("value", Script("8"))),
            Event("e", "Go"),
            LineOf("l", "getVariable('n') + ' ' + getVariable('days')"));
    }

    [Fact]
    public async Task A_state_machine_stays_in_its_state_when_its_transitions_are_reordered()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Machine(("A", "B", "go"), ("A", "C", "leave")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Machine(("C", "B", "back"), ("A", "C", "leave"), ("A", "B", "go")));
        await practice.PublishAsync(Machine(("A", "B", "go")));

        Assert.False(Preview(practice, 3, id).CanMove);
        Assert.True((await MoveAsync(practice, 2, id)).IsMoved);
        await practice.Pumped(practice.Engine.PublishEventAsync("leave"));
        await practice.Pumped(practice.Engine.PublishEventAsync("back"));
        Assert.Equal(["1 3"], practice.Column("SELECT status || ' ' || sub_status FROM workflow_instance"));

        static JsonObject Machine(params (string From, string To, string Event)[] ways) => new()
        {
            ["type"] = "Elsa.StateMachine",
            ["id"] = "m",
            ["initialState"] = "A",
            ["states"] = new JsonArray([.. new[] { "A", "B", "C" }.Select(name => (JsonNode)new JsonObject { ["name"] = name })]),
            ["transitions"] = new JsonArray([.. ways.Select(way => (JsonNode)new JsonObject { ["from"] = way.From, ["to"] = way.To, ["trigger"] = Event("t" + way.Event, way.Event) })]),
        };
    }

    [Fact]
    public async Task Loops_forks_and_branches_go_on_where_they_were()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Looping("x"));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.Pumped(practice.Engine.PublishEventAsync("Turn"));
        await practice.PublishAsync(Looping("y"));

        Assert.True((await MoveAsync(practice, 2, id)).IsMoved);
        await practice.Pumped(practice.Engine.PublishEventAsync("Turn"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Side"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Turn"));

        Assert.Equal(["x1", "y2", "y3", "after y"], practice.Lines(id).Where(line => !line.StartsWith("Moved", StringComparison.Ordinal)));
        Assert.Equal(["1 3"], practice.Column("SELECT status || ' ' || sub_status FROM workflow_instance"));

        static JsonObject Looping(string says)
        {
            var loop = Step("Elsa.For", "loop", ("start", Literal(1)), ("end", Literal(3)));
            loop["body"] = Sequence("turn", Event("t", "Turn"), LineOf("l", $"'{says}' + getVariable('CurrentValue')"));
            var branch = Step("Elsa.If", "i", ("condition", Literal(true)));
            branch["then"] = Event("side", "Side");
            var fork = Step("Elsa.Fork", "fork");
            fork["branches"] = new JsonArray(loop, branch);
            return Sequence("s", fork, Line("after", $"after {says}"));
        }
    }

    [Fact]
    public async Task A_move_is_answered_the_same_and_done_once_when_asked_twice()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "b")));
        var request = new MoveRequest("flow", 2, [id, "nobody", id], "meg");

        var first = await practice.Pumped(practice.Engine.MoveAsync(request, "k"));
        var second = await practice.Pumped(practice.Engine.MoveAsync(request, "k"));

        Assert.Equal([(id, true), ("nobody", false), (id, false)], first.Select(one => (one.InstanceId, one.IsMoved)));
        Assert.Equal(first.Select(one => (one.InstanceId, one.IsMoved, string.Join(' ', one.Reasons))), second.Select(one => (one.InstanceId, one.IsMoved, string.Join(' ', one.Reasons))));
        Assert.Single(practice.Lines(id), line => line.StartsWith("Moved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_instance_that_is_over_runs_another_workflow_or_is_to_go_to_a_draft_is_not_moved()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        await practice.PublishAsync(Sequence("s", Event("e", "Go")), "other");
        var (over, other) = ((await practice.StartAsync()).InstanceId!, (await practice.StartAsync("other")).InstanceId!);
        await practice.Pumped(practice.Engine.CancelAsync(over));
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "b")));
        await practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(practice.Engine.Definitions.SaveDraft(b, Definition(Sequence("s", Line("d", "draft")))).Version)));

        Assert.Equal(["It is over."], (await MoveAsync(practice, 2, over)).Reasons);
        Assert.Equal(["It runs another workflow."], (await MoveAsync(practice, 2, other)).Reasons);
        await Assert.ThrowsAsync<MoveRefusedException>(() => MoveAsync(practice, 3, other));
        await Assert.ThrowsAsync<DefinitionNotFoundException>(() => MoveAsync(practice, 9, other));
    }

    [Fact]
    public async Task An_instance_that_went_on_after_the_preview_is_judged_again()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "b"), Event("f", "On")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Event("f", "On"), Line("b", "b")));
        Assert.True(Preview(practice, 2, id).CanMove);

        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        var late = await MoveAsync(practice, 2, id);

        Assert.Contains("It has done 'b'", Assert.Single(late.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_in_a_burst_that_fails_leaves_nothing()
    {
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 100 });
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "old")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "new")));
        var before = Rows(practice);

        await Assert.ThrowsAsync<InvalidOperationException>(() => practice.Pumped(practice.Engine.ExecuteAsync<bool>((burst, _, _) =>
        {
            Assert.True(InstanceMoves.Move(burst, new MoveRequest("flow", 2, [id], "meg"))[0].IsMoved);
            throw new InvalidOperationException("The power went.");
        })));

        Assert.Equal(before, Rows(practice));
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal("old", practice.Lines(id)[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_process_that_another_took_over_from_moves_nothing_and_the_other_does(int cached)
    {
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = cached });
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "old")));
        var id = (await practice.StartAsync()).InstanceId!;
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("b", "new")));
        var (before, request) = (Rows(practice), new MoveRequest("flow", 2, [id], "meg"));

        await using var other = await practice.OpenAnotherAsync();
        var lost = practice.Engine.MoveAsync(request, "k");
        await Assert.ThrowsAsync<FencedException>(() => practice.Engine.DrainAsync());
        await Assert.ThrowsAsync<FencedException>(() => lost);
        Assert.Equal(before, Rows(practice));

        // Whoever asked asks again with the same key, and is answered by the process that works now.
        var moved = other.MoveAsync(request, "k");
        await other.DrainAsync();
        Assert.True(Assert.Single(await moved).IsMoved);
        var gone = other.PublishEventAsync("Go");
        await other.DrainAsync();
        await gone;
        Assert.Equal(["Moved from version 1 to version 2 by meg", "new"], practice.Lines(id));
    }

    /// <summary>A fork into a (done at once), w (waits) and a step v that nothing starts; m merges all that lead to it.</summary>
    private static JsonObject Merging(params (string From, string To)[] ways)
    {
        var merge = Line("m", "m");
        if (ways.Count(way => way.To == "m") > 1)
            merge["customProperties"] = new JsonObject { ["mergeMode"] = "Merge" };
        return Flow([Line("s", "s"), Line("a", "a"), Event("w", "Go"), Line("v", "v"), Line("x", "x"), merge, Line("z", "z")], [("s", "Done", "a"), ("s", "Done", "w"), .. ways.Any(way => way.From == "v") ? new[] { ("s", "Never", "v") } : [], .. ways.Select(way => (way.From, "Done", way.To))]);
    }

    private static List<string> Rows(TestPractice practice) => practice.Column("SELECT id || ' ' || version || ' ' || bursts FROM workflow_instance ORDER BY id").Concat(practice.Column("SELECT id || stimulus FROM bookmark ORDER BY id")).Concat(practice.Column("SELECT instance_id || burst || COALESCE(version, 0) FROM journal ORDER BY instance_id, burst")).ToList();

    private static async Task<MoveOutcome> MoveAsync(TestPractice practice, int to, string id) =>
        Assert.Single(await practice.Pumped(practice.Engine.MoveAsync(new MoveRequest("flow", to, [id], "meg"))));

    internal static MoveJudgement Preview(TestPractice practice, int to, string id, string definition = "flow")
    {
        var versions = Versions(practice, definition);
        return Assert.Single(InstanceMoves.Preview(practice.Engine, versions(to)!, versions, [id]));
    }

    internal static IReadOnlyList<string> Completed(TestPractice practice, string id)
    {
        var versions = Versions(practice, "flow");
        using var connection = practice.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COALESCE(j.version, i.version), j.entries FROM journal j JOIN workflow_instance i ON i.practice_id = j.practice_id AND i.id = j.instance_id WHERE j.instance_id = '{id}' ORDER BY j.burst";
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
            keys.AddRange(JournalCodec.Unpack((byte[])reader.GetValue(1)).Where(entry => entry.Event == JournalEvent.Completed).Select(entry => versions((int)reader.GetInt64(0))!.Activities[entry.Activity].Id));
        return keys;
    }

    private static Func<int, CompiledWorkflow?> Versions(TestPractice practice, string definition)
    {
        var compiled = new Dictionary<int, CompiledWorkflow?>();
        return version =>
        {
            if (!compiled.TryGetValue(version, out var known))
                compiled[version] = known = practice.Column($"SELECT json FROM workflow_definition WHERE definition_id = '{definition}' AND version = {version.ToString(CultureInfo.InvariantCulture)}") is [var json] ? WorkflowCompiler.Compile(WorkflowDefinition.Parse(json), practice.Engine.Definitions.Registry) : null;
            return known;
        };
    }
}
