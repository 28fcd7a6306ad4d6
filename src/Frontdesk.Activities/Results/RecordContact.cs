using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Results;

/// <summary>Writes down what came of an attempt to reach the patient.</summary>
[Activity("Frontdesk", "Results", "Writes down what came of an attempt to reach the patient.", DisplayName = "Record the attempt")]
public sealed class RecordContact : CodeActivity
{
    /// <summary>The attempt.</summary>
    [Input(DisplayName = "Attempt", Description = "The attempt, as 'Wait for the result' named it.", Required = true)]
    public Input<string> Key { get; set; } = new();

    /// <summary>What came of it.</summary>
    [Input(DisplayName = "Result", Description = "What came of the attempt.")]
    public Input<ContactOutcome> Outcome { get; set; } = new(ContactOutcome.Sent);

    /// <summary>Who did it.</summary>
    [Input(DisplayName = "Who did it", Description = "The person who did it; empty for a message.")]
    public Input<string> By { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) =>
        (await context.ResultAsync()).Record(context.Get(Key) ?? string.Empty, context.Get(Outcome), context.Get(By) is { Length: > 0 } by ? by : null, context.Now());
}
