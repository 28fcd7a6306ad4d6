using System.Security.Cryptography;
using System.Text;
using Frontdesk.Domain.Documents;
using NodaTime;
using static Frontdesk.Domain.Referrals.ReferralStatus;

namespace Frontdesk.Domain.Referrals;

/// <summary>What an ordering provider asks for.</summary>
/// <param name="Practice">The practice.</param>
/// <param name="Id">The new referral.</param>
/// <param name="Patient">Who is referred.</param>
/// <param name="OrderingProvider">Who asks.</param>
/// <param name="Location">Whose calendar counts.</param>
/// <param name="Specialist">To whom.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Reason">Why; stands in the packet.</param>
/// <param name="Question">What the specialist is asked; stands in the packet.</param>
public sealed record ReferralRequest(
    PracticeId Practice,
    ReferralId Id,
    PatientId Patient,
    PractitionerId OrderingProvider,
    LocationId Location,
    SpecialistId Specialist,
    ReferralUrgency Urgency,
    string Reason,
    string Question)
{
    /// <summary>The order that it belongs to; two referrals of one order go to two specialists. Empty: an order of its own.</summary>
    public string Order { get; init; } = string.Empty;

    /// <summary>The clinical note that goes along; empty when the chart has one.</summary>
    public string Note { get; init; } = string.Empty;

    /// <summary>The payer has to be asked.</summary>
    public bool NeedsAuthorization { get; init; }

    /// <summary>The question is to be answered without a visit.</summary>
    public bool IsEConsult { get; init; }

    /// <summary>The provider says that no results are relevant, so the packet goes without.</summary>
    public bool WithoutResults { get; init; }

    /// <summary>The patient pays; there is no coverage to send.</summary>
    public bool IsSelfPay { get; init; }

    /// <summary>The last day for the visit, when the order names one.</summary>
    public LocalDate? VisitBy { get; init; }

    /// <summary>The referral that this one follows from: redirected, or sent on by the specialist.</summary>
    public ReferralId? Parent { get; init; }
}

/// <summary>
/// One referral of one patient to one specialist, from the order to the patient who knows the answer. What may be done when
/// is in <see cref="ReferralStatusTable"/>. Whatever its process has to react to waits in <see cref="Signals"/> until it is
/// taken, so that nothing is missed while the process is busy.
/// </summary>
public sealed partial class Referral : Entity
{
    /// <summary>The rule that only the ordering provider, or who acts for them, ends an urgent, declined or unreachable referral (domain.md §1).</summary>
    public const string ProviderCloses = "provider-closes";

    private Referral()
    {
    }

    /// <summary>Begins a referral as a draft.</summary>
    public Referral(ReferralRequest request, Instant now)
        : base(request.Practice)
    {
        Id = request.Id;
        Number = NumberOf(request.Practice, request.Id);
        Patient = request.Patient;
        OrderingProvider = request.OrderingProvider;
        Location = request.Location;
        Specialist = request.Specialist;
        Urgency = request.Urgency;
        Reason = request.Reason.Trim();
        Question = request.Question.Trim();
        Note = request.Note.Trim();
        OrderKey = request.Order.Length > 0 ? request.Order : request.Id.Value;
        IsEConsult = request.IsEConsult;
        WithoutResults = request.WithoutResults;
        IsSelfPay = request.IsSelfPay;
        VisitBy = request.VisitBy;
        Parent = request.Parent;
        Authorization = new ReferralAuthorization(request.NeedsAuthorization ? AuthorizationState.Needed : AuthorizationState.NotNeeded);
        Times = ReferralTimes.Default(request.Urgency);
        CreatedAt = now;
        StatusSince = now;
        LastNewsAt = now;
        Write("Drafted", null, null, now);
    }

    /// <summary>The referral.</summary>
    public ReferralId Id { get; private set; }

    /// <summary>The short number that stands on everything that leaves, e.g. <c>R-4F09A1C2</c>.</summary>
    public string Number { get; private set; } = string.Empty;

    /// <summary>Who is referred.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>Who asks.</summary>
    public PractitionerId OrderingProvider { get; private set; }

    /// <summary>Whose calendar counts.</summary>
    public LocationId Location { get; private set; }

    /// <summary>To whom.</summary>
    public SpecialistId Specialist { get; private set; }

