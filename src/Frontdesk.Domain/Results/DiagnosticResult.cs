using System.ComponentModel;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>The direction that counts for a result at present: bound to one version and its content.</summary>
/// <param name="Number">Which decision.</param>
/// <param name="Version">The version that was decided on.</param>
/// <param name="ContentHash">The content that was decided on.</param>
/// <param name="Outcome">What the provider directs.</param>
/// <param name="At">When.</param>
public sealed record ResultApproval(int Number, int Version, string ContentHash, DecisionOutcome Outcome, Instant At);

/// <summary>What is to follow once the patient knows.</summary>
public enum FollowUpKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The test is repeated.</summary>
    Repeat = 1,

    /// <summary>The patient comes in.</summary>
    Visit = 2,
}

/// <summary>Why a result is done.</summary>
public enum ResultClosing
{
    /// <summary>The patient knows, and what was to follow is seen to.</summary>
    [Description("The patient knows")]
    Informed = 0,

    /// <summary>The provider closed it: the patient could not be reached.</summary>
    [Description("The patient could not be reached")]
    Unreachable = 1,

    /// <summary>The patient died.</summary>
    PatientDied = 2,

    /// <summary>It is about nobody of this practice and went back to the sender.</summary>
    ReturnedToSender = 3,
}

/// <summary>
/// A result of one filler order, through every report, correction and version. Two clocks run for it: release, the patient's
/// right to see it, and notification, which needs the provider's direction (domain.md §3). What may happen when is in
/// <see cref="ResultStateTable"/>. A new version voids every approval.
/// </summary>
public sealed partial class DiagnosticResult : Entity
{
    private DiagnosticResult()
    {
    }

    private DiagnosticResult(PracticeId practice, ResultId id, IncomingReport report, Instant now)
        : base(practice)
    {
        Id = id;
        Sender = report.Sender;
        FillerOrder = report.FillerOrder;
        ParentFillerOrder = report.ParentFillerOrder;
        Code = report.Code;
        Practitioner = report.Practitioner;
        ReceivedAt = now;
        State = ResultState.Received;
    }

    /// <summary>The result.</summary>
    public ResultId Id { get; private set; }

    /// <summary>Who sends the reports.</summary>
    public string Sender { get; private set; } = string.Empty;

    /// <summary>The sender's number for the order.</summary>
    public string FillerOrder { get; private set; } = string.Empty;

    /// <summary>The filler order whose outcome led to this test; null unless it is a reflex test.</summary>
    public string? ParentFillerOrder { get; private set; }

    /// <summary>What is reported on, a LOINC code.</summary>
    public string Code { get; private set; } = string.Empty;

    /// <summary>The practice's order; null for one that nobody here ordered.</summary>
    public TestOrderId? Order { get; private set; }

    /// <summary>Whose it is; null while nobody knows.</summary>
    public PatientId? Patient { get; private set; }

    /// <summary>Who ordered it.</summary>
    public PractitionerId? Practitioner { get; private set; }

    /// <summary>Who gets a copy.</summary>
    public IReadOnlyList<PractitionerId> CopyTo { get; private set; } = [];

    /// <summary>Where it stands.</summary>
    public ResultState State { get; private set; }

    /// <summary>Grows by one with each report that changes what is known. Approvals and messages belong to a version.</summary>
    public int Version { get; private set; }

    /// <summary>The hash of what is known.</summary>
    public string ContentHash { get; private set; } = string.Empty;

    /// <summary>What is known, one entry for each value.</summary>
    public IReadOnlyList<Observation> Observations { get; private set; } = [];

    /// <summary>How settled the newest report is.</summary>
    public ObservationStatus ReportStatus { get; private set; }

    /// <summary>When the sender made the newest report.</summary>
    public Instant ReportedAt { get; private set; }

    /// <summary>When the first report arrived.</summary>
    public Instant ReceivedAt { get; private set; }

    /// <summary>When the present version arrived: the clocks of review and notification run from here.</summary>
    public Instant VersionAt { get; private set; }

