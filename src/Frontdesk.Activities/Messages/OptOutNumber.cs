using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Messages;

/// <summary>No more texts to a number; honoured from this moment on.</summary>
[Activity("Frontdesk", "Messages", "Makes sure that no more texts go to a number.", DisplayName = "Stop texts")]
public sealed class OptOutNumber : CodeActivity
{
    /// <summary>The number.</summary>
    [Input(DisplayName = "Number", Description = "The number that wants no texts, usually a variable.", Required = true)]
    public Input<string> Number { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (PhoneNumber.TryParse(context.Get(Number), out var number))
            await new ReplyDesk(context.Records()).StopAsync(context.Practice(), number, "reply", context.Now(), CancellationToken.None);
    }
}
