using CsCheck;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Referrals;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>The states, deadlines, authorization and closing of referrals (domain.md §1).</summary>
public sealed class ReferralTests
{
    private static readonly Instant Monday = Given.At(3, 2, 10);
    private static readonly LocalDate Today = new(2026, 3, 2);

    [Fact]
    public void Every_status_has_its_codes_and_a_name_of_its_own()
    {
        Assert.Equal(Enum.GetValues<ReferralStatus>(), ReferralCodes.Rows.Select(row => row.Status));
        Assert.Distinct(Enum.GetValues<ReferralStatus>().Select(ReferralCodes.NameOf));
        Assert.Equal("awaiting-report", ReferralCodes.NameOf(ReferralStatus.AwaitingReport));
    }

    [Theory]
    [InlineData(ReferralStatus.Sent, "Initiated", "2.0", "active", "requested")]
    [InlineData(ReferralStatus.Accepted, "Accepted", "3.0", "active", "accepted")]
    [InlineData(ReferralStatus.Declined, "Declined", "4.0", "active", "rejected")]
    [InlineData(ReferralStatus.Scheduled, "Accepted", "5.1.1", "active", "in-progress")]
    [InlineData(ReferralStatus.NoShow, "Accepted", "5.1.2", "active", "in-progress")]
    [InlineData(ReferralStatus.Cancelled, "Accepted", "5.1.3", "active", "in-progress")]
    [InlineData(ReferralStatus.Attended, "Accepted", "5.1.4", "active", "in-progress")]
    [InlineData(ReferralStatus.AwaitingReport, "Interim", "5.1.4", "active", "in-progress")]
    [InlineData(ReferralStatus.Closed, "Finalized", "7.0", "completed", "completed")]
    [InlineData(ReferralStatus.Revoked, "Canceled", null, "revoked", "cancelled")]
    public void A_status_is_told_to_others_in_their_words(ReferralStatus status, string x360, string? bser, string request, string task) =>
        Assert.Equal(new ReferralCode(status, x360, bser, request, task), ReferralCodes.Of(status));

