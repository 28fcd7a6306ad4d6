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

    [Fact]
    public async Task A_workflow_that_is_refused_stays_as_it_was_for_those_that_wait_for_it()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        await practice.PublishAsync(Sequence("s", Delay("a")), "child");
        await practice.PublishAsync(Sequence("s", Step("Elsa.ExecuteWorkflow", "wait", ("workflowDefinitionId", Literal("child")))), "parent");

        await Assert.ThrowsAsync<InvalidDefinitionException>(() => practice.PublishAsync(Sequence("s", Event("a", "Go")), "child"));

        Assert.Equal("child", await practice.PublishAsync(Sequence("s", Delay("a", "02:00:00")), "child"));
    }

    [Fact]
    public async Task A_workflow_that_served_as_a_gate_stays_one_for_those_that_use_it()
    {
        await using var practice = await TestPractice.OpenAsync(rules: Rules);
        var usable = new JsonObject { ["usableAsActivity"] = true };
        await practice.PublishAsync(Approves("Open"), "gate", options: usable);
        await practice.PublishAsync(Flow([new JsonObject { ["type"] = "gate", ["id"] = "use", ["workflowDefinitionId"] = "gate" }, Tell("tell", Literal("a"), "Result")], ("use", "Approved", "tell")), "teller");

        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => practice.PublishAsync(Approves("Not approved"), "gate", options: usable));

        var problem = Assert.Single(refused.Problems);
        Assert.Equal("result-without-approval", problem.Code);
        Assert.StartsWith("'teller' uses this workflow and would no longer be safe at its step 'tell'", problem.Message, StringComparison.Ordinal);
    }

    // Leaves by 'Approved' after the given port of the step that reads the approval.
    private static JsonObject Approves(string port) => Flow(
        [Step("Frontdesk.OpenResultPage", "page"), Step("Elsa.Complete", "yes", ("outcomes", List("Approved"))), Step("Elsa.Complete", "no", ("outcomes", List("Refused")))],
        ("page", port, "yes"), ("page", port == "Open" ? "Not approved" : "Open", "no"));

    private static async Task<int> DraftAsync(TestPractice practice, JsonObject root) =>
        await practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(practice.Engine.Definitions.SaveDraft(burst, Definition(root)).Version)));
}
