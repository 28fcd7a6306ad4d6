namespace Frontdesk.Web.Reading;

/// <summary>Which patients are asked for.</summary>
public sealed record PatientQuery(ListQuery List);

/// <summary>A patient as one line of a list.</summary>
public sealed record PatientRow(string Id, string Name, DateOnly? BornOn, string? Phone, string? Email, string Language, DateTimeOffset? NextVisit);

/// <summary>A patient's front-office record: how to reach them, what they agreed to, their visits and messages.</summary>
public sealed record PatientView(
    PatientRow Patient,
    IReadOnlyList<PatientContact> Contacts,
    IReadOnlyList<PatientConsent> Consents,
    IReadOnlyList<AppointmentRow> Appointments,
    IReadOnlyList<MessageView> Messages)
{
    /// <summary>The patient died: nothing is sent to or about the patient.</summary>
    public bool IsDeceased { get; init; }

    /// <summary>Sex for administration, e.g. <c>Female</c>.</summary>
    public string Sex { get; init; } = "Unknown";

    /// <summary>How the patient wants to hear from the practice: <c>Sms</c>, <c>Email</c>, <c>Voice</c> or <c>Letter</c>; null when it does not matter.</summary>
    public string? PreferredChannel { get; init; }
}

/// <summary>One way to reach a patient.</summary>
/// <param name="Kind">E.g. <c>Mobile</c>, <c>Landline</c>, <c>E-mail</c>.</param>
/// <param name="Address">The number in E.164 or the e-mail address.</param>
/// <param name="Note">What matters before using it, e.g. <c>Shared with a sibling</c> or <c>Opted out</c>.</param>
public sealed record PatientContact(string Kind, string Address, string? Note);

/// <summary>What a patient agreed to or refused, and when.</summary>
public sealed record PatientConsent(string What, bool IsGiven, DateTimeOffset Since);
