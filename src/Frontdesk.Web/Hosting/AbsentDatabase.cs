using System.Globalization;
using Frontdesk.Engine.Storage;
using Frontdesk.Web.Api;
using Frontdesk.Web.Elsa;
using Microsoft.AspNetCore.Diagnostics;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// A request that met a database which is not there for now is answered so that a program asks again and a person knows that
/// nothing is lost. It is no error of the program's: the log has one line of the pump's, not one for each request.
/// </summary>
public sealed class AbsentDatabase : IExceptionHandler
{
    private const string Sentence = "The practice's database does not answer just now, and nothing of this was kept. Ask again in a moment.";
    private static readonly TimeSpan UntilAsking = TimeSpan.FromSeconds(2);

    // Neither styles nor a menu: they would ask the program for more.
    private const string Page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex" />
          <title>The database does not answer · Frontdesk</title>
          <link rel="stylesheet" href="/frontdesk.css" />
        </head>
        <body>
          <main>
            <h1>The practice's database does not answer just now</h1>
            <p>Nothing is lost, and messages and timers go on once it is back. <a href="">Try again</a> in a moment; if it stays away, tell whoever looks after the server.</p>
          </main>
        </body>
        </html>
        """;

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!DatabaseUnavailableException.IsBehind(exception))
            return false;
        httpContext.Response.Headers.RetryAfter = UntilAsking.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await AnswerTo(httpContext).ExecuteAsync(httpContext);
        return true;
    }

    private static IResult AnswerTo(HttpContext context)
    {
        if (ApiRoutes.Concerns(context))
            return ApiProblems.Unavailable();
        return ElsaRoutes.Concerns(context)
            ? ElsaJson.Refused(StatusCodes.Status503ServiceUnavailable, Sentence)
            : Results.Text(Page, "text/html", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
