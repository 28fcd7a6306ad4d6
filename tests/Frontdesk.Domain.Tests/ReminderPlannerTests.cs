using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class ReminderPlannerTests
{
    private static readonly LocalDateTime Start = new(2026, 4, 16, 10, 30);
    private static readonly Instant Early = Given.At(3, 2, 10);
    private static readonly ReminderRules Wide = ReminderRules.Default with { CapPerDay = 5, CapPerWeek = 20 };

    [Fact]
    public void A_visit_gets_a_notice_at_booking_and_a_text_three_days_and_one_day_ahead_at_its_wall_time() =>
        Assert.Equal(
            [("booked", AfterDelay(Early)), ("3-day", Given.At(4, 13, 10, 30)), ("1-day", Given.At(4, 15, 10, 30))],
            Dues(Plan(Start, Early)));

    [Theory]
    [InlineData(3, 10)]
    [InlineData(3, 9)]
    [InlineData(11, 3)]
    [InlineData(11, 2)]
    public void Across_both_changes_the_texts_keep_the_wall_time_of_the_visit(int month, int day)
    {
        var start = new LocalDateTime(2026, month, day, 10, 30);
        var planned = Plan(start, Given.At(2, 2, 10));
        Assert.Equal(
            [start.PlusDays(-3), start.PlusDays(-1)],
            planned.Skip(1).Select(reminder => reminder.Due.InZone(Given.NewYork).LocalDateTime));
    }

    [Theory, InlineData(false, false, false), InlineData(true, false, true), InlineData(false, true, true)]
    public void Only_first_visits_and_visits_with_preparation_get_an_email_a_week_ahead(bool preparation, bool firstVisit, bool expected)
    {
        var kind = Given.VisitType();
        kind.Prepare(preparation, firstVisit);
        var mail = Plan(Start, Early, kind: kind).Where(reminder => reminder.Rule == "7-day").ToList();
        Assert.Equal(expected, mail is [{ Channel: Channel.Email }]);
        if (expected)
            Assert.Equal(Given.At(4, 9, 10, 30), mail[0].Due);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Only_a_patient_at_high_risk_gets_a_call(bool highRisk)
    {
        var calls = Plan(Start, Early, highRisk: highRisk).Where(reminder => reminder.Channel == Channel.Voice).ToList();
        Assert.Equal(highRisk, calls is [{ Rule: "high-risk-call" }]);
        if (highRisk)
            Assert.Equal(Given.At(4, 14, 10, 30), calls[0].Due);
    }

    [Fact]
    public void The_two_hour_text_is_sent_only_where_it_was_switched_on()
    {
        Assert.DoesNotContain(Plan(Start, Early, Wide), reminder => reminder.Rule == "2-hour");
        var on = Wide with { Steps = [.. Wide.Steps.Select(step => step with { IsEnabled = true })] };
        Assert.Contains(("2-hour", Given.At(4, 16, 9)), Dues(Plan(new LocalDateTime(2026, 4, 16, 11, 0), Early, on)));
    }

    [Fact]
    public void Windows_that_had_passed_at_booking_are_left_out_because_the_notice_stands_for_them()
    {
        var booked = Given.At(4, 14, 11);
        Assert.Equal([("booked", AfterDelay(booked)), ("1-day", Given.At(4, 15, 10, 30))], Dues(Plan(Start, booked)));
        Assert.Equal([("booked", AfterDelay(Given.At(4, 15, 11)))], Dues(Plan(Start, Given.At(4, 15, 11))));
    }

    [Fact]
    public void A_same_day_add_on_gets_no_notice_because_its_patient_is_at_the_desk() =>
        Assert.Empty(Plan(Start, Given.At(4, 16, 8)));

    [Fact]
    public void A_window_in_quiet_hours_is_used_on_the_evening_before() =>
        Assert.Equal(
            [("booked", AfterDelay(Early)), ("3-day", Given.At(4, 12, 18, 45)), ("1-day", Given.At(4, 14, 18, 45))],
            Dues(Plan(new LocalDateTime(2026, 4, 16, 8, 0), Early)));

    [Fact]
    public void A_late_window_is_used_on_the_evening_of_its_own_day() =>
        Assert.Equal(Given.At(4, 13, 18, 45), Plan(new LocalDateTime(2026, 4, 16, 20, 0), Early)[1].Due);

    [Fact]
    public void When_that_evening_has_passed_the_reminder_waits_for_the_morning()
    {
        // Booked at 20:00 two days ahead, the visit at 8:00: the evening before its window has gone by.
        var planned = Plan(new LocalDateTime(2026, 4, 16, 8, 0), Given.At(4, 14, 20), Wide);
        Assert.Equal([("1-day", Given.At(4, 15, 9)), ("booked", Given.At(4, 15, 9))], Dues(planned));
    }

    [Fact]
    public void A_notice_of_a_booking_at_night_waits_for_the_morning() =>
        Assert.Equal(("booked", Given.At(3, 3, 9)), Dues(Plan(Start, Given.At(3, 2, 23)))[0]);

    [Fact]
    public void Quiet_hours_are_read_on_the_clock_of_the_recipient_and_days_on_that_of_the_clinic()
    {
        var patient = Given.Patient();
        patient.LiveIn("America/Los_Angeles");
        // 10:30 in New York is 7:30 in Los Angeles, so the text leaves there on the evening before.
        var planned = Plan(Start, Early, patient: patient);
        var losAngeles = Zones.Named("America/Los_Angeles");
        Assert.Equal(new LocalDateTime(2026, 4, 12, 18, 45), planned[1].Due.InZone(losAngeles).LocalDateTime);
    }

    [Fact]
    public void No_more_than_one_message_on_a_day_and_the_earlier_one_wins()
    {
        var kind = Given.VisitType();
        kind.Prepare(needsPreparation: true, forNewPatients: false);
        var booked = Given.At(4, 9, 9, 15);
        Assert.Equal([("booked", AfterDelay(booked)), ("3-day", Given.At(4, 13, 10, 30)), ("1-day", Given.At(4, 15, 10, 30))], Dues(Plan(Start, booked, kind: kind)));
    }

    [Fact]
    public void No_more_messages_in_seven_days_than_the_cap_and_a_call_is_not_counted()
    {
        var rules = ReminderRules.Default with { CapPerWeek = 1 };
        Assert.Equal(
            [("booked", AfterDelay(Early)), ("3-day", Given.At(4, 13, 10, 30)), ("high-risk-call", Given.At(4, 14, 10, 30))],
            Dues(Plan(Start, Early, rules, highRisk: true)));
    }

    [Fact]
    public void Nothing_is_planned_for_a_visit_that_is_off_or_over_or_nobody_may_be_told_of()
    {
        var cancelled = Given.Appointment(Start, Early);
        cancelled.Cancel(CancellationReason.Patient, Early);
        var context = Context(Given.Appointment(Start, Early));
        Assert.NotEmpty(ReminderPlanner.Plan(context, Early));
        Assert.Empty(ReminderPlanner.Plan(context with { Appointment = cancelled }, Early));
        Assert.Empty(ReminderPlanner.Plan(context, context.Appointment.Start));
        Assert.Empty(ReminderPlanner.Plan(context with { Recipients = [] }, Early));
        Assert.Empty(ReminderPlanner.Plan(context with { IsPart2Programme = true }, Early));
        var programme = Given.VisitType();
        programme.Protect(sensitiveSpecialty: false, part2Programme: true);
        Assert.Empty(ReminderPlanner.Plan(context with { VisitType = programme }, Early));
    }

    [Fact]
    public void A_reminder_that_would_come_too_close_to_the_visit_is_left_out()
    {
        var rules = Wide with { Steps = [new ReminderStep("2-hour", Channel.Sms, "reminder-2-hour", HoursBefore: 2)], LeastNotice = Duration.FromHours(3) };
        Assert.Empty(Plan(new LocalDateTime(2026, 4, 16, 14, 0), Early, rules));
    }

    [Fact]
    public void A_moved_visit_is_planned_anew_with_keys_of_its_new_version()
    {
        var visit = Given.Appointment(Start, Early);
        var before = ReminderPlanner.Plan(Context(visit), Early);
        visit.Reschedule(PracticeTime.At(Start.PlusDays(7), Given.NewYork), Early);
        var after = ReminderPlanner.Plan(Context(visit), Early);
        Assert.Empty(before.Select(reminder => reminder.Key).Intersect(after.Select(reminder => reminder.Key)));
        Assert.All(after, reminder => Assert.Equal(2, reminder.AppointmentVersion));
        Assert.Equal("apt-1+2+booked+pat-1", after[0].Key);
    }

    // Visits booked one after the other for a family share one notice.
    private static Instant AfterDelay(Instant booked) => booked + ReminderRules.Default.NoticeDelay;

    private static PlanningContext Context(Appointment visit, ReminderRules? rules = null) =>
        new(visit, Given.VisitType(), Recipient.For(Given.Patient(), visit, Given.Location(), Given.Practice()), rules ?? ReminderRules.Default);

    private static IReadOnlyList<PlannedReminder> Plan(LocalDateTime start, Instant booked, ReminderRules? rules = null, VisitType? kind = null, bool highRisk = false, Patients.Patient? patient = null)
    {
        var visit = Given.Appointment(start, booked);
        var recipients = Recipient.For(patient ?? Given.Patient(), visit, Given.Location(), Given.Practice());
        return ReminderPlanner.Plan(new PlanningContext(visit, kind ?? Given.VisitType(), recipients, rules ?? ReminderRules.Default, highRisk), booked);
    }

    private static List<(string Rule, Instant Due)> Dues(IReadOnlyList<PlannedReminder> planned) => [.. planned.Select(reminder => (reminder.Rule, reminder.Due))];
}
