using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class DefinitionTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Fact]
    public async Task A_draft_changes_nothing_until_it_is_published()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "one")));
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "two")))));
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "three")))));
        await practice.StartAsync();
        await Do(practice, (d, b) => d.Publish(b, "flow"));
        await practice.StartAsync();
        Assert.Equal(["one", "three"], practice.Lines());
        Assert.Equal(["1", "2"], practice.Column("SELECT version FROM workflow_definition ORDER BY version"));
        Assert.Equal(["2"], practice.Column("SELECT version FROM workflow_definition WHERE is_published = 1 AND is_latest = 1"));
    }

    [Fact]
    public async Task A_running_instance_stays_on_its_version_after_publication_retraction_and_restart()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("a", "old")));
        var first = await practice.StartAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go"), Line("a", "new")));
        var second = await practice.StartAsync();
        await Do(practice, (d, b) => d.Retract(b, "flow"));
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("other", "newest")))));
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.Equal(["old"], practice.Lines(first.InstanceId));
        Assert.Equal(["new"], practice.Lines(second.InstanceId));
    }

    [Fact]
    public async Task A_retracted_workflow_starts_no_more_by_itself_or_by_hand()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Booked").CanStart(), Line("a", "started")));
        await practice.Pumped(practice.Engine.PublishEventAsync("Booked"));
        await Do(practice, (d, b) => d.Retract(b, "flow"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Booked"));
        Assert.Equal(["started"], practice.Lines());
        Assert.Empty(practice.Column("SELECT stimulus FROM workflow_trigger"));
        await Assert.ThrowsAsync<DefinitionNotFoundException>(() => practice.StartAsync());
    }

    [Fact]
    public async Task Triggers_follow_the_published_version()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Booked").CanStart(), Line("a", "by booking")));
        await practice.PublishAsync(Sequence("s", Event("e", "Canceled").CanStart(), Line("a", "by cancellation")));
        await practice.Pumped(practice.Engine.PublishEventAsync("Booked"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Canceled"));
        Assert.Equal(["by cancellation"], practice.Lines());
    }

    [Fact]
    public async Task Reverting_makes_a_draft_of_an_older_version_and_keeps_the_history()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "one")));
        await practice.PublishAsync(Sequence("s", Line("a", "two")));
        await Do(practice, (d, b) => d.Revert(b, "flow", 1));
        await practice.StartAsync();
        await Do(practice, (d, b) => d.Publish(b, "flow"));
        await practice.StartAsync();
        Assert.Equal(["two", "one"], practice.Lines());
        Assert.Equal(["1", "2", "3"], practice.Column("SELECT version FROM workflow_definition ORDER BY version"));
        Assert.Equal(3, practice.Column("SELECT id FROM workflow_definition").Distinct().Count());
    }

    [Fact]
    public async Task Deleting_is_refused_with_the_reason_while_instances_run_and_leaves_nothing_afterwards()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")));
        var started = await practice.StartAsync();
        var refused = await Assert.ThrowsAsync<DefinitionInUseException>(() => Delete(practice));
        Assert.Contains("1 running", refused.Message, StringComparison.Ordinal);
        await practice.Pumped(practice.Engine.CancelAsync(started.InstanceId!));
        await Delete(practice);
        Assert.Empty(practice.Column("SELECT id FROM workflow_definition"));
        await practice.PublishAsync(Sequence("s", Line("a", "reborn")));
        await practice.StartAsync();
        Assert.Equal(["reborn"], practice.Lines());
    }

    [Fact]
    public async Task A_publication_that_is_refused_leaves_no_draft_behind()
    {
        await using var practice = await OpenAsync();
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => practice.PublishAsync(Sequence("s", Step("Elsa.Telepathy", "t"))));
        Assert.Empty(practice.Column("SELECT id FROM workflow_definition"));
    }

    [Fact]
    public async Task A_file_is_taken_when_its_content_changed_and_only_then()
    {
        await using var practice = await OpenAsync();
        Assert.True(await Take(practice, "one"));
        Assert.False(await Take(practice, "one"));
        await practice.RestartAsync();
        Assert.False(await Take(practice, "one"));
        await practice.PublishAsync(Sequence("s", Line("a", "by the manager")));
        Assert.False(await Take(practice, "one"));
        await practice.StartAsync();
        Assert.True(await Take(practice, "two"));
        await practice.StartAsync();
        Assert.True(await Take(practice, "one"));
        await practice.StartAsync();
        Assert.Equal(["by the manager", "two", "one"], practice.Lines());
    }

    [Fact]
    public async Task A_changed_file_does_not_overwrite_a_managers_draft()
    {
        await using var practice = await OpenAsync();
        await Take(practice, "one");
        await Do(practice, (d, b) => d.SaveDraft(b, Definition(Sequence("s", Line("a", "draft")))));
        await Take(practice, "two");
        Assert.Contains(practice.Column("SELECT json FROM workflow_definition"), json => json.Contains("draft", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_is_taken_file_by_file_and_a_broken_one_keeps_the_others_from_nothing()
    {
        await using var practice = await OpenAsync();
        var folder = Directory.CreateTempSubdirectory("frontdesk-workflows-");
        try
        {
            Write("a.json", Definition(Sequence("s", Line("a", "a")), "a").ToJson());
            Write("b.json", Definition(Sequence("s", Step("No.Such", "x")), "b").ToJson());
            Write("c.json", "{ half");
            Write("d.json", Definition(Sequence("s", Line("a", "d")), "d").ToJson());

            var first = await practice.Pumped(WorkflowFolder.TakeAsync(practice.Engine, folder.FullName));
            Write("d.json", Definition(Sequence("s", Line("a", "d, changed")), "d").ToJson());
            var second = await practice.Pumped(WorkflowFolder.TakeAsync(practice.Engine, folder.FullName));

            Assert.Equal((2, 1), (first.Published, second.Published));
            Assert.Equal(["b.json", "c.json"], first.Refused.Select(file => file.File));
            Assert.All(first.Refused, file => Assert.NotEmpty(file.Problems[0].Remedy));
            Assert.Contains("b.json", Assert.Throws<InvalidDefinitionException>(first.RequireAll).Message, StringComparison.Ordinal);
            Assert.Equal(["a 1", "d 2"], practice.Column("SELECT definition_id || ' ' || version FROM workflow_definition WHERE is_published = 1 ORDER BY 1"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Write(string name, string json) => File.WriteAllText(Path.Combine(folder.FullName, name), json);
    }

    private static Task<bool> Take(TestPractice practice, string line)
    {
        var definition = Definition(Sequence("s", Line("a", line)));
        return practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(practice.Engine.Definitions.TakeFile(b, definition, definition.ToJson()))));
    }

    private static Task<int> Do(TestPractice practice, Func<WorkflowDefinitions, BurstTransaction, WorkflowDefinition> change) =>
        practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) => ValueTask.FromResult(change(practice.Engine.Definitions, b).Version)));

    private static Task<bool> Delete(TestPractice practice) => practice.Pumped(practice.Engine.ExecuteAsync((b, _, _) =>
    {
        practice.Engine.Definitions.Delete(b, "flow");
        return ValueTask.FromResult(true);
    }));
}
