namespace Frontdesk.Web.Telemetry;

/// <summary>Keeps the figures from whoever may not read them.</summary>
public sealed class MetricsAccess(RequestDelegate next, MetricsSettings settings)
{
    /// <summary>Where the figures are.</summary>
    public const string Path = "/metrics";

    /// <summary>Refuses whoever is not admitted.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
            return next(context);
        var headers = context.Request.Headers;
        if (settings.Admits(context.Connection.RemoteIpAddress, headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded")))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("These figures are for programs on this machine, and for those that Frontdesk:Metrics:AllowedAddresses names.");
    }
}
