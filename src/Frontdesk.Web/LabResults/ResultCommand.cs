namespace Frontdesk.Web.LabResults;

/// <summary>A value of a report.</summary>
/// <param name="Code">The LOINC code (OBX-3).</param>
/// <param name="Status">final, corrected, preliminary, …, or a code of HL7's table 0085.</param>
/// <param name="SubId">Tells values of one code apart (OBX-4).</param>
/// <param name="Name">The test in the laboratory's words.</param>
/// <param name="Value">The number.</param>
/// <param name="Comparator">What stands before the number.</param>
/// <param name="Unit">The UCUM unit.</param>
/// <param name="Text">The value when it is no number.</param>
/// <param name="Low">The laboratory's lower limit.</param>
/// <param name="High">The laboratory's upper limit.</param>
/// <param name="Flag">The laboratory's flag, a code of HL7's table 0078.</param>
/// <param name="At">When the laboratory said so; the report's time when it is missing.</param>
public sealed record PostedValue(string Code, string Status, string? SubId = null, string? Name = null, decimal? Value = null, string? Comparator = null, string? Unit = null, string? Text = null, decimal? Low = null, decimal? High = null, string? Flag = null, DateTimeOffset? At = null);

/// <summary>A report to hand in.</summary>
/// <param name="Sender">Who sends it.</param>
/// <param name="FillerOrder">The sender's number for the order.</param>
/// <param name="Code">What was reported on, a LOINC code.</param>
/// <param name="Status">How settled the report is.</param>
/// <param name="ReportedAt">When the sender said so.</param>
/// <param name="Values">The values.</param>
/// <param name="OrderId">The practice's order, if the sender gives it back.</param>
/// <param name="ParentFillerOrder">For a reflex test, the filler order that led to it.</param>
/// <param name="PractitionerId">Who ordered it.</param>
/// <param name="CopyTo">Who gets a copy.</param>
/// <param name="PatientIdentifiers">Ids of the patient, each <c>system|value</c>.</param>
/// <param name="PatientGiven">The patient's given name.</param>
/// <param name="PatientFamily">The patient's family name.</param>
/// <param name="PatientBirthDate">The patient's date of birth.</param>
/// <param name="TakenAt">When the specimen was taken.</param>
public sealed record PostReport(
    string Sender,
    string FillerOrder,
    string Code,
    string Status,
    DateTimeOffset ReportedAt,
    IReadOnlyList<PostedValue> Values,
    string? OrderId = null,
    string? ParentFillerOrder = null,
    string? PractitionerId = null,
    IReadOnlyList<string>? CopyTo = null,
    IReadOnlyList<string>? PatientIdentifiers = null,
    string? PatientGiven = null,
    string? PatientFamily = null,
    DateOnly? PatientBirthDate = null,
    DateTimeOffset? TakenAt = null);

/// <summary>A provider's direction.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="ContentHash">The content that was read.</param>
/// <param name="By">The provider's name at sign-in.</param>
/// <param name="Outcome">approveTemplate, approveEdited, clinicianCalls, repeat, visit or hold.</param>
/// <param name="Text">The provider's own words.</param>
/// <param name="HoldReason">preventHarm, patientAsked, beingVerified or privacy.</param>
/// <param name="HoldUntil">Until when it is kept back.</param>
public sealed record DecideResult(int Version, string ContentHash, string By, Frontdesk.Domain.Results.DecisionOutcome Outcome, string? Text = null, Frontdesk.Domain.Results.HoldReason? HoldReason = null, DateTimeOffset? HoldUntil = null);

/// <summary>Whose a result is, as a person found out.</summary>
/// <param name="PatientId">The patient.</param>
/// <param name="By">The staff member who compared.</param>
/// <param name="Identifiers">What was compared and agrees, two at least: fullName, birthDate, recordNumber, phone.</param>
public sealed record MatchToPatient(string PatientId, string By, IReadOnlyList<Frontdesk.Domain.Results.PatientIdentifier> Identifiers);

/// <summary>A result is another patient's.</summary>
/// <param name="By">The staff member who says so.</param>
public sealed record TakeFromPatient(string By);

/// <summary>A provider's own classification.</summary>
/// <param name="Version">The version that was read.</param>
/// <param name="By">The provider.</param>
/// <param name="Severity">normal, abnormal or critical.</param>
public sealed record ClassifyResult(int Version, string By, Frontdesk.Domain.Results.ResultSeverity Severity);

/// <summary>What staff heard of an attempt after it was made: a letter came back, or the patient has it or calls because of it.</summary>
/// <param name="Contact">The attempt's key.</param>
/// <param name="Outcome">What came of it; one of those that the attempt names as possible.</param>
/// <param name="By">The staff member who heard it.</param>
public sealed record RecordAttempt(string Contact, Frontdesk.Domain.Results.ContactOutcome Outcome, string By);

/// <summary>A provider knows of a critical value.</summary>
/// <param name="By">The provider.</param>
public sealed record KnowOfCritical(string By);

/// <summary>A test to order.</summary>
public sealed record PlaceTestOrder(string PatientId, string PractitionerId, string Code, bool IsStat = false, IReadOnlyList<string>? CopyTo = null);

/// <summary>What happened to an order.</summary>
/// <param name="Mark">collected or cancelled.</param>
/// <param name="By">Who says so; a provider calls a test off.</param>
public sealed record MarkTestOrder(string Mark, string By);
