using System.Globalization;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Interop.Tests;

/// <summary>A file much larger than what the import may hold in memory; <c>FRONTDESK_LARGE_MB</c> asks for another size.</summary>
public sealed class LargeFileTests(PostgresCluster cluster)
{
    private const int Patients = 200;

    private static int Megabytes =>
        int.TryParse(Environment.GetEnvironmentVariable("FRONTDESK_LARGE_MB"), CultureInfo.InvariantCulture, out var asked) ? asked : 24;

    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var path = Path.Combine(clinic.Folder.FullName, "large.json");
        var entries = await WriteAsync(path, Megabytes * 1024L * 1024L);
        var watch = new HeapWatch();

        var report = Assert.Single((await clinic.ImportAsync(path, watch)).Files);

        Assert.Null(report.Refusal);
        Assert.Equal(entries, report.Counts.Sum(count => count.New));
        TestContext.Current.SendDiagnosticMessage(
            "{0} MB, {1} entries, {2} MB of live objects at most, {3} MB resident at most",
            Megabytes,
            entries,
            watch.Most / 1024 / 1024,
            System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024);
        Assert.InRange(watch.Most, 0, 150L * 1024 * 1024);
    }

    private static async Task<int> WriteAsync(string path, long bytes)
    {
        await using var file = new StreamWriter(path);
        await file.WriteAsync("""{"resourceType":"Bundle","type":"collection","entry":[""");
        for (var i = 0; i < Patients; i++)
            await file.WriteAsync(Bundle.Patient($"urn:uuid:p{i}", mrn: $"{i}") + ",");

        var count = Patients;
        var note = new string('n', 700);
        while (file.BaseStream.Position < bytes)
        {
            await file.WriteAsync((count > Patients ? "," : string.Empty) + Bundle.Observation(
                $"urn:uuid:o{count}",
                $"urn:uuid:p{count % Patients}",
                more: $$""","note":[{"text":"{{note}}{{count}}"}]"""));
            count++;
        }

        await file.WriteAsync("]}");
        return count;
    }

    // What stays alive after a collection is what the import holds; measured some dozen times over the file.
    private sealed class HeapWatch : IProgress<ImportProgress>
    {
        private int told;

        public long Most { get; private set; }

        public void Report(ImportProgress value)
        {
            if (told++ % 20 == 0)
                Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
