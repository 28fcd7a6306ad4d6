using Frontdesk.Activities.Appointments;
using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Messages;

/// <summary>Finds another way to a patient whose message did not arrive: e-mail for a text, a call for both.</summary>
[Activity("Frontdesk", "Messages", "Finds another way to a patient whose message did not arrive.", DisplayName = "Try another channel")]
[FlowNode("Other channel", "None left")]
public sealed class TryOtherChannel : RuleInputs
{
    /// <summary>The reminder whose message did not arrive.</summary>
    [Input(DisplayName = "Reminder", Description = "The reminder whose message did not arrive, usually a variable.", Required = true)]
    public Input<string> Reminder { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var sender = new ReminderSender(context.Records(), Rules(context));
        var channel = await sender.TryOtherChannelAsync(context.Get(Reminder) ?? string.Empty, context.Now(), CancellationToken.None);
        await context.CompleteActivityWithOutcomesAsync(channel is null ? "None left" : "Other channel");
    }
}
