using Frontdesk.Domain.Records;
using NodaTime;
using NodaTime.Text;
using R4 = Hl7.Fhir.Model;

namespace Frontdesk.Interop.Fhir;

/// <summary>A resource that is kept as it was received, and what its heading needs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SubjectElement">The element that names the patient; null when it is about none.</param>
/// <param name="Subject">The patient.</param>
/// <param name="Responsible">Who might be responsible, likeliest first.</param>
/// <param name="Concept">What it is about.</param>
/// <param name="Effective">The moment or day it holds for, as it is written.</param>
internal sealed record KeptResource(
    ReceivedKind Kind,
    string? SubjectElement,
    R4.ResourceReference? Subject,
    IReadOnlyList<R4.ResourceReference?> Responsible,
    R4.CodeableConcept? Concept,
    string? Effective)
{
    private const int LongestText = 300;

    /// <summary>The code as <c>system|code</c>, LOINC before others.</summary>
    public string? Code => Coding is { Code: { Length: > 0 and <= LongestText } code } ? $"{Coding.System}|{code}" : null;

    /// <summary>The code in words.</summary>
    public string? Display => (Concept?.Text ?? Coding?.Display) is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestText)] : null;

    /// <summary>The day it holds for, as the sender's clock had it.</summary>
    public LocalDate? EffectiveOn =>
        Effective is { Length: >= 10 } text && LocalDatePattern.Iso.Parse(text[..10]) is { Success: true } day ? day.Value : null;

    private R4.Coding? Coding => Concept?.Coding.Find(coding => coding.System == "http://loinc.org") ?? Concept?.Coding.FirstOrDefault();

    /// <summary>How a resource is kept; null when it is not.</summary>
    public static KeptResource? Of(R4.Resource resource) => resource switch
    {
        R4.Organization organization => new(ReceivedKind.Organization, null, null, [], organization.Type.FirstOrDefault(), null),
        R4.Location location => new(ReceivedKind.Location, null, null, [], location.Type.FirstOrDefault(), null),
        R4.Encounter visit => new(ReceivedKind.Encounter, "subject", visit.Subject, [.. visit.Participant.Select(one => one.Individual)], visit.Type.FirstOrDefault(), visit.Period?.Start),
        R4.Coverage coverage => new(ReceivedKind.Coverage, "beneficiary", coverage.Beneficiary, [], coverage.Type, coverage.Period?.Start),
        R4.DiagnosticReport report => new(ReceivedKind.DiagnosticReport, "subject", report.Subject, [.. report.ResultsInterpreter, .. report.Performer], report.Code, Day(report.Effective) ?? report.IssuedElement?.ToString()),
        R4.Observation seen => new(ReceivedKind.Observation, "subject", seen.Subject, [.. seen.Performer], seen.Code, Day(seen.Effective) ?? seen.IssuedElement?.ToString()),
        R4.DocumentReference document => new(ReceivedKind.Document, "subject", document.Subject, [document.Authenticator, .. document.Author], document.Type, document.Context?.Period?.Start ?? document.DateElement?.ToString()),
        R4.Condition condition => new(ReceivedKind.Condition, "subject", condition.Subject, [condition.Asserter, condition.Recorder], condition.Code, Day(condition.Onset) ?? condition.RecordedDate),
        R4.AllergyIntolerance allergy => new(ReceivedKind.Allergy, "patient", allergy.Patient, [allergy.Asserter, allergy.Recorder], allergy.Code, Day(allergy.Onset) ?? allergy.RecordedDate),
        R4.MedicationRequest medication => new(ReceivedKind.MedicationRequest, "subject", medication.Subject, [medication.Requester], medication.Medication as R4.CodeableConcept, medication.AuthoredOn),
        R4.Immunization shot => new(ReceivedKind.Immunization, "patient", shot.Patient, [.. shot.Performer.Select(one => one.Actor)], shot.VaccineCode, Day(shot.Occurrence)),
        R4.ServiceRequest order => new(ReceivedKind.ServiceRequest, "subject", order.Subject, [order.Requester], order.Code, order.AuthoredOn),
        _ => null,
    };

    /// <summary>Resources of the type are kept as they were received, or read into the practice's own records.</summary>
    public static bool IsKept(string type) => type is "Patient" or "Practitioner" or "Organization" or "Location" or "Encounter" or "Coverage"
        or "DiagnosticReport" or "Observation" or "DocumentReference" or "Condition" or "AllergyIntolerance" or "MedicationRequest"
        or "Immunization" or "ServiceRequest";

    private static string? Day(R4.DataType? when) => when switch
    {
        R4.FhirDateTime moment => moment.Value,
        R4.Period period => period.Start ?? period.End,
        R4.Instant instant => instant.ToString(),
        _ => null,
    };
}
