using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Calls a web address and runs the step of the status code.</summary>
[Activity("Elsa", "HTTP", "Calls a web address and runs the step of the status code.", DisplayName = "HTTP request")]
public sealed class SendHttpRequest : HttpRequestActivity
{
    private readonly Dictionary<int, Activity?> _cases = [];

    /// <summary>Runs for a status code that has no step.</summary>
    [Port]
    public Activity? UnmatchedStatusCode { get; set; }

    /// <summary>Runs when the connection failed.</summary>
    [Port]
    public Activity? FailedToConnect { get; set; }

    /// <summary>Runs when time ran out.</summary>
    [Port]
    public Activity? Timeout { get; set; }

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder)
    {
        var cases = builder.Json["expectedStatusCodes"] as JsonArray ?? [];
        for (var i = 0; i < cases.Count; i++)
        {
            if (cases[i] is JsonObject o && (int?)o["statusCode"] is { } status)
                _cases[status] = builder.ReadActivity(o["activity"], $"expectedStatusCodes[{i}].activity");
        }
    }

    /// <inheritdoc/>
    protected override ValueTask OnStatusAsync(ActivityExecutionContext context, int status) =>
        context.ScheduleActivityAsync(_cases.TryGetValue(status, out var step) ? step : UnmatchedStatusCode, OnStepCompletedAsync);

    /// <inheritdoc/>
    protected override ValueTask OnNoAnswerAsync(ActivityExecutionContext context, bool timedOut) =>
        context.ScheduleActivityAsync(timedOut ? Timeout : FailedToConnect, OnStepCompletedAsync);

    private static ValueTask OnStepCompletedAsync(ActivityCompletedContext context) => context.TargetContext.CompleteActivityAsync();
}
