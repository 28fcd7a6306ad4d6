using Frontdesk.Domain;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Notices;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Reminders;
using NodaTime;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>Telling patients things outside of reminders: everything is read at the moment of sending (domain.md §0 rule 2).</summary>
public sealed class NoticeScenarios
{
    private static readonly Notice Text = new("referral/r1+first-text", "r1", new PatientId("rosa"), NoticeTopic.Referral, Channel.Sms, "referral-outreach");

    [Fact]
    public async Task A_notice_in_the_evening_waits_for_the_morning()
    {
        await using var practice = await OpenAsync(At(3, 2, 20));
        await practice.PatientAsync();

        Assert.Equal(At(3, 3, 9), Local(Assert.IsType<NoticeDecision.Later>(await HandleAsync(practice)).Until));
    }

    [Fact]
    public async Task A_notice_is_written_once_and_a_repeat_sends_nothing()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();

        var first = Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice));
        Assert.Contains("(617) 555-0100", first.Message!.Message.Text, StringComparison.Ordinal);
        Assert.Null(Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice)).Message);
        Assert.Equal("r1", (await practice.ReadAsync(records => records.FindSentAsync(Text.Key).AsTask()))!.CaseId);
    }

    [Fact]
    public async Task Without_consent_or_after_an_opt_out_no_text_leaves()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync(also: patient => patient.RevokeConsent(patient.Person, Channel.Sms, "phone call", practice.Now));
        Assert.Equal(SuppressionReason.NoConsent, Assert.IsType<NoticeDecision.Impossible>(await HandleAsync(practice)).Reason);

        await practice.ChangePatientAsync(patient => patient.GrantConsent(patient.Person, Channel.Sms, "intake form", practice.Now));
        await practice.TextAsync("STOP");
        Assert.Equal(SuppressionReason.OptedOut, Assert.IsType<NoticeDecision.Impossible>(await HandleAsync(practice)).Reason);
        Assert.IsType<NoticeDecision.Call>(await HandleAsync(practice, Text with { Channel = Channel.Voice }));
    }

    [Fact]
    public async Task A_second_message_on_one_day_waits_and_one_that_never_arrived_does_not_count()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();
        await HandleAsync(practice);
        var second = Text with { Key = "referral/r1+second-text" };
        Assert.Equal(At(3, 3, 9), Local(Assert.IsType<NoticeDecision.Later>(await HandleAsync(practice, second)).Until));

        await practice.DoAsync(async records => (await records.FindSentAsync(Text.Key))!.Record(MessageOutcome.Failed, practice.Now));
        Assert.NotNull(Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice, second)).Message);
    }

    [Fact]
    public async Task Nothing_is_sent_about_a_patient_who_died()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync(also: patient => patient.RecordDeath(practice.Now));
        Assert.Equal(SuppressionReason.PatientDeceased, Assert.IsType<NoticeDecision.Impossible>(await HandleAsync(practice)).Reason);
    }

    [Fact]
    public async Task A_programme_under_Part_2_sends_nothing_and_a_sensitive_specialty_sends_under_a_neutral_name()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();
        var notice = Text with { Practitioner = new PractitionerId("dr-lee") };
        await practice.DoAsync(async records => (await records.FindPractitionerAsync(new PractitionerId("dr-lee")))!.Protect(sensitiveSpecialty: true, part2Programme: true));
        Assert.Equal(SuppressionReason.Part2Programme, Assert.IsType<NoticeDecision.Impossible>(await HandleAsync(practice, notice)).Reason);

        await practice.DoAsync(async records => (await records.FindPractitionerAsync(new PractitionerId("dr-lee")))!.Protect(sensitiveSpecialty: true, part2Programme: false));
        Assert.StartsWith("Your doctor's office:", Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice, notice)).Message!.Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_childs_result_goes_to_a_guardian_never_to_an_estranged_one_and_a_confidential_one_to_the_child_alone()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        var mother = new PersonId("mother");
        var father = new PersonId("father");
        await practice.PatientAsync(born: new LocalDate(2011, 1, 1), also: child =>
        {
            child.AddProxy(new Proxy(father, new PersonName("Leo", "Diaz"), ProxyRelation.Parent, new PhoneContact(PhoneNumber.Parse("(617) 555-0188"))));
            child.MarkEstranged(father);
            child.AddProxy(new Proxy(mother, new PersonName("Ana", "Diaz"), ProxyRelation.Parent, new PhoneContact(PhoneNumber.Parse("(617) 555-0177"))));
            child.GrantConsent(mother, Channel.Sms, "intake form", practice.Now);
            child.GrantConsent(father, Channel.Sms, "intake form", practice.Now);
        });
        var result = Text with { Topic = NoticeTopic.Result, TemplateKey = "result-message-waits", Link = "https://practice.example/p/x" };
        var told = Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice, result));
        Assert.Equal(mother, told.Recipient);
        Assert.Contains("https://practice.example/p/x", told.Message!.Message.Text, StringComparison.Ordinal);

        var confidential = result with { Key = "result/r1+confidential", IsConfidential = true };
        Assert.Equal(PersonId.Of(new PatientId("rosa")), Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice, confidential)).Recipient);
    }

    [Fact]
    public async Task A_proxy_who_may_hear_of_visits_does_not_hear_of_results()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        var carer = new PersonId("carer");
        await practice.PatientAsync(also: patient =>
        {
            patient.RemovePhone(PhoneNumber.Parse("(617) 555-0123"));
            patient.AddProxy(new Proxy(carer, new PersonName("Kit", "Rowe"), ProxyRelation.Carer, new PhoneContact(PhoneNumber.Parse("(617) 555-0177"))));
            patient.GrantConsent(carer, Channel.Sms, "intake form", practice.Now);
        });
        Assert.Equal(carer, Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice)).Recipient);
        var result = Text with { Key = "result/r1+first", Topic = NoticeTopic.Result, TemplateKey = "result-message-waits" };
        Assert.Equal(SuppressionReason.NoRecipient, Assert.IsType<NoticeDecision.Impossible>(await HandleAsync(practice, result)).Reason);
    }

    [Fact]
    public async Task Words_about_a_result_leave_only_with_the_topic_whose_approval_is_checked()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();
        var disguised = Text with { TemplateKey = "result-message-waits" };
        var refused = await Assert.ThrowsAsync<DomainRuleException>(() => HandleAsync(practice, disguised));
        Assert.Contains("choose the topic Result", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.IsType<NoticeDecision.Send>(await HandleAsync(practice, disguised with { Topic = NoticeTopic.Result, Link = "https://practice.example/p/x" })).Message);
    }

    [Fact]
    public async Task A_case_that_has_changed_keeps_its_notice_back()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();
        Assert.Equal(SuppressionReason.CaseChanged, Assert.IsType<NoticeDecision.Impossible>(await HandleAsync(practice, Text, new Changed())).Reason);
    }

    private static LocalDateTime Local(Instant moment) => moment.InZone(NewYork).LocalDateTime;

    private static async Task<NoticeDecision> HandleAsync(TestPractice practice, Notice? notice = null, params INoticeCheck[] checks)
    {
        NoticeDecision? decision = null;
        await practice.DoAsync(async records => decision = await new NoticeDesk(records, new NoticeRules(), checks).HandleAsync(notice ?? Text, practice.Now));
        return decision!;
    }

    private sealed class Changed : INoticeCheck
    {
        public NoticeTopic Topic => NoticeTopic.Referral;

        public ValueTask<SuppressionReason?> WhyNotAsync(Notice notice, IPracticeRecords records, Instant now, CancellationToken cancellationToken) => new(SuppressionReason.CaseChanged);
    }
}
