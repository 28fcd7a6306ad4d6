using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>Whom a report says it is about.</summary>
/// <param name="Identifiers">Ids that the sender or the practice gave.</param>
/// <param name="Name">The name.</param>
/// <param name="BirthDate">The date of birth.</param>
/// <param name="Phone">A phone number.</param>
public sealed record NamedPatient(IReadOnlyList<ExternalIdentifier> Identifiers, PersonName? Name = null, LocalDate? BirthDate = null, PhoneNumber? Phone = null)
{
    /// <summary>It names the patient in the same words.</summary>
    public bool IsSame(NamedPatient other) =>
        Name == other.Name && BirthDate == other.BirthDate && Phone == other.Phone && Identifiers.SequenceEqual(other.Identifiers);
}

/// <summary>A report as a laboratory or an imaging centre sent it (HL7: one OBR with its OBX; FHIR: one DiagnosticReport).</summary>
/// <param name="Sender">Who sent it: the sending application and facility, or the organisation's id.</param>
/// <param name="FillerOrder">The sender's number for the order (OBR-3).</param>
/// <param name="Code">What was reported on, a LOINC code (OBR-4).</param>
/// <param name="Status">How settled the report is (OBR-25).</param>
/// <param name="ReportedAt">When the sender said so (OBR-22).</param>
/// <param name="Observations">The values.</param>
/// <param name="About">Whom it is about.</param>
public sealed record IncomingReport(
    string Sender,
    string FillerOrder,
    string Code,
    ObservationStatus Status,
    Instant ReportedAt,
    IReadOnlyList<Observation> Observations,
    NamedPatient About)
{
    /// <summary>The practice's own number for the order (OBR-2), if the sender gives it back.</summary>
    public TestOrderId? Order { get; init; }

    /// <summary>The filler order of the test whose outcome led to this one (OBR-29): a reflex test.</summary>
    public string? ParentFillerOrder { get; init; }

    /// <summary>Who ordered it, if the sender says so.</summary>
    public PractitionerId? Practitioner { get; init; }

    /// <summary>Who gets a copy (OBR-28).</summary>
    public IReadOnlyList<PractitionerId> CopyTo { get; init; } = [];

    /// <summary>The patient, when whoever hands it in knows for sure (an import that has filed it already).</summary>
    public PatientId? Patient { get; init; }

    /// <summary>When the specimen was taken or the picture made; decides whether the report is history.</summary>
    public Instant? TakenAt { get; init; }

    /// <summary>Where the report itself is kept.</summary>
    public string? Source { get; init; }
}
