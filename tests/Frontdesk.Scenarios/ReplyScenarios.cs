using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Scheduling;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>The edge cases of domain.md §2 that concern what patients text back.</summary>
public sealed class ReplyScenarios
{
    [Theory]
    [InlineData("YES")]
    [InlineData("yes!")]
    [InlineData(" Sí ")]
    [InlineData("I'll be there 👍")]
    public async Task A_yes_confirms_the_visit_that_was_asked_about(string yes)
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync(yes);

        Assert.True((await practice.FindVisitAsync())!.IsConfirmed);
        Assert.Contains("confirmed", practice.Messages[^1].Text, StringComparison.Ordinal);
        practice.AssertHealthy();
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("StopAll")]
    [InlineData("quit")]
    [InlineData("END")]
    [InlineData("REVOKE")]
    [InlineData("OPTOUT")]
    [InlineData("unsubscribe")]
    [InlineData("please stop texting me")]
    public async Task An_opt_out_word_stops_texts_at_once_and_is_acknowledged_once(string word)
    {
        await using var practice = await AskedAsync();
        var before = practice.Messages.Count;
        await practice.TextAsync(word);
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Contains("no more texts", Assert.Single(practice.Messages.Skip(before)).Text, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await practice.FindVisitAsync())!.Status);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task CANCEL_opts_out_and_asks_a_person_whether_the_visit_was_meant()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("Cancel");

        Assert.Contains("no more texts", practice.Messages[^1].Text, StringComparison.Ordinal);
        var task = Assert.Single(await practice.TasksAsync());
        Assert.Contains("Did they mean the visit", task.Title, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await practice.FindVisitAsync())!.Status);

        await practice.AnswerTaskAsync("Called off");
        Assert.Equal(AppointmentStatus.Cancelled, (await practice.FindVisitAsync())!.Status);
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task No_message_ever_prompts_for_a_carrier_word()
    {
        await using var practice = await AskedAsync();
        Assert.All(practice.Messages, message => Assert.DoesNotContain("CANCEL", message.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_opt_out_is_per_number_so_another_number_still_gets_texts()
    {
        await using var practice = await AskedAsync();
        await practice.PatientAsync("omar", "(212) 555-0177");
        await practice.TextAsync("STOP");
        await practice.BookAsync(At(4, 6, 15), "omar", "visit-2");
        await practice.UntilAsync(At(4, 7, 9));

        Assert.Equal(3, practice.Messages.Count(message => message.To == "+12125550177"));
    }

    [Theory]
    [InlineData("START")]
    [InlineData("unstop")]
    [InlineData("YES")] // At some carriers a yes after an opt-out re-subscribes.
    public async Task A_number_that_opted_out_can_come_back(string word)
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("STOP");
        await practice.TextAsync(word);
        var before = practice.Messages.Count;
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal(before + 1, practice.Messages.Count);
        Assert.Equal(At(3, 29, 14, 30), practice.Messages[^1].At);
    }

    [Fact]
    public async Task A_carrier_that_refuses_the_answer_to_STOP_gives_nobody_work_and_another_failed_answer_does()
    {
        await using var practice = await AskedAsync();
        practice.Carrier = _ => new Engine.Outbox.OutboxOutcome(Engine.Outbox.OutboxState.Failed, Code: "21610", Reason: "opted-out");
        await practice.TextAsync("STOP");
        Assert.Empty(await practice.TasksAsync());

        practice.Carrier = _ => new Engine.Outbox.OutboxOutcome(Engine.Outbox.OutboxState.Failed, Code: "30003", Reason: "unreachable");
        await practice.TextAsync("HELP");
        Assert.Contains("could not be delivered", Assert.Single(await practice.TasksAsync()).Title, StringComparison.Ordinal);
        await practice.AnswerTaskAsync("Reached");
        Assert.Empty(practice.Column("SELECT id FROM workflow_instance WHERE status = 0 AND definition_id <> 'appointment-reminders'"));
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_carriers_own_stop_start_and_help_count_although_the_words_do_not_say_it()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("Thanks, I have had enough", carrierWord: "STOP");
        Assert.Contains("no more texts", practice.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(["0"], practice.Column("SELECT COUNT(*) FROM user_task"));
        var before = practice.Messages.Count;
        await practice.UntilAsync(At(3, 29, 12));
        Assert.Equal(before, practice.Messages.Count);

        await practice.TextAsync("Let me back in", carrierWord: "START");
        await practice.TextAsync("Who do I talk to?", carrierWord: "HELP");
        Assert.Contains("(617) 555-0100", practice.Messages[^1].Text, StringComparison.Ordinal);
        await practice.UntilAsync(At(3, 31, 9));
        Assert.Equal(At(3, 29, 14, 30), practice.Messages[^1].At);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_yes_that_the_carrier_takes_for_its_start_still_confirms_the_visit()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("Yes", carrierWord: "START");

        Assert.True((await practice.FindVisitAsync())!.IsConfirmed);
    }

    [Fact]
    public async Task A_text_that_the_carrier_delivers_again_after_its_id_was_forgotten_is_not_answered_again()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("HELP", providerId: "SM1");
        await practice.UntilAsync(At(5, 15, 12));
        await practice.TextAsync("HELP", providerId: "SM2");
        await practice.TextAsync("HELP", providerId: "SM3");
        Assert.DoesNotContain("event:sms:SM1", practice.Column("SELECT key FROM stimulus"));
        var before = practice.Messages.Count;

        await practice.TextAsync("HELP", providerId: "SM1");

        Assert.Equal(before, practice.Messages.Count);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task HELP_answers_with_who_and_how_to_reach()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("help");

        Assert.Contains("Northside Clinic", practice.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Contains("(617) 555-0100", practice.Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_to_yesterdays_thread_after_a_reschedule_does_not_confirm_the_new_time()
    {
        await using var practice = await AskedAsync();
        await practice.MoveAsync(At(4, 6, 9, 30));
        await practice.TextAsync("YES"); // An answer to the text about the old time; the new notice has not left yet.

        Assert.False((await practice.FindVisitAsync())!.IsConfirmed);
        Assert.Contains("is now on", practice.Messages[^1].Text, StringComparison.Ordinal);
        await practice.TextAsync("YES");
        Assert.True((await practice.FindVisitAsync())!.IsConfirmed);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_replayed_webhook_is_answered_once()
    {
        await using var practice = await AskedAsync();
        var before = practice.Messages.Count;
        for (var i = 0; i < 3; i++)
            await practice.TextAsync("HELP", providerId: "SM-replayed");

        Assert.Equal(before + 1, practice.Messages.Count);
    }

    [Fact]
    public async Task Nonsense_is_acknowledged_and_given_to_a_person()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("my knee is better, do I still need the x-ray?");

        Assert.Contains("could not read", practice.Messages[^1].Text, StringComparison.Ordinal);
        var task = Assert.Single(await practice.TasksAsync());
        Assert.Contains("x-ray", task.Description, StringComparison.Ordinal);
        await practice.AnswerTaskAsync("Answered");
        Assert.Empty(await practice.TasksAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task Someone_elses_number_is_marked_and_not_texted_again()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("Wrong number");
        var before = practice.Messages.Count;
        await practice.UntilAsync(At(3, 31, 9));

        Assert.Equal(before, practice.Messages.Count);
        Assert.True((await practice.ReadAsync(records => records.FindPatientAsync(new PatientId("rosa")).AsTask()))!.Phones[0].IsWrong);
        Assert.Contains("right number", Assert.Single(await practice.TasksAsync(), task => task.Title.Contains("right number", StringComparison.Ordinal)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_another_time_opens_a_task_that_ends_when_the_visit_is_moved()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("can we reschedule?");
        Assert.Single(await practice.TasksAsync());
        await practice.MoveAsync(At(4, 6, 9, 30));

        Assert.Empty(await practice.TasksAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_patient_who_cannot_be_reached_is_called_again_the_next_day()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("can't make it");
        await practice.AnswerTaskAsync("Not reached");
        Assert.Empty(await practice.TasksAsync());
        await practice.UntilAsync(At(3, 28, 16));
        Assert.Single(await practice.TasksAsync());
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_text_from_an_unknown_number_becomes_a_task_and_STOP_is_honoured_all_the_same()
    {
        await using var practice = await AskedAsync();
        await practice.TextAsync("hello?", from: "+14155550199");
        Assert.Single(await practice.TasksAsync());
        await practice.TextAsync("STOP", from: "+14155550199");
        Assert.True((await practice.ReadAsync(records => records.FindOptOutAsync(PhoneNumber.Parse("+14155550199")).AsTask()))!.IsActive);
        practice.AssertHealthy();
    }

    [Fact]
    public async Task A_yes_that_may_mean_two_visits_is_given_to_a_person()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.BookAsync(At(4, 1, 14, 30), id: "visit-2");
        await practice.UntilAsync(At(3, 29, 15));
        var asked = practice.Messages.Where(message => message.Text.Contains("YES", StringComparison.Ordinal)).Select(message => message.Key).Distinct().Count();
        Assert.True(asked >= 2);
        await practice.TextAsync("yes");

        Assert.Single(await practice.TasksAsync());
        Assert.False((await practice.FindVisitAsync())!.IsConfirmed);
        Assert.False((await practice.FindVisitAsync("visit-2"))!.IsConfirmed);
    }

    [Fact]
    public async Task A_patient_who_speaks_Spanish_is_written_to_and_understood_in_Spanish()
    {
        await using var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync(also: patient => patient.Speak(LanguageTag.Spanish));
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 27, 15));
        Assert.Contains("Responda SI", practice.Messages[^1].Text, StringComparison.Ordinal);
        await practice.TextAsync("sí, ahí estaré");

        Assert.True((await practice.FindVisitAsync())!.IsConfirmed);
        Assert.Contains("gracias", practice.Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_carriers_word_that_arrives_twice_and_out_of_order_moves_nothing_backwards()
    {
        await using var practice = await AskedAsync();
        var text = practice.Messages[^1];
        await practice.Engine.DrainAsync();
        foreach (var state in new[] { Engine.Outbox.OutboxState.Sent, Engine.Outbox.OutboxState.Delivered, Engine.Outbox.OutboxState.Failed })
        {
            var told = practice.Engine.RecordAsync(text.Id, new Engine.Outbox.OutboxOutcome(state, "SM-late"), CancellationToken.None);
            await practice.SettleAsync();
            await told;
        }

        var sent = await practice.ReadAsync(records => records.FindSentAsync(text.Key).AsTask());
        Assert.Equal(Domain.Messaging.MessageOutcome.Delivered, sent!.Outcome);
        Assert.Empty(await practice.TasksAsync());
    }

    /// <summary>A practice on 27 March, half an hour after Rosa was asked about her visit on 30 March at 14:30.</summary>
    private static async Task<TestPractice> AskedAsync()
    {
        var practice = await OpenAsync(At(3, 16, 10));
        await practice.PatientAsync();
        await practice.BookAsync(At(3, 30, 14, 30));
        await practice.UntilAsync(At(3, 27, 15));
        return practice;
    }
}
