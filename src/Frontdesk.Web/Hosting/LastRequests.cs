namespace Frontdesk.Web.Hosting;

/// <summary>
/// While the program stops it takes no further request: a browser whose live page is closed asks for a new connection at once,
/// and the program would wait for that one.
/// </summary>
public sealed class LastRequests(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>How long whatever is under way may take until the program ends regardless. Nothing is lost by that: what is not committed is done again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Refuses a request that comes too late; a program that asks learns that it may ask again.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            return next(context);

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.Connection = "close";
        context.Response.Headers.RetryAfter = "10";
        return Task.CompletedTask;
    }
}
