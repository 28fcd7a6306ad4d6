using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using NodaTime;
using static Frontdesk.Scenarios.ResultPractice;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>What laboratories send, and what becomes of it (domain.md §3).</summary>
public sealed class ResultIntakeScenarios
{
    private const string Review = "Decide about a result";
    private const string Whose = "Find whose a result is";

    [Fact]
    public async Task A_duplicate_report_is_ignored_also_after_a_restart()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var report = practice.Report(practice.Value(4.2m));
        var (_, id) = await practice.ReceiveAsync(report);
        await practice.RestartAsync();
        Assert.Equal((IntakeOutcome.Duplicate, id), await practice.ReceiveAsync(report));
        Assert.Single(await practice.TasksAsync());
        Assert.Single(await practice.ReadAsync(records => records.FindResultReportsAsync(id)));
    }

    [Fact]
    public async Task An_older_report_that_arrives_late_is_kept_and_leaves_the_approval_alone()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 20));
        var corrected = practice.Report(practice.Value(4.4m, status: ObservationStatus.Corrected));
        var (_, id) = await practice.ReceiveAsync(corrected);
        await practice.DecideAsync("ApproveTemplate");
        Assert.Equal(IntakeOutcome.Older, (await practice.ReceiveAsync(practice.Report(practice.Value(9.9m, ago: Duration.FromHours(3))))).Outcome);
        Assert.Equal(IntakeOutcome.Older, (await practice.ReceiveAsync(practice.Report(practice.Value(4.3m, status: ObservationStatus.Preliminary)))).Outcome);
        Assert.Equal((1, 3), ((await practice.ResultAsync(id)).Version, (await practice.ResultAsync(id)).Reports));
        await practice.UntilAsync(At(3, 3, 9));
        Assert.Single(practice.Messages);
    }

    [Fact]
    public async Task A_normal_part_of_a_panel_waits_for_the_rest_and_is_reviewed_once()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { Status = ObservationStatus.Partial, Code = "24323-8" });
        Assert.Empty(await practice.TasksAsync());
        Assert.Null((await practice.ResultAsync(id)).ReleasedAt);
        await practice.UntilAsync(At(3, 3, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(140m, Sodium)) with { Code = "24323-8" });
        Assert.Equal([Review], await practice.TitlesAsync());
        Assert.NotNull((await practice.ResultAsync(id)).ReleasedAt);
        Assert.Equal(2, (await practice.ResultAsync(id)).Observations.Count);
    }

    [Fact]
    public async Task A_panel_whose_rest_never_comes_is_reviewed_as_it_is()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { Status = ObservationStatus.Partial });
        await practice.UntilAsync(At(3, 5, 16));
        Assert.Empty(await practice.TasksAsync());
        await practice.UntilAsync(At(3, 5, 18));
        Assert.Equal([Review], await practice.TitlesAsync());
    }

    [Fact]
    public async Task A_reflex_test_follows_its_parents_order_and_a_reflex_value_voids_the_approval()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 20));
        await OrderAsync(practice, "o-1");
        var (_, parent) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { Order = new TestOrderId("o-1") });
        var (_, reflex) = await practice.ReceiveAsync(practice.Report(practice.Value(140m, Sodium)) with { FillerOrder = "F-1R", ParentFillerOrder = "F-1", Practitioner = null });
        Assert.Equal(new TestOrderId("o-1"), (await practice.ResultAsync(reflex)).Order);
        Assert.Equal(Lee, (await practice.ResultAsync(reflex)).Practitioner);

        await practice.ReceiveAsync(practice.Report(practice.Value(2m, "3016-3", unit: "m[IU]/L")));
        Assert.Equal(2, (await practice.ResultAsync(parent)).Version);
    }

    [Theory]
    [InlineData("mg/dL", Potassium)]
    [InlineData("mmol/L", "9999-9")]
    public async Task A_wrong_unit_or_a_missing_range_is_never_normal(string unit, string code)
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m, code, unit: unit)));
        Assert.Equal(ResultSeverity.Unclear, (await practice.ResultAsync(id)).Severity);
        await practice.DoAsync(async records => (await records.FindResultAsync(id))!.ClassifyByHand(ResultSeverity.Abnormal, 1, practice.Now));
        Assert.Equal(ResultSeverity.Abnormal, (await practice.ResultAsync(id)).Severity);
        Assert.Equal([Review], await practice.TitlesAsync());
    }

    [Fact]
    public async Task Limits_of_the_practice_and_of_the_patient_are_used()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.DoAsync(records =>
        {
            var rule = new TestRule(Id, "9999-9", "Ours");
            rule.Limit(new TestThresholds("mmol/L", 1m, 5m));
            records.Add(rule);
            records.Add(new PatientTestRule(Id, new PatientId("rosa"), Potassium, new TestThresholds("mmol/L", 3.5m, 6.4m, 2.8m, 7m), "lee"));
            return ValueTask.CompletedTask;
        });
        Assert.Equal(ResultSeverity.Normal, (await practice.ResultAsync((await practice.ReceiveAsync(practice.Report(practice.Value(4.2m, "9999-9")))).Id)).Severity);
        Assert.Equal(ResultSeverity.Normal, (await practice.ResultAsync((await practice.ReceiveAsync(practice.Report(practice.Value(6.3m)) with { FillerOrder = "F-2" })).Id)).Severity);
    }

    [Fact]
    public async Task A_report_of_nobody_known_becomes_a_task_and_is_matched_by_a_person()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { About = new NamedPatient([], new PersonName("Rosa", "Diaz")) });
        Assert.Equal(ResultState.Unmatched, (await practice.ResultAsync(id)).State);
        await practice.DoneAsync(Whose, "Found", "sam", Is("nobody"));
        Assert.Contains("Patient nobody is not in the records", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);
        await practice.DoneAsync(Whose, "Found", "sam", new JsonObject { ["patient"] = "rosa", ["fullName"] = "true", ["birthDate"] = "false" });
        Assert.Contains("two identifiers have to agree", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);
        await practice.DoneAsync(Whose, "Found", "sam", Is("rosa"));
        Assert.Equal([Review], await practice.TitlesAsync());
        var result = await practice.ResultAsync(id);
        Assert.Equal(new PatientId("rosa"), result.Patient);
        var change = Assert.Single(result.PatientChanges);
        Assert.Equal(new StaffId("sam"), change.By);
        Assert.Equal([PatientIdentifier.FullName, PatientIdentifier.Phone], change.Compared);
    }

    [Fact]
    public async Task A_report_whose_date_of_birth_is_another_is_not_matched_by_it_and_the_person_reads_why()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { About = new NamedPatient([], new PersonName("Rosa", "Diaz"), new LocalDate(1931, 1, 1)) });
        await practice.DoneAsync(Whose, "Found", "sam", new JsonObject { ["patient"] = "rosa", ["fullName"] = "true", ["birthDate"] = "true" });
        var task = Assert.Single(await practice.TasksAsync());
        Assert.Contains("the date of birth in the report is not this patient's", task.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("1931", task.Description, StringComparison.Ordinal);
        Assert.Equal(ResultState.Unmatched, (await practice.ResultAsync(id)).State);
    }

    [Fact]
    public async Task A_report_about_nobody_of_this_practice_goes_back()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { About = new NamedPatient([]) });
        await practice.DoneAsync(Whose, "Nobody here", "sam");
        Assert.Equal(ResultClosing.ReturnedToSender, (await practice.ResultAsync(id)).Closing);
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_correction_of_a_report_that_went_back_is_asked_about_anew_and_told_to_nobody_before()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var about = new NamedPatient([], new PersonName("Rosa", "Diaz"));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(5.6m)) with { About = about });
        await practice.DoneAsync(Whose, "Nobody here", "sam");
        await practice.ReceiveAsync(practice.Report(practice.Value(5.7m, status: ObservationStatus.Corrected)) with { About = about });
        Assert.Equal([Whose], await practice.TitlesAsync());
        Assert.Equal(ResultState.Unmatched, (await practice.ResultAsync(id)).State);
        await practice.DoneAsync(Whose, "Found", "sam", Is("rosa"));
        Assert.Equal([Review], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_later_report_that_names_the_patient_by_two_identifiers_ends_the_question_whose_it_is()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var report = practice.Report(practice.Value(4.2m));
        var (_, id) = await practice.ReceiveAsync(report with { About = new NamedPatient([], new PersonName("Rosa", "Diaz")) });
        Assert.Equal([Whose], await practice.TitlesAsync());
        Assert.Equal(IntakeOutcome.OtherName, (await practice.ReceiveAsync(report)).Outcome);
        Assert.Equal([Review], await practice.TitlesAsync());
        Assert.Equal((new PatientId("rosa"), 1), ((await practice.ResultAsync(id)).Patient, (await practice.ResultAsync(id)).Version));
        Assert.Equal(IntakeOutcome.Duplicate, (await practice.ReceiveAsync(report)).Outcome);
    }

    [Fact]
    public async Task A_repeat_that_names_another_patient_leaves_the_first_chart_and_a_person_decides()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.PatientAsync("ana", "(617) 555-0155", born: new LocalDate(1975, 1, 1));
        var report = practice.Report(practice.Value(4.2m));
        var (_, id) = await practice.ReceiveAsync(report);
        await practice.DecideAsync("ApproveTemplate");
        var token = TokenOf(practice.Messages[0]);
        var renamed = report with { About = new NamedPatient([], new PersonName("Ana", "Diaz"), new LocalDate(1975, 1, 1)) };
        Assert.Equal(IntakeOutcome.OtherName, (await practice.ReceiveAsync(renamed)).Outcome);
        Assert.Equal(ResultPageState.Refused, (await practice.AnswerPageAsync(token)).State);
        Assert.Null((await practice.ResultAsync(id)).Patient);
        Assert.Equal(IntakeOutcome.Duplicate, (await practice.ReceiveAsync(renamed)).Outcome);
        Assert.Contains(Whose, await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task What_a_person_matched_although_the_report_says_otherwise_stays_matched_when_the_report_comes_again()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var report = practice.Report(practice.Value(4.2m)) with { About = new NamedPatient([], new PersonName("Rosa", "Diaz"), new LocalDate(1980, 4, 5)) };
        var (_, id) = await practice.ReceiveAsync(report);
        await practice.DoneAsync(Whose, "Found", "sam", Is("rosa"));
        Assert.Equal(IntakeOutcome.Duplicate, (await practice.ReceiveAsync(report)).Outcome);
        await practice.ReceiveAsync(report with { Status = ObservationStatus.Corrected, ReportedAt = report.ReportedAt + Duration.FromMinutes(1), Observations = [practice.Value(4.3m, status: ObservationStatus.Corrected)] });
        Assert.Equal((new PatientId("rosa"), 2), ((await practice.ResultAsync(id)).Patient, (await practice.ResultAsync(id)).Version));
        Assert.Equal([Review], await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task The_wrong_patients_result_is_taken_back_its_link_closed_and_the_possible_breach_seen_to()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.PatientAsync("ana", "(617) 555-0155", born: new LocalDate(1975, 1, 1));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        var token = TokenOf(practice.Messages[0]);
        await practice.AnswerPageAsync(token);

        await practice.DoAsync(async records => await new ResultDesk(records).DetachAsync(id, new StaffId("sam"), practice.Now));
        Assert.Equal(ResultPageState.Refused, (await practice.AnswerPageAsync(token)).State);
        Assert.Equal([Whose, "Incident: a result may have been shown to another patient"], (await practice.TitlesAsync()).Order());
        await practice.DoneAsync(Whose, "Found", "sam", new JsonObject { ["patient"] = "ana", ["recordNumber"] = "true", ["phone"] = "true" });
        Assert.Contains(Review, await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_correction_that_names_another_patient_leaves_the_first_chart()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.3m, status: ObservationStatus.Corrected)) with { About = new NamedPatient([], new PersonName("Ana", "Diaz"), new LocalDate(1975, 1, 1)) });
        Assert.Equal((ResultState.Unmatched, null), ((await practice.ResultAsync(id)).State, (await practice.ResultAsync(id)).Patient));
        Assert.Contains(Whose, await practice.TitlesAsync());
        Assert.DoesNotContain(Review, await practice.TitlesAsync());
    }

    [Fact]
    public async Task What_the_laboratory_takes_back_comes_to_the_provider_and_is_never_told_with_the_standard_words()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m, status: ObservationStatus.EnteredInError)));
        await practice.DecideAsync("ApproveTemplate");
        Assert.Contains("The laboratory took result", Assert.Single(await practice.TasksAsync()).Description, StringComparison.Ordinal);
        Assert.Empty(practice.Messages);
    }

    [Fact]
    public async Task History_that_comes_with_a_record_is_filed_and_nobody_is_told()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var (outcome, id) = await practice.ReceiveAsync(practice.Report(practice.Value(6.9m, ago: Duration.FromDays(90))) with { TakenAt = practice.Now - Duration.FromDays(90) });
        Assert.Equal((IntakeOutcome.Filed, ResultState.Filed), (outcome, (await practice.ResultAsync(id)).State));
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task An_order_that_is_never_collected_and_never_reported_is_asked_after_and_then_decided()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await OrderAsync(practice, "o-1");
        await practice.UntilAsync(At(3, 16, 11));
        await practice.DoneAsync("Ask a patient about a test that was not done", "Done already", "sam");
        await practice.UntilAsync(At(3, 23, 12));
        await practice.DoneAsync("Ask a laboratory about a report", "On its way", "sam");
        await practice.UntilAsync(At(3, 30, 13));
        await practice.DoneAsync("Ask a laboratory about a report", "Not reached", "sam");
        await practice.UntilAsync(At(4, 6, 14));
        Assert.Equal(["lee"], practice.AskedFor("Decide about a test that was not done"));
        await practice.DoneAsync("Decide about a test that was not done", "Call off", "lee");
        Assert.Equal(TestOrderStatus.Cancelled, (await practice.ReadAsync(records => records.FindTestOrderAsync(new TestOrderId("o-1")).AsTask()))!.Status);
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_patient_who_declines_a_test_is_the_providers_to_decide_at_once_and_a_report_ends_the_watch()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        await OrderAsync(practice, "o-1");
        await practice.UntilAsync(At(3, 16, 11));
        await practice.DoneAsync("Ask a patient about a test that was not done", "Declined", "sam");
        Assert.Equal(["Decide about a test that was not done"], await practice.TitlesAsync());
        var (_, id) = await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        Assert.Equal(new TestOrderId("o-1"), (await practice.ResultAsync(id)).Order);
        Assert.Equal([Review], await practice.TitlesAsync());
        Assert.Equal(TestOrderStatus.Resulted, (await practice.ReadAsync(records => records.FindTestOrderAsync(new TestOrderId("o-1")).AsTask()))!.Status);
    }

    private static Task OrderAsync(TestPractice practice, string id) => practice.DoAsync(records =>
    {
        records.Add(TestOrder.Place(Id, new TestOrderId(id), new PatientId("rosa"), Lee, Potassium, practice.Now));
        return ValueTask.CompletedTask;
    });

    private static JsonObject Is(string patient) => new() { ["patient"] = patient, ["fullName"] = "true", ["phone"] = "true" };
}
