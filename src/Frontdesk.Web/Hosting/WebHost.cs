using Frontdesk.Engine.Pump;
using Frontdesk.Web.Api;
using Frontdesk.Web.Elsa;
using Frontdesk.Web.Health;
using Frontdesk.Web.HttpEndpoints;
using Frontdesk.Web.PublicPages;
using Frontdesk.Web.Shell;
using Frontdesk.Web.Studio;
using Frontdesk.Web.Telemetry;
using Frontdesk.Web.Webhooks;
using Microsoft.AspNetCore.HostFiltering;

namespace Frontdesk.Web.Hosting;

/// <summary>Composes the web application: staff pages, API, health.</summary>
public static class WebHost
{
    /// <summary>Builds the application, ready to be started.</summary>
    /// <param name="urlsOption">Where to listen when the command line says so.</param>
    /// <param name="addPractice">Registers the practice.</param>
    /// <exception cref="CommandLine.CommandFailure">A setting cannot be used.</exception>
    public static WebApplication Build(string? urlsOption, AddPractice addPractice)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        SettingsFile.AddTo(builder.Configuration);
        var settings = FrontdeskSettings.Read(builder.Configuration, urlsOption);
        WritableFolder.Ensure("Frontdesk:DataDirectory", settings.DataDirectory);

        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter(typeof(Elsa.Identity.ApiKeyHandler).FullName, LogLevel.Warning);
        // Failures to start are told by the command line in one sentence, without a stack trace.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(settings.Urls);

        var services = builder.Services;
        services.AddSingleton(settings);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = LastRequests.Patience);
        services.AddSingleton<Readiness>();
        services.AddSingleton<PracticeOpening>();
        services.AddHostedService(provider => provider.GetRequiredService<PracticeOpening>());
        services.AddRoutingCore();
        services.AddHostFiltering(options => options.AllowedHosts = [.. settings.AllowedHosts, .. settings.PublicHosts]);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddExceptionHandler<AbsentDatabase>();
        services.AddApi();
        services.AddPublicPages();
        services.AddTelemetry(builder.Configuration);
        addPractice(services, builder.Configuration, settings);

        // Where no engine runs there are no workflows to draw.
        var hasEngine = services.Any(one => one.ServiceType == typeof(WorkflowEngine));
        if (hasEngine)
        {
            services.AddElsa();
            services.AddHostedService<JournalKeeping>();
            services.AddStudio();
        }

        var app = builder.Build();
        app.UseMiddleware<LastRequests>();
        app.UseMiddleware<RequestTrace>();
        app.UseHostFiltering();
        app.UseMiddleware<BrowserRules>();
        app.UseMiddleware<MetricsAccess>();
        app.UseMiddleware<UnboundValues>();
        app.UseExceptionHandler();
        app.UseMiddleware<EndpointRequests>();
        app.UseWhen(IsForAPage, pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseRouting();
        app.UseRateLimiter();
        if (hasEngine)
        {
            app.UseAuthentication();
            app.UseAuthorization();
        }

        app.UseAntiforgery();
        app.MapHealth();
        app.MapMetrics();
        app.MapStaticAssets();
        app.MapApi();
        app.MapTwilio();
        app.MapPublicPages();
        if (hasEngine)
        {
            app.MapElsa();
            app.MapStudio();
        }

        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    private static bool IsForAPage(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !ApiRoutes.Concerns(context) && !ElsaRoutes.Concerns(context) && !StudioRoutes.Concerns(context);
}
