using Frontdesk.Web.Reading;

namespace Frontdesk.Web.LabResults;

/// <summary>Results to look for.</summary>
/// <param name="List">Words of the patient's name or the test, and which page.</param>
/// <param name="State">Only those in this state.</param>
/// <param name="OpenOnly">Only those that are not done.</param>
public sealed record ResultQuery(ListQuery List, string? State = null, bool OpenOnly = false);

/// <summary>A result in a list.</summary>
/// <param name="Id">The result.</param>
/// <param name="PatientId">Whose; null while nobody knows.</param>
/// <param name="PatientName">The patient's name.</param>
/// <param name="Practitioner">Who ordered it.</param>
/// <param name="Code">The test, a LOINC code.</param>
/// <param name="Test">What the test is called; its code when nobody has named it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Severity">How much it asks for.</param>
/// <param name="Version">The version that counts.</param>
/// <param name="ReceivedAt">When the first report arrived.</param>
public sealed record ResultRow(string Id, string? PatientId, string PatientName, string Practitioner, string Code, string Test, string State, string Severity, int Version, DateTimeOffset ReceivedAt);

/// <summary>A value of a result.</summary>
/// <param name="Name">The test.</param>
/// <param name="Code">Its LOINC code.</param>
/// <param name="Value">The value with its unit.</param>
/// <param name="Range">What it is held against: the limits for this patient, else the practice's, else the laboratory's.</param>
/// <param name="Status">How settled it is.</param>
/// <param name="Severity">How much it asks for.</param>
/// <param name="Reason">Why.</param>
public sealed record ResultValueView(string Name, string Code, string Value, string Range, string Status, string Severity, string Reason);

/// <summary>Whom a report says it is about, in its own words.</summary>
/// <param name="Name">The name; null when it gives none.</param>
/// <param name="BirthDate">The date of birth; null when it gives none.</param>
/// <param name="Identifiers">Ids, as system|value.</param>
/// <param name="Phone">The phone; null when it gives none.</param>
public sealed record NamedPatientView(string? Name, DateOnly? BirthDate, IReadOnlyList<string> Identifiers, string? Phone);

/// <summary>A report as it arrived.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Version">The version of the result that it led to.</param>
/// <param name="Predecessor">The version that it takes the place of; null for none.</param>
/// <param name="Effect">What it did.</param>
/// <param name="Status">How settled the report is.</param>
/// <param name="ReportedAt">When the sender said so.</param>
/// <param name="ReceivedAt">When it arrived.</param>
/// <param name="About">Whom it says it is about.</param>
public sealed record ResultReportView(int Number, int Version, int? Predecessor, string Effect, string Status, DateTimeOffset ReportedAt, DateTimeOffset ReceivedAt, NamedPatientView About);

/// <summary>A provider's direction.</summary>
public sealed record ResultDecisionView(int Number, int Version, string Outcome, string By, string? Text, string? HoldReason, DateTimeOffset? HoldUntil, string? StandingOrder, DateTimeOffset At);

/// <summary>An attempt to reach the patient.</summary>
/// <param name="Key">Names the attempt within its result.</param>
/// <param name="Kind">How.</param>
/// <param name="Number">Which of its kind since the provider's direction, from 1.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When that was known, or when it began.</param>
/// <param name="By">Who did it; null for a message.</param>
/// <param name="MayBecome">What may still be heard of it and recorded.</param>
public sealed record ResultContactView(string Key, string Kind, int Number, string Outcome, DateTimeOffset At, string? By, IReadOnlyList<Frontdesk.Domain.Results.ContactOutcome> MayBecome);

/// <summary>A critical value.</summary>
/// <param name="Since">Since when it is there.</param>
/// <param name="KnownAt">When a provider said that they know; null while nobody has.</param>
/// <param name="KnownBy">Who said so, by name.</param>
public sealed record CriticalView(DateTimeOffset Since, DateTimeOffset? KnownAt, string? KnownBy);

/// <summary>A result came to a patient, or left one.</summary>
/// <param name="PatientId">Whose it was from then on; null for nobody's.</param>
/// <param name="Patient">The patient's name.</param>
/// <param name="By">Who said so; null when the report's own identifiers did.</param>
/// <param name="Compared">What they compared.</param>
/// <param name="At">When.</param>
public sealed record PatientChangeView(string? PatientId, string? Patient, string? By, IReadOnlyList<Frontdesk.Domain.Results.PatientIdentifier> Compared, DateTimeOffset At);

/// <summary>A result with everything that happened to it.</summary>
/// <param name="Row">What a list shows of it.</param>
/// <param name="ContentHash">What an approval is bound to.</param>
/// <param name="IsForVoiceOnly">No message may tell of it.</param>
/// <param name="MayBeDirected">What a provider may direct now; empty while nothing is to be decided.</param>
/// <param name="IsComplete">The laboratory has said everything.</param>
/// <param name="IsReleased">The patient may see the values.</param>
/// <param name="TaskStatus">The FHIR status of its task.</param>
/// <param name="Next">What is next, in a sentence.</param>
/// <param name="Draft">A provider's own words that are not approved yet.</param>
/// <param name="Values">The values.</param>
/// <param name="Reports">The reports, in the order of arrival.</param>
/// <param name="PatientChanges">To whom it came and whom it left.</param>
/// <param name="Decisions">The directions.</param>
/// <param name="Contacts">The attempts.</param>
/// <param name="Letters">The ids of letters to print.</param>
/// <param name="Critical">Its critical value; null when it has none.</param>
public sealed record ResultView(
    ResultRow Row,
    string ContentHash,
    bool IsForVoiceOnly,
    IReadOnlyList<Frontdesk.Domain.Results.DecisionOutcome> MayBeDirected,
    bool IsComplete,
    bool IsReleased,
    string TaskStatus,
    string Next,
    string? Draft,
    IReadOnlyList<ResultValueView> Values,
    IReadOnlyList<ResultReportView> Reports,
    IReadOnlyList<PatientChangeView> PatientChanges,
    IReadOnlyList<ResultDecisionView> Decisions,
    IReadOnlyList<ResultContactView> Contacts,
    IReadOnlyList<string> Letters,
    CriticalView? Critical);

/// <summary>An order of a test.</summary>
public sealed record TestOrderView(string Id, string PatientId, string PractitionerId, string Code, string Status, string ServiceRequestStatus, bool IsStat, DateTimeOffset OrderedAt, int Chases);