    /// <summary>How many reports arrived that were no repeats.</summary>
    public int Reports { get; private set; }

    /// <summary>The keys of every observation that ever arrived.</summary>
    public IReadOnlyList<string> Keys { get; private set; } = [];

    /// <summary>Everything that the laboratory is going to say has been said.</summary>
    public bool IsComplete => ReportStatus.IsSettled() && Observations.All(one => one.Status.IsSettled());

    /// <summary>The laboratory took the whole report back or could give none.</summary>
    public bool IsWithdrawn => ReportStatus is ObservationStatus.Cancelled or ObservationStatus.EnteredInError;

    /// <summary>Makes a result of its first report.</summary>
    /// <returns>The result and the report as it is kept.</returns>
    public static (DiagnosticResult Result, ResultReport Report) Receive(PracticeId practice, ResultId id, IncomingReport report, Instant now)
    {
        var result = new DiagnosticResult(practice, id, report, now);
        return (result, result.Take(report, now)!);
    }

    /// <summary>
    /// Takes a report. A repeat is ignored; one that is older than what is known is kept and changes nothing; a new word makes
    /// a new version, which voids every approval and opens the result again at the higher severity, also after notice was given.
    /// </summary>
    /// <returns>The report as it is kept; null for a repeat.</returns>
    public ResultReport? Take(IncomingReport report, Instant now)
    {
        List<Observation> fresh = [.. report.Observations.Where(one => !Keys.Contains(ResultContent.KeyOf(one)))];
        var isFirst = Version == 0;
        var isNewWord = isFirst || (report.Status != ReportStatus && (report.Status.IsSettled(), report.ReportedAt, report.Status).CompareTo((ReportStatus.IsSettled(), ReportedAt, ReportStatus)) > 0);
        if (fresh.Count == 0 && !isNewWord)
            return null;

        Keys = [.. Keys, .. fresh.Select(ResultContent.KeyOf).Distinct(StringComparer.Ordinal)];
        CopyTo = [.. CopyTo.Concat(report.CopyTo).Distinct()];
        Practitioner ??= report.Practitioner;
        Reports++;
        var merged = ResultContent.Merge(Observations, fresh);
        if (!isNewWord && ReferenceEquals(merged, Observations))
            return new ResultReport(this, Reports, report, ReportEffect.Older, predecessor: null, now);

        // The same words at a later time are nothing new: what was approved stays approved.
        if (!isNewWord && ResultContent.HashOf(merged) == ContentHash)
        {
            Observations = merged;
            return new ResultReport(this, Reports, report, ReportEffect.Older, predecessor: null, now);
        }

        var corrects = !isFirst && (ResultContent.Corrects(Observations, merged) || (isNewWord && report.Status.IsCorrection() && ReportStatus.IsSettled()));
        Observations = merged;
        ContentHash = ResultContent.HashOf(merged);
        if (isNewWord)
            (ReportStatus, ReportedAt) = (report.Status, report.ReportedAt);

        var predecessor = isFirst ? (int?)null : Version;
        Version++;
        VersionAt = now;
        if (isFirst)
            return new ResultReport(this, Reports, report, ReportEffect.First, predecessor, now);

        Reopen(corrects, now);
        return new ResultReport(this, Reports, report, corrects ? ReportEffect.Correction : ReportEffect.Addition, predecessor, now);
    }

    /// <summary>Keeps a report that says nothing new of the result but whom it is about.</summary>
    public ResultReport TakeName(IncomingReport report, Instant now) => new(this, ++Reports, report, ReportEffect.OtherName, predecessor: null, now);

    /// <summary>Begins the process of a result that has just arrived.</summary>
    public void Announce(Instant now) => Raise(new ResultReceived(PracticeId, Id, Version, now));

    /// <summary>Keeps it as history: nobody is told, unless it is corrected later.</summary>
    /// <exception cref="DomainRuleException">The result's state does not allow it; so for every verb below.</exception>
    public void File(PatientId? patient, Instant now)
    {
        Patient = patient;
        Step(ResultVerb.File);
        ClosedAt = now;
    }

