namespace Frontdesk.Domain.Scheduling;

/// <summary>What may happen to an appointment, as a table that the documentation prints.</summary>
public static class AppointmentStatusTable
{
    /// <summary>One allowed step.</summary>
    /// <param name="From">The status before.</param>
    /// <param name="Verb">What someone does.</param>
    /// <param name="To">The status after.</param>
    public sealed record Row(AppointmentStatus From, AppointmentVerb Verb, AppointmentStatus To);

    /// <summary>Every allowed step; what is not here is refused.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [
        new(AppointmentStatus.Proposed, AppointmentVerb.Request, AppointmentStatus.Pending),
        new(AppointmentStatus.Proposed, AppointmentVerb.Queue, AppointmentStatus.Waitlist),
        new(AppointmentStatus.Proposed, AppointmentVerb.Book, AppointmentStatus.Booked),
        new(AppointmentStatus.Proposed, AppointmentVerb.Reschedule, AppointmentStatus.Proposed),
        new(AppointmentStatus.Proposed, AppointmentVerb.Cancel, AppointmentStatus.Cancelled),
        new(AppointmentStatus.Waitlist, AppointmentVerb.Book, AppointmentStatus.Booked),
        new(AppointmentStatus.Waitlist, AppointmentVerb.Reschedule, AppointmentStatus.Waitlist),
        new(AppointmentStatus.Waitlist, AppointmentVerb.Cancel, AppointmentStatus.Cancelled),
        new(AppointmentStatus.Pending, AppointmentVerb.Book, AppointmentStatus.Booked),
        new(AppointmentStatus.Pending, AppointmentVerb.Reschedule, AppointmentStatus.Pending),
        new(AppointmentStatus.Pending, AppointmentVerb.Cancel, AppointmentStatus.Cancelled),
        new(AppointmentStatus.Booked, AppointmentVerb.Confirm, AppointmentStatus.Booked),
        new(AppointmentStatus.Booked, AppointmentVerb.Reschedule, AppointmentStatus.Booked),
        new(AppointmentStatus.Booked, AppointmentVerb.Arrive, AppointmentStatus.Arrived),
        new(AppointmentStatus.Booked, AppointmentVerb.CheckIn, AppointmentStatus.CheckedIn),
        new(AppointmentStatus.Booked, AppointmentVerb.Cancel, AppointmentStatus.Cancelled),
        new(AppointmentStatus.Booked, AppointmentVerb.MarkNoShow, AppointmentStatus.NoShow),
        new(AppointmentStatus.Arrived, AppointmentVerb.CheckIn, AppointmentStatus.CheckedIn),
        new(AppointmentStatus.Arrived, AppointmentVerb.Cancel, AppointmentStatus.Cancelled),
        new(AppointmentStatus.CheckedIn, AppointmentVerb.Fulfill, AppointmentStatus.Fulfilled),
        new(AppointmentStatus.CheckedIn, AppointmentVerb.Cancel, AppointmentStatus.Cancelled),
        new(AppointmentStatus.NoShow, AppointmentVerb.Arrive, AppointmentStatus.Arrived),
    ];

    /// <summary>The status after a step; null when the step is not allowed.</summary>
    public static AppointmentStatus? After(AppointmentStatus from, AppointmentVerb verb)
    {
        foreach (var row in Rows)
        {
            if (row.From == from && row.Verb == verb)
                return row.To;
        }

        return null;
    }

    /// <summary>The appointment keeps its resources from others.</summary>
    public static bool HoldsSlot(AppointmentStatus status) =>
        status is AppointmentStatus.Pending or AppointmentStatus.Booked or AppointmentStatus.Arrived
            or AppointmentStatus.CheckedIn or AppointmentStatus.Fulfilled;

    /// <summary>FHIR's code of a status.</summary>
    public static string Code(AppointmentStatus status) => status switch
    {
        AppointmentStatus.CheckedIn => "checked-in",
        _ => status.ToString().ToLowerInvariant(),
    };
}
