using System.Diagnostics;
using System.Globalization;

namespace Frontdesk.Bench;

/// <summary>Whether starts and resumptions become slower while the practice fills: the rates with few instances stored and with very many.</summary>
internal static class Growth
{
    private const int Few = 1_000;

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var many = isQuick ? 30_000 : 1_000_000;
        var round = isQuick ? 4_000 : 20_000;
        await using var practice = await BenchPractice.OpenAsync();
        await RoundAsync(practice, "warm", round);
        await practice.StartManyAsync(Few, "few-");
        var few = await RoundAsync(practice, "a", round);
        await practice.StartManyAsync(many, "many-");
        var full = await RoundAsync(practice, "b", round);
        yield return new Figure($"growth/start-at-{many}", full.Start, "transitions/s", 0.9 * few.Start);
        yield return new Figure($"growth/resume-at-{many}", full.Resume, "transitions/s", 0.9 * few.Resume);
    }

    private static async Task<(double Start, double Resume)> RoundAsync(BenchPractice practice, string name, int count)
    {
        var before = practice.Waiting().ToHashSet(StringComparer.Ordinal);
        var start = await RateAsync(count, i => practice.StartAsync(string.Create(CultureInfo.InvariantCulture, $"{name}-{i:D8}")));
        var fresh = practice.Waiting().Where(id => !before.Contains(id)).ToList();
        return (start, await RateAsync(count, i => practice.Engine.ResumeAsync(fresh[i])));
    }

    private static async Task<double> RateAsync(int count, Func<int, Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await BenchPractice.ByCallersAsync(16, count, work);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
