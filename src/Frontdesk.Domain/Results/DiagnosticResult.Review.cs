using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <content>Severity, the provider's direction, release and hold.</content>
public sealed partial class DiagnosticResult
{
    /// <summary>The longest words that a patient is shown.</summary>
    public const int LongestText = 4_000;

    // Set between taking in a correction and classifying it, which happen in one go.
    private bool isCorrecting;

    /// <summary>What was found of each value.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>How much it asks for: the severity of its content, or the higher one of a version that was corrected.</summary>
    public ResultSeverity Severity { get; private set; }

    /// <summary>What it asks for at least, because a version that was corrected did, or because a provider said so.</summary>
    public ResultSeverity SeverityFloor { get; private set; }

    /// <summary>A clinician's voice tells of it, whatever it says.</summary>
    public bool IsSensitive { get; private set; }

    /// <summary>A value that stood was replaced at some time.</summary>
    public bool IsCorrected { get; private set; }

    /// <summary>No message may tell of it: critical, malignant, HIV, pregnancy loss and the like (domain.md §3).</summary>
    public bool IsForVoiceOnly => IsSensitive || Severity == ResultSeverity.Critical;

    /// <summary>
    /// What a provider may direct about it now; empty while nothing is to be decided. Only a voice tells of some results, and a
    /// critical value is never kept back: the patient is told within the hour (domain.md §3 and §7).
    /// </summary>
    public IReadOnlyList<DecisionOutcome> MayBeDirected => State is ResultState.AwaitingProvider or ResultState.OnHold ? [.. Enum.GetValues<DecisionOutcome>().Where(outcome => Misfit(outcome) is null)] : [];

    /// <summary>Somebody has to act on it.</summary>
    public bool NeedsAction => Severity >= ResultSeverity.Abnormal;

    /// <summary>The direction that counts; null when there is none or a new version voided it.</summary>
    public ResultApproval? Approval { get; private set; }

    /// <summary>A provider's own words that are not approved yet.</summary>
    public string? Draft { get; private set; }

    /// <summary>The version that the draft was written for.</summary>
    public int? DraftVersion { get; private set; }

    /// <summary>How many decisions there were.</summary>
    public int Decisions { get; private set; }

    /// <summary>When the patient's right to see the present version began; null while it is incomplete or kept back.</summary>
    public Instant? ReleasedAt { get; private set; }

    /// <summary>Until when it is kept back.</summary>
    public Instant? HoldUntil { get; private set; }

    /// <summary>Since when a critical value waits for somebody to know; null when none does.</summary>
    public Instant? CriticalSince { get; private set; }

    /// <summary>When a provider said that they know of it.</summary>
    public Instant? CriticalKnownAt { get; private set; }

    /// <summary>Who said so.</summary>
    public StaffId? CriticalKnownBy { get; private set; }

    /// <summary>The patient may see the values at a moment.</summary>
    public bool IsReleased(Instant now) => ReleasedAt is not null && (HoldUntil is not { } until || until <= now);

    /// <summary>
    /// Says how much it asks for. A correction never lowers what it asks for: it is seen by the provider at the higher severity
    /// of the two. A complete result is released to the patient's right of access in the same moment.
    /// </summary>
    public void Classify(IReadOnlyList<Finding> findings, bool isSensitive, Instant now)
    {
        var known = CriticalOf(Findings);
        var severity = findings.Count == 0 || IsWithdrawn ? ResultSeverity.Unclear : findings.Max(finding => finding.Severity);
        Findings = findings;
        Severity = severity > SeverityFloor ? severity : SeverityFloor;
        IsSensitive |= isSensitive;
        // A ladder that is under way keeps its clock; one that was answered begins again for what is new.
        if (Severity == ResultSeverity.Critical && (CriticalSince is null || (CriticalKnownAt is not null && (isCorrecting || !CriticalOf(findings).IsSubsetOf(known)))))
            AlarmCritical(now);

        isCorrecting = false;
        if (State == ResultState.Matched)
        {
            Step(ResultVerb.Classify);
            if (IsComplete)
                ReleasedAt ??= now;
        }

        Change(now);
    }

