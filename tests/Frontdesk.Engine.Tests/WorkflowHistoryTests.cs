using System.Globalization;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class WorkflowHistoryTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private const string History = "SELECT what || ' ' || COALESCE(version, 0) || ' by ' || COALESCE(by_whom, '-') || ' x' || amount || ' ' || note FROM workflow_change ORDER BY definition_id, sequence";

    [Fact]
    public async Task Every_change_of_a_definition_is_kept_with_who_made_it()
    {
        await using var practice = await OpenAsync();
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "one"))), "ann"));
        await Do(practice, (d, b) => d.Publish(b, "flow", "ann"));
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "two"))), "bob"));
        await Do(practice, (d, b) => d.Publish(b, "flow", "bob"));
        await Do(practice, (d, b) => d.Revert(b, "flow", 1, "meg"));
        await Do(practice, (d, b) => d.Retract(b, "flow", "ann"));
        await Do(practice, (d, b) => Nothing(() => d.DeleteVersion(b, "flow", 3, "ann")));
        await Do(practice, (d, b) => Nothing(() => d.Delete(b, "flow", "ann")));
        await Do(practice, (d, b) => Nothing(() => d.TakeFile(b, Definition(Sequence("s", Line("a", "file"))), "{}")));

        Assert.Equal(
            [
                "saved 1 by ann x1 ", "published 1 by ann x1 ", "saved 2 by bob x1 ", "published 2 by bob x1 ", "reverted 3 by meg x1 from version 1", "retracted 2 by ann x1 ",
                "versiondeleted 3 by ann x1 ", "deleted 0 by ann x1 ", "taken 1 by workflows folder x1 ",
            ],
            practice.Column(History));
    }

    [Fact]
    public async Task What_one_person_saves_without_a_longer_pause_is_one_row()
    {
        await using var practice = await OpenAsync();
        foreach (var (by, pause) in new[] { ("ann", 0), ("ann", 3), ("ann", 9), ("bob", 1), ("ann", 1), ("ann", 11) })
        {
            practice.Clock.Advance(TimeSpan.FromMinutes(pause));
            await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "one"))), by));
        }

        Assert.Equal(["saved 1 by ann x3 ", "saved 1 by bob x1 ", "saved 1 by ann x1 ", "saved 1 by ann x1 "], practice.Column(History));
    }

    [Fact]
    public async Task A_change_that_is_undone_leaves_no_row()
    {
        await using var practice = await OpenAsync();
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => practice.PublishAsync(Sequence("s", Step("Elsa.Telepathy", "t"))));
        Assert.Empty(practice.Column(History));
    }

    [Fact]
    public async Task A_version_is_deleted_only_when_no_instance_stands_on_it_and_it_is_not_published()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        await practice.StartAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("a", "x")));
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "draft")))));

        Assert.Contains("1 instance", (await Assert.ThrowsAsync<DefinitionInUseException>(() => Do(practice, (d, b) => Nothing(() => d.DeleteVersion(b, "flow", 1))))).Message, StringComparison.Ordinal);
        Assert.Contains("is published", (await Assert.ThrowsAsync<DefinitionInUseException>(() => Do(practice, (d, b) => Nothing(() => d.DeleteVersion(b, "flow", 2))))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DefinitionNotFoundException>(() => Do(practice, (d, b) => Nothing(() => d.DeleteVersion(b, "flow", 9))));
        await Do(practice, (d, b) => Nothing(() => d.DeleteVersion(b, "flow", 3)));

        Assert.Equal(["1 0", "2 1"], practice.Column("SELECT version || ' ' || is_latest FROM workflow_definition ORDER BY version"));
        await practice.PublishAsync(Sequence("s", Line("a", "reborn")));
        await practice.StartAsync();
        Assert.Equal(["reborn"], practice.Lines());
    }

    [Fact]
    public async Task A_database_of_the_version_before_moves_forward_with_its_journal()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "before"), Event("e", "Go"), Line("b", "after")));
        await practice.StartAsync();
        practice.BackToSchemaTwo();

        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        await practice.PublishAsync(Sequence("s", Line("a", "new")));

        Assert.Equal(Enumerable.Range(1, EngineSchema.Version), practice.Column("SELECT version FROM schema_version WHERE component = 'engine' ORDER BY version").Select(version => int.Parse(version, CultureInfo.InvariantCulture)));
        Assert.Equal(["before", "after"], practice.Lines());
        Assert.Equal(["saved 2 by - x1 ", "published 2 by - x1 "], practice.Column(History));
    }

    private static WorkflowDefinition Nothing(Action act)
    {
        act();
        return Definition(Sequence("s"));
    }

    private static Task<int> Do(TestPractice practice, Func<WorkflowDefinitions, BurstTransaction, WorkflowDefinition> change) =>
        practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(change(practice.Engine.Definitions, b).Version)));
}
