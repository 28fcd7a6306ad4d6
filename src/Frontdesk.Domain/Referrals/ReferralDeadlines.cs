using Frontdesk.Domain.Locations;
using NodaTime;
using static Frontdesk.Domain.Referrals.ReferralStatus;

namespace Frontdesk.Domain.Referrals;

/// <summary>A deadline of a referral.</summary>
/// <param name="Signal">What it says when it passes.</param>
/// <param name="At">When.</param>
/// <param name="Anchor">The moment from which it was counted; the same deadline from another moment is another one.</param>
public sealed record ReferralDeadline(ReferralSignal Signal, Instant At, Instant Anchor)
{
    /// <summary>By this name it is remembered that it passed.</summary>
    public string Key => $"{Signal}@{Anchor.ToUnixTimeSeconds()}";
}

/// <summary>The deadlines that count in each status (domain.md §1). There is always one, so that no referral is forgotten (§0 rule 1).</summary>
public static class ReferralDeadlines
{
    /// <summary>The next deadline that has not passed yet.</summary>
    /// <param name="referral">The referral.</param>
    /// <param name="location">Whose calendar counts.</param>
    public static ReferralDeadline Next(Referral referral, Location location) => Open(referral, location)[0];

    /// <summary>
    /// Takes the next deadline of a referral that is looked at. A deadline that is over passes on the way when another one that
    /// is over says more, as after a time in which the program stood still, so that nobody is asked twice in one minute.
    /// </summary>
    /// <param name="referral">The referral.</param>
    /// <param name="location">Whose calendar counts.</param>
    /// <param name="now">The present.</param>
    /// <returns>The next deadline: ahead, or over and passed now.</returns>
    public static ReferralDeadline Take(Referral referral, Location location, Instant now)
    {
        var open = Open(referral, location);
        foreach (var (index, deadline) in open.Index())
        {
            if (deadline.At > now)
                return deadline;

            referral.Pass(deadline, now);
            if (!open.Skip(index + 1).Any(later => later.At <= now && SaysMore(later.Signal, deadline.Signal)))
                return deadline;
        }

        throw new InvalidOperationException("A referral has no deadline.");
    }

    private static List<ReferralDeadline> Open(Referral referral, Location location) =>
        [.. All(referral, location).Where(deadline => !referral.HasPassed(deadline)).OrderBy(deadline => deadline.At).ThenBy(deadline => deadline.Signal)];

    private static bool SaysMore(ReferralSignal later, ReferralSignal earlier) => earlier switch
    {
        ReferralSignal.NotAcknowledged => later == ReferralSignal.NotScheduled,
        ReferralSignal.AuthorizationEnds => later is ReferralSignal.AuthorizationEnds or ReferralSignal.AuthorizationRanOut,
        _ => false,
    };

    private static IEnumerable<ReferralDeadline> All(Referral referral, Location location)
    {
        ReferralDeadline From(ReferralSignal signal, Instant anchor, string time) => new(signal, StepTime.Parse(time).After(anchor, location), anchor);

        var times = referral.Times;
        var news = referral.LastNewsAt;
        var signed = referral.SignedAt ?? referral.CreatedAt;
        var sent = referral.SentAt ?? signed;
        var isOut = ReferralStatusTable.IsOut(referral.Status);
        if (referral.Status is Signed or ReferralStatus.Authorization or PacketReady)
            yield return From(ReferralSignal.PacketLate, signed, times.Packet);
        if (referral.Status == Sent)
            yield return From(ReferralSignal.NotAcknowledged, Instant.Max(sent, referral.LastAskedAt ?? sent), times.Acknowledged);
        if (isOut && !ReferralStatusTable.HasDate(referral.Status))
            yield return From(ReferralSignal.NotScheduled, Instant.Max(sent, referral.LastAskedAt ?? sent), times.Scheduled);
        if (isOut)
            yield return VisitLate(referral, location, signed);
        if (ReferralStatusTable.HasDate(referral.Status) && referral.ScheduledFor is { } date)
            yield return From(ReferralSignal.VisitOver, Instant.Max(date, referral.LastAskedAt ?? date), times.Attendance);
        if (referral.Status is Attended or AwaitingReport && referral.AttendedAt is { } seen)
        {
            yield return From(ReferralSignal.ReportLate, Instant.Max(seen, referral.LastAskedAt ?? seen), times.Report);
            yield return From(ReferralSignal.ReportVeryLate, seen, times.ReportEscalated);
        }

        if (referral.Status == ProviderReviewed)
            yield return From(ReferralSignal.InformLate, referral.ReviewedAt ?? news, times.Informed);

        foreach (var warning in Authorization(referral, location, isOut))
            yield return warning;

        yield return From(ReferralSignal.StandsStill, news, times.Standstill);
    }

    private static ReferralDeadline VisitLate(Referral referral, Location location, Instant signed) =>
        referral.VisitBy is { } day
            ? new ReferralDeadline(ReferralSignal.VisitLate, PracticeTime.At(day.PlusDays(1).AtMidnight(), location.Zone).Instant, signed)
            : new ReferralDeadline(ReferralSignal.VisitLate, StepTime.Parse(referral.Times.Visit).After(signed, location), signed);

    // T-14, T-7, and the first day that is not covered any more, each in the morning of its day.
    private static IEnumerable<ReferralDeadline> Authorization(Referral referral, Location location, bool isOut)
    {
        if (referral.Authorization is not { State: AuthorizationState.Approved, ValidUntil: { } last } || !(isOut || referral.Status is Signed or ReferralStatus.Authorization or PacketReady))
            yield break;

        Instant Morning(LocalDate day) => PracticeTime.At(day.At(new LocalTime(8, 0)), location.Zone).Instant;
        foreach (var days in new[] { referral.Times.FirstWarningDays, referral.Times.SecondWarningDays })
            yield return new ReferralDeadline(ReferralSignal.AuthorizationEnds, Morning(last.PlusDays(-days)), Morning(last.PlusDays(-days)));

        var end = PracticeTime.At(last.PlusDays(1).AtMidnight(), location.Zone).Instant;
        yield return new ReferralDeadline(ReferralSignal.AuthorizationRanOut, end, end);
    }
}
