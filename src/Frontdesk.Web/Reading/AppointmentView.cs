namespace Frontdesk.Web.Reading;

/// <summary>Which appointments are asked for. Instants are compared with the start of the visit.</summary>
public sealed record AppointmentQuery(ListQuery List, DateTimeOffset? From = null, DateTimeOffset? Before = null, string? State = null);

/// <summary>An appointment as one line. <paramref name="Start"/> carries the offset of the location.</summary>
public sealed record AppointmentRow(
    string Id,
    int Version,
    string PatientId,
    string PatientName,
    string Practitioner,
    string VisitType,
    string Location,
    DateTimeOffset Start,
    int DurationMinutes,
    string State);

/// <summary>An appointment with what was said about it and the processes that look after it.</summary>
public sealed record AppointmentView(
    AppointmentRow Appointment,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<InstanceRow> Instances);
