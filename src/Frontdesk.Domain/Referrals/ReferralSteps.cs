using Frontdesk.Domain.Documents;
using NodaTime;
using static Frontdesk.Domain.Referrals.ReferralStatus;

namespace Frontdesk.Domain.Referrals;

/// <content>What people do with a referral. Each refuses what <see cref="ReferralStatusTable"/> does not list.</content>
public sealed partial class Referral
{
    /// <summary>The ordering provider signs; the process begins.</summary>
    /// <exception cref="DomainRuleException">Reason or question is missing, or the status does not allow it; so for every verb below.</exception>
    public void Sign(string by, Instant now)
    {
        if (Reason.Length == 0 || Question.Length == 0)
            throw new DomainRuleException("referral-question", $"Referral {Number} needs a reason and a question before it is signed.");

        Step(ReferralVerb.Sign, "Signed", by, null, now);
        SignedAt = now;
        Raise(new ReferralSigned(PracticeId, Id, Patient, now));
    }

    /// <summary>Begins the work on a signed referral: the payer is asked first, or the packet is put together.</summary>
    public void Begin(Instant now) => Tell(Authorization.IsClear ? ReferralSignal.PacketDue : ReferralSignal.AuthorizationNeeded, now);

    /// <summary>Waits for the payer.</summary>
    public void AskPayer(Instant now)
    {
        if (Status is Signed or PacketReady)
            Step(ReferralVerb.AskPayer, "The payer is asked", null, null, now);
        if (Authorization.State == AuthorizationState.Needed)
            Authorization = Authorization with { State = AuthorizationState.Requested };
    }

    /// <summary>Records the payer's word.</summary>
    /// <exception cref="DomainRuleException">The step is not possible, or an approval has no number or has ended.</exception>
    public void Authorize(ReferralAuthorization word, LocalDate today, string? by, Instant now)
    {
        if (!ReferralAuthorization.MayBecome(Authorization.State, word.State))
            throw new DomainRuleException("authorization-step", $"The authorization of referral {Number} is {Authorization.State}, so it cannot become {word.State}.");
        if (word.State == AuthorizationState.Approved && (string.IsNullOrWhiteSpace(word.Number) || word.ValidUntil < today || word.Visits < 1))
            throw new DomainRuleException("authorization-number", $"An approval for referral {Number} has a number, a last day that is not past, and at least one visit, when it is limited.");

        Authorization = word.State == AuthorizationState.Approved && word.Number == Authorization.Number ? word with { UsedVisits = Authorization.UsedVisits } : word;
        LastNewsAt = now;
        Write($"Authorization: {word.State}", by, null, now);
        if (word.State == AuthorizationState.Denied)
            Tell(ReferralSignal.AuthorizationDenied, now);
        else if (word.State is AuthorizationState.Needed or AuthorizationState.Appealed)
            Tell(ReferralSignal.AuthorizationNeeded, now);
        else if (word.IsClear && Status is Signed or ReferralStatus.Authorization or PacketReady)
            Tell(ReferralSignal.PacketDue, now);
    }

    /// <summary>The packet is complete.</summary>
    /// <exception cref="DomainRuleException">The payer's word is missing.</exception>
    public void Assemble(DocumentId packet, string? coverageHash, Instant now)
    {
        RequireClear("the packet cannot be made");
        if (Status == Sent)
            Write("A new packet was made", null, null, now);
        else
            Step(ReferralVerb.Assemble, "The packet is complete", null, null, now);

        Packet = packet;
        CoverageHash = coverageHash;
    }

    /// <summary>The packet leaves.</summary>
    /// <exception cref="DomainRuleException">The authorization is missing or has run out.</exception>
    public ReferralSending Send(SpecialistChannel channel, string? address, LocalDate today, Instant now)
    {
        RequireClear("the packet cannot leave");
        if (!Authorization.Covers(today))
            throw new DomainRuleException("authorization-ran-out", $"The authorization of referral {Number} has run out, so the packet cannot leave: ask the payer again.");

        Step(ReferralVerb.Send, $"Packet sent by {channel.ToString().ToLowerInvariant()}", null, null, now);
        SentAt ??= now;
        var sending = new ReferralSending(Sendings.Count + 1, Packet!.Value, channel, address, now);
        Sendings = [.. Sendings, sending];
        return sending;
    }

    /// <summary>Records what became of a packet; a failure is told.</summary>
    /// <param name="number">Which one.</param>
    /// <param name="outcome">Delivered, or why not.</param>
    /// <param name="isLost">It did not arrive.</param>
    /// <param name="mayBeElsewhere">It went to a number or address that is not the specialist's: a possible disclosure.</param>
    /// <param name="now">The present.</param>
    public void RecordSending(int number, string outcome, bool isLost, bool mayBeElsewhere, Instant now)
    {
        if (Sendings.FirstOrDefault(one => one.Number == number) is not { } sending || sending.Outcome == outcome)
            return;

        Sendings = [.. Sendings.Select(one => one.Number == number ? one with { Outcome = outcome } : one)];
        Write(isLost ? "Packet not delivered" : "Packet delivered", null, outcome, now);
        if (mayBeElsewhere)
            Tell(ReferralSignal.PossibleBreach, now, sending.Address);
        if (isLost)
            Tell(ReferralSignal.PacketLost, now, sending.Address);
    }

