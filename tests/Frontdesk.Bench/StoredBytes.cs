namespace Frontdesk.Bench;

/// <summary>What an instance costs on disk, tables and indexes together: while it waits, and with its journal when it is over.</summary>
internal static class StoredBytes
{
    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var count = isQuick ? 4_000 : 20_000;
        await using var practice = await BenchPractice.OpenAsync();
        var empty = practice.UsedBytes();
        await practice.StartManyAsync(count, "visit-");
        var suspended = (practice.UsedBytes() - empty) / (double)count;
        var waiting = practice.Waiting();
        await BenchPractice.ByCallersAsync(64, count, i => practice.Engine.ResumeAsync(waiting[i]));
        var finished = (practice.UsedBytes() - empty) / (double)count;
        yield return new Figure("storage/suspended", suspended, "bytes/instance", 2_048, LessIsBetter: true);
        yield return new Figure("storage/finished", finished, "bytes/instance", 4_096, LessIsBetter: true);
    }
}
