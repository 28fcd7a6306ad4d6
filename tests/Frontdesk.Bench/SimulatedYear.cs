using System.Diagnostics;
using System.Globalization;
using Frontdesk.Web.CommandLine;

namespace Frontdesk.Bench;

/// <summary>How long a simulated year of a practice with 300 patients takes.</summary>
internal static class SimulatedYear
{
    internal static async IAsyncEnumerable<Figure> MeasureAsync(bool isQuick)
    {
        var days = isQuick ? 14 : 365;
        var folder = Directory.CreateTempSubdirectory("frontdesk-bench-year-");
        try
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "frontdesk.dll"), "simulate", "--days", days.ToString(CultureInfo.InvariantCulture), "--people", "300", "--seed", "1"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName };
            start.Environment["Frontdesk__DataDirectory"] = folder.FullName;
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var (said, problems) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new CommandFailure($"The simulation failed: {await said}{await problems}");
            yield return new Figure(string.Create(CultureInfo.InvariantCulture, $"simulate/{days}-days"), Stopwatch.GetElapsedTime(began).TotalSeconds, "s", 120.0 * days / 365, LessIsBetter: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
