using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>Calls a visit off because the patient said so. A visit that is not booked any more stays as it is.</summary>
[Activity("Frontdesk", "Appointments", "Calls a visit off because the patient said so.", DisplayName = "Call the visit off")]
public sealed class CallOffVisit : CodeActivity
{
    /// <summary>The visit.</summary>
    [Input(Description = "The visit's id.", Required = true)]
    public Input<string> Appointment { get; set; } = new();

    /// <summary>Why.</summary>
    [Input(Description = "Why.", UIHint = "dropdown")]
    public Input<CancellationReason> Reason { get; set; } = new(CancellationReason.Patient);

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        if (context.Get(Appointment) is { Length: > 0 } id
            && await context.Records().FindAppointmentAsync(new AppointmentId(id)) is { } visit
            && visit.IsUpcoming(context.Now()))
        {
            visit.Cancel(context.Get(Reason), context.Now());
        }
    }
}
