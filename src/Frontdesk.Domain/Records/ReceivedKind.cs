namespace Frontdesk.Domain.Records;

/// <summary>What a received record is about, in the office's words.</summary>
public enum ReceivedKind
{
    /// <summary>A patient's demographics as another organisation knows them.</summary>
    Patient = 0,

    /// <summary>A practitioner as another organisation knows them.</summary>
    Practitioner = 1,

    /// <summary>A clinic, hospital, laboratory or payer.</summary>
    Organization = 2,

    /// <summary>A place of another organisation.</summary>
    Location = 3,

    /// <summary>A visit or stay.</summary>
    Encounter = 4,

    /// <summary>An insurance or other payer of a patient.</summary>
    Coverage = 5,

    /// <summary>A report of a laboratory or of imaging; it names its observations.</summary>
    DiagnosticReport = 6,

    /// <summary>One measured or observed value.</summary>
    Observation = 7,

    /// <summary>A document and where it is, or the document itself.</summary>
    Document = 8,

    /// <summary>A problem or diagnosis.</summary>
    Condition = 9,

    /// <summary>An allergy or intolerance.</summary>
    Allergy = 10,

    /// <summary>A prescription.</summary>
    MedicationRequest = 11,

    /// <summary>A vaccination.</summary>
    Immunization = 12,

    /// <summary>An order or referral.</summary>
    ServiceRequest = 13,
}
