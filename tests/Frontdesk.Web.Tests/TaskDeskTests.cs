using System.Text.Json;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Xunit;

namespace Frontdesk.Web.Tests;

/// <summary>Tasks of people with names: whose they are, who stands in, four eyes, and forms.</summary>
public sealed class TaskDeskTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_task_for_somebody_who_is_away_is_the_stand_ins_until_they_are_back(DatabaseKind kind)
    {
        await using var clinic = await WithStaffAsync(kind);
        Assert.Empty(await MineAsync(clinic, "okafor"));
        Assert.Single(await MineAsync(clinic, "lee"));

        var away = await clinic.Commands.SetAwayAsync("lee", new SetAway(clinic.Now.AddDays(3), "okafor", "leave"), "k1", Stop);
        Assert.Equal((true, "okafor"), (away.Result!.IsAway, away.Result.ActsInstead));
        var task = Assert.Single(await MineAsync(clinic, "okafor"));
        Assert.Equal("okafor", (await clinic.Commands.ChangeTaskAsync(task.Id, new ClaimTask(Person: "okafor"), "k2", Stop)).Result!.ClaimedBy);

        await clinic.Commands.SetAwayAsync("lee", new SetAway(), "k3", Stop);
        Assert.Equal(Refusal.Conflict, (await clinic.Commands.ChangeTaskAsync(task.Id, new ClaimTask(Person: "lee"), "k4", Stop)).Refusal);
    }

    [Fact]
    public async Task A_second_person_closes_what_needs_four_eyes_and_says_why_where_the_form_asks()
    {
        await using var clinic = await WithStaffAsync(DatabaseKind.Sqlite);
        var task = Assert.Single(await MineAsync(clinic, "lee"));
        Assert.Equal(["Harm within a day"], task.Reasons);
        Assert.Equal("reason", Assert.Single(task.Form).Name);

        var same = await clinic.Commands.ChangeTaskAsync(task.Id, new DelegateTask("sam", Person: "lee"), "k1", Stop);
        Assert.Contains("second person", Assert.Single(same.Problems).Message, StringComparison.Ordinal);
        var unsaid = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Refused", Person: "lee"), "k2", Stop);
        Assert.Contains("'Why' is empty", Assert.Single(unsaid.Problems).Message, StringComparison.Ordinal);
        var form = new Dictionary<string, JsonElement> { ["reason"] = JsonSerializer.SerializeToElement("Too dear") };
        var done = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Refused", Form: form, Person: "lee"), "k3", Stop);
        Assert.Equal((true, "lee"), (done.Result!.IsDone, done.Result.CompletedBy));
        var late = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Approved", Person: "okafor"), "k4", Stop);
        Assert.StartsWith("lee Test has closed this task: ", Assert.Single(late.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_manager_gives_a_task_away_that_somebody_else_has()
    {
        await using var clinic = await WithStaffAsync(DatabaseKind.Sqlite);
        var task = Assert.Single(await MineAsync(clinic, "lee"));
        await clinic.Commands.ChangeTaskAsync(task.Id, new ClaimTask(Person: "lee"), "k1", Stop);
        Assert.Equal(Refusal.Conflict, (await clinic.Commands.ChangeTaskAsync(task.Id, new ReassignTask("okafor", "okafor"), "k2", Stop)).Refusal);
        Assert.Equal("okafor", (await clinic.Commands.ChangeTaskAsync(task.Id, new ReassignTask("okafor", "pat"), "k3", Stop)).Result!.ClaimedBy);
        Assert.Equal(("to", Refusal.Invalid), await RefusalAsync(clinic, task.Id, new ReassignTask("nobody", "pat")));
        Assert.Equal(("person", Refusal.Invalid), await RefusalAsync(clinic, task.Id, new ClaimTask(Person: "no body!")));
    }

    [Fact]
    public async Task A_task_put_aside_goes_to_the_end_and_comes_back()
    {
        await using var clinic = await WithStaffAsync(DatabaseKind.Sqlite);
        var task = Assert.Single(await MineAsync(clinic, "lee"));
        var aside = await clinic.Commands.ChangeTaskAsync(task.Id, new ParkTask(clinic.Now.AddHours(1), "lee"), "k1", Stop);
        Assert.Equal(["Put aside"], aside.Result!.Reasons);
        Assert.NotNull(aside.Result.ParkedUntil);
        var back = await clinic.Commands.ChangeTaskAsync(task.Id, new ParkTask(Person: "lee"), "k2", Stop);
        Assert.Null(back.Result!.ParkedUntil);
    }

    private static async Task<(string, Refusal)> RefusalAsync(Clinic clinic, string id, TaskChange change)
    {
        var outcome = await clinic.Commands.ChangeTaskAsync(id, change, Guid.NewGuid().ToString("N"), Stop);
        return (outcome.Problems[0].Field, outcome.Refusal);
    }

    private static async Task<IReadOnlyList<TaskRow>> MineAsync(Clinic clinic, string person) =>
        (await clinic.Reader.FindTasksAsync(new TaskQuery(new ListQuery(), Scope: TaskScope.Mine, Person: person), Stop)).Items;

    private async Task<Clinic> WithStaffAsync(DatabaseKind kind)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster);
        foreach (var (id, role) in new[] { ("lee", StaffRole.Provider), ("okafor", StaffRole.Provider), ("sam", StaffRole.FrontDesk), ("pat", StaffRole.OfficeManager) })
            Assert.NotNull((await clinic.Commands.EmployAsync(id, new EmployStaff(id, "Test", [role]), $"e-{id}", Stop)).Result);
        Assert.NotNull((await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Approving("lee", notBy: "sam")), "publish", Stop)).Result);
        await clinic.Engine.StartAsync(new StartRequest("approving"), Stop);
        return clinic;
    }
}
