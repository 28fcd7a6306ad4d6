using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Appointments;

/// <summary>Calls a visit off because the patient said so. A visit that is not booked any more stays as it is.</summary>
[Activity("Frontdesk", "Appointments", "Calls a visit off because the patient said so.", DisplayName = "Call the visit off")]
public sealed class CallOffVisit : CodeActivity
{
    /// <summary>The visit.</summary>
    [Input(DisplayName = "Visit", Description = "The visit's id, usually the id that this run is about.", Required = true)]
    public Input<string> Appointment { get; set; } = new();

    /// <summary>Why.</summary>
    [Input(DisplayName = "Reason", Description = "Why the visit does not take place.")]
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
