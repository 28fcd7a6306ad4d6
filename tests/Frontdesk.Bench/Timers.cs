using System.Diagnostics;
using System.Globalization;
using Frontdesk.Engine.Journal;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Bench;

/// <summary>
/// Timers: how many fire in a second when very many are due at once, how late they are under an ordinary load, and what it costs
/// to begin while very many are pending.
/// </summary>
internal static class Timers
{
    private static readonly TimeSpan Wait = TimeSpan.FromDays(1);

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var pending = isQuick ? 20_000 : 1_000_000;
        var time = new ShiftedTime();
        await using (var practice = await BenchPractice.OpenAsync(time))
        {
            await practice.PublishAsync(Workflows.Appointed("reminder", time.GetUtcNow() + Wait));
            await BenchPractice.ByCallersAsync(64, pending, i => practice.Engine.StartAsync(new StartRequest("reminder") { CorrelationId = Name(i) }));
            var before = Memory();
            var began = Stopwatch.GetTimestamp();
            await practice.ReopenAsync();
            await practice.StartAsync("visit-after");
            yield return new Figure($"timers/begin-with-{pending}", Stopwatch.GetElapsedTime(began).TotalSeconds, "s", 3, LessIsBetter: true);
            yield return new Figure($"timers/memory-for-{pending}", Math.Max(0, Memory() - before), "MB more", 20, LessIsBetter: true);

            time.Forward(Wait);
            began = Stopwatch.GetTimestamp();
            await practice.StartAsync("visit-at-once");
            yield return new Figure("timers/a-start-among-them", Stopwatch.GetElapsedTime(began).TotalMilliseconds, "ms", 250, LessIsBetter: true);
            while (practice.ReadOne<long>("SELECT COUNT(*) FROM workflow_instance WHERE definition_id = 'reminder' AND status = 0") > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            yield return new Figure($"timers/fired-of-{pending}", pending / Stopwatch.GetElapsedTime(began).TotalSeconds, "timers/s", 5_000);
        }

        yield return new Figure("timers/lateness-p99", await LatenessAsync(isQuick ? 600 : 6_000), "ms", 250, LessIsBetter: true);
    }

    // Two hundred a second, each due three seconds after its start.
    private static async Task<double> LatenessAsync(int count)
    {
        await using var practice = await BenchPractice.OpenAsync();
        var wait = TimeSpan.FromSeconds(3);
        await practice.PublishAsync(Workflows.Reminder("reminder", wait));
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromMilliseconds(5 * i) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, TimeProvider.System);
            await practice.Engine.StartAsync(new StartRequest("reminder") { CorrelationId = Name(i) });
        }

        while (practice.ReadOne<long>("SELECT COUNT(*) FROM workflow_instance WHERE definition_id = 'reminder' AND status = 0") > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var late = Late(practice, wait).Order().ToList();
        return late[(int)(late.Count * 0.99)];
    }

    // From the journal: when the wait began, and when it went on.
    private static IEnumerable<double> Late(BenchPractice practice, TimeSpan wait)
    {
        using var connection = practice.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT j.instance_id, j.entries FROM journal j JOIN workflow_instance i ON i.practice_id = j.practice_id AND i.id = j.instance_id WHERE i.definition_id = 'reminder' ORDER BY j.instance_id, j.burst";
        using var reader = command.ExecuteReader();
        var entries = new List<(string Instance, JournalEntry Entry)>();
        while (reader.Read())
            entries.AddRange(JournalCodec.Unpack(reader.GetFieldValue<byte[]>(1)).Select(entry => (reader.GetString(0), entry)));
        return [.. entries.GroupBy(one => one.Instance, StringComparer.Ordinal).Select(one =>
            one.First(line => line.Entry.Event == JournalEvent.Resumed).Entry.At - one.First(line => line.Entry.Event == JournalEvent.Suspended).Entry.At - wait.TotalMilliseconds)];
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"visit-{number:D8}");

    private static double Memory() => GC.GetTotalMemory(forceFullCollection: true) / 1_048_576.0;
}
