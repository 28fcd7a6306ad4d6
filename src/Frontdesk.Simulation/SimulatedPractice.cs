using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Interop.Pdf;
using Frontdesk.Simulation.Population;
using Frontdesk.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>
/// The real engine, domain, workflows and database on a simulated clock. Everything that changes something goes through
/// <see cref="DoAsync"/>, and what follows from it has happened when that returns.
/// </summary>
internal sealed class SimulatedPractice : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SimulationPlan _plan;

    private SimulatedPractice(SimulationPlan plan)
    {
        _plan = plan;
        Zone = Zones.Named(plan.ZoneId);
        Clock = new SimulatedClock(plan.FirstDay.AtStartOfDayInZone(Zone).ToDateTimeOffset());
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddFrontdeskPractice(
            plan.Storage with { IsDraft = true },
            plan.Practice,
            new EngineOptions { Seed = plan.Seed, TimeZone = TimeZoneInfo.FindSystemTimeZoneById(plan.ZoneId), CachedInstances = 5_000 },
            ActivitiesRegistration.Assembly);
        services.AddFrontdeskActivities();
        services.AddSingleton(plan.Links);
        services.AddSingleton<IDocumentPrinter, PdfPrinter>();
        _services = services.BuildServiceProvider();
        Pump = new SteppedPump(Engine);
    }

    /// <summary>The practice.</summary>
    public PracticeId Id => _plan.Practice;

    /// <summary>The practice's zone.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The clock.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>The engine.</summary>
    public WorkflowEngine Engine => _services.GetRequiredService<WorkflowEngine>();

    /// <summary>The present.</summary>
    public Instant Now => Instant.FromDateTimeOffset(Clock.GetUtcNow());

    /// <summary>The present on the practice's clock.</summary>
    public LocalDateTime LocalNow => Now.InZone(Zone).LocalDateTime;

    /// <summary>What drives the engine.</summary>
    public SteppedPump Pump { get; }

    /// <summary>Opens the practice on an empty database and publishes its workflows.</summary>
    public static async Task<SimulatedPractice> OpenAsync(SimulationPlan plan, CancellationToken cancellationToken)
    {
        var practice = new SimulatedPractice(plan);
        await practice._services.GetRequiredService<PracticeDatabase>().MigrateAsync(cancellationToken);
        await practice.Engine.OpenAsync();
        (await practice.Pump.AnswerAsync(WorkflowFolder.TakeAsync(practice.Engine, plan.WorkflowsDirectory, cancellationToken))).RequireAll();
        return practice;
    }

    /// <summary>Moves the clock.</summary>
    public void MoveTo(Instant moment)
    {
        if (moment > Now)
            Clock.MoveTo(moment.ToDateTimeOffset());
    }

    /// <summary>Changes records in one burst, and lets everything happen that follows from it.</summary>
    public async Task<T> DoAsync<T>(Func<IPracticeRecords, BurstTransaction, ValueTask<T>> change) =>
        (await Pump.SettleAsync(Engine.ExecuteAsync((burst, services, _) => change(services.GetRequiredService<IPracticeRecords>(), burst))))!;

    /// <summary>Delivers an event from outside.</summary>
    public Task PublishAsync(string name, JsonNode payload, string correlation, string key) =>
        Pump.SettleAsync(Engine.PublishEventAsync(name, payload, correlation, key));

    /// <summary>Reports what became of a message, as a provider's callback does.</summary>
    public Task ReportAsync(string channel, string providerId, OutboxOutcome outcome) =>
        Pump.SettleAsync(Engine.RecordByProviderIdAsync(channel, providerId, outcome, CancellationToken.None).AsTask());

    /// <summary>Records what became of a message as it left.</summary>
    public Task RecordAsync(string messageId, OutboxOutcome outcome) =>
        Pump.AnswerAsync(Engine.RecordAsync(messageId, outcome, CancellationToken.None).AsTask());

    /// <summary>Reads records outside of any burst.</summary>
    public async Task<T> ReadAsync<T>(Func<IPracticeRecords, Task<T>> read)
    {
        await using var context = await _services.GetRequiredService<PracticeDatabase>().OpenAsync(Id);
        return await read(new PracticeRecords(context));
    }

    /// <summary>The practice is open on that day.</summary>
    public Task<bool> IsBusinessDayAsync(LocalDate day) => ReadAsync(async records => (await records.FindLocationAsync(Registration.Place))!.IsBusinessDay(day));

    /// <summary>The records' database, for figures.</summary>
    public Task<PracticeDbContext> OpenRecordsAsync() => _services.GetRequiredService<PracticeDatabase>().OpenAsync(Id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_plan.Storage.Kind == DatabaseKind.Sqlite)
            Keep();
    }

    // No commit has waited for the disk: from here on the file is as safe as any other.
    private void Keep()
    {
        SqliteConnection.ClearAllPools();
        using var file = new FileStream(new SqliteConnectionStringBuilder(_plan.Storage.ConnectionString).DataSource, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
