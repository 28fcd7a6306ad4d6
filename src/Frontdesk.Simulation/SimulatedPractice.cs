using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Domain;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
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
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
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
            plan.Storage,
            plan.Practice,
            new EngineOptions { Seed = plan.Seed, TimeZone = TimeZoneInfo.FindSystemTimeZoneById(plan.ZoneId), CachedInstances = 5_000 },
            ActivitiesRegistration.Assembly);
        services.AddFrontdeskActivities();
        _services = services.BuildServiceProvider();
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

    /// <summary>Takes messages that left the outbox.</summary>
    public Func<OutboxMessage, Task> Carrier { get; set; } = _ => Task.CompletedTask;

    /// <summary>Opens the practice on an empty database and publishes its workflows.</summary>
    public static async Task<SimulatedPractice> OpenAsync(SimulationPlan plan, CancellationToken cancellationToken)
    {
        var practice = new SimulatedPractice(plan);
        await practice._services.GetRequiredService<PracticeDatabase>().MigrateAsync(cancellationToken);
        await practice.Engine.OpenAsync();
        foreach (var file in Directory.EnumerateFiles(plan.WorkflowsDirectory, "*.json").Order(StringComparer.Ordinal))
        {
            var json = await File.ReadAllTextAsync(file, cancellationToken);
            await practice.PumpedAsync(practice.Engine.ExecuteAsync(
                (burst, _, _) => ValueTask.FromResult(practice.Engine.Definitions.TakeFile(burst, WorkflowDefinition.Parse(json), json)),
                cancellationToken: cancellationToken));
        }

        return practice;
    }

    /// <summary>Moves the clock.</summary>
    public void MoveTo(Instant moment)
    {
        if (moment > Now)
            Clock.MoveTo(moment.ToDateTimeOffset());
    }

    /// <summary>Changes records in one burst, and lets everything happen that follows from it.</summary>
    public async Task<T> DoAsync<T>(Func<IPracticeRecords, BurstTransaction, ValueTask<T>> change)
    {
        var done = PumpedAsync(Engine.ExecuteAsync((burst, services, _) => change(services.GetRequiredService<IPracticeRecords>(), burst)));
        var result = (await done)!;
        await SettleAsync();
        return result;
    }

    /// <summary>Delivers an event from outside.</summary>
    public async Task PublishAsync(string name, JsonNode payload, string correlation, string key)
    {
        var done = Engine.PublishEventAsync(name, payload, correlation, key);
        await SettleAsync();
        await done;
    }

    /// <summary>Reports what became of a message, as a provider's callback does.</summary>
    public async Task ReportAsync(string channel, string providerId, OutboxOutcome outcome)
    {
        await PumpedAsync(Engine.RecordByProviderIdAsync(channel, providerId, outcome, CancellationToken.None).AsTask());
        await SettleAsync();
    }

    /// <summary>Records what became of a message as it left.</summary>
    public async Task RecordAsync(string messageId, OutboxOutcome outcome) =>
        await PumpedAsync(RecordedAsync(messageId, outcome));

    /// <summary>Reads records outside of any burst.</summary>
    public async Task<T> ReadAsync<T>(Func<IPracticeRecords, Task<T>> read)
    {
        await using var context = await _services.GetRequiredService<PracticeDatabase>().OpenAsync(Id);
        return await read(new PracticeRecords(context));
    }

    /// <summary>The records' database, for figures.</summary>
    public Task<PracticeDbContext> OpenRecordsAsync() => _services.GetRequiredService<PracticeDatabase>().OpenAsync(Id);

    /// <summary>Runs what is due now and lets the messages leave, until nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            await Engine.DrainAsync();
            var leaving = await PumpedAsync(Engine.LeaseAsync(200, Lease, CancellationToken.None).AsTask());
            if (leaving.Count == 0)
                return;

            foreach (var message in leaving)
                await Carrier(message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_plan.Storage.Kind == DatabaseKind.Sqlite)
            SqliteConnection.ClearAllPools();
    }

    /// <summary>Runs the pump until a request is answered.</summary>
    public async Task<T> PumpedAsync<T>(Task<T> request)
    {
        await Engine.DrainAsync();
        return await request;
    }

    private async Task<bool> RecordedAsync(string messageId, OutboxOutcome outcome)
    {
        await Engine.RecordAsync(messageId, outcome, CancellationToken.None);
        return true;
    }
}
