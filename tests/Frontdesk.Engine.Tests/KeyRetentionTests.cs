using System.Globalization;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class KeyRetentionTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private const string Keys = "SELECT key FROM stimulus WHERE consumed_at IS NOT NULL ORDER BY key";

    [Fact]
    public async Task A_key_younger_than_the_retention_still_answers_the_first_result_and_an_older_one_is_forgotten()
    {
        await using var practice = await OpenAsync();
        Assert.Equal("first", await AskAsync(practice, "k", "first"));
        for (var day = 1; day <= 30; day++)
        {
            practice.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal("first", await AskAsync(practice, "k", $"day {day}"));
        }

        practice.Clock.Advance(TimeSpan.FromDays(1));
        await WorkAsync(practice);
        Assert.Empty(practice.Column(Keys));
        Assert.Equal("second", await AskAsync(practice, "k", "second"));
    }

    [Fact]
    public async Task A_key_is_remembered_as_long_as_the_practice_chose()
    {
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 0, KeyRetention = TimeSpan.FromDays(2) });
        await AskAsync(practice, "k", "first");
        practice.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        await WorkAsync(practice);
        Assert.Equal("first", await AskAsync(practice, "k", "second"));
        practice.Clock.Advance(TimeSpan.FromDays(1));
        await WorkAsync(practice);
        Assert.Equal("third", await AskAsync(practice, "k", "third"));
    }

    [Fact]
    public async Task What_was_started_once_is_never_started_again_however_late_it_is_asked_for()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Line("a", "started")));
        var asked = (await practice.StartAsync(key: "referral-1")).InstanceId;
        var told = await StartFromBurstAsync(practice, "referral-2");
        for (var month = 0; month < 24; month++)
        {
            practice.Clock.Advance(TimeSpan.FromDays(31));
            await WorkAsync(practice);
        }

        Assert.Equal(asked, (await practice.StartAsync(key: "referral-1")).InstanceId);
        Assert.Equal(told, await StartFromBurstAsync(practice, "referral-2"));
        Assert.Equal(asked, await StartFromBurstAsync(practice, "referral-1"));
        Assert.Equal(["started", "started"], practice.Lines());
    }

    [Fact]
    public async Task Many_keys_are_forgotten_in_small_batches_and_then_none_before_the_next_day()
    {
        await using var practice = await OpenAsync();
        await practice.Pumped(Task.WhenAll(Enumerable.Range(0, 1200).Select(i => practice.Engine.ExecuteAsync((_, _, _) => ValueTask.FromResult(i), $"k{i:0000}"))));
        practice.Clock.Advance(TimeSpan.FromDays(29));
        await AskAsync(practice, "young", "kept");
        practice.Clock.Advance(TimeSpan.FromDays(2));

        List<int> left = [];
        for (var i = 0; i < 4; i++)
        {
            await WorkAsync(practice);
            left.Add(practice.Column(Keys).Count);
        }

        Assert.Equal([701, 201, 1, 1], left);
        Assert.Equal("kept", await AskAsync(practice, "young", "again"));
    }

    [Fact]
    public async Task A_practice_that_has_nothing_to_do_is_left_alone()
    {
        await using var practice = await OpenAsync();
        await AskAsync(practice, "k", "first");
        await practice.PassAsync(TimeSpan.FromDays(60));
        Assert.Equal(["command:k"], practice.Column(Keys));
        Assert.Null(await practice.Engine.NextDueAsync());
    }

    [Fact]
    public async Task A_database_of_the_version_before_gets_the_index()
    {
        await using var practice = await OpenAsync();
        practice.BackToSchemaTwo();
        practice.Execute("DROP INDEX stimulus_consumed");
        practice.Execute("DELETE FROM schema_version WHERE component = 'engine' AND version = 2");

        await practice.RestartAsync();

        Assert.Equal(Enumerable.Range(1, EngineSchema.Version), practice.Column("SELECT version FROM schema_version WHERE component = 'engine' ORDER BY version").Select(version => int.Parse(version, CultureInfo.InvariantCulture)));
        practice.Execute("DROP INDEX stimulus_consumed");
    }

    private static Task<string?> AskAsync(TestPractice practice, string key, string answer) =>
        practice.Pumped(practice.Engine.ExecuteAsync((_, _, _) => ValueTask.FromResult(answer), key));

    private static Task<string?> StartFromBurstAsync(TestPractice practice, string key) =>
        practice.Pumped(practice.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(burst.StartWorkflow(new StartRequest("flow") { IdempotencyKey = key }))));

    private static Task<bool> WorkAsync(TestPractice practice) => practice.Pumped(practice.Engine.ExecuteAsync((_, _, _) => ValueTask.FromResult(true)));
}
