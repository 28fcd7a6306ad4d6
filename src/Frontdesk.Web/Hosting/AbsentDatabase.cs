using System.Globalization;
using Frontdesk.Engine.Storage;
using Frontdesk.Web.Api;
using Frontdesk.Web.Elsa;
using Frontdesk.Web.PublicPages;
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
            : PublicPageRoutes.Page<DatabaseAway>(new { IsForStaff = !PublicPageRoutes.Concerns(context) }, StatusCodes.Status503ServiceUnavailable);
    }
}