    /// <summary>A provider says how much a result asks for that the program could not tell, or told wrongly.</summary>
    public void ClassifyByHand(ResultSeverity severity, int version, Instant now)
    {
        RequireVersion(version);
        if (severity == ResultSeverity.Unclear)
            throw new DomainRuleException("result-severity", $"Result {Id}: say normal, abnormal or critical.");

        if (State is not (ResultState.Classified or ResultState.AwaitingProvider or ResultState.OnHold))
            throw new DomainRuleException("result-state", $"Result {Id} is {State}: a person classifies it while it waits for the provider.");

        Severity = severity;
        SeverityFloor = severity;
        if (severity == ResultSeverity.Critical)
            AlarmCritical(now);
        else
            CriticalSince = null;

        if (State == ResultState.OnHold && Misfit(DecisionOutcome.Hold) is not null)
            EndHold(now);

        Change(now);
    }

    /// <summary>A provider knows of the critical value. Saying it again changes nothing.</summary>
    public void KnowCritical(StaffId by, Instant now)
    {
        if (CriticalSince is null || CriticalKnownAt is not null)
            return;

        CriticalKnownAt = now;
        CriticalKnownBy = by;
        Change(now);
    }

    /// <summary>The provider is asked.</summary>
    public void AskProvider(Instant now)
    {
        Step(ResultVerb.AskProvider);
        Change(now);
    }

    /// <summary>Approves the practice's or the provider's words, or directs a repeat, a visit or a call.</summary>
    /// <param name="outcome">What the provider directs; see <see cref="Hold"/> for keeping it back.</param>
    /// <param name="seen">The version that the provider saw.</param>
    /// <param name="seenHash">The content that the provider saw.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="text">The words that the patient reads; not for a voice.</param>
    /// <param name="now">The present.</param>
    /// <returns>The decision, to be kept.</returns>
    /// <exception cref="DomainRuleException">Another version is there, a voice has to tell, or the words are missing.</exception>
    public ResultDecision Decide(DecisionOutcome outcome, int seen, string seenHash, StaffId by, string? text, Instant now)
    {
        RequireVersion(seen);
        if (seenHash != ContentHash)
            throw new DomainRuleException("result-content", $"Result {Id} says something else by now: read it again.");

        if (outcome == DecisionOutcome.Hold)
            throw new DomainRuleException("result-hold", $"Result {Id}: a hold needs a reason and an end.");

        RequireFit(outcome);

        var byVoice = IsForVoiceOnly || outcome == DecisionOutcome.ClinicianCalls;
        if (!byVoice && (string.IsNullOrWhiteSpace(text) || text.Length > LongestText))
            throw new DomainRuleException("result-text", $"Result {Id}: write what the patient reads, 1 to {LongestText} characters.");

        return Direct(outcome, by, byVoice ? null : text!.Trim(), byVoice, now);
    }

    /// <summary>
    /// Approves the standard words of a normal result under a signed standing order. It is refused for everything else: no
    /// abnormal, unclear, incomplete, corrected or sensitive result is ever approved without a person (domain.md §3).
    /// </summary>
    /// <exception cref="DomainRuleException">The order does not cover it.</exception>
    public ResultDecision ApproveUnder(StandingOrder order, StaffId signer, string text, Instant now)
    {
        if (Severity != ResultSeverity.Normal || !IsComplete || IsCorrected || IsWithdrawn || IsForVoiceOnly || order.Practitioner != Practitioner || !order.IsInForce(now) || order.Code != Code)
            throw new DomainRuleException("standing-order", $"Result {Id} is not covered by standing order {order.Key}.");

        var decision = Direct(DecisionOutcome.ApproveTemplate, signer, text, byVoice: false, now);
        decision.StandingOrder = order.Key;
        return decision;
    }

    /// <summary>Keeps a provider's own words until they are approved.</summary>
    /// <exception cref="DomainRuleException">Another version is there, or a voice has to tell.</exception>
    public void Write(string text, int version)
    {
        RequireVersion(version);
        if (IsForVoiceOnly)
            throw new DomainRuleException("clinician-voice", $"Result {Id} is told by a clinician's voice only.");

        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
            throw new DomainRuleException("result-text", $"Result {Id}: write 1 to {LongestText} characters.");

        Draft = text.Trim();
        DraftVersion = version;
    }

