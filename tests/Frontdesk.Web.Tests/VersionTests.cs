using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Workflows;

namespace Frontdesk.Web.Tests;

/// <summary>The history of workflows, what differs between versions, and moving instances, on both databases.</summary>
public sealed class VersionTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task The_history_says_who_changed_what_and_a_revert_makes_a_draft(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await PublishAsync(clinic, Flows.Asking());
        await PublishAsync(clinic, Flows.Asking(name: "Ask again"), "lee");
        var (reading, commands) = (clinic.Get<VersionReading>(), clinic.Get<VersionCommands>());

        var reverted = await commands.RevertAsync("asking", new RevertWorkflow(1, "meg"), "k1", Stop);
        var again = await commands.RevertAsync("asking", new RevertWorkflow(1, "meg"), "k1", Stop);
        var wrong = await commands.RevertAsync("asking", new RevertWorkflow(9), "k2", Stop);
        var nothing = await commands.RevertAsync("nothing", new RevertWorkflow(1), "k3", Stop);
        var history = await reading.FindHistoryAsync("asking", new ListQuery(Size: 2), Stop);
        var view = await clinic.Reader.GetWorkflowAsync("asking", Stop);

        Assert.Equal((3, 2, "Ask the desk"), (reverted.Result!.LatestVersion, reverted.Result.PublishedVersion, reverted.Result.Name));
        Assert.Equal(3, again.Result!.LatestVersion);
        Assert.Equal((Refusal.Invalid, Refusal.NotFound), (wrong.Refusal, nothing.Refusal));
        Assert.Equal(5, history!.Total);
        Assert.Equal((WorkflowChangeKind.Reverted, 3, "meg", "from version 1"), (history.Items[0].What, history.Items[0].Version, history.Items[0].By, history.Items[0].Note));
        Assert.Equal((WorkflowChangeKind.Published, "lee"), (history.Items[1].What, history.Items[1].By));
        Assert.Equal(["meg", "lee", "front desk"], view!.Versions.Select(version => version.SavedBy));
        Assert.Equal(5, view.History.Count);
        Assert.Null(await reading.FindHistoryAsync("nothing", new ListQuery(), Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Two_versions_are_compared_in_the_designers_words(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await PublishAsync(clinic, Flows.Asking());
        await PublishAsync(clinic, Changed("Replied", "Answered"));

        var difference = await clinic.Get<VersionReading>().GetDifferenceAsync("asking", 1, 2, Stop);

        var change = Assert.Single(difference!.Changes);
        Assert.Equal("'Wait for the reply' changed: Event name.", change.Sentence);
        Assert.Equal(new ValueChange("Event name", "Replied", "Answered"), Assert.Single(change.Values));
        Assert.Empty((await clinic.Get<VersionReading>().GetDifferenceAsync("asking", 2, 2, Stop))!.Changes);
        Assert.Null(await clinic.Get<VersionReading>().GetDifferenceAsync("asking", 1, 7, Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Instances_are_previewed_searched_and_moved_and_their_journal_still_reads(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await PublishAsync(clinic, Flows.Asking());
        var first = (await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = "p1" }, Stop)).InstanceId!;
        var second = (await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = "p2" }, Stop)).InstanceId!;
        await PublishAsync(clinic, Changed("Ask whether they come.", "Ask kindly."));
        await PublishAsync(clinic, Changed("Does not", "Comes not"));
        var (reading, commands) = (clinic.Get<VersionReading>(), clinic.Get<VersionCommands>());

        var all = await reading.FindCandidatesAsync("asking", new PreviewMoves(2), new ListQuery(), Stop);
        var found = await reading.FindCandidatesAsync("asking", new PreviewMoves(2, [1]), new ListQuery("munoz"), Stop);
        var refusing = await reading.FindCandidatesAsync("asking", new PreviewMoves(3), new ListQuery(), Stop);
        var moved = await commands.MoveAsync("asking", new MoveInstances(2, [first, second, "none"], "meg"), "k1", Stop);
        var again = await commands.MoveAsync("asking", new MoveInstances(2, [first, second, "none"], "meg"), "k1", Stop);
        var other = await commands.MoveAsync("asking", new MoveInstances(2, [first], "meg"), "k1", Stop);
        var view = await clinic.Reader.GetInstanceAsync(first, Stop);

        Assert.Equal(2, all.Total);
        Assert.All(all.Items, candidate => Assert.True(candidate.Judgement.CanMove));
        Assert.Equal([first], found.Items.Select(candidate => candidate.Instance.Id));
        Assert.All(refusing.Items, candidate => Assert.Contains("Let it be completed first", candidate.Judgement.Reasons[0], StringComparison.Ordinal));
        Assert.Equal([true, true, false], moved.Result!.Outcomes.Select(one => one.IsMoved));
        Assert.Equal([true, true, false], again.Result!.Outcomes.Select(one => one.IsMoved));
        Assert.Equal(Refusal.KeyReused, other.Refusal);
        Assert.Equal(2, view!.Instance.Version);
        Assert.Contains(view.Journal, entry => entry is { Activity: "Ask", Event: "Suspended" });
        Assert.Single(view.Journal, entry => entry.Detail == "Moved from version 1 to version 2 by meg");
        Assert.Equal(2, (await clinic.Reader.GetWorkflowAsync("asking", Stop))!.Versions.Single(version => version.Version == 2).OpenInstances);
        Assert.Empty((await reading.FindCandidatesAsync("asking", new PreviewMoves(2), new ListQuery(), Stop)).Items);
        Assert.Equal(2, (await reading.FindIdsAsync("asking", new PreviewMoves(3), Stop)).Count);
    }

    [Fact]
    public async Task Nothing_is_moved_to_a_draft_to_nowhere_or_without_a_name()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await PublishAsync(clinic, Flows.Asking());
        var id = (await clinic.Engine.StartAsync(new StartRequest("asking"), Stop)).InstanceId!;
        var (reading, commands) = (clinic.Get<VersionReading>(), clinic.Get<VersionCommands>());
        await commands.RevertAsync("asking", new RevertWorkflow(1), "k1", Stop);

        Assert.Equal(Refusal.Conflict, (await commands.MoveAsync("asking", new MoveInstances(2, [id]), "k2", Stop)).Refusal);
        Assert.Equal(Refusal.Invalid, (await commands.MoveAsync("asking", new MoveInstances(7, [id]), "k3", Stop)).Refusal);
        Assert.Equal(Refusal.Invalid, (await commands.MoveAsync("asking", new MoveInstances(1, []), "k4", Stop)).Refusal);
        Assert.Equal(Refusal.NotFound, (await commands.MoveAsync("nothing", new MoveInstances(1, [id]), "k5", Stop)).Refusal);
        Assert.Contains("draft", await reading.FindObstacleAsync("asking", 2, Stop), StringComparison.Ordinal);
        Assert.Equal("There is no such version.", await reading.FindObstacleAsync("asking", 9, Stop));
        Assert.Null(await reading.FindObstacleAsync("asking", 1, Stop));
    }

    private static string Changed(string from, string to) => JsonNode.Parse(Flows.Asking())!.ToJsonString().Replace(from, to, StringComparison.Ordinal);

    private static async Task PublishAsync(Clinic clinic, string json, string? by = null)
    {
        var outcome = await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(json, by), Guid.NewGuid().ToString("N"), Stop);
        Assert.Empty(outcome.Problems);
    }
}
