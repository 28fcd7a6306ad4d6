using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Messages;

/// <summary>Marks a number as someone else's on every record that has it.</summary>
[Activity("Frontdesk", "Messages", "Marks a number as someone else's on every record that has it.", DisplayName = "Mark the number as wrong")]
public sealed class MarkNumberWrong : CodeActivity
{
    /// <summary>The number.</summary>
    [Input(DisplayName = "Number", Description = "The number that is someone else's, usually a variable.", Required = true)]
    public Input<string> Number { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (PhoneNumber.TryParse(context.Get(Number), out var number))
            await new ReplyDesk(context.Records()).MarkWrongAsync(number, context.Now(), CancellationToken.None);
    }
}