    /// <summary>The specialist's desk has the packet. Hearing it again changes nothing.</summary>
    public void Acknowledge(string by, Instant now)
    {
        if (Status == Sent)
        {
            Step(ReferralVerb.Acknowledge, "Received by the specialist", by, null, now);
            Raise(new ReferralChanged(PracticeId, Id, Patient, now));
        }
    }

    /// <summary>The specialist will see the patient.</summary>
    public void Accept(string by, Instant now)
    {
        Step(ReferralVerb.Accept, "Accepted", by, null, now);
        Tell(ReferralSignal.Accepted, now);
    }

    /// <summary>The specialist will not see the patient.</summary>
    public void Decline(string reason, string by, Instant now)
    {
        Step(ReferralVerb.Decline, "Declined", by, reason, now);
        Tell(ReferralSignal.Declined, now);
    }

    /// <summary>The specialist needs to know more.</summary>
    public void AskInformation(string question, string by, Instant now)
    {
        Step(ReferralVerb.AskInformation, "More information asked", by, question, now);
        Tell(ReferralSignal.InformationAsked, now);
    }

    /// <summary>The patient is being reached, in a new round.</summary>
    public void ReachOut(Instant now)
    {
        Step(ReferralVerb.ReachOut, "The patient is asked to arrange the visit", null, null, now);
        OutreachRound++;
    }

    /// <summary>The visit gets a date.</summary>
    /// <param name="when">The date.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="day">The date on the practice's calendar, to hold against the authorization.</param>
    /// <param name="now">The present.</param>
    public void Schedule(Instant when, string by, LocalDate day, Instant now)
    {
        Step(ReferralVerb.Schedule, Status is Scheduled or Rescheduled ? "The visit has another date" : "The visit has a date", by, null, now);
        ScheduledFor = when;
        Tell(ReferralSignal.Scheduled, now);
        if (!Authorization.Covers(day))
            Tell(ReferralSignal.AuthorizationRanOut, now);
    }

    /// <summary>The authorization covers the visit as it is booked, or there is no visit to cover.</summary>
    public bool IsVisitCovered(DateTimeZone zone) => ScheduledFor is not { } when || !ReferralStatusTable.HasDate(Status) || Authorization.Covers(when.InZone(zone).Date);

    /// <summary>The patient did not come.</summary>
    public void MissVisit(string by, Instant now)
    {
        if (ScheduledFor is { } when && now < when)
            throw new DomainRuleException("no-show-early", $"The visit of referral {Number} has not begun, so nobody missed it.");

        Step(ReferralVerb.MissVisit, "The patient did not come", by, null, now);
        ScheduledFor = null;
        Tell(ReferralSignal.VisitMissed, now);
    }

    /// <summary>The visit is called off.</summary>
    public void CallOff(string by, Instant now)
    {
        Step(ReferralVerb.CallOff, "The visit was called off", by, null, now);
        ScheduledFor = null;
        Tell(ReferralSignal.VisitCalledOff, now);
    }

    /// <summary>The patient was seen; one visit of the authorization is used.</summary>
    public void Attend(string by, Instant now)
    {
        Step(ReferralVerb.Attend, "The patient was seen", by, null, now);
        AttendedAt = ScheduledFor is { } when && when < now ? when : now;
        Authorization = Authorization with { UsedVisits = Authorization.UsedVisits + 1 };
        Tell(ReferralSignal.Attended, now);
    }

    /// <summary>The report is waited for.</summary>
    public void AwaitReport(Instant now) => Step(ReferralVerb.AwaitReport, "The report is waited for", null, null, now);

    /// <summary>Takes the coverage that the chart has now as known.</summary>
    public void NoteCoverage(string? hash, Instant now)
    {
        CoverageHash = hash;
        Write("The coverage in the chart is another", null, null, now);
    }

    /// <summary>A report came, through the link or otherwise; nobody has matched it yet.</summary>
    public void ReceiveReport(ReferralReport report, string by, Instant now)
    {
        Reports = [.. Reports, report];
        LastNewsAt = now;
        Write(report.IsEConsult ? "An answer without a visit came" : "A report came", by, null, now);
        Tell(ReferralSignal.ReportCame, now, report.Document.Value);
    }

