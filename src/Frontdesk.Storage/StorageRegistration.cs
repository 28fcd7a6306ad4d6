using System.Reflection;
using Frontdesk.Domain;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Analysis;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Frontdesk.Storage;

/// <summary>Adds the practice's records, and the engine that works on them, to a host.</summary>
public static class StorageRegistration
{
    /// <summary>Adds <see cref="PracticeDatabase"/> as a singleton, on the host's clock.</summary>
    public static IServiceCollection AddFrontdeskStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new PracticeDatabase(options, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>
    /// Adds one practice's engine over the same database: every burst finds <see cref="IPracticeRecords"/> in its own
    /// transaction. It is measured when the host has an <see cref="EngineTelemetry"/>.
    /// </summary>
    /// <param name="services">The host's services; logging must be among them.</param>
    /// <param name="storage">Where the practice is.</param>
    /// <param name="practice">The practice.</param>
    /// <param name="options">How the pump works.</param>
    /// <param name="activities">The assemblies with the activities that workflows may use.</param>
    public static IServiceCollection AddFrontdeskPractice(this IServiceCollection services, StorageOptions storage, PracticeId practice, EngineOptions options, params Assembly[] activities)
    {
        PracticeDbContext.Prepare(storage.Kind);
        services.AddFrontdeskStorage(storage);
        services.AddSingleton(Engine(storage, practice));
        services.AddSingleton(options);
        services.AddSingleton(provider => new WorkflowDefinitions(new ActivityRegistry(activities), provider.GetServices<IDefinitionRule>()));
        services.AddSingleton(provider => new WorkflowEngine(
            provider.GetRequiredService<EngineDatabase>(),
            provider.GetRequiredService<WorkflowDefinitions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorkflowEngine>>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            options with { MayTell = cause => cause is DomainRuleException },
            provider.GetService<EngineTelemetry>()));
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<WorkflowEngine>());
        services.AddScoped<BurstHolder>();
        services.AddSingleton<BurstContexts>();
        services.AddScoped<BurstRecords>();
        services.AddScoped<IPracticeRecords>(provider => provider.GetRequiredService<BurstRecords>().Records);
        return services;
    }

    private static EngineDatabase Engine(StorageOptions storage, PracticeId practice) => storage.Kind switch
    {
        DatabaseKind.Postgres => EngineDatabase.Postgres(storage.ConnectionString, practice.Value),
        _ => EngineDatabase.Sqlite(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource, practice.Value, storage.IsDraft),
    };
}
