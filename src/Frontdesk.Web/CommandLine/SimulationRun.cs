using Frontdesk.Domain;
using Frontdesk.Simulation;
using Frontdesk.Simulation.Figures;
using Frontdesk.Simulation.Report;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Spectre.Console;

namespace Frontdesk.Web.CommandLine;

/// <summary>Runs a simulation in a database of its own, which is gone afterwards unless it is to be kept, and prints the figures.</summary>
internal static class SimulationRun
{
    /// <summary>Runs it.</summary>
    /// <returns>0, or 1 when the practice had incidents or a process that waits for nothing.</returns>
    public static async Task<int> RunAsync(SimulationRequest request, PracticeSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = request.KeepsPractice ? Directory.CreateDirectory(request.OutputDirectory!) : Directory.CreateTempSubdirectory("frontdesk-simulation-");
        try
        {
            var plan = new SimulationPlan(request.Days, request.Seed, settings.WorkflowsDirectory, new StorageOptions(DatabaseKind.Sqlite, $"Data Source={Path.Combine(folder.FullName, "practice.db")}"))
            {
                Practice = new PracticeId(settings.PracticeId),
                PracticeName = settings.Name,
                ZoneId = settings.Zone.Id,
                PatientsDirectory = request.PatientsDirectory,
            };
            if (request.People is { } people)
                plan = plan with { InventedPatients = people };
            var figures = await TellingAsync(output, progress => PracticeSimulation.RunAsync(plan, progress, cancellationToken));
            FigureText.Write(figures, output);
            if (request.OutputDirectory is { } target)
                ReportFolder.Write(figures, target);
            return figures.IsSound ? 0 : FrontdeskCommand.Failed;
        }
        catch (NoPatientsException nobody)
        {
            throw new CommandFailure(nobody.Message, nobody);
        }
        finally
        {
            if (!request.KeepsPractice)
                folder.Delete(recursive: true);
        }
    }

    // The bar is for a person at a terminal; what is kept is the figures alone, the same for the same seed.
    private static Task<PracticeFigures> TellingAsync(TextWriter output, Func<IProgress<SimulationProgress>?, Task<PracticeFigures>> simulate) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected
            ? AnsiConsole.Progress()
                .AutoClear(enabled: true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(bars => simulate(new Bar(bars.AddTask("Simulate"))))
            : simulate(null);

    private sealed class Bar(ProgressTask bar) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value)
        {
            bar.MaxValue = value.Days;
            bar.Value = value.Day;
            bar.Description = $"Day {value.Day} of {value.Days}";
        }
    }
}
