using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Bench;

/// <summary>
/// How long a caller waits for its answer at half of the load that 16 callers can bring: requests come by the clock, whether or not
/// the ones before are answered. The median of three rounds counts: a single flush that the disk keeps for a quarter of a second
/// would be the figure otherwise.
/// </summary>
internal static class Latency
{
    private const double Limit = 25;
    private const int Rounds = 3;

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        await using var practice = await BenchPractice.OpenAsync();
        await practice.PublishAsync(Workflows.Question("question"));
        var (count, round) = isQuick ? (6_000, 2_000) : (40_000, 13_000);
        await BenchPractice.ByCallersAsync(16, count / 2, i => StartAsync(practice, "visit", -1 - i));
        var began = Stopwatch.GetTimestamp();
        await BenchPractice.ByCallersAsync(16, count, i => StartAsync(practice, "visit", i));
        var half = count / Stopwatch.GetElapsedTime(began).TotalSeconds / 2;
        var visits = practice.Waiting();
        await BenchPractice.ByCallersAsync(16, count, i => StartAsync(practice, "question", i));
        var questions = practice.Waiting(forTasks: true);
        var done = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Outcome"] = "Done" };

        yield return await OfAsync("start", half, round, i => StartAsync(practice, "visit", count + i));
        yield return await OfAsync("resume", half, round, i => practice.Engine.ResumeAsync(visits[i]));
        yield return await OfAsync("task", half, round, i => practice.Engine.ResumeAsync(questions[i], done));
    }

    private static async Task<Figure> OfAsync(string name, double rate, int round, Func<int, Task> ask)
    {
        var p99 = new List<double>();
        for (var first = 0; first < Rounds * round; first += round)
        {
            var from = first;
            p99.Add(await AtRateAsync(rate, round, i => ask(from + i)));
        }

        return new Figure(string.Create(CultureInfo.InvariantCulture, $"latency/{name}-p99-at-{rate:0}/s"), Figure.Median(p99), "ms", Limit, LessIsBetter: true);
    }

    private static Task<BurstResult> StartAsync(BenchPractice practice, string definition, int number) =>
        practice.Engine.StartAsync(new StartRequest(definition) { CorrelationId = string.Create(CultureInfo.InvariantCulture, $"{definition}-{number:D8}") });

    private static async Task<double> AtRateAsync(double rate, int count, Func<int, Task> ask)
    {
        var (times, asked, began) = (new ConcurrentBag<double>(), new List<Task>(count), Stopwatch.GetTimestamp());
        for (var i = 0; i < count; i++)
        {
            // What is due within a millisecond comes together: no timer is finer.
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < (i / rate) - 0.001)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            asked.Add(TimeAsync(ask, i, times));
        }

        await Task.WhenAll(asked);
        var sorted = times.Order().ToList();
        return sorted[(int)(sorted.Count * 0.99)];
    }

    private static async Task TimeAsync(Func<int, Task> ask, int number, ConcurrentBag<double> times)
    {
        var began = Stopwatch.GetTimestamp();
        await ask(number);
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
