using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Answers the web request that started or resumed the instance; the answer leaves after the commit.</summary>
[Activity("Elsa", "HTTP", "Answers the web request that started or resumed the workflow.", DisplayName = "HTTP response")]
public sealed class WriteHttpResponse : CodeActivity
{
    /// <summary>The status code.</summary>
    [Input(Description = "The status code.", UIHint = "dropdown")]
    public Input<string> StatusCode { get; set; } = new("OK");

    /// <summary>The body.</summary>
    [Input(Description = "The body.", UIHint = "multi-line")]
    public Input<object> Content { get; set; } = new();

    /// <summary>The type of the body.</summary>
    [Input(Description = "The type of the body.", UIHint = "dropdown")]
    public Input<string> ContentType { get; set; } = new();

    /// <summary>Further headers, as an object.</summary>
    [Input(Description = "Further headers, as an object.", UIHint = "json-editor")]
    public Input<object> ResponseHeaders { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        var content = context.Get(Content);
        var code = context.Get(StatusCode);
        var status = int.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : Enum.TryParse<System.Net.HttpStatusCode>(code, ignoreCase: true, out var named) ? (int)named : 200;
        context.WorkflowExecutionContext.HttpResponse = new JsonObject
        {
            ["statusCode"] = status,
            ["content"] = content is null ? null : Values.ToText(content),
            ["contentType"] = context.Get(ContentType) is { Length: > 0 } type ? type : content is JsonNode ? "application/json" : "text/plain",
            ["headers"] = (Values.Convert(context.Get(ResponseHeaders), typeof(JsonNode)) as JsonNode)?.DeepClone(),
        };
    }
}
