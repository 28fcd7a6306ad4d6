using System.CommandLine;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.CommandLine;

/// <summary><c>frontdesk simulate</c>: weeks of practice in seconds, with the real engine under a simulated clock.</summary>
public static class SimulateCommand
{
    private const int LongestRunInDays = 3660;
    private const int MostPeople = 10_000;

    /// <summary>Builds the verb.</summary>
    public static Command Create(AddPractice addPractice, TextWriter output)
    {
        var days = new Option<int>("--days") { Description = "How many days to simulate.", DefaultValueFactory = _ => 30 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same output.", DefaultValueFactory = _ => 1 };
        var patients = new Option<string?>("--patients") { Description = "A folder of FHIR R4 bundles to take the patients from." };
        var people = new Option<int?>("--people") { Description = "How many patients to invent, where no folder names them. [default: 30]" };
        var tables = new Option<string?>("--out") { Description = "A folder for the tables (CSV) and the report (HTML)." };
        var keep = new Option<bool>("--keep") { Description = "Keep the simulated practice too, as practice.db in the folder of --out." };
        var command = new Command("simulate", "Simulate the practice and print its figures.") { days, seed, patients, people, tables, keep };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new SimulationRequest(parsed.GetValue(days), parsed.GetValue(seed), parsed.GetValue(patients), parsed.GetValue(tables), parsed.GetValue(keep), parsed.GetValue(people));
            if (request.Days is < 1 or > LongestRunInDays)
                throw new CommandFailure($"--days is {request.Days}: give a number from 1 to {LongestRunInDays}.");
            if (request.People is < 1 or > MostPeople)
                throw new CommandFailure($"--people is {request.People}: give a number from 1 to {MostPeople}.");
            if (request is { People: not null, PatientsDirectory: not null })
                throw new CommandFailure("--people invents patients and --patients takes them from a folder: give one of them.");
            if (request.PatientsDirectory is { } directory)
                Existing.Directory("--patients", directory);
            if (request.OutputDirectory is { } target)
                WritableFolder.Ensure("--out", target);
            if (request is { KeepsPractice: true, OutputDirectory: null })
                throw new CommandFailure("--keep needs a folder for the practice: give --out as well.");
            if (request is { KeepsPractice: true, OutputDirectory: { } kept } && File.Exists(Path.Combine(kept, "practice.db")))
                throw new CommandFailure($"There is a practice.db in {kept} already: give --out another folder, or delete the file.");
            await using var jobs = JobHost.Build(addPractice);
            return await jobs.Practice.SimulateAsync(request, output, cancellationToken);
        });
        return command;
    }
}