    /// <summary>Keeps it back from release and notification, for a reason and until a moment.</summary>
    /// <exception cref="DomainRuleException">It is critical, another version is there, or the end is not ahead or too far.</exception>
    public ResultDecision Hold(HoldReason reason, Instant until, Duration longest, int seen, StaffId by, Instant now)
    {
        RequireVersion(seen);
        RequireFit(DecisionOutcome.Hold);

        if (until <= now || until > now + longest)
            throw new DomainRuleException("result-hold", $"Result {Id}: a hold ends within {longest.TotalDays:0} days.");

        Step(ResultVerb.Hold);
        HoldUntil = until;
        Approval = null;
        var decision = new ResultDecision(this, ++Decisions, DecisionOutcome.Hold, by, text: null, now) { HoldReason = reason, HoldUntil = until };
        Change(now);
        return decision;
    }

    /// <summary>The time of a hold is over, or the provider ends it: the provider is asked again.</summary>
    public void EndHold(Instant now)
    {
        Step(ResultVerb.EndHold);
        HoldUntil = null;
        Change(now);
    }

    /// <summary>
    /// Why the patient must not be told or shown anything at this moment; null when the approval matches what is known. Read
    /// again before every message and whenever the page is opened (domain.md §0 rules 2 and 8).
    /// </summary>
    public string? WhyNotTell(Instant now) =>
        Patient is null ? "unmatched"
        : HoldUntil > now ? "on-hold"
        : Approval is not { } approval ? "not-approved"
        : approval.Version != Version || approval.ContentHash != ContentHash || ResultContent.HashOf(Observations) != ContentHash ? "other-version"
        : null;

    private void RequireFit(DecisionOutcome outcome)
    {
        if (Misfit(outcome) is { } misfit)
            throw new DomainRuleException(misfit.Rule, misfit.Message);
    }

    // Why a direction does not fit this result, whatever else is said; null when it does.
    private (string Rule, string Message)? Misfit(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.ApproveTemplate or DecisionOutcome.ApproveEdited when IsForVoiceOnly => ("clinician-voice", $"Result {Id} is told by a clinician's voice only: choose ClinicianCalls, Repeat or Visit."),
        DecisionOutcome.ApproveTemplate when IsWithdrawn => ("result-withdrawn", $"The laboratory took result {Id} back: the standard words do not fit; write your own, or call."),
        DecisionOutcome.Hold when Severity == ResultSeverity.Critical => ("critical-hold", $"Result {Id} is critical and is not kept back: choose ClinicianCalls, Repeat or Visit."),
        _ => null,
    };

    private static HashSet<string> CriticalOf(IReadOnlyList<Finding> findings) =>
        [.. findings.Where(finding => finding.Severity == ResultSeverity.Critical).Select(finding => finding.Slot)];

    private ResultDecision Direct(DecisionOutcome outcome, StaffId by, string? text, bool byVoice, Instant now)
    {
        if (State == ResultState.OnHold)
            Step(ResultVerb.EndHold);

        Step(byVoice ? ResultVerb.LeaveToVoice : ResultVerb.Approve);
        var decision = new ResultDecision(this, ++Decisions, outcome, by, text, now);
        Approval = new ResultApproval(decision.Number, Version, ContentHash, outcome, now);
        HoldUntil = null;
        OutreachFrom = now;
        FollowUp = outcome switch
        {
            DecisionOutcome.Repeat => FollowUpKind.Repeat,
            DecisionOutcome.Visit => FollowUpKind.Visit,
            _ => FollowUpKind.None,
        };
        FollowUpDoneAt = null;
        KnowCritical(by, now);
        Change(now);
        return decision;
    }

    private void AlarmCritical(Instant now)
    {
        CriticalSince = now;
        CriticalKnownAt = null;
        CriticalKnownBy = null;
    }

    private void VoidApproval()
    {
        Approval = null;
        HoldUntil = null;
        OutreachFrom = null;
        AcknowledgedAt = null;
        AcknowledgedBy = null;
        ClosedAt = null;
        Closing = null;
    }

    private void RequireVersion(int seen)
    {
        if (seen != Version)
            throw new DomainRuleException("result-version", $"Result {Id} has a new version: {seen} is not {Version}. Read it again.");
    }
}
