using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What a person compared to find out whose a result is (domain.md §5: never on name alone).</summary>
public enum PatientIdentifier
{
    /// <summary>Given and family name.</summary>
    FullName = 0,

    /// <summary>Date of birth.</summary>
    BirthDate = 1,

    /// <summary>Medical record number or another organisation's id.</summary>
    RecordNumber = 2,

    /// <summary>A phone number.</summary>
    Phone = 3,
}

/// <summary>A result came to a patient, or left one.</summary>
/// <param name="Patient">Whose it is from then on; null for nobody's.</param>
/// <param name="By">Who said so; null when the reports did.</param>
/// <param name="Compared">What they compared.</param>
/// <param name="At">When.</param>
public sealed record PatientChange(PatientId? Patient, StaffId? By, IReadOnlyList<PatientIdentifier> Compared, Instant At);

/// <summary>A person's word for whose a result is.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Compared">What they compared.</param>
/// <param name="By">Who says so.</param>
public sealed record PatientMatch(PatientId Patient, IReadOnlyList<PatientIdentifier> Compared, StaffId By)
{
    /// <summary>So many identifiers have to agree.</summary>
    public const int Needed = 2;

    private static readonly Dictionary<PatientIdentifier, string> Words = new()
    {
        [PatientIdentifier.FullName] = "full name",
        [PatientIdentifier.BirthDate] = "date of birth",
        [PatientIdentifier.RecordNumber] = "record number",
        [PatientIdentifier.Phone] = "phone",
    };

    /// <summary>The words for an identifier.</summary>
    public static string Of(PatientIdentifier identifier) => Words[identifier];

    /// <summary>
    /// Why this is not enough, in a sentence without the patient's data; null when it is. Two have to agree, one of them says
    /// who (a birthday and a shared phone are twins), and what was compared must not differ in the report.
    /// </summary>
    /// <param name="about">Whom the report says it is about.</param>
    /// <param name="patient">The patient as known here.</param>
    public string? WhyNot(NamedPatient about, Patient patient)
    {
        if (Compared.Distinct().Count() < Needed)
            return "two identifiers have to agree: say which you compared";

        if (!Compared.Contains(PatientIdentifier.FullName) && !Compared.Contains(PatientIdentifier.RecordNumber))
            return "a date of birth and a phone can be a twin's: compare the full name or the record number too";

        return Compared.Where(one => ResultMatcher.Differs(one, about, patient)).Select(one => $"the {Of(one)} in the report is not this patient's: choose another patient, or ask the sender").FirstOrDefault();
    }
}
