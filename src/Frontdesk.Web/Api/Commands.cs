using Frontdesk.Web.Commanding;

namespace Frontdesk.Web.Api;

/// <summary>How the API hands a command to the practice and answers with its outcome.</summary>
internal static class Commands
{
    /// <summary>The header that makes a command safe to repeat.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int LongestKey = 200;

    /// <summary>Runs a command under the caller's key, or under a fresh one when the caller gave none.</summary>
    public static async Task<IResult> RunAsync<TResult>(string? key, Func<string, Task<Outcome<TResult>>> run, Func<TResult, IResult>? answer = null)
        where TResult : class
    {
        if (key is not null && (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~')))
            return ApiProblems.Invalid(KeyHeader, key, "The key is empty, longer than 200 characters or has characters that are not visible ASCII.", "Send a key such as a UUID.");
        var outcome = await run(key ?? Guid.NewGuid().ToString("N"));
        if (outcome.Result is null)
            return ApiProblems.From(outcome.Refusal, outcome.Problems);
        return answer is null ? Results.Ok(outcome.Result) : answer(outcome.Result);
    }

    /// <summary>Says in the OpenAPI document what every command may answer.</summary>
    public static RouteHandlerBuilder IsCommand(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