    /// <summary>A person files a report as this patient's.</summary>
    /// <param name="document">Which.</param>
    /// <param name="isFinal">Nothing more is to come.</param>
    /// <param name="seen">The identifiers that the person compared, besides those that were found by reading.</param>
    /// <param name="by">Who.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="DomainRuleException">Fewer than two identifiers agree: never on a name alone.</exception>
    public void FileReport(DocumentId document, bool isFinal, IReadOnlyList<ReportIdentifier> seen, string by, Instant now)
    {
        var report = Find(document);
        List<ReportIdentifier> agreed = [.. report.Found.Concat(seen).Distinct().Order()];
        if (!ReportMatch.Suffices(agreed))
            throw new DomainRuleException("two-identifiers", $"A report is filed when two of name, date of birth, record number and referral number agree; for referral {Number} fewer do.");

        // What comes after the end is read too: a closed case is taken up again for it, any other end keeps it on file.
        if (Status == Closed)
            Reopen(by, now);
        if (IsOver)
        {
            Write("A report is kept on file", by, null, now);
            Replace(report with { State = isFinal ? ReportState.Final : ReportState.Interim, Confirmed = agreed, FiledBy = by });
            return;
        }

        Step(isFinal ? ReferralVerb.FileReport : ReferralVerb.FileInterim, isFinal ? "The report is filed" : "An interim report is filed", by, null, now);
        AttendedAt ??= report.IsEConsult ? null : now;
        Replace(report with { State = isFinal ? ReportState.Final : ReportState.Interim, Confirmed = agreed, FiledBy = by });
        if (isFinal)
            Tell(ReferralSignal.ReportMatched, now, document.Value);
        else
            Raise(new ReferralChanged(PracticeId, Id, Patient, now));
    }

    /// <summary>A person says that a report is another patient's; it is not filed here.</summary>
    public void RejectReport(DocumentId document, string by, Instant now)
    {
        Replace(Find(document) with { State = ReportState.OfAnother, FiledBy = by });
        Write("A report of another patient came and is not filed here", by, null, now);
        Tell(ReferralSignal.ReportOfAnother, now, document.Value);
    }

    /// <summary>The provider has read the report. Each report that is read is news to the patient of its own.</summary>
    public void Review(string by, Instant now)
    {
        Step(ReferralVerb.Review, "Read by the provider", by, null, now);
        ReviewedAt = now;
        Tell(ReferralSignal.Reviewed, now, Reports.LastOrDefault(report => report.State == ReportState.Final)?.Document.Value);
    }

    /// <summary>The patient was told.</summary>
    public void Inform(string? by, Instant now)
    {
        Step(ReferralVerb.Inform, "The patient was told", by, null, now);
        InformedAt = now;
        Tell(ReferralSignal.Informed, now);
    }

    /// <summary>The loop is closed.</summary>
    public void Close(Instant now)
    {
        Step(ReferralVerb.Close, "The loop is closed", null, null, now);
        Finish(now);
    }

    /// <summary>Ends it without a report.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="isProvider">They are the ordering provider or act for them; see <see cref="ReferralDesk.IsProviderAsync"/>.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="DomainRuleException">It is not theirs to end; so for every ending below.</exception>
    public void CloseWithoutReport(string reason, string by, bool isProvider, Instant now) => End(ReferralVerb.CloseWithoutReport, "Closed without a report", by, reason, isProvider, now);

    /// <summary>Another referral takes its place.</summary>
    public void Redirect(ReferralId successor, string by, bool isProvider, Instant now)
    {
        Successor = successor;
        End(ReferralVerb.Redirect, "Redirected", by, null, isProvider, now);
    }

    /// <summary>The practice takes it back.</summary>
    public void Revoke(string reason, string by, bool isProvider, Instant now) => End(ReferralVerb.Revoke, "Taken back", by, reason, isProvider, now);

    /// <summary>The patient does not want it.</summary>
    public void EndAsDeclinedByPatient(string by, bool isProvider, Instant now) => End(ReferralVerb.PatientDecline, "The patient does not want it", by, null, isProvider, now);

    /// <summary>The patient could not be reached; always the provider's decision.</summary>
    public void GiveUp(string by, bool isProvider, Instant now) => End(ReferralVerb.GiveUp, "The patient could not be reached", by, null, isProvider, now);

    /// <summary>It ran out of time.</summary>
    public void Expire(string by, bool isProvider, Instant now) => End(ReferralVerb.Expire, "It ran out of time", by, null, isProvider, now);

    /// <summary>It is taken up again; what was over begins anew, and what was closed waits for its report.</summary>
    public void Reopen(string by, Instant now)
    {
        Step(ReferralVerb.Reopen, "Reopened", by, null, now);
        OverAt = null;
        ScheduledFor = null;
        if (Status == AwaitingReport)
            AttendedAt ??= now;
        else
            SignedAt = now;
        SentAt = Status == AwaitingReport ? SentAt : null;
        Signals = [];
        PassedDeadlines = [];
        Raise(new ReferralReopened(PracticeId, Id, Patient, now));
    }

    private void RequireClear(string consequence)
    {
        if (!Authorization.IsClear)
            throw new DomainRuleException("authorization-missing", $"The payer's authorization of referral {Number} is {Authorization.State}, so {consequence}.");
    }

    private ReferralReport Find(DocumentId document) =>
        Reports.FirstOrDefault(report => report.Document == document)
        ?? throw new DomainRuleException("missing-record", $"Referral {Number} has no report {document}.");

    private void Replace(ReferralReport changed) => Reports = [.. Reports.Select(report => report.Document == changed.Document ? changed : report)];
}
