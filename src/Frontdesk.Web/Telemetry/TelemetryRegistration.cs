using Frontdesk.Engine.Telemetry;
using Frontdesk.Web.CommandLine;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Frontdesk.Web.Telemetry;

/// <summary>Lets the program be seen from outside: figures at <c>/metrics</c>, and figures and traces where OpenTelemetry's own settings say.</summary>
internal static class TelemetryRegistration
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private static readonly string[] Meters = [TelemetryNames.Engine, TelemetryNames.Channels, TelemetryNames.Backups, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];
    private static readonly string[] Sources = [TelemetryNames.Engine, TelemetryNames.Channels, "Microsoft.AspNetCore"];

    /// <summary>Adds what collects and hands on.</summary>
    /// <exception cref="CommandFailure">A setting cannot be used.</exception>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var metrics = MetricsSettings.Read(configuration);
        services.AddSingleton(metrics);
        var isSent = IsSent(configuration);
        if (!metrics.IsOn && !isSent)
            return;
        var telemetry = services.AddOpenTelemetry();
        if (string.IsNullOrEmpty(configuration[ServiceName]))
            telemetry.ConfigureResource(resource => resource.AddService("frontdesk", serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)));
        telemetry.WithMetrics(meters =>
        {
            meters.AddMeter(Meters);
            if (metrics.IsOn)
                meters.AddPrometheusExporter();
            if (isSent)
                meters.AddOtlpExporter();
        });
        if (isSent)
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter());
    }

    /// <summary>Maps the figures.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<MetricsSettings>().IsOn)
            app.MapPrometheusScrapingEndpoint(MetricsAccess.Path).AllowAnonymous();
    }

    private static bool IsSent(IConfiguration configuration)
    {
        if (configuration[Endpoint] is not { Length: > 0 } text)
            return false;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? true
            : throw new CommandFailure($"{Endpoint} is '{text}', which is not an http or https address: use one such as http://localhost:4317.");
    }
}
