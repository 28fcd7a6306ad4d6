using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Calls a web address and leaves by the port of the status code.</summary>
[Activity("Elsa", "Web", "Calls a web address and goes the way of the answer's status code.", DisplayName = "Call a web address", Kind = ActivityKind.Task)]
[FlowNode("Done", "Unmatched status code", "Failed to connect", "Timeout")]
public sealed class FlowSendHttpRequest : HttpRequestActivity
{
    /// <summary>The status codes that have ports.</summary>
    [Input(DisplayName = "Expected status codes", Description = "The status codes that have a way of their own, for example 200.", TypeName = "List<Int32>", UIHint = InputHint.MultiText, Order = 5.1)]
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
