using Frontdesk.Activities;
using Frontdesk.Channels;
using Frontdesk.Channels.Email;
using Frontdesk.Channels.Sms;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using Frontdesk.Engine.Telemetry;
using Frontdesk.Interop.Fhir;
using Frontdesk.Interop.Pdf;
using Frontdesk.Simulation;
using Frontdesk.Storage;
using Frontdesk.Web.Backups;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Documents;
using Frontdesk.Web.LabResults;
using Frontdesk.Web.PublicPages;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using Frontdesk.Web.Referrals;
using Frontdesk.Web.Supplies;
using Frontdesk.Web.Webhooks;
using Frontdesk.Web.Workflows;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Frontdesk.Web.Hosting;

/// <summary>Registers the practice that a host serves.</summary>
/// <param name="services">The host's services.</param>
/// <param name="configuration">The host's settings.</param>
/// <param name="settings">What the host itself was told.</param>
public delegate void AddPractice(IServiceCollection services, IConfiguration configuration, FrontdeskSettings settings);

/// <summary>Composes the practice that the host serves.</summary>
public static class Practice
{
    /// <summary>The clock that the program goes by.</summary>
    internal static TimeProvider Clock => TimeProvider.System;

    /// <summary>Registers the practice: its records, engine, channels, and what reads and commands them.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static void Add(IServiceCollection services, IConfiguration configuration, FrontdeskSettings settings)
    {
        var practice = PracticeSettings.Read(configuration, settings);
        services.AddLogging();
        services.AddSingleton(Clock);
        services.AddSingleton(practice);
        services.TryAddSingleton<Readiness>();
        services.AddSingleton<EngineTelemetry>();
        services.AddFrontdeskPractice(practice.Storage, new PracticeId(practice.PracticeId), practice.Engine, ActivitiesRegistration.Assembly);
        services.AddFrontdeskActivities();
        services.AddSingleton(_ => new LinkAddresses(LinkKey.ReadOrCreate(settings.DataDirectory), settings.LinkAddress));
        services.AddSingleton<IDocumentPrinter, PdfPrinter>();
        services.AddSingleton<IAttachments, StoredAttachments>();
        services.AddSingleton<DocumentReading>();
        services.AddSingleton<ReferralReading>();
        services.AddSingleton<ReferralCommands>();
        services.AddSingleton<IPublicPage, SpecialistPage>();
        AddChannels(services, configuration);

        services.AddSingleton(provider => new DefinitionCatalog(provider.GetRequiredService<Engine.Definitions.WorkflowDefinitions>()));
        services.AddSingleton<WorkflowFiles>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<AccessTrail>();
        services.AddSingleton<PracticeReader, StoredPractice>();
        services.AddSingleton<CommandRun>();
        services.AddSingleton<PracticeCommands, StoredPracticeCommands>();
        services.AddSingleton<VersionReading>();
        services.AddSingleton<VersionCommands>();
        services.AddSingleton<SupplyReading>();
        services.AddSingleton<SupplyCommands>();
        services.AddSingleton<CatalogueReading>();
        services.AddSingleton<CatalogueCommands>();
        services.AddSingleton<IImportTarget, EngineImportTarget>();
        services.AddSingleton(provider => new ResultReading(
            provider.GetRequiredService<PracticeDatabase>(),
            provider.GetRequiredService<PracticeSettings>(),
            provider.GetRequiredService<Engine.Pump.WorkflowEngine>(),
            provider.GetRequiredService<AccessTrail>(),
            provider.GetRequiredService<Readiness>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ResultCommands(
            provider.GetRequiredService<CommandRun>(),
            provider.GetRequiredService<ResultReading>(),
            provider.GetRequiredService<PracticeReader>(),
            provider.GetRequiredService<Engine.Definitions.WorkflowDefinitions>()));
        services.AddSingleton<ResultRuleReading>();
        services.AddSingleton<ResultRuleCommands>();
        services.AddSingleton<IPublicPage, ResultMessagePage>();
        services.AddSingleton<PracticeJobs, StoredPracticeJobs>();
        services.AddSingleton(BackupSettings.Read(configuration, settings, practice));
        services.AddSingleton<KeptBackups>();
        services.AddHostedService<NightlyBackups>();
    }

    private static void AddChannels(IServiceCollection services, IConfiguration configuration)
    {
        try
        {
            services.AddFrontdeskChannels(configuration);
        }
        catch (ChannelSettingException wrong)
        {
            throw new CommandFailure(wrong.Message, wrong);
        }

        services.AddSingleton<IInboundMessages, InboundTexts>();
    }
}
