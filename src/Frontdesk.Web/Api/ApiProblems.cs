using System.Text.Json;
using System.Text.RegularExpressions;
using Frontdesk.Web.Commanding;
using Microsoft.AspNetCore.Diagnostics;

namespace Frontdesk.Web.Api;

/// <summary>
/// Everything that goes wrong in the API, as <c>application/problem+json</c> whose <c>errors</c> name field, value, what is
/// wrong and the remedy.
/// </summary>
public sealed partial class ApiProblems : IExceptionHandler
{
    private const int LongestEcho = 200;

    /// <summary>A command that was refused, or a field that cannot be used.</summary>
    public static IResult From(Refusal refusal, IReadOnlyList<FieldProblem> problems) => refusal switch
    {
        Refusal.NotFound => Problem(StatusCodes.Status404NotFound, "There is nothing with this id.", problems),
        Refusal.Conflict => Problem(StatusCodes.Status409Conflict, "This contradicts what is there now.", problems),
        Refusal.KeyReused => Problem(StatusCodes.Status422UnprocessableEntity, "The Idempotency-Key was used before for a different command.", problems),
        _ => Problem(StatusCodes.Status400BadRequest, "A field has a value that cannot be used.", problems),
    };

    /// <summary>A field of a query that cannot be used.</summary>
    public static IResult Invalid(string field, string? value, string message, string remedy) =>
        From(Refusal.Invalid, [new FieldProblem(field, Echo(value), message, remedy)]);

    /// <summary>A field of the path or query whose value does not have its type.</summary>
    public static IResult Unbound(string field, string value) =>
        Invalid(field, value, "The value does not have the type of this field.", "Send the type that /api/openapi.json gives for this field.");

    /// <summary>An id that names nothing.</summary>
    public static IResult NotFound(string field, string id) =>
        From(Refusal.NotFound, [new FieldProblem(field, Echo(id), "There is nothing with this id.", "Take the id from the list.")]);

    /// <summary>The practice's database is not there for now.</summary>
    public static IResult Unavailable() =>
        Problem(StatusCodes.Status503ServiceUnavailable, "The practice's database does not answer just now, and nothing of this was kept; ask again with the same Idempotency-Key.", []);

    /// <summary>A path that the API does not have.</summary>
    public static IResult NoSuchRoute() =>
        Problem(StatusCodes.Status404NotFound, "The API has nothing at this path and method; /api/openapi.json lists what it has.", []);

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!ApiRoutes.Concerns(httpContext))
            return false;
        var answer = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                Problem(StatusCodes.Status415UnsupportedMediaType, "The body has to be JSON: send Content-Type: application/json.", []),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                Problem(StatusCodes.Status413PayloadTooLarge, "The body is larger than the API takes.", []),
            BadHttpRequestException { InnerException: JsonException json } => FromJson(json),
            BadHttpRequestException bad => FromBinding(bad),
            _ => Problem(StatusCodes.Status500InternalServerError, "Something went wrong here, not in your request; ask again with the same Idempotency-Key.", []),
        };
        await answer.ExecuteAsync(httpContext);
        return true;
    }

    private static IResult FromJson(JsonException json)
    {
        var field = (json.Path ?? "$").TrimStart('$', '.');
        var message = json.Message.Split(" Path:", 2)[0].ReplaceLineEndings(" ");
        var unknown = UnknownMember().Match(message);
        if (unknown.Success)
            return Invalid(unknown.Groups["name"].Value, null, "The command has no such field.", "Take the names of fields from /api/openapi.json.");
        return Invalid(field.Length == 0 ? "body" : field, null, ShortenTypeNames().Replace(message, "the command"), "Send the type that /api/openapi.json gives for this field.");
    }

    private static IResult FromBinding(BadHttpRequestException bad)
    {
        var failed = FailedBinding().Match(bad.Message);
        return failed.Success
            ? Unbound(failed.Groups["name"].Value, failed.Groups["value"].Value)
            : Problem(bad.StatusCode, "The body is missing or is not JSON: send what /api/openapi.json describes.", []);
    }

    private static IResult Problem(int status, string detail, IReadOnlyList<FieldProblem> problems) =>
        Results.Problem(detail: detail, statusCode: status, extensions: [new("errors", problems)]);

    private static string? Echo(string? value) => value is { Length: > LongestEcho } ? value[..LongestEcho] : value;

    [GeneratedRegex("^The JSON property '(?<name>[^']*)' could not be mapped", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex UnknownMember();

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (?<name>[^\"]+)\" from \"(?<value>.*)\"\\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, Timeout.Infinite)]
    private static partial Regex FailedBinding();

    [GeneratedRegex("(type )?'?Frontdesk\\.[\\w.]+'?", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex ShortenTypeNames();
}
