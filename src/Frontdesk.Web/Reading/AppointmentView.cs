namespace Frontdesk.Web.Reading;

/// <summary>Which appointments are asked for. Instants are compared with the start of the visit.</summary>
/// <param name="List">Search and page.</param>
/// <param name="From">The first start that is asked for.</param>
/// <param name="Before">The first start that is no longer asked for.</param>
/// <param name="State">One of <see cref="AppointmentStates.All"/>; null for all.</param>
/// <param name="LatestFirst">The latest start comes first.</param>
public sealed record AppointmentQuery(ListQuery List, DateTimeOffset? From = null, DateTimeOffset? Before = null, string? State = null, bool LatestFirst = false);

/// <summary>An appointment as one line.</summary>
/// <param name="Id">The appointment.</param>
/// <param name="Version">Grows whenever the visit moves.</param>
/// <param name="PatientId">Who comes.</param>
/// <param name="PatientName">The patient's name.</param>
/// <param name="Practitioner">Who sees the patient.</param>
/// <param name="VisitType">What kind of visit.</param>
/// <param name="Location">Where.</param>
/// <param name="Start">When, with the offset of the location.</param>
/// <param name="DurationMinutes">How long.</param>
/// <param name="State">FHIR's code of its status, e.g. <c>booked</c> or <c>noshow</c>.</param>
/// <param name="IsConfirmed">The patient said yes to this version.</param>
/// <param name="CancellationReason">Why it was called off.</param>
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
    string State,
    bool IsConfirmed = false,
    string? CancellationReason = null);

/// <summary>An appointment with what was said about it and the processes that look after it.</summary>
public sealed record AppointmentView(
    AppointmentRow Appointment,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<InstanceRow> Instances);
