using Frontdesk.Activities.Messages;
using Frontdesk.Domain.Messaging;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>Records the patient's yes to the visits that a reply is about.</summary>
[Activity("Frontdesk", "Appointments", "Records the patient's yes to the visits that a reply is about.", DisplayName = "Confirm visits")]
[FlowNode("Confirmed", "Too late")]
public sealed class ConfirmVisits : CodeActivity
{
    /// <summary>The visits, as "Read a reply" gave them.</summary>
    [Input(DisplayName = "Visits", Description = "The visits, as 'Read a reply' gave them.", Required = true)]
    public Input<object> Visits { get; set; } = new();

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var visits = AskedVisits.Read(context.Get(Visits));
        var confirmed = await new ReplyDesk(context.Records()).ConfirmAsync(visits, context.Now(), CancellationToken.None);
        await context.CompleteActivityWithOutcomesAsync(confirmed > 0 ? "Confirmed" : "Too late");
    }
}
