using System.Text.Json.Nodes;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Activities.Results;

/// <summary>Writes down that a message about the result left and did not arrive, so that the next attempt is due at once.</summary>
[Activity("Frontdesk", "Results", "Writes down that a message about the result did not arrive.", DisplayName = "Record a lost message")]
public sealed class RecordNotDelivered : CodeActivity
{
    /// <summary>What came with the event.</summary>
    [Input(DisplayName = "Event", Description = "What came with the event, usually a variable.", Required = true)]
    public Input<object> Event { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        // The message's key is the result's id, the attempt, and the channel that was used.
        var key = (Values.ToJson(context.Get(Event)) as JsonObject)?["key"]?.ToString() ?? string.Empty;
        var parts = key.Split('+');
        if (parts is [_, "contact", _, _, _, ..])
            (await context.ResultAsync()).Record(string.Join('+', parts[1..5]), ContactOutcome.NotDelivered, by: null, context.Now());
    }
}
