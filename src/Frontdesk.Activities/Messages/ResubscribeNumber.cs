using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Messages;

/// <summary>Texts to a number again.</summary>
[Activity("Frontdesk", "Messages", "Lets texts go to a number again.", DisplayName = "Allow texts again")]
public sealed class ResubscribeNumber : CodeActivity
{
    /// <summary>The number.</summary>
    [Input(DisplayName = "Number", Description = "The number that wants texts again, usually a variable.", Required = true)]
    public Input<string> Number { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (PhoneNumber.TryParse(context.Get(Number), out var number))
            await new ReplyDesk(context.Records()).ResumeAsync(number, "reply", context.Now(), CancellationToken.None);
    }
}
