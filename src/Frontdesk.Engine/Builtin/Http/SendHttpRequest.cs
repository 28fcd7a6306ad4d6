using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Calls a web address and runs the step of the status code.</summary>
[Activity("Elsa", "Web", "Calls a web address and runs the step of the answer's status code.", DisplayName = "Call a web address and run a step", Kind = ActivityKind.Task)]
public sealed class SendHttpRequest : HttpRequestActivity
{
    private const string CasesType = "UnregisteredClrType:System.Collections.Generic.ICollection`1[[Elsa.Http.HttpStatusCodeCase, Elsa.Http]], System.Private.CoreLib";
    private readonly Dictionary<int, Activity?> _cases = [];

    /// <summary>The status codes that have a step.</summary>
    [Input(DisplayName = "Expected status codes", Description = "The status codes that have a step of their own, for example 200.", TypeName = CasesType, UIHint = InputHint.HttpStatusCodes)]
    public JsonNode? ExpectedStatusCodes { get; set; }

    /// <summary>Runs for a status code that has no step.</summary>
    [Port(DisplayName = "Any other status code")]
    public Activity? UnmatchedStatusCode { get; set; }

    /// <summary>Runs when the connection failed.</summary>
    [Port]
    public Activity? FailedToConnect { get; set; }

    /// <summary>Runs when time ran out.</summary>
    [Port(DisplayName = "No answer in time")]
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
