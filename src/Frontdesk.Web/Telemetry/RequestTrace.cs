using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Frontdesk.Web.Telemetry;

/// <summary>
/// Names a request's span after its route. An address may hold the key of a link or a patient's id, so a span gets no path, no
/// query and no caller, also not from elsewhere.
/// </summary>
public sealed class RequestTrace(RequestDelegate next)
{
    private const string Method = "http.request.method";
    private const string Route = "http.route";
    private const string Status = "http.response.status_code";

    /// <summary>Names the span once the route is known.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { } span)
        {
            await next(context);
            return;
        }

        if (IsWatching(context.Request.Path))
            Leave(span);
        try
        {
            await next(context);
        }
        finally
        {
            Describe(span, context);
        }
    }

    private static void Describe(Activity span, HttpContext context)
    {
        foreach (var (name, _) in span.TagObjects.ToList())
            span.SetTag(name, null);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var method = HttpMethods.GetCanonicalizedValue(context.Request.Method);
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag(Method, method);
        span.SetTag(Route, route);
        span.SetTag(Status, context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }

    // What asks every few seconds how we are would bury everything else.
    private static bool IsWatching(PathString path) =>
        path.StartsWithSegments(MetricsAccess.Path, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    private static void Leave(Activity span)
    {
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
