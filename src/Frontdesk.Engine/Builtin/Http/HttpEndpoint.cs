using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts or resumes an instance when a web request arrives on a path.</summary>
[Waits(WaitEnd.Others)]
[Activity("Elsa", "Web", "Starts or continues the workflow when another program calls a web address of the practice.", DisplayName = "When a web address is called")]
public sealed class HttpEndpoint : Trigger
{
    /// <summary>The path below the workflow address.</summary>
    [Input(DisplayName = "Path", Description = "The end of the web address, for example orders/new.", Expected = true)]
    public Input<string> Path { get; set; } = new();

    /// <summary>The methods that it answers.</summary>
    [Input(DisplayName = "Methods", Description = "The kinds of calls that it answers.", TypeName = "List<String>", UIHint = InputHint.CheckList, Choices = ["GET", "POST", "PUT", "HEAD", "DELETE"])]
    public Input<object> SupportedMethods { get; set; } = new(new JsonArray("GET"));

    /// <summary>The request's body, parsed when it is JSON.</summary>
    [Output(DisplayName = "Content", Description = "The content of the call; its parts can be named when it is JSON.")]
    [Confidential]
    public Output<object>? ParsedContent { get; set; }

    /// <summary>The values of the path's placeholders.</summary>
    [Output(DisplayName = "Parts of the path", Description = "The values that stood in the path's places.", TypeName = "ObjectDictionary")]
    [Confidential]
    public Output<object>? RouteData { get; set; }

    /// <summary>The query string's values.</summary>
    [Output(DisplayName = "Parts of the question", Description = "The values after the question mark of the address.", TypeName = "ObjectDictionary")]
    [Confidential]
    public Output<object>? QueryStringData { get; set; }

    /// <summary>The request's headers.</summary>
    [Output(DisplayName = "Headers", Description = "The headers of the call.", TypeName = "ObjectDictionary")]
    public Output<object>? Headers { get; set; }

    /// <summary>The whole request.</summary>
    [Output(DisplayName = "Call", Description = "The whole call.", TypeName = "HttpRequest")]
    [Confidential]
    public Output<object>? Result { get; set; }

    /// <summary>The stimulus of a request.</summary>
    public static string StimulusOf(string method, string path) => Stimulus.Key("Elsa.HttpEndpoint", $"{method.ToUpperInvariant()} {Normalize(path)}");

    /// <inheritdoc/>
    protected internal override IEnumerable<TriggerPayload> GetTriggerPayloads(TriggerIndexingContext context)
    {
        var path = context.Get(Path);
        return string.IsNullOrWhiteSpace(path) ? [] : [.. Methods(context.Get(SupportedMethods)).Select(m => new TriggerPayload(StimulusOf(m, path)))];
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow())
            return TakeAsync(context, context.WorkflowExecutionContext.Input);
        foreach (var method in Methods(context.Get(SupportedMethods)))
            context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = "Elsa.HttpEndpoint", Stimulus = $"{method.ToUpperInvariant()} {Normalize(context.Get(Path) ?? string.Empty)}", Callback = OnRequestAsync });
        return default;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> NamedStimuli(ActivityExecutionContext context)
    {
        var path = context.Evaluate(Path) ?? string.Empty;
        return [.. Methods(context.Evaluate(SupportedMethods)).Select(method => StimulusOf(method, path))];
    }

    private static string Normalize(string path) => path.Trim().Trim('/');

    private static IEnumerable<string> Methods(object? value) => Values.ToItems(value).Select(Values.ToText).DefaultIfEmpty("GET");

    private ValueTask OnRequestAsync(ActivityExecutionContext context) => TakeAsync(context, context.ResumeInput);

    private ValueTask TakeAsync(ActivityExecutionContext context, IReadOnlyDictionary<string, object?> request)
    {
        context.Set(ParsedContent, request.GetValueOrDefault("Content"), nameof(ParsedContent));
        context.Set(RouteData, request.GetValueOrDefault("Route"), nameof(RouteData));
        context.Set(QueryStringData, request.GetValueOrDefault("Query"), nameof(QueryStringData));
        context.Set(Headers, request.GetValueOrDefault("Headers"), nameof(Headers));
        context.Set(Result, request.GetValueOrDefault("Request"));
        return context.CompleteActivityAsync();
    }
}
