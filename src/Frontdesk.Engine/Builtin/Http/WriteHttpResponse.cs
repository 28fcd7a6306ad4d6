using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Answers the web request that started or resumed the instance; the answer leaves after the commit.</summary>
[Activity("Elsa", "Web", "Answers the program that called the web address.", DisplayName = "Answer a web call")]
public sealed class WriteHttpResponse : CodeActivity
{
    /// <summary>The status code.</summary>
    [Input(DisplayName = "Status code", Description = "Whether the call went well, as a code of the web.", TypeName = "HttpStatusCode", ChoicesOf = typeof(System.Net.HttpStatusCode))]
    public Input<string> StatusCode { get; set; } = new("OK");

    /// <summary>The body.</summary>
    [Input(DisplayName = "Content", Description = "What to answer, as text or named values.")]
    public Input<object> Content { get; set; } = new();

    /// <summary>The type of the body.</summary>
    [Input(DisplayName = "Type of the content", Description = "How the content is written; empty when the program is to find out.", Choices = ["application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml"])]
    public Input<string> ContentType { get; set; } = new();

    /// <summary>Further headers, as an object.</summary>
    [Input(DisplayName = "Headers", Description = "Further headers, as named values in JSON.", TypeName = "HttpHeaders", Category = "Advanced", UIHint = InputHint.JsonEditor)]
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
