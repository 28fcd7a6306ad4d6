using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Reading.Stored;
using Microsoft.AspNetCore.Routing.Template;

namespace Frontdesk.Web.HttpEndpoints;

/// <summary>
/// Web requests that workflows wait for: a request below <c>/workflows/</c> whose method and path a workflow's HTTP endpoint
/// names starts or resumes an instance, and is answered with what the instance wrote: 500 when it stopped by an incident before.
/// Every other request goes on to the pages.
/// </summary>
public sealed class EndpointRequests(RequestDelegate next, Hosting.Readiness readiness, WorkflowEngine? engine = null)
{
    private const string Kind = "Elsa.HttpEndpoint";
    private const int LargestBody = 1024 * 1024;
    private static readonly PathString Prefix = new("/workflows");

    /// <summary>Hands the request to the workflow that waits for it, if there is one.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (engine is null || !context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase, out var rest) || !rest.HasValue)
        {
            await next(context);
            return;
        }

        await readiness.WaitAsync(context.RequestAborted);
        if (Find(engine, context.Request.Method, rest.Value!.Trim('/')) is not { } waiting)
        {
            // The pages below the same address are only read.
            if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                await next(context);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Request.ContentLength > LargestBody)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var input = await InputAsync(context.Request, waiting.Route, context.RequestAborted);
        BurstResult result;
        try
        {
            result = waiting.BookmarkId is { } bookmark
                ? await engine.ResumeAsync(bookmark, input, cancellationToken: CancellationToken.None)
                : await engine.StartAsync(new StartRequest(waiting.DefinitionId!) { TriggerActivityId = waiting.ActivityId, Input = input }, CancellationToken.None);
        }
        catch (NoSuchBookmarkException)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await AnswerAsync(context.Response, result, context.RequestAborted);
    }

    // An exact path comes before one with placeholders, and an instance that waits before a new one.
    private static Waiting? Find(WorkflowEngine engine, string method, string path)
    {
        using var sql = PracticeSql.Open(engine.Database);
        var prefix = Stimulus.Key(Kind, $"{method.ToUpperInvariant()} ");
        var found = sql.Read(
            """
            select stimulus, id, null, null from bookmark where practice_id = $1 and substr(stimulus, 1, length($2)) = $2
            union all
            select stimulus, null, definition_id, activity_id from workflow_trigger where practice_id = $1 and substr(stimulus, 1, length($2)) = $2
            """,
            row => (Template: row.GetString(0)[prefix.Length..], Bookmark: row.TextAt(1), Definition: row.TextAt(2), Activity: row.TextAt(3)),
            prefix);
        var exact = HttpEndpoint.StimulusOf(method, path)[prefix.Length..];
        foreach (var one in found.OrderBy(one => !string.Equals(one.Template, exact, StringComparison.OrdinalIgnoreCase)).ThenBy(one => one.Bookmark is null).ThenBy(one => one.Template, StringComparer.Ordinal))
        {
            if (Match(one.Template, path) is { } route)
                return new Waiting(one.Bookmark, one.Definition, one.Activity, route);
        }

        return null;
    }

    private static RouteValueDictionary? Match(string template, string path)
    {
        var values = new RouteValueDictionary();
        try
        {
            return new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch($"/{path}", values) ? values : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, object?>> InputAsync(HttpRequest request, RouteValueDictionary route, CancellationToken stop)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(stop);
        var headers = new JsonObject(request.Headers.Where(one => one.Key is not ("Authorization" or "Cookie")).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value.ToString())));
        var query = new JsonObject(request.Query.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value.ToString())));
        var values = new JsonObject(route.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value?.ToString())));
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Content"] = Content(request, body),
            ["Route"] = values,
            ["Query"] = query,
            ["Headers"] = headers,
            ["Request"] = new JsonObject
            {
                ["method"] = request.Method,
                ["path"] = request.Path.Value,
                ["query"] = query.DeepClone(),
                ["headers"] = headers.DeepClone(),
                ["body"] = body,
            },
        };
    }

    private static JsonNode? Content(HttpRequest request, string body)
    {
        if (body.Length == 0)
            return null;
        if (!request.HasJsonContentType())
            return JsonValue.Create(body);
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return JsonValue.Create(body);
        }
    }

    private static async Task AnswerAsync(HttpResponse response, BurstResult result, CancellationToken stop)
    {
        if (result.HttpResponse is not { } answer)
        {
            response.StatusCode = result switch
            {
                { SubStatus: WorkflowSubStatus.Faulted } => StatusCodes.Status500InternalServerError,
                { Status: WorkflowStatus.Finished } => StatusCodes.Status200OK,
                _ => StatusCodes.Status202Accepted,
            };
            return;
        }

        response.StatusCode = (int?)answer["statusCode"] ?? StatusCodes.Status200OK;
        foreach (var (name, value) in answer["headers"] as JsonObject ?? [])
            response.Headers[name] = value?.ToString();
        if (answer["content"] is not { } content)
            return;
        response.ContentType = answer["contentType"]?.ToString();
        await response.WriteAsync(content.ToString(), stop);
    }

    private sealed record Waiting(string? BookmarkId, string? DefinitionId, string? ActivityId, RouteValueDictionary Route);
}
