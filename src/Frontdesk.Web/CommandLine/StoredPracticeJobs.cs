using System.Data.Common;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Import;
using Frontdesk.Web.Workflows;
using NodaTime;
using StoredPracticeRecord = Frontdesk.Domain.Practices.Practice;

namespace Frontdesk.Web.CommandLine;

/// <summary>The jobs of a practice in a database.</summary>
internal sealed class StoredPracticeJobs(
    WorkflowEngine engine,
    PracticeDatabase database,
    WorkflowFiles files,
    PracticeSettings settings,
    FrontdeskSettings host,
    IImportTarget imports,
    LinkAddresses links,
    TimeProvider clock,
    ILogger<StoredPracticeJobs> log) : PracticeJobs, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private PracticeLock? folder;
    private DatabaseLock? held;
    private Task pump = Task.CompletedTask;

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            folder ??= PracticeLock.Take(host.DataDirectory);
            held ??= await DatabaseLock.TakeAsync(settings, host.DataDirectory, clock, log, cancellationToken);
            if (settings.IsDemo && DemoPractice.IsMissing(settings))
            {
                log.LogInformation("Simulating four weeks of a demo practice; this takes some seconds.");
                await DemoPractice.SeedAsync(settings, links, clock, cancellationToken);
            }

            // Each of these may be done again: what is there already is left as it is.
            var waiting = DatabaseWaiting.For(settings, clock, log);
            await waiting.DoAsync(() => TakeOwnershipAsync(cancellationToken), cancellationToken);
            pump = PumpAsync();
            await waiting.DoAsync(() => BesidePumpAsync(EnsurePracticeAsync(cancellationToken)), cancellationToken);
            var taken = await waiting.DoAsync(() => BesidePumpAsync(files.TakeAsync(cancellationToken)), cancellationToken);
            if (taken > 0)
                log.LogInformation("{Count} workflow(s) of {Directory} were published.", taken, settings.WorkflowsDirectory);
        }
        catch (CommandFailure)
        {
            await engine.DisposeAsync();
            throw;
        }
        catch (Exception newer) when (newer is Storage.NewerDatabaseException or Engine.Storage.NewerDatabaseException)
        {
            await engine.DisposeAsync();
            throw new CommandFailure(newer.Message, newer);
        }
        catch (Exception unusable) when (unusable is DbException || DatabaseUnavailableException.IsBehind(unusable))
        {
            await engine.DisposeAsync();
            throw new CommandFailure(Unusable(unusable), unusable);
        }
    }

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.Register(stopping.Cancel);
        await pump;
    }

    public override Task<int> SimulateAsync(SimulationRequest request, TextWriter output, CancellationToken cancellationToken) =>
        SimulationRun.RunAsync(request, settings, output, cancellationToken);

    public override async Task<int> ImportAsync(string directory, TextWriter output, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        var import = new FhirImport(imports, new PracticeId(settings.PracticeId), clock);
        var report = await BesidePumpAsync(ImportTelling.RunAsync(output, progress => import.ImportAsync(directory, progress, cancellationToken)));
        await stopping.CancelAsync();
        await pump;
        ImportReportText.Write(report, output);
        return report.Count(ImportStatus.Refused) == 0 ? 0 : FrontdeskCommand.Failed;
    }

    public override async Task<int> ValidateAsync(string path, TextWriter output, CancellationToken cancellationToken)
    {
        var paths = File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
            throw new CommandFailure($"There is no .json file in '{path}': name a workflow file or a folder of them.");
        var definitions = new Dictionary<string, WorkflowDefinition>(StringComparer.Ordinal);
        var broken = 0;
        List<(string Path, WorkflowDefinition? Definition, string? Problem)> read = [];
        foreach (var file in paths)
        {
            try
            {
                var definition = WorkflowDefinition.Parse(await File.ReadAllTextAsync(file, cancellationToken));
                definitions[definition.DefinitionId] = definition;
                read.Add((file, definition, null));
            }
            catch (DefinitionFormatException format)
            {
                read.Add((file, null, $"error at {format.Path}: {format.Message}"));
            }
        }

        foreach (var (file, definition, problem) in read)
        {
            var problems = definition is null ? [] : engine.Definitions.Check(definition, (id, _) => definitions.GetValueOrDefault(id));
            var isBroken = problem is not null || problems.Any(one => one.Severity == ProblemSeverity.Error);
            broken += isBroken ? 1 : 0;
            await output.WriteLineAsync($"{file}: {(isBroken ? "cannot be published" : "can be published")}");
            if (problem is not null)
                await output.WriteLineAsync($"  {problem}");
            foreach (var one in problems)
                await output.WriteLineAsync($"  {one}");
        }

        await output.WriteLineAsync(broken == 0 ? $"{paths.Count} checked, all can be published." : $"{paths.Count} checked, {broken} cannot be published.");
        return broken == 0 ? 0 : FrontdeskCommand.Failed;
    }

    public override async Task<int> ResetDemoAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (settings.Storage.Kind != DatabaseKind.Sqlite)
            throw new CommandFailure("demo-reset replaces all data, so it works on the embedded database only: Frontdesk:Database:Provider is not sqlite.");

        folder ??= PracticeLock.Take(host.DataDirectory);
        held ??= await DatabaseLock.TakeAsync(settings, host.DataDirectory, clock, log, cancellationToken);
        await DemoPractice.SeedAsync(settings, links, clock, cancellationToken);
        await output.WriteLineAsync($"The demo practice in '{host.DataDirectory}' is fresh: four weeks of it have been simulated.");
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (held is not null)
            await held.DisposeAsync();
        folder?.Dispose();
        stopping.Dispose();
    }

    private string Unusable(Exception unusable) => settings.Storage.Kind == DatabaseKind.Sqlite
        ? $"The practice's database in '{host.DataDirectory}' cannot be used ({unusable.Message.TrimEnd('.')}): restore a back-up, or give another folder with Frontdesk__DataDirectory."
        : $"The PostgreSQL server of Frontdesk:Database:ConnectionString cannot be used ({(unusable.InnerException ?? unusable).Message.TrimEnd('.')}): start it, or correct the setting.";

    private async Task<bool> TakeOwnershipAsync(CancellationToken cancellationToken)
    {
        await database.MigrateAsync(cancellationToken);
        await engine.OpenAsync();
        return true;
    }

    // A new practice has one location and three kinds of visits, so that a visit can be booked once people are imported.
    private async Task<bool> EnsurePracticeAsync(CancellationToken cancellationToken) =>
        !await database.HoldsAsync(new PracticeId(settings.PracticeId), cancellationToken) && await AddPracticeAsync(cancellationToken);

    private async Task<bool> AddPracticeAsync(CancellationToken cancellationToken) => await engine.ExecuteAsync(
        async (burst, services, stop) =>
        {
            var records = services.GetRequiredService<IPracticeRecords>();
            if (await records.FindPracticeAsync(stop) is not null)
                return false;
            var practice = new StoredPracticeRecord(new PracticeId(burst.PracticeId), settings.Name, "Your doctor's office");
            practice.SpeakByDefault(settings.DefaultLanguage);
            records.Add(practice);
            records.Add(new Location(practice.PracticeId, new LocationId("main"), settings.Name, settings.Zone.Id, settings.Phone));
            records.Add(new VisitType(practice.PracticeId, new VisitTypeId("follow-up"), "Follow-up", Duration.FromMinutes(20)));
            records.Add(new VisitType(practice.PracticeId, new VisitTypeId("physical"), "Annual physical", Duration.FromMinutes(30)));
            var first = new VisitType(practice.PracticeId, new VisitTypeId("new-patient"), "New patient visit", Duration.FromMinutes(40));
            first.Prepare(needsPreparation: false, forNewPatients: true);
            records.Add(first);
            return true;
        },
        cancellationToken: cancellationToken);

    private async Task PumpAsync()
    {
        try
        {
            await engine.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to stop.
        }
        catch (FencedException fenced)
        {
            throw new CommandFailure("Another Frontdesk has taken over this practice, so this one stops: run one process for each practice.", fenced);
        }
    }

    // A pump that stopped answers nobody, so its failure comes first.
    private async Task<TResult> BesidePumpAsync<TResult>(Task<TResult> job)
    {
        if (await Task.WhenAny(job, pump) == pump)
            await pump;
        return await job;
    }
}