    [Fact]
    public void Codes_are_those_of_the_vocabularies()
    {
        string[] tasks = ["draft", "requested", "received", "accepted", "rejected", "ready", "in-progress", "on-hold", "failed", "cancelled", "completed"];
        string[] requests = ["draft", "active", "on-hold", "revoked", "completed"];
        Assert.All(ReferralCodes.Rows, row =>
        {
            Assert.Contains(row.Task, tasks);
            Assert.Contains(row.ServiceRequest, requests);
            Assert.Contains(row.X360, new[] { null, "Initiated", "Accepted", "Declined", "Interim", "Canceled", "Finalized" });
            Assert.Contains(row.Bser, new[] { null, "2.0", "3.0", "4.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "7.0" });
        });
    }

    [Fact]
    public void Scheduled_is_not_attended_and_attended_is_not_closed()
    {
        Assert.Null(ReferralStatusTable.After(ReferralStatus.Scheduled, ReferralVerb.Close));
        Assert.Null(ReferralStatusTable.After(ReferralStatus.Scheduled, ReferralVerb.AwaitReport));
        Assert.Null(ReferralStatusTable.After(ReferralStatus.Attended, ReferralVerb.Close));
        Assert.Null(ReferralStatusTable.After(ReferralStatus.ReportMatched, ReferralVerb.Close));
        Assert.Equal(ReferralStatus.Closed, ReferralStatusTable.After(ReferralStatus.PatientInformed, ReferralVerb.Close));
    }

    [Fact]
    public void From_every_open_status_an_end_can_be_reached_and_from_every_end_it_can_be_reopened()
    {
        foreach (var status in Enum.GetValues<ReferralStatus>())
        {
            if (ReferralStatusTable.IsOver(status))
                Assert.NotNull(ReferralStatusTable.After(status, ReferralVerb.Reopen));
            else
                Assert.Contains(Reachable(status), ReferralStatusTable.IsOver);
        }
    }

    [Fact]
    public void Whatever_people_do_in_whatever_order_a_referral_stays_within_its_table_and_has_a_deadline() =>
        Gen.Int[0, 13].List[0, 40].Sample(steps =>
        {
            var referral = Signed(ReferralUrgency.Routine);
            var now = Monday;
            foreach (var step in steps)
            {
                now += Duration.FromHours(5);
                var before = referral.Status;
                try
                {
                    Do(referral, step, now);
                }
                catch (DomainRuleException)
                {
                    Assert.Equal(before, referral.Status);
                }

                Assert.True(referral.Status == before || ReferralStatusTable.Rows.Any(row => row.From == before && row.To == referral.Status));
                Assert.NotNull(ReferralDeadlines.Next(referral, Given.Location()));
            }
        });

    [Theory]
    [InlineData(ReferralUrgency.Stat, 3, 2, 11)]
    [InlineData(ReferralUrgency.Urgent, 3, 2, 17)]
    [InlineData(ReferralUrgency.Routine, 3, 4, 17)]
    public void The_packet_leaves_within_an_hour_the_same_day_or_two_business_days(ReferralUrgency urgency, int month, int day, int hour) =>
        Assert.Equal(new ReferralDeadline(ReferralSignal.PacketLate, Given.At(month, day, hour), Monday), ReferralDeadlines.Next(Signed(urgency), Given.Location()));

    [Fact]
    public void A_same_day_deadline_after_closing_time_is_the_next_business_day() =>
        Assert.Equal(Given.At(3, 9, 17), StepTime.Parse("0 bd").After(Given.At(3, 6, 18), Given.Location()));

    [Theory, InlineData(""), InlineData("2"), InlineData("2bd"), InlineData("-1 d"), InlineData("2 weeks")]
    public void A_time_that_cannot_be_read_is_refused_with_the_remedy(string text) =>
        Assert.Contains("2 bd", Assert.Throws<DomainRuleException>(() => StepTime.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_authorization_covers_neither_a_day_after_its_last_nor_a_visit_too_many()
    {
        var approved = new ReferralAuthorization(AuthorizationState.Approved, "A-1", new LocalDate(2026, 4, 1), 2);
        Assert.True(approved.Covers(new LocalDate(2026, 4, 1)));
        Assert.False(approved.Covers(new LocalDate(2026, 4, 2)));
        Assert.False((approved with { UsedVisits = 2 }).Covers(new LocalDate(2026, 3, 15)));
        Assert.True(new ReferralAuthorization(AuthorizationState.NotNeeded).Covers(new LocalDate(2030, 1, 1)));
        Assert.False(new ReferralAuthorization(AuthorizationState.Denied).Covers(Today));
    }

    [Fact]
    public void An_authorization_warns_fourteen_and_seven_days_before_its_end_and_then_says_that_it_ran_out()
    {
        var referral = Sent(new ReferralAuthorization(AuthorizationState.Approved, "A-1", new LocalDate(2026, 5, 20)));
        referral.TakeTimes(referral.Times with { Visit = "300 d", Scheduled = "300 d", Acknowledged = "300 d", Standstill = "300 d" });
        List<(ReferralSignal, Instant)> heard = [];
        for (var i = 0; i < 3; i++)
        {
            var next = ReferralDeadlines.Next(referral, Given.Location());
            heard.Add((next.Signal, next.At));
            referral.Pass(next, next.At);
        }

        Assert.Equal([(ReferralSignal.AuthorizationEnds, Given.At(5, 6, 8)), (ReferralSignal.AuthorizationEnds, Given.At(5, 13, 8)), (ReferralSignal.AuthorizationRanOut, Given.At(5, 21, 0))], heard);
    }

    [Fact]
    public void A_packet_does_not_leave_on_an_authorization_that_ran_out()
    {
        var referral = Signed(ReferralUrgency.Routine, needsAuthorization: true);
        Assert.Throws<DomainRuleException>(() => referral.Assemble(new DocumentId("p"), null, Monday));
        referral.AskPayer(Monday);
        referral.Authorize(new ReferralAuthorization(AuthorizationState.Approved, "A-1", new LocalDate(2026, 3, 10)), Today, "sam", Monday);
        referral.Assemble(new DocumentId("p"), null, Monday);
        Assert.Equal("authorization-ran-out", Assert.Throws<DomainRuleException>(() => referral.Send(SpecialistChannel.Email, "a@b.example", new LocalDate(2026, 3, 11), Monday)).Rule);
    }

    [Fact]
    public void An_approval_needs_a_number_and_a_day_that_is_not_past()
    {
        var referral = Signed(ReferralUrgency.Routine, needsAuthorization: true);
        Assert.Throws<DomainRuleException>(() => referral.Authorize(new ReferralAuthorization(AuthorizationState.Approved), Today, "sam", Monday));
        Assert.Throws<DomainRuleException>(() => referral.Authorize(new ReferralAuthorization(AuthorizationState.Approved, "A-1", Today.PlusDays(-1)), Today, "sam", Monday));
        Assert.Equal(AuthorizationState.Needed, referral.Authorization.State);
    }

    [Fact]
    public void Urgent_declined_and_unreachable_cases_are_the_providers_to_close()
    {
        Assert.Equal("provider-closes", Assert.Throws<DomainRuleException>(() => Signed(ReferralUrgency.Urgent).Revoke("x", "sam", isProvider: false, Monday)).Rule);
        Signed(ReferralUrgency.Routine).Revoke("x", "sam", isProvider: false, Monday);

        var declined = Sent();
        declined.Decline("full", "specialist", Monday);
        Assert.Throws<DomainRuleException>(() => declined.CloseWithoutReport("x", "sam", isProvider: false, Monday));
        declined.CloseWithoutReport("x", "lee", isProvider: true, Monday);

        var unreachable = Sent();
        unreachable.Accept("specialist", Monday);
        unreachable.ReachOut(Monday);
        Assert.Throws<DomainRuleException>(() => unreachable.GiveUp("sam", isProvider: false, Monday));
        unreachable.GiveUp("lee", isProvider: true, Monday);
        Assert.Equal(ReferralStatus.Unreachable, unreachable.Status);
    }

    [Fact]
    public void A_report_is_filed_on_two_identifiers_and_never_on_a_name_alone()
    {
        var referral = Sent();
        referral.ReceiveReport(new ReferralReport(new DocumentId("d"), Monday, false, [ReportIdentifier.Name], true), "specialist", Monday);
        Assert.Equal("two-identifiers", Assert.Throws<DomainRuleException>(() => referral.FileReport(new DocumentId("d"), true, [ReportIdentifier.Name], "sam", Monday)).Rule);
        referral.FileReport(new DocumentId("d"), true, [ReportIdentifier.BirthDate], "sam", Monday);
        Assert.Equal(ReferralStatus.ReportMatched, referral.Status);
    }

    [Fact]
    public void A_further_report_is_read_as_well_also_after_the_loop_was_closed()
    {
        var referral = Sent();
        foreach (var document in new[] { "first", "second" })
        {
            referral.ReceiveReport(new ReferralReport(new DocumentId(document), Monday, false, [ReportIdentifier.Name, ReportIdentifier.BirthDate], true), "specialist", Monday);
            referral.FileReport(new DocumentId(document), true, [], "sam", Monday);
        }

        referral.Review("lee", Monday);
        referral.Inform("sam", Monday);
        referral.Close(Monday);
        referral.ReceiveReport(new ReferralReport(new DocumentId("third"), Monday, false, [ReportIdentifier.Name, ReportIdentifier.BirthDate], true), "sam", Monday);
        referral.FileReport(new DocumentId("third"), true, [], "sam", Monday);
        Assert.Equal((ReferralStatus.ReportMatched, 3), (referral.Status, referral.Reports.Count(report => report.State == ReportState.Final)));
    }

    [Fact]
    public void A_reopened_referral_begins_anew_and_a_closed_one_waits_for_its_report()
    {
        var referral = Sent();
        referral.Revoke("x", "lee", isProvider: true, Monday);
        referral.Reopen("lee", Monday);
        Assert.Equal(ReferralStatus.Signed, referral.Status);

        referral.CloseWithoutReport("x", "lee", isProvider: true, Monday);
        referral.Reopen("lee", Monday);
        Assert.Equal((ReferralStatus.AwaitingReport, (Instant?)null), (referral.Status, referral.OverAt));
    }

    [Fact]
    public void A_signal_that_means_nothing_any_more_is_not_taken()
    {
        var referral = Sent();
        while (referral.TakeSignal() is not null)
        {
        }

        referral.Accept("specialist", Monday);
        referral.Schedule(Monday + Duration.FromDays(3), "specialist", Today.PlusDays(3), Monday);
        Assert.Equal(ReferralSignal.Scheduled, referral.TakeSignal()?.Signal);
        Assert.Null(referral.TakeSignal());
    }

    internal static Referral Signed(ReferralUrgency urgency, bool needsAuthorization = false)
    {
        var referral = new Referral(Given.Referral(urgency: urgency) with { NeedsAuthorization = needsAuthorization }, Monday);
        referral.Sign("lee", Monday);
        return referral;
    }

    private static Referral Sent(ReferralAuthorization? authorization = null)
    {
        var referral = Signed(ReferralUrgency.Routine, authorization is not null);
        if (authorization is not null)
            referral.Authorize(authorization, Today, "sam", Monday);
        referral.Assemble(new DocumentId("packet"), null, Monday);
        referral.Send(SpecialistChannel.Email, "desk@cardio.example", Today, Monday);
        return referral;
    }

    private static HashSet<ReferralStatus> Reachable(ReferralStatus from)
    {
        HashSet<ReferralStatus> seen = [from];
        Queue<ReferralStatus> queue = new(seen);
        while (queue.TryDequeue(out var status))
        {
            foreach (var row in ReferralStatusTable.Rows.Where(row => row.From == status && seen.Add(row.To)))
                queue.Enqueue(row.To);
        }

        return seen;
    }

    private static void Do(Referral referral, int step, Instant now)
    {
        var today = now.InZone(Given.NewYork).Date;
        Action act = step switch
        {
            0 => () => referral.Assemble(new DocumentId("packet"), null, now),
            1 => () => referral.Send(SpecialistChannel.Fax, "+16175550199", today, now),
            2 => () => referral.Accept("specialist", now),
            3 => () => referral.Decline("full", "specialist", now),
            4 => () => referral.Schedule(now + Duration.FromHours(2), "specialist", today, now),
            5 => () => referral.Attend("specialist", now),
            6 => () => referral.MissVisit("specialist", now),
            7 => () => referral.ReachOut(now),
            8 => () => referral.AwaitReport(now),
            9 => () => referral.Review("lee", now),
            10 => () => referral.Inform("sam", now),
            11 => () => referral.Close(now),
            12 => () => referral.Reopen("lee", now),
            _ => () => referral.CloseWithoutReport("done", "lee", isProvider: true, now),
        };
        act();
    }
}
