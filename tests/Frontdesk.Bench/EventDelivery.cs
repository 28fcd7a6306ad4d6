using System.Diagnostics;
using System.Globalization;

namespace Frontdesk.Bench;

/// <summary>What an event about one visit costs while many other visits wait for one of the same name.</summary>
internal static class EventDelivery
{
    private const int Few = 200;
    private const int Many = 20_000;

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var few = await TimeAsync(Few, isQuick ? 60 : 150);
        var many = await TimeAsync(Many, isQuick ? 100 : 1_000);
        yield return new Figure("event/one-of-200", few, "µs");
        yield return new Figure("event/one-of-20000", many, "µs", 2 * few, LessIsBetter: true);
    }

    private static async Task<double> TimeAsync(int waiting, int events)
    {
        await using var practice = await BenchPractice.OpenAsync();
        await practice.StartManyAsync(waiting, "visit-");
        var times = new List<double>();
        for (var i = 0; i < events; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await practice.Engine.PublishEventAsync("Replied", correlationId: string.Create(CultureInfo.InvariantCulture, $"visit-{i * (waiting / events):D8}"));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return Figure.Median(times);
    }
}
