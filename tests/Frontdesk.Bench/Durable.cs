using System.Diagnostics;
using System.Globalization;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Tests;

namespace Frontdesk.Bench;

/// <summary>
/// Starts that end in a wait, and resumptions that end the instance, each answered after its commit (SQLite with
/// <c>synchronous=FULL</c>, and PostgreSQL that keeps what it committed), beside the same rows written raw over as many
/// connections (one): one commit each for one caller, one commit for 16 where 16 callers ask. Rounds alternate, so that noise of
/// the machine meets both.
/// </summary>
internal static class Durable
{
    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        await using var practice = await BenchPractice.OpenAsync();
        using var raw = await PeerAsync(practice, database: null);
        await foreach (var figure in MeasureAsync("durable", practice, raw, [new(1, 100, 0.6), new(16, 2_000, 0.3)], isQuick ? 15 : 61))
            yield return figure;
    }

    internal static async IAsyncEnumerable<Figure> MeasureOnPostgresAsync(bool isQuick)
    {
        if (!PostgresServer.IsInstalled)
        {
            await Console.Error.WriteLineAsync("# postgres/* is not measured: PostgreSQL's server is not installed here.");
            yield break;
        }

        await using var server = await PostgresServer.StartDurableAsync();
        await using var practice = await BenchPractice.OpenAsync(database: EngineDatabase.Postgres(await server.CreateDatabaseAsync(), "practice"));
        using var raw = await PeerAsync(practice, EngineDatabase.Postgres(await server.CreateDatabaseAsync(), "practice"));
        await foreach (var figure in MeasureAsync("postgres", practice, raw, [new(8, 400, 0.5), new(64, 1_600, 0.5)], isQuick ? 3 : 31))
            yield return figure;
    }

    private static async IAsyncEnumerable<Figure> MeasureAsync(string area, BenchPractice practice, RawPeer raw, IReadOnlyList<Load> loads, int count)
    {
        foreach (var load in loads)
        {
            await RoundAsync(practice, raw, load.Callers, load.Count);
            var rounds = new List<double[]>();
            for (var i = 0; i < count; i++)
                rounds.Add(await RoundAsync(practice, raw, load.Callers, load.Count));
            foreach (var (name, i) in new[] { ("start", 0), ("resume", 2) })
            {
                var peer = Figure.Median(rounds.Select(r => r[i + 1]));
                yield return new Figure($"{area}/{name}-{load.Callers}", Figure.Median(rounds.Select(r => r[i])), "transitions/s", load.Share * peer);
                yield return new Figure($"{area}/{name}-{load.Callers}-raw", peer, "transitions/s");
            }
        }
    }

    private static async Task<RawPeer> PeerAsync(BenchPractice practice, EngineDatabase? database)
    {
        var sample = await practice.StartAsync("visit-00000000");
        var suspended = State(practice, sample);
        var startJournal = practice.ReadOne<byte[]>("SELECT entries FROM journal WHERE burst = 1");
        await practice.Engine.ResumeAsync(practice.Waiting()[0]);
        return new RawPeer(suspended, State(practice, sample), startJournal, practice.ReadOne<byte[]>("SELECT entries FROM journal WHERE burst = 2"), database);
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

    /// <param name="Callers">How many ask side by side, and how many rows the raw peer writes to a commit.</param>
    /// <param name="Count">How many transitions a round has.</param>
    /// <param name="Share">The share of the raw rate that is aimed at.</param>
    private sealed record Load(int Callers, int Count, double Share);
}
