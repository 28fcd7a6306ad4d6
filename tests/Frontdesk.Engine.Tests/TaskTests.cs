using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class TaskTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private static readonly string[] FrontDesk = ["front-desk"];

    [Fact]
    public async Task A_claimed_task_is_completed_by_its_owner_only_and_a_released_one_by_any_candidate()
    {
        await using var practice = await OpenWithTaskAsync();
        await Do(practice, (b, id) => UserTasks.Claim(b, id, "ann", FrontDesk));
        await Refused(practice, "ann", (b, id) => UserTasks.Claim(b, id, "bob", FrontDesk));
        await Refused(practice, "ann", (b, id) => UserTasks.Complete(b, id, "bob", FrontDesk, "Reached", null));
        await Refused(practice, "Only the person", (b, id) => UserTasks.Release(b, id, "bob"));
        await Do(practice, (b, id) => UserTasks.Release(b, id, "ann"));
        await Do(practice, (b, id) => UserTasks.Complete(b, id, "bob", FrontDesk, "Reached", null));
        Assert.Equal(["Reached"], practice.Lines());
    }

    [Fact]
    public async Task A_reassigned_task_is_completed_by_the_other_person_although_no_candidate()
    {
        await using var practice = await OpenWithTaskAsync();
        await Do(practice, (b, id) => UserTasks.Claim(b, id, "ann", FrontDesk));
        await Do(practice, (b, id) => UserTasks.Reassign(b, id, "ann", "carl"));
        await Refused(practice, "carl", (b, id) => UserTasks.Complete(b, id, "ann", FrontDesk, "Reached", null));
        await Do(practice, (b, id) => UserTasks.Complete(b, id, "carl", [], "Not reached", null));
        Assert.Equal(["Not reached"], practice.Lines());
    }

    [Fact]
    public async Task A_stand_in_takes_over_the_task_of_a_person_who_is_away_and_nobody_else_does()
    {
        await using var practice = await OpenWithTaskAsync();
        await Do(practice, (b, id) => UserTasks.Claim(b, id, "ann", FrontDesk));
        await Refused(practice, "ann", (b, id) => UserTasks.Claim(b, id, new TaskActor("bob", FrontDesk)));
        await Do(practice, (b, id) => UserTasks.Claim(b, id, new TaskActor("bob", [], ["ann"])));
        Assert.Equal(["bob"], practice.Column("SELECT assignee FROM user_task"));
        Assert.Contains("Taken over from ann", practice.Column("SELECT details FROM user_task")[0], StringComparison.Ordinal);
        await Do(practice, (b, id) => UserTasks.Complete(b, id, "bob", [], "Reached", null));
        Assert.Equal(["Reached"], practice.Lines());
    }

    [Fact]
    public async Task A_task_is_delegated_by_a_candidate_to_anybody_but_the_person_of_the_step_before()
    {
        await using var practice = await OpenWithTaskAsync();
        await Refused(practice, "other people", (b, id) => UserTasks.Delegate(b, id, new TaskActor("eve", ["billing"]), "carl", string.Empty));
        await Refused(practice, "second person", (b, id) => UserTasks.Delegate(b, id, new TaskActor("ann", FrontDesk), "dora", string.Empty));
        await Refused(practice, "second person", (b, id) => UserTasks.Reassign(b, id, "meg", "dora"));
        await Do(practice, (b, id) => UserTasks.Delegate(b, id, new TaskActor("ann", FrontDesk), "carl", "knows the family"));
        await Refused(practice, "carl has taken", (b, id) => UserTasks.Delegate(b, id, new TaskActor("ann", FrontDesk), "fay", string.Empty));
        Assert.Contains("Asked carl to do this: knows the family", practice.Column("SELECT details FROM user_task")[0], StringComparison.Ordinal);
        await Do(practice, (b, id) => UserTasks.Complete(b, id, "carl", [], "Reached", null));
    }

    [Fact]
    public async Task A_task_put_aside_stays_with_whoever_did_it_and_keeps_its_due_time()
    {
        await using var practice = await OpenWithTaskAsync();
        var due = practice.Column("SELECT due_at FROM user_task");
        await Refused(practice, "has passed", (b, id) => UserTasks.Park(b, id, new TaskActor("ann", FrontDesk), practice.Clock.GetUtcNow()));
        await Do(practice, (b, id) => UserTasks.Park(b, id, new TaskActor("ann", FrontDesk), practice.Clock.GetUtcNow().AddHours(2)));
        Assert.Contains("parkedUntil", practice.Column("SELECT details FROM user_task")[0], StringComparison.Ordinal);
        await Refused(practice, "ann has taken", (b, id) => UserTasks.Resume(b, id, new TaskActor("bob", FrontDesk)));
        await Do(practice, (b, id) => UserTasks.Resume(b, id, new TaskActor("ann", FrontDesk)));
        Assert.DoesNotContain("parkedUntil", practice.Column("SELECT details FROM user_task")[0], StringComparison.Ordinal);
        Assert.Equal(due, practice.Column("SELECT due_at FROM user_task"));
    }

    [Fact]
    public async Task Only_candidates_only_offered_outcomes_and_not_the_person_of_the_step_before()
    {
        await using var practice = await OpenWithTaskAsync();
        await Refused(practice, "other people", (b, id) => UserTasks.Complete(b, id, "eve", ["billing"], "Reached", null));
        await Refused(practice, "second person", (b, id) => UserTasks.Complete(b, id, "dora", FrontDesk, "Reached", null));
        await Refused(practice, "Reached, Not reached", (b, id) => UserTasks.Complete(b, id, "ann", FrontDesk, "Maybe", null));
        Assert.Equal(["ready"], practice.Column("SELECT state FROM user_task"));
    }

    [Fact]
    public async Task Of_two_completions_in_one_batch_one_wins()
    {
        await using var practice = await OpenWithTaskAsync();
        var id = practice.Column("SELECT id FROM user_task")[0];
        var ann = practice.Engine.ExecuteAsync((b, _, _) => Run(() => UserTasks.Complete(b, id, "ann", FrontDesk, "Reached", null)));
        var bob = practice.Engine.ExecuteAsync((b, _, _) => Run(() => UserTasks.Complete(b, id, "bob", FrontDesk, "Not reached", null)));
        await practice.Engine.DrainAsync();
        Assert.True(await ann);
        Assert.Contains("closed by ann at 2026-03-02 14:00 UTC", (await Assert.ThrowsAsync<TaskClosedException>(() => bob)).Message, StringComparison.Ordinal);
        Assert.Equal(["Reached"], practice.Lines());
    }

    [Fact]
    public async Task An_overdue_task_is_raised_and_can_still_be_completed()
    {
        await using var practice = await OpenWithTaskAsync();
        await practice.PassAsync(TimeSpan.FromHours(25));
        Assert.Equal(["250"], practice.Column("SELECT priority FROM user_task"));
        Assert.Equal("office-manager", (string?)JsonNode.Parse(practice.Column("SELECT details FROM user_task")[0])!["escalatedTo"]);
        await Do(practice, (b, id) => UserTasks.Complete(b, id, "meg", ["office-manager"], "Reached", null));
        Assert.Equal(["Reached"], practice.Lines());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 72)]
    public async Task A_task_is_due_by_the_clock_or_where_only_open_hours_count_by_the_hosts_calendar(bool onlyOpenHours, int hours)
    {
        await using var practice = await OpenAsync(services: new ServiceCollection().AddScoped<BurstHolder>().AddScoped<IBusinessCalendar, ClosedForThreeDays>().BuildServiceProvider());
        await PublishDueInAnHourAsync(practice, onlyOpenHours);
        Assert.Equal([practice.Clock.GetUtcNow().AddHours(hours).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)], practice.Column("SELECT due_at FROM user_task"));
    }

    [Fact]
    public async Task Without_a_calendar_open_hours_are_all_hours()
    {
        await using var practice = await OpenAsync();
        await PublishDueInAnHourAsync(practice, onlyOpenHours: true);
        Assert.Equal([practice.Clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)], practice.Column("SELECT due_at FROM user_task"));
    }

    [Fact]
    public async Task An_overdue_task_that_leaves_is_closed_and_completion_comes_too_late()
    {
        await using var practice = await OpenWithTaskAsync(leave: true);
        await practice.PassAsync(TimeSpan.FromHours(25));
        Assert.Equal(["Overdue"], practice.Lines());
        Assert.Equal(["cancelled"], practice.Column("SELECT state FROM user_task"));
        var details = JsonNode.Parse(practice.Column("SELECT details FROM user_task")[0])!;
        Assert.True((bool)details["leftOverdue"]!);
        Assert.Equal("Overdue: the process went on without an answer.", (string?)details["comments"]![0]!["text"]);
        await Refused(practice, "no longer needed", (b, id) => UserTasks.Complete(b, id, "ann", FrontDesk, "Reached", null));
    }

    [Fact]
    public async Task A_completion_counts_although_the_task_falls_due_before_its_process_goes_on()
    {
        await using var practice = await OpenWithTaskAsync(leave: true);
        var id = practice.Column("SELECT id FROM user_task")[0];
        var done = practice.Engine.ExecuteAsync((b, _, _) => Run(() => UserTasks.Complete(b, id, "ann", FrontDesk, "Reached", null)));
        await practice.Engine.ProcessAsync();
        Assert.True(await done);
        practice.Clock.Advance(TimeSpan.FromHours(25));
        await practice.RestartAsync();
        await practice.Engine.DrainAsync();
        Assert.Equal(["Reached"], practice.Lines());
    }

    [Fact]
    public async Task A_canceled_instance_takes_its_task_back()
    {
        await using var practice = await OpenWithTaskAsync();
        await practice.Pumped(practice.Engine.CancelAsync(practice.Column("SELECT id FROM workflow_instance")[0]));
        await Refused(practice, "no longer needed", (b, id) => UserTasks.Claim(b, id, "ann", FrontDesk));
    }

    [Fact]
    public async Task A_task_for_another_program_hands_its_answer_on()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(
            Sequence("s", new JsonObject { ["type"] = "Elsa.RunTask", ["id"] = "t", ["taskName"] = Literal("verify"), ["payload"] = Script("({ plan: 7 })"), ["result"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "r" } } }, LineOf("a", "getVariable('r').eligible")),
            variables: new JsonArray(Variable("r", "Object", null)));
        await practice.StartAsync();
        Assert.Contains("\"plan\":7", practice.Column("SELECT details FROM user_task")[0], StringComparison.Ordinal);
        await practice.RestartAsync();
        await Do(practice, (b, id) => UserTasks.Complete(b, id, "eligibility", [], "Done", new JsonObject { ["eligible"] = true }));
        Assert.Equal(["true"], practice.Lines().Select(l => l.ToLowerInvariant()));
    }

    [Fact]
    public async Task Details_typed_into_an_editor_of_JSON_reach_the_other_program_as_named_values()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.RunTask", "t", ("taskName", Literal("verify")), ("payload", Literal("{ \"plan\": 7 }")))));
        await practice.StartAsync();
        Assert.Equal(7, (int)JsonNode.Parse(practice.Column("SELECT details FROM user_task")[0]!)!["payload"]!["plan"]!);
    }

    private static async Task PublishDueInAnHourAsync(TestPractice practice, bool onlyOpenHours)
    {
        await practice.PublishAsync(Sequence("s", Step("Frontdesk.UserTask", "t", ("title", Literal("Look")), ("dueIn", Literal("01:00:00")), ("countOnlyOpenHours", Literal(onlyOpenHours)))));
        await practice.StartAsync();
    }

    private async Task<TestPractice> OpenWithTaskAsync(bool leave = false)
    {
        var practice = await OpenAsync();
        var task = Step("Frontdesk.UserTask", "t", ("title", Literal("Call the patient")), ("outcomes", Script("['Reached','Not reached']")), ("candidateRoles", Script("['front-desk']")), ("excludedUser", Literal("dora")), ("leaveWhenOverdue", Literal(leave)));
        task["outcome"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "o" } };
        await practice.PublishAsync(Sequence("s", task, LineOf("a", "getVariable('o')")), variables: new JsonArray(Variable("o", "String", null)));
        await practice.StartAsync();
        return practice;
    }

    private static ValueTask<bool> Run(Action action)
    {
        action();
        return ValueTask.FromResult(true);
    }

    private static Task<bool> Do(TestPractice practice, Action<BurstTransaction, string> action)
    {
        var id = practice.Column("SELECT id FROM user_task")[0];
        return practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => Run(() => action(b, id))));
    }

    private static async Task Refused(TestPractice practice, string says, Action<BurstTransaction, string> action) =>
        Assert.Contains(says, (await Assert.ThrowsAnyAsync<TaskRefusedException>(() => Do(practice, action))).Message, StringComparison.Ordinal);

    private sealed class ClosedForThreeDays : IBusinessCalendar
    {
        public ValueTask<DateTimeOffset> DueAfterAsync(DateTimeOffset from, TimeSpan work, CancellationToken cancellationToken = default) => ValueTask.FromResult(from.AddDays(3));
    }
}
