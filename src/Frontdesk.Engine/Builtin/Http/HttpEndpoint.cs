using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Bookmarks;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Starts or resumes an instance when a web request arrives on a path.</summary>
[Activity("Elsa", "HTTP", "Starts or resumes the workflow when a web request arrives on a path.", DisplayName = "HTTP endpoint")]
public sealed class HttpEndpoint : Trigger
{
    /// <summary>The path below the workflow address.</summary>
    [Input(Description = "The path below the workflow address.")]
    public Input<string> Path { get; set; } = new();

    /// <summary>The methods that it answers.</summary>
    [Input(Description = "The methods that it answers.", UIHint = "checklist")]
    public Input<object> SupportedMethods { get; set; } = new(new JsonArray("GET"));

    /// <summary>The request's body, parsed when it is JSON.</summary>
    [Output(Description = "The request's body, parsed when it is JSON.")]
    public Output<object>? ParsedContent { get; set; }

    /// <summary>The values of the path's placeholders.</summary>
    [Output(Description = "The values of the path's placeholders.")]
    public Output<object>? RouteData { get; set; }

    /// <summary>The query string's values.</summary>
    [Output(Description = "The query string's values.")]
    public Output<object>? QueryStringData { get; set; }

    /// <summary>The request's headers.</summary>
    [Output(Description = "The request's headers.")]
    public Output<object>? Headers { get; set; }

    /// <summary>The whole request.</summary>
    [Output(Description = "The whole request.")]
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
