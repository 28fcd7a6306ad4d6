using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Outbox;
using NodaTime;
using static Frontdesk.Scenarios.ResultPractice;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>Reaching the patient, the secure page, and what never leaves (domain.md §3).</summary>
public sealed class ResultContactScenarios
{
    private const string Call = "Call a patient: a message waits";

    [Fact]
    public async Task Three_messages_three_calls_a_letter_a_certified_letter_and_then_the_provider_decides()
    {
        await using var practice = await ApprovedAsync();
        for (var day = 3; day <= 5; day++)
        {
            await practice.UntilAsync(At(3, day, 10, 30));
            await practice.DoneAsync(Call, "Not reached", "sam");
        }

        Assert.Equal([At(3, 2, 10), At(3, 3, 10), At(3, 4, 10)], practice.Messages.Select(message => message.At));
        await practice.UntilAsync(At(3, 6, 11));
        await practice.DoneAsync("Post a letter", "Posted", "sam");
        Assert.Equal(["%PDF"], practice.Column("SELECT substr(CAST(content AS TEXT), 1, 4) FROM stored_document WHERE kind = 'Letter'"));
        await practice.UntilAsync(At(3, 16, 11));
        await practice.DoneAsync("Post a certified letter", "Posted", "sam");
        await practice.UntilAsync(At(3, 30, 11));
        Assert.Contains("lee", practice.AskedFor("Decide about a patient who cannot be reached"));
        await practice.DoneAsync("Decide about a patient who cannot be reached", "Close", "lee");
        Assert.Equal(ResultClosing.Unreachable, (await practice.ResultAsync(IdOf())).Closing);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_call_that_is_made_a_day_late_is_not_followed_by_the_next_one_at_once()
    {
        await using var practice = await ApprovedAsync();
        await practice.UntilAsync(At(3, 4, 14));
        await practice.DoneAsync(Call, "Not reached", "sam");
        Assert.Empty(await practice.TasksAsync());
        await practice.UntilAsync(At(3, 5, 9, 59));
        Assert.Empty(await practice.TasksAsync());
        await practice.UntilAsync(At(3, 5, 10, 1));
        Assert.Equal([Call], await practice.TitlesAsync());
    }

    [Fact]
    public async Task After_the_program_stood_still_the_attempts_go_on_one_by_one_and_nobody_counts_as_not_reached_before()
    {
        await using var practice = await ApprovedAsync();
        await practice.StandStillUntilAsync(At(4, 20, 12));
        Assert.Equal([At(3, 2, 10), At(4, 20, 12)], practice.Messages.Select(message => message.At));
        Assert.Equal([Call], (await practice.TitlesAsync()).Where(title => title.StartsWith("Call", StringComparison.Ordinal) || title.Contains("letter", StringComparison.Ordinal) || title.Contains("reached", StringComparison.Ordinal)));

        await practice.DoneAsync(Call, "Not reached", "sam");
        await practice.UntilAsync(At(4, 21, 12));
        Assert.Equal(At(4, 21, 12), practice.Messages[^1].At);
        await practice.UntilAsync(At(4, 23, 11, 59));
        Assert.DoesNotContain("Post a letter", await practice.TitlesAsync());
        await practice.UntilAsync(At(4, 23, 12, 1));
        Assert.Contains("Post a letter", await practice.TitlesAsync());
        await practice.UntilAsync(At(5, 3, 11, 59));
        Assert.DoesNotContain("Post a certified letter", await practice.TitlesAsync());
        await practice.UntilAsync(At(5, 3, 12, 1));
        Assert.Contains("Post a certified letter", await practice.TitlesAsync());
        await practice.UntilAsync(At(5, 17, 13));
        Assert.Contains("Decide about a patient who cannot be reached", await practice.TitlesAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_patient_who_reads_the_page_ends_the_calls_that_are_under_way()
    {
        await using var practice = await ApprovedAsync();
        await practice.UntilAsync(At(3, 3, 11));
        Assert.Equal([Call], await practice.TitlesAsync());
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        Assert.Empty(await practice.TasksAsync());
        practice.AssertNothingRuns();
    }

    [Fact]
    public async Task A_patient_who_wants_to_hear_it_from_a_clinician_is_called_by_one_and_gets_no_more_messages()
    {
        await using var practice = await ApprovedAsync();
        await practice.UntilAsync(At(3, 3, 11));
        await practice.DoneAsync(Call, "Wants clinician", "sam");
        Assert.Equal(["Tell a patient a result by voice"], await practice.TitlesAsync());
        await practice.UntilAsync(At(3, 5, 9));
        Assert.Equal(2, practice.Messages.Count);
        Assert.Equal(ResultPageState.Changed, (await practice.OpenPageAsync(TokenOf(practice.Messages[0]))).State);
    }

    [Fact]
    public async Task With_an_inactive_portal_no_consent_and_no_mail_the_call_is_due_at_once()
    {
        await using var practice = await ApprovedAsync(patient => patient.RevokeConsent(patient.Person, Channel.Sms, "phone call", patient.Consents[0].At));
        Assert.Empty(practice.Messages);
        Assert.Equal([Call], await practice.TitlesAsync());
    }

    [Fact]
    public async Task A_message_that_does_not_arrive_makes_the_call_due_at_once()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        practice.Carrier = _ => new OutboxOutcome(OutboxState.Failed, Reason: "unreachable");
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        Assert.Equal([Call], await practice.TitlesAsync());
        Assert.Equal(ContactOutcome.NotDelivered, (await practice.ResultAsync(IdOf())).Contacts[0].Outcome);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_letter_that_comes_back_is_posted_again_to_the_right_address()
    {
        await using var practice = await ApprovedAsync();
        await practice.UntilAsync(At(3, 6, 11));
        await practice.DoneAsync("Post a letter", "Posted", "sam");
        await practice.UntilAsync(At(3, 10, 11));
        await practice.DoAsync(async records =>
        {
            var result = (await records.FindResultAsync(IdOf()))!;
            Assert.True(result.Record(result.Contacts.Single(contact => contact.Kind == ContactKind.Letter).Key, ContactOutcome.Returned, "sam", practice.Now));
        });
        await practice.DoneAsync("Find a patient's address", "Address corrected", "sam");
        await practice.DoneAsync("Post a letter again", "Posted", "sam");
        Assert.Equal(ContactOutcome.Sent, (await practice.ResultAsync(IdOf())).Contacts.Single(contact => contact.Kind == ContactKind.Letter).Outcome);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Nobody_contacts_a_patient_who_died()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 20));
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        await practice.ChangePatientAsync(patient => patient.RecordDeath(practice.Now));
        await practice.UntilAsync(At(3, 3, 20, 1));
        Assert.Empty(practice.Messages);
        Assert.Contains("Decide about a patient who cannot be reached", await practice.TitlesAsync());
        await practice.DoneAsync("Decide about a patient who cannot be reached", "Patient died", "lee");
        Assert.Equal(ResultClosing.PatientDied, (await practice.ResultAsync(IdOf())).Closing);
    }

    [Fact]
    public async Task A_childs_guardian_gets_the_message_and_answers_with_the_childs_birthday()
    {
        var mother = new PersonId("mother");
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10), born: new LocalDate(2015, 6, 1), patient: child =>
        {
            child.AddProxy(new Proxy(mother, new PersonName("Ana", "Diaz"), ProxyRelation.Parent, new PhoneContact(PhoneNumber.Parse("(617) 555-0177"))));
            child.GrantConsent(mother, Channel.Sms, "intake form", Instant.FromUtc(2026, 1, 1, 0, 0));
        });
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)) with { About = new NamedPatient([], new PersonName("Rosa", "Diaz"), new LocalDate(2015, 6, 1)) });
        await practice.DecideAsync("ApproveTemplate");
        Assert.Equal("+16175550177", Assert.Single(practice.Messages).To);
        Assert.Equal(ResultPageState.Shows, (await practice.AnswerPageAsync(TokenOf(practice.Messages[0]), new LocalDate(2015, 6, 1))).State);
    }

    [Fact]
    public async Task A_forged_a_locked_a_reused_and_an_expired_link_show_nothing_they_should_not()
    {
        await using var practice = await ApprovedAsync();
        var token = TokenOf(practice.Messages[0]);
        var forged = token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        Assert.Equal(LinkRefusal.Forged, (await practice.AnswerPageAsync(forged)).Refusal);

        // Looking does not use it up; a wrong answer counts; a right one may be given again until it expires.
        Assert.Equal((ResultPageState.Asks, string.Empty), ((await practice.OpenPageAsync(token)).State, (await practice.OpenPageAsync(token)).Text));
        Assert.Equal(4, (await practice.AnswerPageAsync(token, new LocalDate(1980, 5, 5))).AttemptsLeft);
        Assert.Equal(ResultPageState.Shows, (await practice.AnswerPageAsync(token)).State);
        Assert.Equal(ResultPageState.Shows, (await practice.AnswerPageAsync(token)).State);
        for (var i = 0; i < 4; i++)
            await practice.AnswerPageAsync(token, new LocalDate(1999, 1, 1));

        Assert.Equal(LinkRefusal.Locked, (await practice.AnswerPageAsync(token)).Refusal);

        await practice.ReceiveAsync(practice.Report(practice.Value(4.1m)) with { FillerOrder = "F-2" });
        await practice.DecideAsync("ApproveTemplate");
        await practice.UntilAsync(At(3, 3, 9));
        var second = TokenOf(practice.Messages[^1]);
        Assert.NotEqual(token, second);
        await practice.UntilAsync(At(3, 20, 12));
        Assert.Equal(LinkRefusal.Expired, (await practice.AnswerPageAsync(second)).Refusal);
    }

    [Fact]
    public async Task A_message_that_was_read_is_on_the_audit_trail()
    {
        await using var practice = await ApprovedAsync();
        await practice.AnswerPageAsync(TokenOf(practice.Messages[0]));
        var looks = await practice.ReadAsync(records => records.FindAccessesAsync(new PatientId("rosa")));
        Assert.Equal(("patient-link", "patient-access"), (Assert.Single(looks).Who, looks[0].Purpose));
    }

    [Fact]
    public async Task A_corrected_result_that_is_kept_back_is_shown_by_no_link_that_left_before()
    {
        await using var practice = await ApprovedAsync();
        var token = TokenOf(practice.Messages[0]);
        Assert.NotEmpty((await practice.AnswerPageAsync(token)).Values);

        await practice.ReceiveAsync(practice.Report(practice.Value(5.4m, status: ObservationStatus.Corrected)));
        await practice.DecideAsync("Hold", form: new JsonObject { ["reason"] = "It is being verified", ["days"] = "3" });
        Assert.Equal(ResultState.OnHold, (await practice.ResultAsync(IdOf())).State);
        var held = await practice.AnswerPageAsync(token);
        Assert.NotEqual(ResultPageState.Shows, held.State);
        Assert.Equal((string.Empty, 0), (held.Text, held.Values.Count));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task No_content_of_a_result_leaves_or_lies_outside_the_chart()
    {
        await using var practice = await OpenWithStaffAsync(At(3, 2, 10));
        var report = practice.Report(practice.Value(5.678m) with { Name = "Xenopotassium", Text = "Secretfinding" });
        var (_, id) = await practice.ReceiveAsync(report);
        await practice.DoAsync(async records => (await records.FindResultAsync(id))!.Write("Topsecretwords for you.", 1));
        await practice.DecideAsync("ApproveEdited");
        await practice.UntilAsync(At(3, 7, 12));
        await practice.ReceiveAsync(practice.Report(practice.Value(6.987m, status: ObservationStatus.Corrected) with { Name = "Xenopotassium", Text = "Secretfinding" }));
        await practice.UntilAsync(At(3, 12, 12));
        Assert.Equal(3, practice.Messages.Count);

        string[] content = ["5.678", "6.987", "Xenopotassium", "Secretfinding", "Topsecretwords", "Potassium", "Abnormal", "Critical value", "Rosa", "Diaz", "1980-05-04"];
        Assert.All(practice.Messages, message => Assert.All(content, word => Assert.DoesNotContain(word, message.Text, StringComparison.OrdinalIgnoreCase)));

        // Everything the engine keeps: tasks, instances with their variables, journal, stimuli, bookmarks, outbox.
        foreach (var table in (string[])["user_task", "workflow_instance", "stimulus", "bookmark", "outbox", "incident", "journal"])
        {
            foreach (var column in practice.Column($"SELECT name FROM pragma_table_info('{table}')"))
            {
                var rows = practice.Column($"SELECT CAST({column} AS TEXT) FROM {table} WHERE {column} IS NOT NULL");
                Assert.All(rows, row => Assert.All(content[..6], word => Assert.DoesNotContain(word, row, StringComparison.OrdinalIgnoreCase)));
            }
        }

        Assert.Empty(practice.Column("SELECT text FROM result_decision WHERE text NOT LIKE 'Topsecretwords%'"));
    }

    private static ResultId IdOf() => ResultIntake.IdOf("quest", "F-1");

    private static async Task<TestPractice> ApprovedAsync(Action<Patient>? patient = null)
    {
        var practice = await OpenWithStaffAsync(At(3, 2, 10), patient: patient);
        await practice.ReceiveAsync(practice.Report(practice.Value(4.2m)));
        await practice.DecideAsync("ApproveTemplate");
        return practice;
    }
}
