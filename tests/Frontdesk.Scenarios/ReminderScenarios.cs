using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Outbox;
using NodaTime;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>The edge cases of domain.md §2 that concern what is sent, when and to whom.</summary>
public sealed class ReminderScenarios
{
    private static readonly PhoneNumber Phone = PhoneNumber.Parse("(617) 555-0123");

    [Fact]
    public async Task A_visit_is_announced_and_reminded_of_three_days_and_one_day_ahead()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal([At(3, 16, 10, 10), At(3, 27, 14, 30), At(3, 29, 14, 30)], practice.Messages.Select(message => message.At));
        Assert.All(practice.Messages, message => Assert.Equal("+16175550123", message.To));
        Assert.All(await practice.RemindersAsync(), reminder => Assert.Equal(ReminderState.Closed, reminder.State));
        practice.AssertHealthy();
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
    }

    [Fact]
    public async Task A_restart_between_every_two_steps_changes_nothing()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        for (var day = 16; day <= 31; day++)
        {
            await practice.RestartAsync();
            await practice.UntilAsync(At(3, day, 20));
        }

        Assert.Equal([At(3, 16, 10, 10), At(3, 27, 14, 30), At(3, 29, 14, 30)], practice.Messages.Select(message => message.At));
        practice.AssertHealthy();
    }

    [Theory]
    [InlineData(27, 15, "email 7-day, sms 3-day, sms 1-day")] // Three days ahead there is time to prepare.
    [InlineData(29, 16, "sms 1-day")]
    [InlineData(30, 12, "sms 1-day")]
    [InlineData(30, 13, "sms 1-day", 13)]
    [InlineData(30, 13, "", 13, 30)]
    [InlineData(31, 10, "")]
    public async Task After_the_program_stood_still_the_reminder_closest_to_the_visit_leaves_and_none_when_it_is_too_late(int day, int hour, string messages, int visitAt = 14, int minute = 0)
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync(also: patient => patient.AddEmail(EmailAddress.Parse("rosa@example.org")));
        await practice.BookAsync(At(3, 30, visitAt + 1), visitType: "new-patient");
        await practice.UntilAsync(At(3, 20, 10));
        var before = practice.Messages.Count;
        await practice.StandStillUntilAsync(At(3, day, hour, minute));
        await practice.UntilAsync(At(4, 2, 10));
        Assert.Equal(messages, string.Join(", ", practice.Messages.Skip(before).Select(message => $"{message.Channel} {message.Key.Split('+')[2]}")));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Across_the_spring_change_reminders_leave_at_the_visits_time_on_the_wall()
    {
        await using var practice = await OpenAsync(At(2, 23, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 9, 14, 30)); // Clocks go forward on 8 March 2026.
        await practice.UntilAsync(At(3, 10, 9));

        Assert.Equal([At(2, 23, 10, 10), At(3, 6, 14, 30), At(3, 8, 14, 30)], practice.Messages.Select(message => message.At));
    }

    [Fact]
    public async Task Across_the_autumn_change_reminders_leave_at_the_visits_time_on_the_wall()
    {
        await using var practice = await OpenAsync(At(10, 19, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(11, 2, 9, 30)); // Clocks go back on 1 November 2026.
        await practice.UntilAsync(At(11, 3, 9));

        Assert.Equal([At(10, 19, 10, 10), At(10, 30, 9, 30), At(11, 1, 9, 30)], practice.Messages.Select(message => message.At));
    }

    [Fact]
    public async Task A_first_visit_also_gets_an_email_seven_days_ahead()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync(also: patient => patient.AddEmail(EmailAddress.Parse("rosa@example.org")));
        await practice.BookAsync(At(3, 30, 14), visitType: "new-patient");
        await practice.UntilAsync(At(3, 31, 9));

        var email = Assert.Single(practice.Messages, message => message.Channel == "email");
        Assert.Equal(At(3, 23, 14), email.At);
        Assert.Equal("rosa@example.org", email.To);
    }

    [Fact]
    public async Task A_window_in_the_quiet_hours_is_used_earlier_not_later()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 8)); // Three days before at 8:00 nothing may leave.
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal([At(3, 16, 10, 10), At(3, 26, 18, 45), At(3, 28, 18, 45)], practice.Messages.Select(message => message.At));
    }

    [Fact]
    public async Task A_reschedule_voids_what_was_planned_and_reminds_of_the_new_time()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 16, 14, 30));
        await practice.UntilAsync(At(3, 10, 11));
        await practice.MoveAsync(At(3, 24, 9, 30));
        await practice.UntilAsync(At(3, 25, 9));

        Assert.Equal([At(3, 2, 10, 10), At(3, 10, 11, 10), At(3, 21, 9, 30), At(3, 23, 9, 30)], practice.Messages.Select(message => message.At));
        Assert.Contains("is now on", practice.Messages[1].Text, StringComparison.Ordinal);
        Assert.All((await practice.RemindersAsync()).Where(reminder => reminder.AppointmentVersion == 1 && reminder.Rule != "booked"), reminder => Assert.Equal("Rescheduled", reminder.Reason));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_reschedule_while_a_text_is_queued_withdraws_the_text()
    {
        await using var practice = await OpenAsync(At(3, 2, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 16, 14, 30));
        await practice.UntilAsync(At(3, 13, 14, 29));
        practice.Clock.SetUtcNow(At(3, 13, 14, 30).InZoneLeniently(NewYork).ToDateTimeOffset());
        await practice.Engine.DrainAsync(); // The text is in the outbox and has not left.
        Assert.Single(practice.Column("SELECT id FROM outbox WHERE state = 0"));
        await practice.MoveAsync(At(3, 24, 9, 30));

        Assert.DoesNotContain(practice.Messages, message => message.Key.Contains("+1+3-day+", StringComparison.Ordinal));
        Assert.Single(practice.Column("SELECT id FROM outbox WHERE state = 7"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_visit_booked_inside_the_window_gets_its_notice_and_only_what_still_lies_ahead()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 18, 14, 30));
        await practice.UntilAsync(At(3, 19, 9));

        Assert.Equal([At(3, 16, 10, 10), At(3, 17, 14, 30)], practice.Messages.Select(message => message.At));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_same_day_add_on_gets_no_message()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 16, 15));
        await practice.UntilAsync(At(3, 17, 9));

        Assert.Empty(practice.Messages);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Two_siblings_on_one_phone_get_one_text()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        foreach (var (id, name) in new[] { ("leo", "Leo"), ("mia", "Mia") })
        {
            await practice.DoAsync(records =>
            {
                var child = Patient.Register(TestPractice.Id, new PatientId(id), new PersonName(name, "Diaz"), new LocalDate(2018, 6, 1), AdministrativeSex.Unknown, practice.Now);
                var mother = new PersonId($"mother-of-{id}");
                child.AddProxy(new Proxy(mother, new PersonName("Rosa", "Diaz"), ProxyRelation.Parent, new PhoneContact(Phone, LineType.Mobile)));
                child.GrantConsent(mother, Channel.Sms, "intake form", practice.Now);
                records.Add(child);
                return ValueTask.CompletedTask;
            });
        }

        await practice.BookAsync(At(3, 30, 14), "leo", "visit-leo");
        await practice.BookAsync(At(3, 30, 14, 30), "mia", "visit-mia");
        await practice.UntilAsync(At(3, 28, 9));
        Assert.Equal(2, practice.Messages.Count); // One notice and one three-day text for both.
        Assert.Contains("2:00 PM", practice.Messages[1].Text, StringComparison.Ordinal);
        Assert.Contains("2:30 PM", practice.Messages[1].Text, StringComparison.Ordinal);

        await practice.TextAsync("Yes");
        Assert.True((await practice.FindVisitAsync("visit-leo"))!.IsConfirmed);
        Assert.True((await practice.FindVisitAsync("visit-mia"))!.IsConfirmed);
        await practice.UntilAsync(At(3, 31, 9));
        practice.AssertHealthy();
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("0", 0)] // The notice of the new time then leaves before the other sibling's process has its turn.
    public async Task A_familys_text_that_is_withdrawn_because_one_visit_moved_still_reaches_the_other_at_once(string noticeDelay, int minutes)
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.EditWorkflowAsync("appointment-reminders", ("NoticeDelayMinutes", noticeDelay));
        await practice.PatientAsync();
        await practice.PatientAsync("omar", also: patient => patient.AddEmail(EmailAddress.Parse("omar@example.org")));
        await practice.BookAsync(At(3, 30, 14));
        await practice.UntilAsync(At(3, 17, 12));
        await practice.BookAsync(At(3, 30, 14, 30), "omar", "visit-2");
        await practice.UntilAsync(At(3, 27, 13, 59));
        practice.Clock.SetUtcNow(At(3, 27, 14, 0).InZoneLeniently(NewYork).ToDateTimeOffset());
        await practice.Engine.DrainAsync(); // One text for both is in the outbox and has not left.
        Assert.Single(practice.Column("SELECT id FROM outbox WHERE state = 0"));
        await practice.MoveAsync(At(4, 6, 9, 30));

        var told = Assert.Single(practice.Messages, message => message.To == "omar@example.org");
        Assert.Equal(At(3, 27, 14), told.At);
        Assert.Contains("2:30 PM", told.Text, StringComparison.Ordinal);
        await practice.UntilAsync(At(3, 28, 12));
        Assert.DoesNotContain(practice.Messages.Where(message => message.At >= At(3, 27, 0)), message => message.Text.Contains("2:00 PM", StringComparison.Ordinal));
        Assert.Equal(At(3, 27, 14, minutes), Assert.Single(practice.Messages, message => message.Text.Contains("is now on", StringComparison.Ordinal)).At);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task The_other_sibling_without_another_address_is_called_at_once()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.PatientAsync("omar");
        await practice.BookAsync(At(3, 30, 14));
        await practice.BookAsync(At(3, 30, 14, 30), "omar", "visit-2");
        await practice.UntilAsync(At(3, 27, 13, 59));
        practice.Clock.SetUtcNow(At(3, 27, 14, 0).InZoneLeniently(NewYork).ToDateTimeOffset());
        await practice.Engine.DrainAsync();
        await practice.MoveAsync(At(4, 6, 9, 30));

        Assert.Equal("appointment/visit-2", Assert.Single(await practice.TasksAsync()).Subject);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_childs_visit_is_told_to_the_guardian_and_never_to_an_estranged_parent()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.DoAsync(records =>
        {
            var child = Patient.Register(TestPractice.Id, new PatientId("leo"), new PersonName("Leo", "Diaz"), new LocalDate(2018, 6, 1), AdministrativeSex.Male, practice.Now);
            foreach (var (id, phone) in new[] { ("father", "(212) 555-0188"), ("mother", "(617) 555-0123") })
            {
                child.AddProxy(new Proxy(new PersonId(id), new PersonName("Parent", "Diaz"), ProxyRelation.Parent, new PhoneContact(PhoneNumber.Parse(phone), LineType.Mobile)));
                child.GrantConsent(new PersonId(id), Channel.Sms, "intake form", practice.Now);
            }

            child.MarkEstranged(new PersonId("father"));
            records.Add(child);
            return ValueTask.CompletedTask;
        });
        await practice.BookAsync(At(3, 30, 14), "leo");
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal(3, practice.Messages.Count);
        Assert.All(practice.Messages, message => Assert.Equal("+16175550123", message.To));
    }

    [Fact]
    public async Task An_adolescents_confidential_visit_is_told_to_nobody_else()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync("teen", "(212) 555-0166", patient =>
        {
            patient.KeepVisitsConfidential();
            patient.AddProxy(new Proxy(new PersonId("mother"), new PersonName("Rosa", "Diaz"), ProxyRelation.Parent, new PhoneContact(Phone, LineType.Mobile)));
            patient.GrantConsent(new PersonId("mother"), Channel.Sms, "intake form", practice.Now);
        }, new LocalDate(2010, 6, 1));
        await practice.BookAsync(At(3, 30, 14), "teen", confidential: true);
        await practice.UntilAsync(At(3, 31, 9));

        Assert.NotEmpty(practice.Messages);
        Assert.All(practice.Messages, message => Assert.Equal("+12125550166", message.To));
    }

    [Fact]
    public async Task Quiet_hours_follow_the_recipients_own_clock_and_the_time_is_the_clinics()
    {
        await using var practice = await OpenAsync(At(3, 16, 13));
        await practice.PatientAsync(also: patient => patient.LiveIn("America/Los_Angeles"));
        await practice.BookAsync(At(3, 30, 10)); // 7:00 in Los Angeles: nothing may leave there.
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal([At(3, 16, 13, 10), At(3, 26, 21, 45), At(3, 28, 21, 45)], practice.Messages.Select(message => message.At));
        Assert.Contains("10:00 AM EDT", practice.Messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_area_code_says_nothing_about_where_a_patient_is()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync(phone: "(808) 555-0123"); // A Hawaiian number of someone who lives near the clinic.
        await practice.BookAsync(At(3, 30, 9, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal([At(3, 16, 10, 10), At(3, 27, 9, 30), At(3, 29, 9, 30)], practice.Messages.Select(message => message.At));
    }

    [Fact]
    public async Task A_landline_falls_back_to_email_and_is_not_texted_again()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        practice.Carrier = message => message.Channel == "sms" ? new OutboxOutcome(OutboxState.Failed, Code: "30006", Reason: "landline") : new OutboxOutcome(OutboxState.Delivered);
        await practice.PatientAsync(also: patient => patient.AddEmail(EmailAddress.Parse("rosa@example.org")));
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal(["sms", "email", "email", "email"], practice.Messages.Select(message => message.Channel));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_wrong_number_without_another_channel_becomes_a_task()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        practice.Carrier = _ => new OutboxOutcome(OutboxState.Failed, Code: "21211", Reason: "bad-number");
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));

        await practice.UntilAsync(At(3, 16, 11));
        var task = Assert.Single(await practice.TasksAsync());
        Assert.Contains("another way", task.Title, StringComparison.Ordinal);
        await practice.UntilAsync(At(3, 31, 9));
        Assert.Single(practice.Messages);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_practitioner_who_is_out_has_every_visit_told_and_given_to_a_person()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.PatientAsync("omar", "(212) 555-0177");
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.BookAsync(At(3, 30, 15), "omar", "visit-2");
        await practice.UntilAsync(At(3, 20, 11));
        await practice.DoAsync(async records =>
        {
            var doctor = (await records.FindPractitionerAsync(new PractitionerId("dr-lee")))!;
            doctor.GoAway(new Absence(At(3, 30, 0).InZoneLeniently(NewYork).ToInstant(), At(3, 31, 0).InZoneLeniently(NewYork).ToInstant(), "sick"), practice.Now);
        });

        Assert.Equal(4, practice.Messages.Count);
        Assert.All(practice.Messages.Skip(2), message => Assert.Contains("have to move your visit", message.Text, StringComparison.Ordinal));
        Assert.Equal(2, (await practice.TasksAsync()).Count);
        await practice.MoveAsync(At(4, 6, 9, 30));
        Assert.Single(await practice.TasksAsync()); // The moved visit's task has ended by itself.
        await practice.UntilAsync(At(3, 31, 9));
        Assert.DoesNotContain(practice.Messages, message => message.Key.StartsWith("visit-2+1+3-day", StringComparison.Ordinal));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Nothing_is_sent_about_a_patient_who_died_or_is_in_a_hospital()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 17, 9));
        await practice.ChangePatientAsync(patient => patient.Admit(practice.Now));
        await practice.UntilAsync(At(3, 28, 9));
        await practice.ChangePatientAsync(patient => patient.RecordDeath(practice.Now));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Single(practice.Messages); // The notice at booking.
        Assert.Equal(["PatientAdmitted", "PatientDeceased"], (await practice.RemindersAsync()).Where(reminder => reminder.Reason is not null).Select(reminder => reminder.Reason));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_consent_withdrawn_after_planning_is_honoured_at_the_next_message()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync(also: patient => patient.AddEmail(EmailAddress.Parse("rosa@example.org")));
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 20, 9));
        await practice.ChangePatientAsync(patient => patient.RevokeConsent(patient.Person, Channel.Sms, "on the phone", practice.Now));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal(["sms", "email", "email"], practice.Messages.Select(message => message.Channel));
    }

    [Fact]
    public async Task No_more_than_one_message_a_day_and_three_a_week_reach_one_phone()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        for (var i = 0; i < 4; i++)
        {
            await practice.BookAsync(At(3, 23 + i, 9 + i, 30), id: $"visit-{i}");
            await practice.UntilAsync(At(3, 16, 11 + i));
        }

        await practice.UntilAsync(At(3, 31, 9));
        var days = practice.Messages.Select(message => message.At.Date).ToList();
        Assert.Equal(days.Distinct(), days);
        Assert.All(days, day => Assert.InRange(days.Count(other => other > day.PlusDays(-7) && other <= day), 1, 3));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_part_2_programme_sends_nothing_and_a_sensitive_specialty_uses_the_neutral_name()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.DoAsync(async records => (await records.FindPractitionerAsync(new PractitionerId("dr-lee")))!.Protect(sensitiveSpecialty: true, part2Programme: false));
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 17, 9));
        Assert.StartsWith("Your doctor's office", Assert.Single(practice.Messages).Text, StringComparison.Ordinal);

        await practice.DoAsync(async records => (await records.FindPractitionerAsync(new PractitionerId("dr-lee")))!.Protect(sensitiveSpecialty: true, part2Programme: true));
        await practice.BookAsync(At(4, 1, 14, 30), id: "visit-2");
        await practice.UntilAsync(At(4, 2, 9));
        Assert.Single(practice.Messages);
    }

    [Fact]
    public async Task A_patient_likely_to_miss_the_visit_is_called_and_the_call_ends_with_the_visit()
    {
        await using var practice = await OpenAsync(At(1, 5, 10));
        await practice.PatientAsync();
        foreach (var day in new[] { 12, 19 })
        {
            await practice.BookAsync(At(1, day, 14), id: $"missed-{day}");
            await practice.UntilAsync(At(1, day, 16));
            await practice.VisitAsync(visit => visit.MarkNoShow(practice.Now), $"missed-{day}");
        }

        await practice.BookAsync(At(2, 12, 14), id: "visit-1");
        await practice.UntilAsync(At(2, 10, 15));
        var call = Assert.Single(await practice.TasksAsync());
        Assert.Equal("Call about a visit", call.Title);
        Assert.Equal("appointment/visit-1", call.Subject);
        await practice.AnswerTaskAsync("Confirmed");
        Assert.True((await practice.FindVisitAsync())!.IsConfirmed);
        await practice.UntilAsync(At(2, 13, 9));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task An_open_call_is_withdrawn_when_the_visit_is_called_off()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        practice.Carrier = _ => new OutboxOutcome(OutboxState.Failed, Code: "30005", Reason: "unreachable");
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 16, 11));
        Assert.Single(await practice.TasksAsync());
        await practice.VisitAsync(visit => visit.Cancel(CancellationReason.Patient, practice.Now));

        Assert.Empty(await practice.TasksAsync());
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_visit_called_off_by_the_practice_is_told_to_the_patient_once()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 20, 22)); // In the quiet hours.
        await practice.VisitAsync(visit => visit.Cancel(CancellationReason.LocationClosed, practice.Now));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal([At(3, 16, 10, 10), At(3, 21, 9)], practice.Messages.Select(message => message.At));
        Assert.Contains("will not take place", practice.Messages[1].Text, StringComparison.Ordinal);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_visit_moved_after_its_time_had_passed_is_reminded_of_again()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 18, 9, 30));
        await practice.UntilAsync(At(3, 18, 11)); // The patient is late; the process of the visit is over.
        await practice.MoveAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Contains(practice.Messages, message => message.At == At(3, 29, 14, 30));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_patient_who_asked_for_email_gets_email()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync(also: patient =>
        {
            patient.AddEmail(EmailAddress.Parse("rosa@example.org"));
            patient.Prefer(Channel.Email);
        });
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal(["email", "email", "email"], practice.Messages.Select(message => message.Channel));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_manager_who_changes_a_default_in_the_workflow_changes_what_is_sent()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.EditWorkflowAsync("appointment-reminders", ("FirstTextDays", "5"), ("SendFrom", "8:00"), ("SameDayText", "true"), ("CapPerDay", "2"));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 8, 30));
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Contains(practice.Messages, message => message.At == At(3, 25, 8, 30));
        Assert.DoesNotContain(practice.Messages, message => message.At.Date == At(3, 27, 0).Date);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_running_visit_keeps_the_version_of_the_workflow_that_it_started_on()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.EditWorkflowAsync("appointment-reminders", ("FirstTextDays", "5"));
        await practice.MoveAsync(At(3, 31, 14, 30));
        await practice.UntilAsync(At(4, 1, 9));

        Assert.Contains(practice.Messages, message => message.At == At(3, 28, 14, 30));
        Assert.DoesNotContain(practice.Messages, message => message.At.Date == At(3, 26, 0).Date);
    }
}