    /// <summary>Ties it to the practice's order.</summary>
    public void Answer(TestOrder order)
    {
        Order = order.Id;
        Practitioner = order.Practitioner;
        CopyTo = [.. CopyTo.Concat(order.CopyTo).Where(copy => copy != order.Practitioner).Distinct()];
    }

    /// <summary>Two identifiers say whose it is.</summary>
    /// <param name="patient">The patient.</param>
    /// <param name="now">The present.</param>
    /// <param name="match">What a person compared; null when the report's own identifiers agree.</param>
    public void Match(PatientId patient, Instant now, PatientMatch? match = null)
    {
        if (ResultStateTable.After(State, ResultVerb.Match) is not null)
        {
            Patient = patient;
            PatientChanges = [.. PatientChanges, new PatientChange(patient, match?.By, match is null ? [] : [.. match.Compared.Distinct().Order()], now)];
        }

        Step(ResultVerb.Match);
        Change(now);
    }

    /// <summary>They do not: a person finds out.</summary>
    public void MissPatient(Instant now)
    {
        Step(ResultVerb.MissPatient);
        Change(now);
    }

    /// <summary>
    /// It turned out to be somebody else's. Whatever was approved is void; when the wrong patient may have read or heard of
    /// it, that is told as an event of its own.
    /// </summary>
    /// <param name="now">The present.</param>
    /// <param name="by">Who said so; null when a report did.</param>
    public void Detach(Instant now, StaffId? by = null)
    {
        var wrong = Patient;
        var mayHaveBeenRead = InformedVersion is not null || ReleasedAt is not null || Contacts.Any(contact => contact.Kind is ContactKind.Letter or ContactKind.CertifiedLetter && contact.Outcome != ContactOutcome.Asked);
        Step(ResultVerb.Detach);
        Patient = null;
        PatientChanges = [.. PatientChanges, new PatientChange(null, by, [], now)];
        ReleasedAt = null;
        VoidApproval();
        Matches++;
        if (wrong is { } patient && mayHaveBeenRead)
            Raise(new ResultMisdirected(PracticeId, Id, Version, patient, now));

        Raise(new ResultReopened(PracticeId, Id, Version, now));
        Change(now);
    }

    /// <summary>To whom it came and whom it left, in that order.</summary>
    public IReadOnlyList<PatientChange> PatientChanges { get; private set; } = [];

    /// <summary>How often it was taken from a patient again, or came back after it was closed as nobody's: each is asked about anew.</summary>
    public int Matches { get; private set; }

    /// <summary>Something happened that its process should look at.</summary>
    public void Change(Instant now) => Raise(new ResultChanged(PracticeId, Id, Version, now));

    private void Reopen(bool corrects, Instant now)
    {
        IsCorrected |= corrects;
        isCorrecting = corrects;
        if (corrects || Severity >= ResultSeverity.Abnormal)
            SeverityFloor = Severity;

        VoidApproval();
        OpenAgain();
        Raise(new ResultReopened(PracticeId, Id, Version, now));
        Change(now);
    }

    // What was closed as nobody's, or filed without a patient, is asked about anew: it is nobody's as before.
    private void OpenAgain()
    {
        if (Patient is null && ResultStateTable.IsOver(State))
        {
            Step(ResultVerb.Detach);
            Matches++;
        }
        else if (State is not (ResultState.Received or ResultState.Matched))
        {
            Step(ResultVerb.Reopen);
        }
    }

    private void Step(ResultVerb verb)
    {
        var next = ResultStateTable.After(State, verb) ?? throw new DomainRuleException("result-state", $"Result {Id} is {State}, so {verb} is not possible.");
        if (Patient is null && ResultStateTable.NeedsPatient(next))
            throw new DomainRuleException("result-patient", $"Result {Id} is nobody's yet, so {verb} is not possible: say whose it is first.");

        State = next;
    }
}
