using System.Text.Json.Nodes;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class ActivationTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    [Theory]
    [InlineData("AllowAlwaysStrategy", "a", true)]
    [InlineData("SingletonStrategy", "b", false)]
    [InlineData("CorrelatedSingletonStrategy", "a", false)]
    [InlineData("CorrelatedSingletonStrategy", "b", true)]
    [InlineData("CorrelationStrategy", "a", false)]
    [InlineData("CorrelationStrategy", "b", true)]
    public async Task A_strategy_says_whether_another_instance_may_start(string strategy, string correlation, bool allowed)
    {
        await using var practice = await OpenAsync();
        await PublishAsync(practice, strategy);
        Assert.NotNull((await practice.StartAsync(correlation: "a")).InstanceId);
        Assert.Equal(allowed, (await practice.StartAsync(correlation: correlation)).InstanceId is not null);
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        Assert.NotNull((await practice.StartAsync(correlation: correlation)).InstanceId);
    }

    [Theory]
    [InlineData("CorrelatedSingletonStrategy", true)]
    [InlineData("CorrelationStrategy", false)]
    public async Task Only_the_correlation_strategy_looks_at_other_workflows(string strategy, bool allowed)
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Event("e", "Go")), "other");
        await PublishAsync(practice, strategy);
        await practice.StartAsync("other", correlation: "a");
        Assert.Equal(allowed, (await practice.StartAsync(correlation: "a")).InstanceId is not null);
    }

    [Fact]
    public async Task Two_starts_in_one_batch_are_one_instance_of_a_singleton()
    {
        await using var practice = await OpenAsync();
        await PublishAsync(practice, "SingletonStrategy");
        var both = Task.WhenAll(practice.Engine.StartAsync(new Pump.StartRequest("flow")), practice.Engine.StartAsync(new Pump.StartRequest("flow")));
        await practice.Engine.DrainAsync();
        Assert.Single(await both, r => r.InstanceId is not null);
    }

    [Fact]
    public async Task A_parent_does_not_wait_for_a_child_that_was_not_allowed_to_begin()
    {
        await using var practice = await OpenAsync();
        await PublishAsync(practice, "SingletonStrategy");
        await practice.PublishAsync(Sequence("s", Step("Elsa.ExecuteWorkflow", "x", ("workflowDefinitionId", Literal("flow"))), Line("a", "went on")), "parent");
        await practice.StartAsync();
        await practice.StartAsync("parent");
        Assert.Equal(["went on"], practice.Lines());
    }

    private static Task<string> PublishAsync(TestPractice practice, string strategy) =>
        practice.PublishAsync(Sequence("s", Event("e", "Go")), options: new JsonObject { ["activationStrategyType"] = $"Elsa.Workflows.ActivationValidators.{strategy}, Elsa.Workflows.Core" });
}
