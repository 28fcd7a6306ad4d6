using CsCheck;
using Frontdesk.Domain.Reminders;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class ReminderTests
{
    private static readonly Instant Now = Given.At(4, 13, 10, 30);

    // The table as domain.md §2 tells it, one line per state.
    public static TheoryData<ReminderState, string> Allowed
    {
        get
        {
            const string Replies = "Confirm:Confirmed AskToCancel:CancelRequested AskToReschedule:RescheduleRequested OptOut:OptedOut DenyNumber:WrongNumber Close:Closed";
            return new()
            {
                { ReminderState.Planned, "ComeDue:Due Void:Suppressed" },
                { ReminderState.Due, "Revalidate:Revalidated Void:Suppressed" },
                { ReminderState.Revalidated, "Suppress:Suppressed Void:Suppressed Defer:Planned FallBack:Due Send:Sent" },
                { ReminderState.Suppressed, "Close:Closed" },
                { ReminderState.Sent, $"Deliver:Delivered Fail:Failed SayOther:Unrecognised {Replies}" },
                { ReminderState.Delivered, $"SayOther:Unrecognised {Replies}" },
                { ReminderState.Failed, "FallBack:Due Close:Closed" },
                { ReminderState.Confirmed, Replies },
                { ReminderState.Unrecognised, $"SayOther:Unrecognised {Replies}" },
                { ReminderState.CancelRequested, "Close:Closed" },
                { ReminderState.RescheduleRequested, "Close:Closed" },
                { ReminderState.OptedOut, "Close:Closed" },
                { ReminderState.WrongNumber, "Close:Closed" },
                { ReminderState.Closed, "" },
            };
        }
    }

    [Theory, MemberData(nameof(Allowed))]
    public void In_each_state_every_verb_leads_where_the_practice_expects_or_nowhere(ReminderState from, string allowed)
    {
        var expected = allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(step => step.Split(':')).ToDictionary(step => step[0], step => step[1]);
        foreach (var verb in Enum.GetValues<ReminderVerb>())
            Assert.Equal(expected.GetValueOrDefault(verb.ToString()), ReminderStateTable.After(from, verb)?.ToString());
    }

    [Fact]
    public void The_table_names_each_step_once() =>
        Assert.Equal(ReminderStateTable.Rows.Count, ReminderStateTable.Rows.DistinctBy(row => (row.From, row.Verb)).Count());

    [Fact]
    public void A_change_voids_what_has_not_left_and_nothing_else()
    {
        var planned = Planned();
        Assert.True(planned.Void(SuppressionReason.Rescheduled, Now));
        Assert.Equal((ReminderState.Suppressed, "Rescheduled"), (planned.State, planned.Reason));

        var sent = SentOne();
        Assert.False(sent.Void(SuppressionReason.Rescheduled, Now));
        Assert.Equal((ReminderState.Sent, null), (sent.State, sent.Reason));
    }

    [Fact]
    public void A_deferred_reminder_is_planned_again_for_its_new_moment()
    {
        var reminder = Revalidated();
        reminder.Defer(Now + Duration.FromHours(20), Now);
        Assert.Equal((ReminderState.Planned, Now + Duration.FromHours(20)), (reminder.State, reminder.DueAt));
    }

    [Fact]
    public void A_fallback_is_another_message_of_the_same_reminder()
    {
        var reminder = SentOne();
        Assert.Equal(reminder.Key, reminder.MessageKey);
        Assert.True(reminder.Fail("30006", Now));
        reminder.FallBack(Channel.Email, Now);
        Assert.Equal((ReminderState.Due, Channel.Email, 1, "apt-1+1+3-day+pat-1+Email"), (reminder.State, reminder.Channel, reminder.Fallbacks, reminder.MessageKey));
        Assert.Equal("apt-1+1+3-day+pat-1", reminder.Key);
    }

    [Fact]
    public void A_fallback_is_due_at_once_also_when_a_family_message_took_the_reminder_along_early()
    {
        var reminder = SentOne();
        var early = reminder.DueAt - Duration.FromMinutes(30);
        Assert.True(reminder.Fail("withdrawn", early));
        reminder.FallBack(Channel.Email, early);
        Assert.Equal(early, reminder.DueAt);
    }

    [Fact]
    public void Whoever_it_was_sent_to_is_its_recipient()
    {
        var reminder = Revalidated();
        reminder.Send(Given.Mother, Now);
        Assert.Equal((Given.Mother, Now), (reminder.Recipient, reminder.SentAt));
    }

    [Fact]
    public void Replayed_and_late_words_of_the_provider_change_nothing()
    {
        var reminder = SentOne();
        Assert.True(reminder.Deliver(Now));
        reminder.TakeEvents();
        Assert.False(reminder.Deliver(Now));
        Assert.False(reminder.Fail("late", Now));
        Assert.Equal((ReminderState.Delivered, null), (reminder.State, reminder.Reason));
        Assert.Empty(reminder.Events);
    }

    [Fact]
    public void A_reply_may_overtake_the_word_that_the_message_arrived()
    {
        var reminder = SentOne();
        Assert.True(reminder.Answer(ReminderVerb.Confirm, Now));
        Assert.False(reminder.Deliver(Now));
        Assert.Equal(ReminderState.Confirmed, reminder.State);
    }

    [Theory, InlineData(ReminderVerb.Send), InlineData(ReminderVerb.Close), InlineData(ReminderVerb.Deliver)]
    public void What_is_no_reply_is_not_taken_for_one(ReminderVerb verb)
    {
        var reminder = SentOne();
        Assert.False(reminder.Answer(verb, Now));
        Assert.Equal(ReminderState.Sent, reminder.State);
    }

    [Fact]
    public void A_step_that_the_state_does_not_allow_is_refused()
    {
        var reminder = Planned();
        Assert.Equal("reminder-state", Assert.Throws<DomainRuleException>(() => reminder.Send(Given.Mother, Now)).Rule);
        Assert.Throws<DomainRuleException>(() => reminder.Suppress(SuppressionReason.TooLate, Now));
        Assert.Equal((ReminderState.Planned, null), (reminder.State, reminder.StateAt));
        Assert.False(reminder.Close(Now));
    }

    [Fact]
    public void A_plan_for_another_visit_is_refused()
    {
        var visit = Given.Appointment(new LocalDateTime(2026, 4, 16, 10, 30), Now, "apt-2");
        Assert.Equal("reminder-appointment", Assert.Throws<DomainRuleException>(() => Reminder.Plan(visit, Plan())).Rule);
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_each_move_is_told_once_and_what_was_suppressed_or_closed_is_never_sent() =>
        Gen.Enum<ReminderVerb>().Array[1, 30].Sample(verbs =>
        {
            var reminder = Planned();
            var ended = false;
            foreach (var verb in verbs)
            {
                reminder.TakeEvents();
                var before = reminder.State;
                var moved = Do(reminder, verb);
                Assert.Equal(moved ? ReminderStateTable.After(before, verb) : before, reminder.State);
                Assert.Equal(moved ? 1 : 0, reminder.Events.Count);
                if (moved)
                    Assert.Equal(reminder.State, Assert.IsType<ReminderMoved>(reminder.Events[0]).State);

                Assert.False(ended && reminder.State is ReminderState.Sent or ReminderState.Due);
                ended |= reminder.State is ReminderState.Suppressed or ReminderState.Closed or ReminderState.OptedOut;
            }
        });

    private static bool Do(Reminder reminder, ReminderVerb verb)
    {
        try
        {
            switch (verb)
            {
                case ReminderVerb.ComeDue: reminder.ComeDue(Now); return true;
                case ReminderVerb.Revalidate: reminder.Revalidate(Now); return true;
                case ReminderVerb.Suppress: reminder.Suppress(SuppressionReason.TooLate, Now); return true;
                case ReminderVerb.Defer: reminder.Defer(Now, Now); return true;
                case ReminderVerb.FallBack: reminder.FallBack(Channel.Email, Now); return true;
                case ReminderVerb.Send: reminder.Send(Given.Mother, Now); return true;
                case ReminderVerb.Void: return reminder.Void(SuppressionReason.Rescheduled, Now);
                case ReminderVerb.Deliver: return reminder.Deliver(Now);
                case ReminderVerb.Fail: return reminder.Fail("x", Now);
                case ReminderVerb.Close: return reminder.Close(Now);
                default: return reminder.Answer(verb, Now);
            }
        }
        catch (DomainRuleException)
        {
            return false;
        }
    }

    private static PlannedReminder Plan() => new(new AppointmentId("apt-1"), 1, "3-day", new PersonId("pat-1"), Channel.Sms, "reminder-3-day", Now);

    private static Reminder Planned() => Reminder.Plan(Given.Appointment(new LocalDateTime(2026, 4, 16, 10, 30), Now), Plan());

    private static Reminder Revalidated()
    {
        var reminder = Planned();
        reminder.ComeDue(Now);
        reminder.Revalidate(Now);
        return reminder;
    }

    private static Reminder SentOne()
    {
        var reminder = Revalidated();
        reminder.Send(new PersonId("pat-1"), Now);
        return reminder;
    }
}
