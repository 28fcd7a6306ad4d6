using System.Diagnostics;
using System.Globalization;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Bench;

/// <summary>
/// Starts that end in a wait, and resumptions that end the instance, each answered after its commit
/// (SQLite, <c>synchronous=FULL</c>), beside the same rows written raw: one commit each for one caller, one commit for 16
/// where 16 callers ask. Rounds alternate, so that noise of the machine meets both.
/// </summary>
internal static class Durable
{
    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        await using var practice = await BenchPractice.OpenAsync();
        var sample = await practice.StartAsync("visit-00000000");
        var suspended = State(practice, sample);
        var startJournal = practice.ReadOne<byte[]>("SELECT entries FROM journal WHERE burst = 1");
        await practice.Engine.ResumeAsync(practice.Waiting()[0]);
        using var raw = new RawPeer(suspended, State(practice, sample), startJournal, practice.ReadOne<byte[]>("SELECT entries FROM journal WHERE burst = 2"));
        foreach (var (callers, share) in new[] { (1, 0.6), (16, 0.3) })
        {
            var count = callers == 1 ? 100 : 2_000;
            await RoundAsync(practice, raw, callers, count);
            var rounds = new List<double[]>();
            for (var i = 0; i < (isQuick ? 15 : 61); i++)
                rounds.Add(await RoundAsync(practice, raw, callers, count));
            foreach (var (name, i) in new[] { ("start", 0), ("resume", 2) })
            {
                var peer = Figure.Median(rounds.Select(r => r[i + 1]));
                yield return new Figure($"durable/{name}-{callers}", Figure.Median(rounds.Select(r => r[i])), "transitions/s", share * peer);
                yield return new Figure($"durable/{name}-{callers}-raw", peer, "transitions/s");
            }
        }
    }

    private static byte[] State(BenchPractice practice, BurstResult instance) => practice.ReadOne<byte[]>($"SELECT state FROM workflow_instance WHERE id = '{instance.InstanceId}'");

    private static async Task<double[]> RoundAsync(BenchPractice practice, RawPeer raw, int callers, int count)
    {
        var ids = RawPeer.NewIds(count);
        var start = await RateAsync(count, () => BenchPractice.ByCallersAsync(callers, count, i => practice.StartAsync(string.Create(CultureInfo.InvariantCulture, $"visit-{i:D8}"))));
        var rawStart = await RateAsync(count, () => Task.Run(() => raw.Start(ids, callers)));
        var waiting = practice.Waiting();
        var resume = await RateAsync(count, () => BenchPractice.ByCallersAsync(callers, count, i => practice.Engine.ResumeAsync(waiting[i])));
        var rawResume = await RateAsync(count, () => Task.Run(() => raw.Resume(ids, callers)));
        return [start, rawStart, resume, rawResume];
    }

    private static async Task<double> RateAsync(int count, Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
