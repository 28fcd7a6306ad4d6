using Frontdesk.Web.Studio;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// Keeps browsers to our own pages: nothing is loaded from elsewhere, no other site may frame the app or send it a command,
/// and patient data is not kept in caches. Under the public names there are webhooks and linked pages, and nothing else.
/// </summary>
public sealed class BrowserRules(RequestDelegate next, FrontdeskSettings settings)
{
    /// <summary>What tells browsers to keep nothing. Forms ask for both words, and warn in the log when they have to add one.</summary>
    internal const string KeptNowhere = "no-cache, no-store";

    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

    // Studio is compiled code, its code editor works in background threads that it makes itself, it draws pictures of drawings,
    // and it writes two scripts into its pages, which are allowed by their hashes: for the keys that save, in the editor and in
    // the list of instances.
    private const string StudioSecurityPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; worker-src 'self' blob:; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'";

    /// <summary>Refuses commands of other sites and sets the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (settings.PublicHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase) && !IsForTheWorld(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (IsCommandFromElsewhere(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("This address takes commands from its own pages only.");
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = StudioRoutes.Concerns(context) ? StudioSecurityPolicy : ContentSecurityPolicy;
        if (!Path.HasExtension(context.Request.Path))
            headers.CacheControl = KeptNowhere;
        return next(context);
    }

    private static bool IsForTheWorld(PathString path) =>
        path.StartsWithSegments("/webhooks", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/p", StringComparison.OrdinalIgnoreCase);

    private static bool IsCommandFromElsewhere(HttpRequest request)
    {
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var origin = request.Headers.Origin.ToString();
        var isWebSocket = request.Headers.Upgrade.Count > 0;
        return (!isSafe || isWebSocket) && origin.Length > 0
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
