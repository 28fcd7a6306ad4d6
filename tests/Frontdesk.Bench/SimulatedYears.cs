using System.Globalization;
using Frontdesk.Simulation;
using Frontdesk.Storage;
using Microsoft.Data.Sqlite;

namespace Frontdesk.Bench;

/// <summary>
/// Whether a practice grows slow: what a day costs in the last of six simulated years beside the second (the first pays for
/// compilation), in time of the processor, and how many bytes a patient and year leave. Nothing is packed or deleted meanwhile.
/// </summary>
internal static class SimulatedYears
{
    private const int DaysOfYear = 365;

    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var (years, people, days) = isQuick ? (3, 10, 60) : (6, 30, DaysOfYear);
        var folder = Directory.CreateTempSubdirectory("frontdesk-bench-years-");
        try
        {
            var file = Path.Combine(folder.FullName, "practice.db");
            var told = new Told(days);
            var plan = new SimulationPlan(years * days, 1, Path.Combine(AppContext.BaseDirectory, "workflows"), new StorageOptions(DatabaseKind.Sqlite, $"Data Source={file}")) { InventedPatients = people };
            var figures = await PracticeSimulation.RunAsync(plan, told);
            if (!figures.IsSound)
                throw new InvalidOperationException("The simulated practice had incidents.");
            for (var year = 0; year < years; year++)
                yield return new Figure(string.Create(CultureInfo.InvariantCulture, $"years/day-of-year-{year + 1}"), told.Costs[year] / days * 1_000, "ms", year == years - 1 ? told.Costs[1] / days * 1_000 * 1.1 : null, LessIsBetter: true);
            yield return new Figure("years/stored-per-patient-and-year", new FileInfo(file).Length / 1_000.0 / people / (years * days / (double)DaysOfYear), "kB");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The seconds of the processor that each year took.</summary>
    private sealed class Told(int days) : IProgress<SimulationProgress>
    {
        private double _before = Environment.CpuUsage.TotalTime.TotalSeconds;

        public List<double> Costs { get; } = [];

        public void Report(SimulationProgress value)
        {
            if (value.Day % days != 0)
                return;
            var now = Environment.CpuUsage.TotalTime.TotalSeconds;
            Costs.Add(now - _before);
            _before = now;
        }
    }
}
