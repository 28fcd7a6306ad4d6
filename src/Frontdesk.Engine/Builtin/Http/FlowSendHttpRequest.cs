using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Calls a web address and leaves by the port of the status code.</summary>
[Activity("Elsa", "HTTP", "Calls a web address and leaves by the port of the status code.", DisplayName = "HTTP request (flow)")]
[FlowNode("Done", "Unmatched status code", "Failed to connect", "Timeout")]
public sealed class FlowSendHttpRequest : HttpRequestActivity
{
    /// <summary>The status codes that have ports.</summary>
    [Input(Description = "The status codes that have ports.", UIHint = "multi-text")]
    public Input<object> ExpectedStatusCodes { get; set; } = new(new JsonArray(200));

    /// <inheritdoc/>
    protected override ValueTask OnStatusAsync(ActivityExecutionContext context, int status)
    {
        var expected = Values.ToItems(context.Get(ExpectedStatusCodes)).Select(Values.To<int>).ToList();
        if (expected.Count == 0)
            return context.CompleteActivityWithOutcomesAsync("Done");
        var port = expected.Contains(status) ? status.ToString(System.Globalization.CultureInfo.InvariantCulture) : "Unmatched status code";
        return context.CompleteActivityWithOutcomesAsync(port, "Done");
    }

    /// <inheritdoc/>
    protected override ValueTask OnNoAnswerAsync(ActivityExecutionContext context, bool timedOut) =>
        context.CompleteActivityWithOutcomesAsync(timedOut ? "Timeout" : "Failed to connect");
}