    /// <summary>How soon.</summary>
    public ReferralUrgency Urgency { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = string.Empty;

    /// <summary>What the specialist is asked.</summary>
    public string Question { get; private set; } = string.Empty;

    /// <summary>The clinical note written for it.</summary>
    public string Note { get; private set; } = string.Empty;

    /// <summary>The order that it belongs to; its siblings share it.</summary>
    public string OrderKey { get; private set; } = string.Empty;

    /// <summary>The question is to be answered without a visit.</summary>
    public bool IsEConsult { get; private set; }

    /// <summary>The provider said that no results are relevant.</summary>
    public bool WithoutResults { get; private set; }

    /// <summary>The patient pays; there is no coverage to send.</summary>
    public bool IsSelfPay { get; private set; }

    /// <summary>The last day for the visit, when the order names one.</summary>
    public LocalDate? VisitBy { get; private set; }

    /// <summary>The referral that this one follows from.</summary>
    public ReferralId? Parent { get; private set; }

    /// <summary>The referral that took its place.</summary>
    public ReferralId? Successor { get; private set; }

    /// <summary>Where it stands.</summary>
    public ReferralStatus Status { get; private set; }

    /// <summary>The payer's word.</summary>
    public ReferralAuthorization Authorization { get; private set; } = null!;

    /// <summary>A fingerprint of the coverage that the packet was made with; null before there was a packet.</summary>
    public string? CoverageHash { get; private set; }

    /// <summary>How long each step may take.</summary>
    public ReferralTimes Times { get; private set; } = null!;

    /// <summary>When it was drafted.</summary>
    public Instant CreatedAt { get; private set; }

    /// <summary>When it was signed.</summary>
    public Instant? SignedAt { get; private set; }

    /// <summary>When the first packet left.</summary>
    public Instant? SentAt { get; private set; }

    /// <summary>The specialist's date.</summary>
    public Instant? ScheduledFor { get; private set; }

    /// <summary>When the patient was seen, as far as it is known.</summary>
    public Instant? AttendedAt { get; private set; }

    /// <summary>When the provider had read the report.</summary>
    public Instant? ReviewedAt { get; private set; }

    /// <summary>When the patient was told.</summary>
    public Instant? InformedAt { get; private set; }

    /// <summary>When it came to an end.</summary>
    public Instant? OverAt { get; private set; }

    /// <summary>Since when it stands as it stands.</summary>
    public Instant StatusSince { get; private set; }

    /// <summary>When anything was heard or done last.</summary>
    public Instant LastNewsAt { get; private set; }

    /// <summary>When a person last asked the specialist's desk, or looked, without news; the deadline counts anew from there.</summary>
    public Instant? LastAskedAt { get; private set; }

    /// <summary>How many times the patient has been asked to arrange the visit.</summary>
    public int OutreachRound { get; private set; }

    /// <summary>What waits for the process.</summary>
    public IReadOnlyList<WaitingSignal> Signals { get; private set; } = [];

    /// <summary>The deadlines that passed, by key.</summary>
    public IReadOnlyList<string> PassedDeadlines { get; private set; } = [];

    /// <summary>What left for the specialist.</summary>
    public IReadOnlyList<ReferralSending> Sendings { get; private set; } = [];

    /// <summary>What came back.</summary>
    public IReadOnlyList<ReferralReport> Reports { get; private set; } = [];

    /// <summary>Everything that happened, oldest first.</summary>
    public IReadOnlyList<ReferralEntry> History { get; private set; } = [];

    /// <summary>It is over.</summary>
    public bool IsOver => ReferralStatusTable.IsOver(Status);

    /// <summary>Only the ordering provider or who acts for them may end it without a report: urgent, declined or unreachable (domain.md §1).</summary>
    public bool IsProvidersToClose => Urgency != ReferralUrgency.Routine || Status == Declined;

    /// <summary>The number of a referral.</summary>
    public static string NumberOf(PracticeId practice, ReferralId id) =>
        $"R-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{practice}\n{id}")).AsSpan(0, 4))}";

    /// <summary>The packet that was assembled last.</summary>
    public DocumentId? Packet { get; private set; }

    /// <summary>A deadline passed already.</summary>
    public bool HasPassed(ReferralDeadline deadline) => PassedDeadlines.Contains(deadline.Key);

    /// <summary>Records that a deadline passed; it does not come again.</summary>
    public void Pass(ReferralDeadline deadline, Instant now)
    {
        PassedDeadlines = [.. PassedDeadlines.TakeLast(40), deadline.Key];
        if (deadline.Signal == ReferralSignal.StandsStill)
            LastNewsAt = now;
    }

    /// <summary>Takes the oldest signal that still means something; null when none waits.</summary>
    public WaitingSignal? TakeSignal()
    {
        while (Signals.Count > 0)
        {
            var first = Signals[0];
            Signals = [.. Signals.Skip(1)];
            if (!IsStale(first.Signal))
                return first;
        }

        return null;
    }

    /// <summary>Sets how long each step may take.</summary>
    public void TakeTimes(ReferralTimes times) => Times = times.Checked();

    /// <summary>Tells the process something; twice the same thing waits once.</summary>
    public void Tell(ReferralSignal signal, Instant now, string? reference = null)
    {
        if (!Signals.Any(waiting => waiting.Signal == signal && waiting.Reference == reference))
            Signals = [.. Signals, new WaitingSignal(signal, reference, now)];

        Raise(new ReferralChanged(PracticeId, Id, Patient, now));
    }

    /// <summary>Records that somebody asked or looked and there is no news; what was due is due anew from here.</summary>
    public void NoteNoNews(string what, string? by, Instant now)
    {
        LastAskedAt = now;
        Write(what, by, null, now);
        Raise(new ReferralChanged(PracticeId, Id, Patient, now));
    }

    /// <summary>Writes a line into the history.</summary>
    public void Write(string what, string? by, string? note, Instant now) => History = [.. History, new ReferralEntry(now, Status, what, by, note)];

    private void Step(ReferralVerb verb, string what, string? by, string? note, Instant now)
    {
        var before = Status;
        Status = ReferralStatusTable.After(Status, verb)
            ?? throw new DomainRuleException("referral-status", $"Referral {Number} is {ReferralCodes.NameOf(Status)}, so this is not possible now: {what}.");
        if (Status != before)
        {
            StatusSince = now;
            LastAskedAt = null;
            Raise(new ReferralMovedOn(PracticeId, Id, Patient, Status, now));
        }

        LastNewsAt = now;
        Write(what, by, note, now);
        if (before == Outreach && Status != Outreach)
            Raise(new ReferralOutreachOver(PracticeId, Id, Patient, now));
    }

    private void End(ReferralVerb verb, string what, string by, string? note, bool isProvider, Instant now)
    {
        if ((IsProvidersToClose || verb == ReferralVerb.GiveUp) && !isProvider)
            throw new DomainRuleException(ProviderCloses, $"Referral {Number} is {(Urgency == ReferralUrgency.Routine ? "declined or unreachable" : "urgent")}: only the ordering provider, or who acts for them, may end it.");

        Step(verb, what, by, note, now);
        Finish(now);
    }

    private void Finish(Instant now)
    {
        OverAt = now;
        Tell(ReferralSignal.Over, now);
        Raise(new ReferralOver(PracticeId, Id, Patient, now));
    }

    private bool IsStale(ReferralSignal signal) => signal switch
    {
        ReferralSignal.Over => !IsOver,
        ReferralSignal.ReportOfAnother or ReferralSignal.PossibleBreach or ReferralSignal.ReportCame => false,
        _ when IsOver => true,
        ReferralSignal.AuthorizationNeeded => Authorization.State is not (AuthorizationState.Needed or AuthorizationState.Appealed),
        ReferralSignal.AuthorizationDenied => Authorization.State != AuthorizationState.Denied,
        ReferralSignal.PacketDue => !(Status is Signed or ReferralStatus.Authorization or PacketReady or Sent or InfoRequested or Declined) || !Authorization.IsClear,
        ReferralSignal.Accepted => Status != Accepted,
        ReferralSignal.Declined => Status != Declined,
        ReferralSignal.InformationAsked => Status != InfoRequested,
        ReferralSignal.Scheduled => !ReferralStatusTable.HasDate(Status),
        ReferralSignal.VisitMissed => Status != NoShow,
        ReferralSignal.VisitCalledOff => Status != ReferralStatus.Cancelled,
        ReferralSignal.Attended => Status != Attended,
        ReferralSignal.ReportMatched => Status != ReportMatched,
        ReferralSignal.Reviewed or ReferralSignal.NotInformed => Status != ProviderReviewed,
        ReferralSignal.Informed => Status != PatientInformed,
        ReferralSignal.OutreachDue => ReferralStatusTable.After(Status, ReferralVerb.ReachOut) is null,
        ReferralSignal.OutreachEnded or ReferralSignal.PatientDeclines => !ReferralStatusTable.IsOut(Status),
        _ => false,
    };
}
