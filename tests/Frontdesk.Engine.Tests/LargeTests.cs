using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Pump;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

/// <summary>What is far larger than an office needs works all the same, or ends in words; others go on beside it.</summary>
public abstract class LargeTests(Func<Task<Frontdesk.Engine.Storage.EngineDatabase?>> database) : OnOneDatabase(database)
{
    private const int Megabyte = 1_000_000;

    [Fact]
    public async Task A_workflow_of_5000_steps_waits_in_the_middle_and_goes_on_after_a_restart()
    {
        await using var practice = await OpenAsync();
        var steps = Enumerable.Range(0, 5_000).Select(i => i == 2_500 ? Event(Id(i), "Go") : Step("Elsa.SetVariable", Id(i), ("variable", Of("n")), ("value", Literal(i)))).ToArray();
        await practice.PublishAsync(Flow([.. steps, LineOf("end", "getVariable('n')")], [.. Enumerable.Range(0, 5_000).Select(i => (Id(i), "Done", i == 4_999 ? "end" : Id(i + 1)))]), variables: [Variable("n", "Int32", "0")]);

        await practice.StartAsync();
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));

        Assert.Equal(["4999"], practice.Lines());
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
        Assert.Empty(practice.Column("SELECT kind FROM incident"));
    }

    [Fact]
    public async Task A_loop_of_a_million_rounds_without_a_wait_ends_in_words_and_others_go_on()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.For", "rounds", ("start", Literal(1)), ("end", Literal(1_000_000)), ("step", Literal(1)), ("body", Sequence("body")))), "million");
        await practice.PublishAsync(Sequence("s", Line("a", "well")), "well");

        await practice.StartAsync("million");
        await practice.StartAsync("well");

        Assert.Equal(["endless"], practice.Column("SELECT kind FROM incident"));
        Assert.Contains("500000 steps without waiting once", Assert.Single(practice.Column("SELECT message FROM incident")), StringComparison.Ordinal);
        Assert.Contains("well", practice.Lines());
    }

    [Fact]
    public async Task A_variable_of_50_MB_is_kept_whole_over_waits_and_a_restart()
    {
        // Scripts may use so much memory here; with the limits that ship, one that touches such a value is stopped in words.
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 0, ScriptLimits = new(TimeSpan.FromSeconds(30), 2_000 * Megabyte, 1_000_000, 100) });
        await practice.PublishAsync(Sequence("s", Step("Elsa.SetVariable", "put", ("variable", Of("big")), ("value", Script("getInput('Text')"))), Event("e", "Go"), LineOf("size", "getVariable('big').length"), Event("e2", "Go on"), LineOf("end", "getVariable('big').slice(-3)")), variables: [Variable("big", "String", null)]);

        await practice.StartAsync(input: new Dictionary<string, object?>(StringComparer.Ordinal) { ["Text"] = new string('x', (50 * Megabyte) - 3) + "end" });
        await practice.RestartAsync();
        await practice.Pumped(practice.Engine.PublishEventAsync("Go"));
        await practice.Pumped(practice.Engine.PublishEventAsync("Go on"));

        Assert.Equal([], practice.Column("SELECT message FROM incident"));
        Assert.Equal([(50 * Megabyte).ToString(CultureInfo.InvariantCulture), "end"], practice.Lines());
        Assert.Empty(practice.Column("SELECT kind FROM incident"));
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"step-{number}");

    private static JsonObject Of(string variable) => new() { ["id"] = variable };
}
