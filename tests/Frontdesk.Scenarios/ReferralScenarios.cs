using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Outbox;
using Frontdesk.Tests;
using NodaTime;
using static Frontdesk.Scenarios.ReferralPractice;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>Referral tracking from the order to the patient who knows the answer (domain.md §1).</summary>
public sealed class ReferralScenarios(PostgresCluster cluster)
{
    private const string Good = "Patient Rosa Diaz, born 05/04/1980. No arrhythmia.";

    [Fact]
    public async Task A_routine_referral_goes_round_and_closes_and_the_process_may_die_in_between()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await RunAsync(practice);
    }

    [Fact]
    public async Task On_PostgreSQL_a_referral_goes_round_and_closes()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10), await cluster.CreateDatabaseAsync());
        await RunAsync(practice);
    }

    private static async Task RunAsync(ReferralPractice practice)
    {
        await practice.SignAsync();
        Assert.Equal(ReferralStatus.Sent, await practice.StatusAsync());
        var packet = await practice.PacketTextAsync();
        foreach (var words in new[] { "Rosa Diaz", "1980-05-04", "Palpitations", "Is an arrhythmia likely?", "Blue Plan", "M-77", "Electrolytes", "4.1 mmol/L", "Palpitations for two weeks." })
            Assert.Contains(words, packet, StringComparison.Ordinal);
        Assert.DoesNotContain("Diaz", practice.Practice.Messages[^1].Text, StringComparison.Ordinal);

        await practice.Practice.RestartAsync();
        await practice.SayAsync(SpecialistWord.Accept);
        await practice.Practice.UntilAsync(At(3, 2, 10, 1));
        Assert.Equal(ReferralStatus.Outreach, await practice.StatusAsync());
        Assert.Contains(practice.Practice.Messages, message => message.Channel == "sms" && message.Text.Contains("arrange an appointment", StringComparison.Ordinal));

        await practice.SayAsync(SpecialistWord.Date, when: At(3, 12, 9), token: await practice.FreshTokenAsync());
        Assert.Equal(ReferralStatus.Scheduled, await practice.StatusAsync());
        await practice.Practice.RestartAsync();
        await practice.Practice.UntilAsync(At(3, 13, 17, 1));
        Assert.Contains("Was a referred patient seen?", await practice.TitlesAsync());
        await practice.SayAsync(SpecialistWord.Attended);
        Assert.Equal(ReferralStatus.AwaitingReport, await practice.StatusAsync());
        Assert.Empty(await practice.TitlesAsync());

        await practice.SayAsync(SpecialistWord.Report, file: Report(Good));
        Assert.Equal(ReferralStatus.AwaitingReport, await practice.StatusAsync());
        await practice.AnswerAsync("Match a specialist's report", "Final report");
        Assert.Equal(ReferralStatus.ReportMatched, await practice.StatusAsync());
        await practice.Practice.RestartAsync();
        await practice.AnswerAsync("Read a specialist's report", "Reviewed", "lee");
        await practice.Practice.UntilAsync(At(3, 16, 12));

        var referral = await practice.FindAsync();
        Assert.Equal(ReferralStatus.Closed, referral.Status);
        Assert.NotNull(referral.InformedAt);
        Assert.Equal(Rosa, (await practice.Practice.ReadAsync(records => records.FindDocumentAsync(referral.Reports[0].Document).AsTask()))!.Patient);
        Assert.Empty(practice.Practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_packet_that_lacks_something_is_refused_with_the_list_and_leaves_when_it_is_complete()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10), withChart: false);
        await practice.SignAsync();
        var task = Assert.Single(await practice.Practice.TasksAsync());
        Assert.Contains("Missing: Results, Coverage.", task.Description, StringComparison.Ordinal);
        Assert.Empty(practice.Practice.Messages);

        await practice.Practice.DoAsync(records =>
        {
            records.Add(Received(Domain.Records.ReceivedKind.Coverage, "cov", """{"subscriberId":"M-77"}""", "Blue Plan", practice.Practice.Now));
            records.Add(Received(Domain.Records.ReceivedKind.DiagnosticReport, "rep", """{"result":[]}""", "Electrolytes", practice.Practice.Now));
            return ValueTask.CompletedTask;
        });
        await practice.AnswerAsync("not complete", "Send again");
        Assert.Equal(ReferralStatus.Sent, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task After_the_program_stood_still_the_specialists_desk_is_asked_once_although_two_deadlines_passed()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        var before = practice.Practice.Messages.Count;
        await practice.Practice.StandStillUntilAsync(At(4, 7, 11));
        Assert.Single(practice.Practice.Messages.Skip(before), message => message.To == "desk@cardio.example");
        Assert.Single(await practice.TitlesAsync(), "Call the specialist's desk about a referral");
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_stat_referral_leaves_at_once_with_a_call_and_is_asked_after_in_two_hours()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync(urgency: ReferralUrgency.Stat);
        Assert.Equal(ReferralStatus.Sent, await practice.StatusAsync());
        Assert.Equal(["Call the specialist's desk: stat referral"], await practice.TitlesAsync());
        Assert.Equal(["Urgent"], practice.Practice.Column("SELECT details ->> 'safety' FROM user_task"));

        await practice.Practice.UntilAsync(At(3, 2, 12, 1));
        Assert.Contains("Call the specialist's desk about a referral", await practice.TitlesAsync());
        await practice.AnswerAsync("stat referral", "Accepted");
        Assert.Equal(ReferralStatus.Outreach, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task The_payer_denies_and_the_provider_appeals_and_the_packet_leaves_with_the_number()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync(also: request => request with { NeedsAuthorization = true });
        Assert.Equal(ReferralStatus.Authorization, await practice.StatusAsync());
        Assert.Empty(practice.Practice.Messages);

        await practice.AnswerAsync("Get the payer's", "Denied");
        await practice.AnswerAsync("The payer denied", "Appeal", "lee");
        await practice.AnswerAsync("Get the payer's", "Approved");
        Assert.Contains("a number", Assert.Single(await practice.Practice.TasksAsync()).Description, StringComparison.Ordinal);
        await practice.AnswerAsync("Get the payer's", "Approved", form: new JsonObject { ["number"] = "AUTH-9", ["validUntil"] = "2026-04-30", ["visits"] = 2 });

        Assert.Equal(ReferralStatus.Sent, await practice.StatusAsync());
        Assert.Contains("AUTH-9", await practice.PacketTextAsync(), StringComparison.Ordinal);
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task An_authorization_that_ends_before_the_booked_date_blocks_and_warns_at_fourteen_and_seven_days()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await AuthorizedAsync(practice, "2026-03-20");
        await practice.Practice.UntilAsync(At(3, 6, 9));
        Assert.Contains("An authorization ends soon and the patient was not seen", await practice.TitlesAsync());
        await practice.SayAsync(SpecialistWord.Date, when: At(3, 25, 9));
        Assert.Contains("Blocked: the authorization does not cover the visit", await practice.TitlesAsync());

        await practice.Practice.UntilAsync(At(3, 13, 9));
        Assert.Equal(2, (await practice.TitlesAsync()).Count(title => title.StartsWith("An authorization ends soon", StringComparison.Ordinal)));
        await practice.AnswerAsync("Blocked", "Approved", form: new JsonObject { ["number"] = "AUTH-10", ["validUntil"] = "2026-04-30" });
        Assert.True((await practice.FindAsync()).IsVisitCovered(NewYork));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task Staff_cannot_book_a_date_after_the_authorizations_visits_are_used_up()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await AuthorizedAsync(practice, "2026-06-30", visits: 1);
        await practice.ChangeAsync(referral => referral.Authorize(referral.Authorization with { Number = "AUTH-11", UsedVisits = 1 }, new LocalDate(2026, 3, 2), "sam", practice.Practice.Now));
        await practice.ChangeAsync(referral => Assert.False(referral.Authorization.Covers(new LocalDate(2026, 3, 12))));
        await Assert.ThrowsAsync<DomainRuleException>(() => practice.Practice.DoAsync(async records =>
            await new ReferralDesk(records).ScheduleAsync((await records.FindReferralAsync(new ReferralId("r1")))!, At(3, 12, 9).InZoneLeniently(NewYork).ToInstant(), "sam", practice.Practice.Now)));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task Coverage_that_changes_in_the_middle_is_asked_about()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.Practice.DoAsync(async records =>
            (await records.FindReceivedAsync(Rosa, Domain.Records.ReceivedKind.Coverage))[0].Receive("""{"subscriberId":"X-1"}"""u8, new Domain.Records.ReceivedHeading(Display: "Other Plan"), practice.Practice.Now));
        await practice.SayAsync(SpecialistWord.Accept);
        Assert.Contains("The coverage changed during a referral", await practice.TitlesAsync());
        await practice.AnswerAsync("coverage changed", "Ask the payer again");
        Assert.Contains("Get the payer's authorization for a referral", await practice.TitlesAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_specialist_who_leaves_the_network_lets_the_provider_redirect_to_another()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.Practice.DoAsync(async records => (await records.FindSpecialistAsync(new SpecialistId("ruiz")))!.LeaveNetwork(new LocalDate(2026, 3, 3), practice.Practice.Now));
        await practice.AnswerAsync("left the network", "Redirect", "lee", new JsonObject { ["specialist"] = "chen" });

        var old = await practice.FindAsync();
        Assert.Equal(ReferralStatus.Redirected, old.Status);
        Assert.Equal((ReferralStatus.Sent, (ReferralId?)old.Id), ((await practice.FindAsync(old.Successor!.Value.Value)).Status, (await practice.FindAsync(old.Successor.Value.Value)).Parent));
        Assert.Contains(practice.Practice.Messages, message => message.To == "desk@cardio.example" && message.Text.Contains("taken referral", StringComparison.Ordinal));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task One_order_for_two_specialists_runs_as_two_and_a_duplicate_asks_the_provider()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync("r1", also: request => request with { Order = "order-1" });
        await practice.SignAsync("r2", specialist: "chen", also: request => request with { Order = "order-1" });
        Assert.Equal((ReferralStatus.Sent, ReferralStatus.Sent), (await practice.StatusAsync("r1"), await practice.StatusAsync("r2")));

        await practice.SignAsync("r3", also: request => request with { Order = "order-2" });
        Assert.Equal(ReferralStatus.Signed, await practice.StatusAsync("r3"));
        await practice.AnswerAsync("like this one", "Close", "lee");
        Assert.Equal(ReferralStatus.Closed, await practice.StatusAsync("r3"));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_report_that_arrives_before_any_status_is_matched_and_reviewed()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Report, file: Report(Good));
        await practice.AnswerAsync("Match a specialist's report", "Final report");
        Assert.Equal(ReferralStatus.ReportMatched, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_report_for_another_patient_goes_to_a_person_and_is_not_filed_here()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Report, file: Report("Patient Carla Gomez, born 01/01/1970."));
        Assert.Contains("nothing that identifies this patient", Assert.Single(await practice.Practice.TasksAsync()).Description, StringComparison.Ordinal);
        await practice.AnswerAsync("Match a specialist's report", "Final report");
        Assert.Contains("two of name", Assert.Single(await practice.Practice.TasksAsync()).Description, StringComparison.Ordinal);

        await practice.AnswerAsync("Match a specialist's report", "Another patient's");
        var referral = await practice.FindAsync();
        Assert.Equal((ReferralStatus.Sent, ReportState.OfAnother), (referral.Status, referral.Reports[0].State));
        Assert.Null((await practice.Practice.ReadAsync(records => records.FindDocumentAsync(referral.Reports[0].Document).AsTask()))!.Patient);
        Assert.Contains("A specialist sent another patient's report", await practice.TitlesAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_report_with_the_name_alone_is_filed_only_when_a_person_compared_a_second_identifier()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Report, file: Report("Rosa Diaz was seen."));
        await practice.AnswerAsync("Match a specialist's report", "Final report");
        Assert.Equal(ReferralStatus.Sent, await practice.StatusAsync());
        await practice.AnswerAsync("Match a specialist's report", "Final report", form: new JsonObject { ["identifiers"] = new JsonArray("BirthDate") });
        Assert.Equal(ReferralStatus.ReportMatched, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task An_interim_report_alone_keeps_the_case_open_until_the_final_one_is_chased()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Report, file: Report(Good));
        await practice.AnswerAsync("Match a specialist's report", "Interim report");
        Assert.Equal(ReferralStatus.AwaitingReport, await practice.StatusAsync());
        await practice.Practice.UntilAsync(At(3, 16, 10, 1));
        Assert.Contains("A specialist's report is missing", await practice.TitlesAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_report_missing_for_thirty_days_goes_to_the_provider_and_the_front_desk_cannot_take_it()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Attended);
        await practice.Practice.UntilAsync(At(4, 1, 12));
        Assert.Contains("A specialist's report has been missing for long", await practice.TitlesAsync());
        await Assert.ThrowsAsync<Engine.Tasks.TaskRefusedException>(() => practice.AnswerAsync("missing for long", "Close"));
        await practice.AnswerAsync("missing for long", "Close", "lee");
        Assert.Equal(ReferralStatus.Closed, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_no_show_at_the_specialist_tells_the_provider_and_starts_a_new_outreach()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Date, when: At(3, 4, 9));
        await practice.Practice.UntilAsync(At(3, 5, 17, 1));
        await practice.SayAsync(SpecialistWord.DidNotCome);
        await practice.Practice.UntilAsync(At(3, 6, 10, 1));
        Assert.Contains("A patient did not come to the specialist", await practice.TitlesAsync());
        Assert.Equal((ReferralStatus.Outreach, 1), ((await practice.FindAsync()).Status, (await practice.FindAsync()).OutreachRound));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task Three_attempts_at_different_times_then_a_letter_and_only_the_provider_gives_up()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 8));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Accept);
        await practice.Practice.UntilAsync(At(3, 4, 14, 1));
        await practice.AnswerAsync("Call a patient", "Not reached");
        await practice.Practice.UntilAsync(At(3, 11, 9));
        var attempts = practice.Practice.Messages.Where(message => message.Text.Contains("arrange an appointment", StringComparison.Ordinal)).Select(message => (message.Channel, message.At)).ToList();
        Assert.Equal([("sms", At(3, 2, 10)), ("email", At(3, 6, 16, 30))], attempts);
        await practice.Practice.UntilAsync(At(3, 11, 11));
        await practice.AnswerAsync("Print and post a letter", "Posted");
        await practice.Practice.UntilAsync(At(3, 25, 11));
        Assert.Contains("A referred patient could not be reached", await practice.TitlesAsync());
        await practice.AnswerAsync("could not be reached", "Close as unreachable", "lee");
        Assert.Equal(ReferralStatus.Unreachable, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_declined_referral_is_the_providers_to_close_also_when_a_delegate_acts()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.Practice.DoAsync(async records => (await records.FindStaffAsync(new Domain.Staff.StaffId("lee")))!.GoAway(new Domain.Staff.OutOfOffice(practice.Practice.Now, practice.Practice.Now + Duration.FromDays(9), null, "leave")));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Decline, "No capacity");
        await Assert.ThrowsAsync<Engine.Tasks.TaskRefusedException>(() => practice.AnswerAsync("declined a referral", "Close"));
        await practice.AnswerAsync("declined a referral", "Close", "okafor");
        Assert.Equal(ReferralStatus.Closed, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_patient_who_booked_elsewhere_is_followed_there()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.SayAsync(SpecialistWord.Accept);
        await practice.Practice.UntilAsync(At(3, 4, 14, 1));
        await practice.AnswerAsync("Call a patient", "Booked elsewhere");
        await practice.AnswerAsync("booked with another", "Redirect", "lee", new JsonObject { ["specialist"] = "chen" });
        Assert.Equal(ReferralStatus.Redirected, await practice.StatusAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_reopened_referral_starts_again()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.ChangeAsync(referral => referral.Revoke("mistake", "lee", isProvider: true, practice.Practice.Now));
        Assert.Empty(practice.Practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
        await practice.ChangeAsync(referral => referral.Reopen("lee", practice.Practice.Now));
        Assert.Equal((ReferralStatus.Sent, 2), (await practice.StatusAsync(), (await practice.FindAsync()).Sendings.Count));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task An_eConsult_answer_closes_without_a_visit()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync(also: request => request with { IsEConsult = true });
        await practice.SayAsync(SpecialistWord.EConsult, "Rosa Diaz: no arrhythmia likely, stop caffeine.");
        await practice.AnswerAsync("Match a specialist's report", "Final report");
        await practice.AnswerAsync("Read a specialist's report", "Reviewed", "lee");
        await practice.Practice.UntilAsync(At(3, 3, 12));
        var referral = await practice.FindAsync();
        Assert.Equal((ReferralStatus.Closed, (Instant?)null), (referral.Status, referral.AttendedAt));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task The_patient_hears_of_a_later_report_as_well_when_it_takes_a_closed_case_up_again()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync(also: request => request with { IsEConsult = true });
        await practice.SayAsync(SpecialistWord.EConsult, "Rosa Diaz: no arrhythmia likely, stop caffeine.");
        await practice.AnswerAsync("Match a specialist's report", "Final report");
        await practice.AnswerAsync("Read a specialist's report", "Reviewed", "lee");
        await practice.Practice.UntilAsync(At(3, 3, 12));
        Assert.Single(Told());

        await practice.ChangeAsync(referral =>
        {
            var later = referral.Reports[0] with { Document = new DocumentId("later"), State = ReportState.Unmatched };
            referral.ReceiveReport(later, "sam", practice.Practice.Now);
            referral.FileReport(later.Document, isFinal: true, [ReportIdentifier.Name, ReportIdentifier.BirthDate], "sam", practice.Practice.Now);
        });
        await practice.AnswerAsync("Read a specialist's report", "Reviewed", "lee");
        await practice.Practice.UntilAsync(At(3, 5, 12));
        Assert.Equal(2, Told().Count);

        IReadOnlyList<string> Told() => practice.Practice.Column("SELECT idempotency_key FROM outbox WHERE idempotency_key LIKE '%answered-%'");
    }

    [Fact]
    public async Task A_secondary_referral_is_a_draft_that_follows_from_the_first()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        await practice.Practice.DoAsync(async records =>
            new ReferralDesk(records).ReferOn((await records.FindReferralAsync(new ReferralId("r1")))!, new ReferralId("r2"), new SpecialistId("chen"), "Structural defect", "Is surgery needed?", "lee", practice.Practice.Now));
        Assert.Equal(ReferralStatus.Draft, await practice.StatusAsync("r2"));
        await practice.ChangeAsync(referral => referral.Sign("lee", practice.Practice.Now), "r2");
        Assert.Equal((ReferralStatus.Sent, "r1"), (await practice.StatusAsync("r2"), (await practice.FindAsync("r2")).Parent!.Value.Value));
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_fax_that_fails_is_sent_again_and_one_that_reached_a_wrong_office_is_a_possible_breach()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.Practice.DoAsync(records =>
        {
            records.Add(practice.Specialist("faxed", null, "(617) 555-0188"));
            return ValueTask.CompletedTask;
        });
        practice.Practice.Carrier = left => left.Channel == "fax" ? new OutboxOutcome(OutboxState.Failed, Reason: "bad-number") : new OutboxOutcome(OutboxState.Delivered);
        await practice.SignAsync(specialist: "faxed");
        Assert.Equal(["A referral packet did not arrive"], await practice.TitlesAsync());

        practice.Practice.Carrier = _ => new OutboxOutcome(OutboxState.Delivered);
        await practice.AnswerAsync("did not arrive", "Send again");
        Assert.Equal(2, (await practice.FindAsync()).Sendings.Count);
        await practice.SayAsync(SpecialistWord.NotOurs, to: "+16175550188");
        Assert.Contains("Possible breach: a packet may have reached somebody else", await practice.TitlesAsync());
        practice.Practice.AssertHealthy();
    }

    [Fact]
    public async Task A_link_that_is_forged_reused_replaced_or_expired_changes_nothing()
    {
        await using var practice = await ReferralPractice.OpenAsync(At(3, 2, 10));
        await practice.SignAsync();
        var first = practice.Token();
        await RefusedAsync(practice, $"{first[..^2]}xx", "Forged");
        await practice.SayAsync(SpecialistWord.Received, token: first);
        await RefusedAsync(practice, first, "Used");

        var second = await practice.FreshTokenAsync();
        var third = await practice.FreshTokenAsync();
        await RefusedAsync(practice, second, "Revoked");
        await practice.Practice.UntilAsync(At(3, 3, 10));
        practice.Practice.Clock.Advance(TimeSpan.FromDays(30));
        await RefusedAsync(practice, third, "Expired");
        Assert.Equal(ReferralStatus.Acknowledged, await practice.StatusAsync());
        await practice.Practice.SettleAsync();
        practice.Practice.AssertHealthy();
    }

    private static async Task RefusedAsync(ReferralPractice practice, string token, string refusal) =>
        Assert.Equal(refusal, (await Assert.ThrowsAsync<DomainRuleException>(() => practice.SayAsync(SpecialistWord.Accept, token: token))).Message);

    private static async Task AuthorizedAsync(ReferralPractice practice, string until, int? visits = null)
    {
        await practice.SignAsync(also: request => request with { NeedsAuthorization = true });
        await practice.AnswerAsync("Get the payer's", "Approved", form: new JsonObject { ["number"] = "AUTH-9", ["validUntil"] = until, ["visits"] = visits });
        Assert.Equal(ReferralStatus.Sent, await practice.StatusAsync());
    }
}
