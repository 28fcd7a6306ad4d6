using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Builtin;

/// <summary>
/// What the steps that call a web address have in common. The call goes through the outbox after the commit and comes
/// back as a stimulus; it is made once, however often the burst is tried.
/// </summary>
[Waits(WaitEnd.Itself)]
[Sends(Audience.Program, RepeatsEachRun = true)]
public abstract class HttpRequestActivity : Activity
{
    /// <summary>The address.</summary>
    [Input(DisplayName = "Address", Description = "The full web address, for example https://example.org/orders.", TypeName = "UnregisteredClrType:System.Uri, System.Private.Uri", Required = true)]
    [MessageText]
    public Input<string> Url { get; set; } = new();

    /// <summary>GET, POST, PUT, PATCH, DELETE or HEAD.</summary>
    [Input(DisplayName = "Method", Description = "What to ask of the address: GET reads, POST sends.", Choices = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"], Order = 1)]
    public Input<string> Method { get; set; } = new("GET");

    /// <summary>What to send.</summary>
    [Input(DisplayName = "Content", Description = "What to send, as text or named values.", Order = 2)]
    [MessageText]
    public Input<object> Content { get; set; } = new();

    /// <summary>The type of what is sent.</summary>
    [Input(DisplayName = "Type of the content", Description = "How the content is written; empty when the program is to find out.", Choices = ["application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml"], Order = 3)]
    public Input<string> ContentType { get; set; } = new();

    /// <summary>The Authorization header.</summary>
    [Input(DisplayName = "Authorization", Description = "What proves who calls; a script can take it from the settings.", Category = "Security", IsSensitive = true, Order = 4)]
    public Input<string> Authorization { get; set; } = new();

    /// <summary>Further headers, as an object.</summary>
    [Input(DisplayName = "Headers", Description = "Further headers, as named values in JSON.", TypeName = "HttpHeaders", Category = "Advanced", UIHint = InputHint.JsonEditor, Order = 6)]
    [MessageText]
    public Input<object> RequestHeaders { get; set; } = new();

    /// <summary>The answer's status code.</summary>
    [Output(DisplayName = "Status code", Description = "The status code of the answer.")]
    public Output<int>? StatusCode { get; set; }

    /// <summary>The answer's body, parsed when it is JSON.</summary>
    [Output(DisplayName = "Content", Description = "The content of the answer; its parts can be named when it is JSON.")]
    [Confidential]
    public Output<object>? ParsedContent { get; set; }

    /// <summary>The answer's headers.</summary>
    [Output(DisplayName = "Headers", Description = "The headers of the answer.", TypeName = "HttpHeaders")]
    public Output<object>? ResponseHeaders { get; set; }

    /// <summary>The whole answer.</summary>
    [Output(DisplayName = "Answer", Description = "The whole answer.", TypeName = "HttpResponseMessage")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var url = context.Get(Url) ?? string.Empty;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new FaultException("http", "The address is not a full http or https address. Correct it.");
        var headers = Values.Convert(context.Get(RequestHeaders), typeof(JsonNode)) is JsonObject given ? (JsonObject)given.DeepClone() : [];
        if (context.Get(Authorization) is { Length: > 0 } authorization)
            headers["Authorization"] = authorization;
        var content = context.Get(Content);
        var payload = new JsonObject
        {
            ["Method"] = context.Get(Method) ?? "GET",
            ["Url"] = address.ToString(),
            ["Headers"] = headers,
            ["Content"] = content is null ? null : Values.ToText(content),
            ["ContentType"] = context.Get(ContentType) is { Length: > 0 } type ? type : content is JsonNode ? "application/json" : null,
        };
        var workflow = context.WorkflowExecutionContext;
        var bookmark = context.CreateBookmark(new CreateBookmarkArgs { Callback = OnAnswerAsync });
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http:{workflow.Id}:{context.Id}");
        context.GetRequiredService<BurstTransaction>().Send(new OutboxDraft(key, "http", address.Authority, payload.ToJsonString(), null, workflow.Id, bookmark.Id));
        return default;
    }

    /// <summary>Goes on after an answer.</summary>
    protected abstract ValueTask OnStatusAsync(ActivityExecutionContext context, int status);

    /// <summary>Goes on when there was no answer.</summary>
    /// <param name="context">The execution.</param>
    /// <param name="timedOut">Whether time ran out, rather than the connection failing.</param>
    protected abstract ValueTask OnNoAnswerAsync(ActivityExecutionContext context, bool timedOut);

    private ValueTask OnAnswerAsync(ActivityExecutionContext context)
    {
        if (context.ResumeInput.GetValueOrDefault("Response") is not JsonObject answer || (int?)answer["statusCode"] is not { } status)
            return OnNoAnswerAsync(context, string.Equals(context.ResumeInput.GetValueOrDefault("Reason") as string, "timeout", StringComparison.Ordinal));
        context.Set(StatusCode, status, nameof(StatusCode));
        context.Set(ResponseHeaders, answer["headers"]?.DeepClone(), nameof(ResponseHeaders));
        context.Set(ParsedContent, Parse(answer), nameof(ParsedContent));
        context.Set(Result, answer.DeepClone());
        return OnStatusAsync(context, status);
    }

    private static object? Parse(JsonObject answer)
    {
        var body = answer["body"]?.ToString();
        if (body is not { Length: > 0 } || answer["contentType"]?.ToString().Contains("json", StringComparison.OrdinalIgnoreCase) != true)
            return body;
        try
        {
            return Values.FromJson(JsonNode.Parse(body));
        }
        catch (System.Text.Json.JsonException)
        {
            return body;
        }
    }
}
