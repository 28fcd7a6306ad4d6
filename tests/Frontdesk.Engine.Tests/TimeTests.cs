using System.Globalization;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Xunit;
using static Frontdesk.Engine.Tests.Given;

namespace Frontdesk.Engine.Tests;

public abstract class TimeTests(Func<Task<EngineDatabase?>> database) : OnOneDatabase(database)
{
    private static readonly EngineOptions NewYork = new() { CachedInstances = 0, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };

    [Theory]
    [InlineData("2026-03-07T12:00:00Z", "30 8 * * *", "2026-03-07T13:30:00Z 2026-03-08T12:30:00Z 2026-03-09T12:30:00Z")]
    [InlineData("2026-10-31T10:00:00Z", "30 8 * * *", "2026-10-31T12:30:00Z 2026-11-01T13:30:00Z 2026-11-02T13:30:00Z")]
    [InlineData("2026-03-07T12:00:00Z", "30 2 * * *", "2026-03-08T07:00:00Z 2026-03-09T06:30:00Z 2026-03-10T06:30:00Z")]
    [InlineData("2026-10-31T10:00:00Z", "30 1 * * *", "2026-11-01T05:30:00Z 2026-11-02T06:30:00Z 2026-11-03T06:30:00Z")]
    public async Task A_cron_schedule_keeps_the_practices_wall_clock_across_daylight_saving(string from, string cron, string expected)
    {
        await using var practice = await OpenAsync(NewYork);
        practice.Clock.AdjustTime(At(from));
        await practice.PublishAsync(Sequence("s", Step("Elsa.Cron", "c", ("cronExpression", Literal(cron))).CanStart(), Line("a", "x")));
        var fired = new List<DateTimeOffset>();
        while (fired.Count < 3)
        {
            var due = (await practice.Engine.NextDueAsync())!.Value;
            fired.Add(due);
            await practice.PassAsync(due - practice.Clock.GetUtcNow());
        }

        Assert.Equal(expected.Split(' ').Select(At), fired);
        Assert.Equal(3, practice.Lines().Count);
    }

    [Fact]
    public async Task Times_missed_while_the_program_was_down_are_made_up_for_by_one_start()
    {
        await using var practice = await OpenAsync(NewYork);
        await practice.PublishAsync(Sequence("s", Step("Elsa.Cron", "c", ("cronExpression", Literal("0 6 * * *"))).CanStart(), Line("a", "morning")));
        await practice.Engine.DisposeAsync();
        practice.Clock.Advance(TimeSpan.FromDays(3));
        await practice.RestartAsync();
        await practice.Engine.DrainAsync();
        Assert.Single(practice.Lines());
        Assert.Equal(At("2026-03-06T11:00:00Z"), await practice.Engine.NextDueAsync());
    }

    [Fact]
    public async Task Whoever_begins_the_pump_goes_on_at_once_while_what_became_due_before_is_made_up_for()
    {
        await using var practice = await OpenAsync(new EngineOptions { CachedInstances = 0, MaxBatch = 1 });
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("01:00:00"))), Line("a", "over")));
        for (var i = 0; i < 3; i++)
            await practice.StartAsync();
        practice.Clock.Advance(TimeSpan.FromDays(1));

        // The first commit waits until the one who began the pump has gone on; he would never, if he had to wait for it.
        using var wentOn = new ManualResetEventSlim();
        var (heldUp, isOver) = (false, new TaskCompletionSource());
        practice.Engine.Committed += () =>
        {
            heldUp |= !wentOn.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            if (practice.Lines().Count == 3)
                isOver.TrySetResult();
        };
        using var stop = new CancellationTokenSource();
        var pump = practice.Engine.RunAsync(stop.Token);
        wentOn.Set();
        await isOver.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(heldUp);
        await stop.CancelAsync();
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task A_timer_starts_one_instance_per_interval()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Timer", "t", ("interval", Literal("01:00:00"))).CanStart(), Line("a", "tick")));
        for (var i = 0; i < 6; i++)
            await practice.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(3, practice.Lines().Count);
    }

    [Fact]
    public async Task StartAt_starts_once_and_waits_inside_an_instance()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.StartAt", "t", ("dateTime", Literal("2026-03-02T15:00:00Z"))).CanStart(), Step("Elsa.StartAt", "u", ("dateTime", Literal("2026-03-02T16:00:00Z"))), Line("a", "now")));
        await practice.PassAsync(TimeSpan.FromMinutes(61));
        Assert.Empty(practice.Lines());
        await practice.RestartAsync();
        await practice.PassAsync(TimeSpan.FromHours(1));
        await practice.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal(["now"], practice.Lines());
    }

    [Fact]
    public async Task A_timer_never_fires_a_fraction_of_a_millisecond_before_its_time()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Literal("00:00:01.0004158"))), Line("a", "now")));
        await practice.StartAsync();
        var due = (await practice.Engine.NextDueAsync())!.Value;

        Assert.Equal(TimeSpan.FromMilliseconds(1001), due - practice.Clock.GetUtcNow());
        await practice.PassAsync(TimeSpan.FromMilliseconds(1000));
        Assert.Empty(practice.Lines());
        await practice.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["now"], practice.Lines());
    }

    [Fact]
    public async Task A_schedule_whose_start_fails_is_tried_again()
    {
        await using var practice = await OpenAsync();
        var key = Unreliable.NewKey();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Cron", "c", ("cronExpression", Literal("0 6 * * *"))).CanStart(), Step("Test.Unreliable", "u", ("key", Literal(key))), Line("a", "morning")));
        Unreliable.Fail(key, 2);
        await practice.PassAsync(TimeSpan.FromHours(17));
        for (var i = 0; i < 3; i++)
            await practice.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["morning"], practice.Lines());
    }

    [Fact]
    public async Task The_pump_sleeps_until_the_next_timer_and_an_earlier_one_wakes_it()
    {
        await using var practice = await OpenAsync();
        await practice.PublishAsync(Sequence("s", Step("Elsa.Delay", "d", ("timeSpan", Script("getInput('wait')"))), LineOf("a", "getInput('wait')")));
        using var stop = new CancellationTokenSource();
        var commits = new SemaphoreSlim(0);
        practice.Engine.Committed += () => commits.Release();
        var pump = Task.Run(() => practice.Engine.RunAsync(stop.Token));
        await practice.Engine.StartAsync(new StartRequest("flow") { Input = Wait("02:00:00") });
        await practice.Engine.StartAsync(new StartRequest("flow") { Input = Wait("00:10:00") });
        while (commits.CurrentCount < 2)
            await Task.Yield();
        var before = commits.CurrentCount;
        practice.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(before, commits.CurrentCount);
        await PassUntil(practice, TimeSpan.FromMinutes(1), "00:10:00");
        await PassUntil(practice, TimeSpan.FromMinutes(110), "02:00:00");
        while (commits.CurrentCount < before + 2)
            await Task.Yield();
        Assert.InRange(commits.CurrentCount, before + 2, before + 3);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);
    }

    private static async Task PassUntil(TestPractice practice, TimeSpan time, string line)
    {
        // The pump's own timer fires on the advance; whether it has gone to sleep yet does not matter, because time is read again before it sleeps.
        practice.Clock.Advance(time);
        while (!practice.Lines().Contains(line))
            await Task.Yield();
    }

    private static Dictionary<string, object?> Wait(string time) => new(StringComparer.Ordinal) { ["wait"] = time };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
