using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Xunit;
using static Frontdesk.Engine.Tests.Given;
using static Frontdesk.Engine.Tests.Judged;

namespace Frontdesk.Engine.Tests;

public sealed class PublicationRuleTests
{
    private static readonly IReadOnlyList<IDefinitionRule> Rules = ActivitiesRegistration.SafetyRules;

    [Fact]
    public async Task A_definition_that_breaks_a_rule_is_not_published_and_the_one_in_force_stays()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        await practice.PublishAsync(Sequence("s", Line("a", "first")));

        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => practice.PublishAsync(Sequence("s", Event("wait", "Go"))));

        Assert.Equal("wait-without-deadline", Assert.Single(refused.Problems).Code);
        await practice.StartAsync();
        Assert.Equal(["first"], practice.Lines());
    }

    [Fact]
    public async Task A_draft_that_breaks_a_rule_is_not_started_either()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        var draft = await DraftAsync(practice, Sequence("s", Event("wait", "Go")));

        await Assert.ThrowsAsync<InvalidDefinitionException>(() => practice.Pumped(practice.Engine.StartAsync(new StartRequest("flow") { Version = draft })));

        Assert.Empty(practice.Column("SELECT id FROM workflow_instance"));
    }

    [Fact]
    public async Task A_draft_that_holds_to_the_rules_is_started()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        var draft = await DraftAsync(practice, Sequence("s", Line("a", "draft")));

        await practice.Pumped(practice.Engine.StartAsync(new StartRequest("flow") { Version = draft }));

        Assert.Equal(["draft"], practice.Lines());
    }

    [Fact]
    public async Task An_instance_goes_on_with_the_version_that_it_began_with()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        await practice.PublishAsync(Sequence("s", Delay("a", "01:00:00"), Line("b", "old")));
        await practice.StartAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "new")));

        await practice.RestartAsync();
        await practice.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(["old"], practice.Lines());
    }

    [Fact]
    public async Task A_publication_sees_the_other_definitions_in_force()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        var parent = Sequence("s", Step("Elsa.ExecuteWorkflow", "child", ("workflowDefinitionId", Literal("child"))));
        await practice.PublishAsync(Sequence("s", Delay("a")), "child");

        Assert.Equal("flow", await practice.PublishAsync(parent));
        Assert.Equal(["wait-without-deadline child"], Says(parent));
    }

    private static async Task<int> DraftAsync(TestPractice practice, JsonObject root) =>
        await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(practice.Engine.Definitions.SaveDraft(burst, Definition(root)).Version)));
}
