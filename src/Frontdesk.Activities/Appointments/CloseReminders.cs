using Frontdesk.Domain.Reminders;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>Closes the visit's reminders: nothing more is expected.</summary>
[Activity("Frontdesk", "Appointments", "Closes the visit's reminders: nothing more is expected.", DisplayName = "Close reminders")]
public sealed class CloseReminders : CodeActivity
{
    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context) =>
        await new ReminderDesk(context.Records()).CloseAsync(context.Visit(), context.Now(), CancellationToken.None);
}
