using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Tests;
using NodaTime;
using static Frontdesk.Scenarios.ResultPractice;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>The course of a result and its approval (domain.md §3).</summary>
public sealed class ResultScenarios(PostgresCluster cluster)
{
    private const string Review = "Decide about a result";

    [Fact]
    public async Task A_normal_result_is_approved_announced_read_and_closed()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (outcome, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        Assert.Equal(IntakeOutcome.New, outcome);
        Assert.Equal([Review], await practice.TitlesAsync());
        Assert.Equal(["lee"], practice.AskedFor(Review));
        Assert.Empty(practice.Messages);

        await practice.DecideAsync("ApproveTemplate");
        var message = Assert.Single(practice.Messages);
        var view = await practice.AnswerPageAsync(TokenOf(message));
        Assert.Equal(ResultPageState.Shows, view.State);
        Assert.StartsWith("Your provider has reviewed your result. It is as expected", view.Text, StringComparison.Ordinal);
        Assert.Equal("4.2 mmol/L", Assert.Single(view.Values).Value);

        var result = await practice.ResultAsync(id);
        Assert.Equal((ResultState.Closed, ResultClosing.Informed, "page"), (result.State, result.Closing, result.AcknowledgedBy));
        await practice.UntilAsync(At(4, 30, 9));
        Assert.Single(practice.Messages);
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_restart_between_every_two_steps_changes_nothing()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(5.9m)));
        await practice.RestartAsync();
        await practice.DecideAsync("Visit");
        for (var day = 3; day <= 6; day++)
        {
            await practice.RestartAsync();
            await practice.UntilAsync(At(3, day, 20));
        }

        Assert.Equal(3, practice.Messages.Count);
        await practice.RestartAsync();
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        await practice.RestartAsync();
        await practice.DoneAsync("Arrange a visit about a result", "Arranged", "sam");
        Assert.Equal(ResultState.Closed, (await practice.ResultAsync(id)).State);
        await practice.RestartAsync();
        await practice.UntilAsync(At(5, 1, 9));
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task On_PostgreSQL_a_result_is_corrected_after_the_patient_was_told_and_told_again()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10), await cluster.CreateDatabaseAsync());
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        await practice.RestartAsync();

        await practice.UntilAsync(At(3, 3, 10));
        Assert.Equal(IntakeOutcome.NewVersion, (await practice.ReceiveAsync(practice.Report(practice.Value(5.8m, status: ObservationStatus.Corrected)))).Outcome);
        Assert.Equal(Domain.Results.ResultPageState.Changed, (await practice.OpenPageAsync(TokenOf(practice.Messages[0]))).State);
        await practice.DecideAsync("ApproveTemplate");
        await practice.UntilAsync(At(3, 3, 12));
        Assert.Equal(2, practice.Messages.Count);
        await practice.AnswerPageAsync(TokenOf(practice.Messages[1]));
        Assert.Equal((ResultState.Closed, 2, 2), await StateAsync(practice, id));
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_correction_after_notice_takes_the_link_back_and_opens_the_result_at_the_higher_severity()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(5.8m)));
        await practice.DecideAsync("ApproveTemplate");
        var token = TokenOf(practice.Messages[0]);
        await practice.AnswerPageAsync(token);
        Assert.Equal(ResultState.Closed, (await practice.ResultAsync(id)).State);

        await practice.UntilAsync(At(3, 5, 9));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m, status: ObservationStatus.Corrected)));
        var result = await practice.ResultAsync(id);
        Assert.Equal((ResultState.AwaitingProvider, ResultSeverity.Abnormal, 2), (result.State, result.Severity, result.Version));
        Assert.Equal(ResultPageState.Changed, (await practice.AnswerPageAsync(token)).State);
        Assert.Equal([Review], await practice.TitlesAsync());
        var reports = await practice.ReadAsync(records => records.FindResultReportsAsync(id));
        Assert.Equal([null, 1], reports.Select(report => report.Predecessor));
    }

    [Fact]
    public async Task An_approval_that_waits_for_the_morning_is_void_when_a_new_version_arrives_in_the_night()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 20));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        Assert.Empty(practice.Messages);

        await practice.UntilAsync(At(3, 3, 3));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.6m, status: ObservationStatus.Corrected)));
        await practice.UntilAsync(At(3, 3, 12));
        Assert.Empty(practice.Messages);
        Assert.Equal((ResultState.AwaitingProvider, 2, 1), await StateAsync(practice, id));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_approval_for_version_1_is_refused_when_version_2_is_there()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        var seen = await practice.ResultAsync(id);
        var old = Assert.Single(await practice.TasksAsync());
        await practice.ReceiveAsync(practice.Report(practice.Value(5.8m, status: ObservationStatus.Corrected)));

        // The task about version 1 is gone, and a direction that was formed on version 1 is refused wherever it comes from.
        Assert.NotEqual(old.Id, Assert.Single(await practice.TasksAsync()).Id);
        var refusal = await Assert.ThrowsAsync<DomainRuleException>(() => practice.DoAsync(async records =>
            await new ResultDesk(records).DecideAsync(id, new Direction(DecisionOutcome.ApproveTemplate, seen.Version, seen.ContentHash, new StaffId("lee")), ResultDesk.UsualLongestHold, practice.Now)));
        Assert.Equal("result-version", refusal.Rule);
        Assert.Empty(practice.Messages);
    }

    [Fact]
    public async Task The_assistant_has_no_way_to_send_before_approval()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await Assert.ThrowsAsync<Frontdesk.Engine.Tasks.TaskRefusedException>(() => practice.DecideAsync("ApproveTemplate", "sam"));
        var result = await practice.ResultAsync(id);
        Assert.Equal("result-provider", (await Assert.ThrowsAsync<DomainRuleException>(() => practice.DoAsync(async records =>
            await new ResultDesk(records).DecideAsync(id, new Direction(DecisionOutcome.ApproveTemplate, 1, result.ContentHash, new StaffId("sam")), ResultDesk.UsualLongestHold, practice.Now)))).Rule);
        await Assert.ThrowsAsync<DomainRuleException>(() => practice.DoAsync(async records => await new ResultDesk(records).OpenPageAsync(id, Duration.FromDays(14), 5, practice.Now)));
        await practice.UntilAsync(At(3, 20, 9));
        Assert.Empty(practice.Messages);
    }

    [Fact]
    public async Task The_providers_own_words_reach_the_page_and_nothing_else()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(5.4m)));
        await practice.DecideAsync("ApproveEdited");
        Assert.Contains("write what the patient reads", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);

        await practice.DoAsync(async records => (await records.FindResultAsync(id))!.Write("Less salt substitute, please.", 1));
        await practice.DecideAsync("ApproveEdited");
        Assert.Equal("Less salt substitute, please.", (await practice.AnswerPageAsync(TokenOf(practice.Messages[0]))).Text);
    }

    [Fact]
    public async Task The_secure_page_speaks_the_patients_language_before_and_after_the_question()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.DoAsync(async records => (await records.FindPatientAsync(new PatientId("rosa")))!.Speak(LanguageTag.Parse("es-MX")));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        var token = TokenOf(practice.Messages[0]);
        Assert.Equal("es-MX", (await practice.OpenPageAsync(token)).Language.Value);
        Assert.Equal("es-MX", (await practice.AnswerPageAsync(token, new LocalDate(1980, 5, 5))).Language.Value);
        var shown = await practice.AnswerPageAsync(token);
        Assert.Equal((ResultPageState.Shows, "es-MX", "Potassium"), (shown.State, shown.Language.Value, shown.Values[0].Name));
        Assert.StartsWith("Su médico revisó su resultado.", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_is_reasoned_expires_and_brings_the_provider_back()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await Assert.ThrowsAsync<Frontdesk.Engine.Tasks.TaskRefusedException>(() => practice.DecideAsync("Hold"));
        await practice.DecideAsync("Hold", form: new JsonObject { ["reason"] = "The patient asked for it", ["days"] = "400" });
        Assert.Contains("a hold ends within 14 days", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);
        await practice.DecideAsync("Hold", form: new JsonObject { ["reason"] = "The patient asked for it", ["days"] = "3" });
        Assert.Empty(await practice.TasksAsync());
        Assert.False((await practice.ResultAsync(id)).IsReleased(practice.Now));

        await practice.UntilAsync(At(3, 5, 10, 1));
        Assert.Equal([Review], await practice.TitlesAsync());
        Assert.True((await practice.ResultAsync(id)).IsReleased(practice.Now));
        Assert.Empty(practice.Messages);
    }

    [Fact]
    public async Task A_critical_result_is_never_kept_back_and_the_provider_reads_why()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(6.9m)));
        await practice.DecideAsync("Hold", form: new JsonObject { ["reason"] = "It is being verified", ["days"] = "3" });
        var review = (await practice.TasksAsync()).Single(task => task.Title == Review);
        Assert.Contains("is critical and is not kept back", review.Description, StringComparison.Ordinal);
        Assert.Equal(ResultState.AwaitingProvider, (await practice.ResultAsync(id)).State);

        await practice.DecideAsync("ClinicianCalls");
        Assert.Equal(ResultState.ClinicianCalling, (await practice.ResultAsync(id)).State);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_standing_order_releases_a_normal_result_and_never_an_abnormal_one()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.DoAsync(records =>
        {
            records.Add(new StandingOrder(Id, Lee, Potassium, practice.Now, practice.Now + Duration.FromDays(365)));
            return ValueTask.CompletedTask;
        });
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        Assert.Single(practice.Messages);
        Assert.Empty(await practice.TasksAsync());
        Assert.Equal("dr-lee:2823-3", (await practice.ReadAsync(records => records.FindResultDecisionsAsync(id)))[0].StandingOrder);

        await practice.ReceiveAsync(practice.Report(practice.Value(5.4m)) with { FillerOrder = "F-2" });
        Assert.Equal([Review], await practice.TitlesAsync());
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m, unit: "mg/dL")) with { FillerOrder = "F-3" });
        Assert.Equal([Review, Review], await practice.TitlesAsync());
    }

    [Fact]
    public async Task A_repeat_is_arranged_and_a_refusal_is_told_to_the_provider()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(5.4m)));
        await practice.DecideAsync("Repeat");
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        await practice.DoneAsync("Arrange a repeat of a test", "Patient declined", "sam");
        Assert.Equal(["lee"], practice.AskedFor("A patient declined a follow-up"));
        await practice.DoneAsync("A patient declined a follow-up", "Seen", "lee");
        Assert.Equal(ResultState.Closed, (await practice.ResultAsync(id)).State);
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_provider_on_leave_is_stood_in_for_and_one_who_left_is_covered()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.StaffAsync("lee", lee => lee.GoAway(new OutOfOffice(practice.Now, practice.Now + Duration.FromDays(7), new StaffId("marsh"), "leave")));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        Assert.Equal(["marsh"], practice.AskedFor(Review));
        await practice.DecideAsync("ApproveTemplate", "marsh");

        await practice.StaffAsync("lee", lee => lee.Leave());
        await practice.StaffAsync("lee", lee => lee.ComeBack(practice.Now));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { FillerOrder = "F-2" });
        Assert.Equal(["okafor"], practice.AskedFor(Review));
    }

    [Fact]
    public async Task A_locums_result_and_one_that_nobody_here_ordered_go_to_the_medical_director()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.DoAsync(records =>
        {
            records.Add(new Domain.Practitioners.Practitioner(Id, new PractitionerId("dr-locum"), new PersonName("Kit", "Rowe"), "family medicine"));
            return ValueTask.CompletedTask;
        });
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { Practitioner = new PractitionerId("dr-locum") });
        Assert.Equal(["marsh"], practice.AskedFor(Review));
        await practice.DecideAsync("ApproveTemplate", "marsh");
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { FillerOrder = "F-2", Practitioner = null });
        Assert.Equal(["marsh"], practice.AskedFor(Review));
    }

    [Fact]
    public async Task A_copy_goes_to_who_was_named_and_the_decision_stays_with_the_one_who_ordered()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.DoAsync(records =>
        {
            records.Add(new Domain.Practitioners.Practitioner(Id, new PractitionerId("dr-okafor"), new PersonName("Ada", "Okafor"), "cardiology"));
            return ValueTask.CompletedTask;
        });
        await practice.StaffAsync("okafor", _ => { });
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { CopyTo = [new PractitionerId("dr-okafor")] });
        Assert.Equal(["marsh"], practice.AskedFor("Read a copied result"));
        Assert.Equal(["lee"], practice.AskedFor(Review));
    }

    [Fact]
    public async Task An_unanswered_review_is_raised_and_the_targets_and_the_limit_are_told()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(5.4m)));
        await practice.UntilAsync(At(3, 3, 11));
        Assert.Contains("medical-director", practice.AskedFor(Review));
        await practice.UntilAsync(At(3, 4, 18));
        Assert.Contains("A patient waits for a result", await practice.TitlesAsync());
        await practice.UntilAsync(At(3, 9, 11));
        Assert.Contains("Incident: a patient is not informed of a result within the outer limit", await practice.TitlesAsync());

        // What waits for the patient to know ends by itself; an incident does not.
        await practice.DecideAsync("ApproveTemplate");
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        Assert.Equal(["Incident: a patient is not informed of a result within the outer limit"], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    private static async Task<(ResultState State, int Version, int Decisions)> StateAsync(TestPractice practice, ResultId id)
    {
        var result = await practice.ResultAsync(id);
        return (result.State, result.Version, result.Decisions);
    }
}
