using CsCheck;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class SendRevalidationTests
{
    private static readonly LocalDateTime Start = new(2026, 4, 16, 10, 30);
    private static readonly Instant Booked = Given.At(4, 1, 10);
    private static readonly Instant Now = Given.At(4, 13, 10, 30);

    private static Dictionary<SuppressionReason, Func<SendContext, (SendContext Context, Instant Now)>> Causes => new()
    {
        [SuppressionReason.PatientDeceased] = context => (With(context, patient => patient.RecordDeath(Now)), Now),
        [SuppressionReason.Part2Programme] = context => (With(context, doctor: doctor => doctor.Protect(false, true)), Now),
        [SuppressionReason.Rescheduled] = context => (With(context, visit: visit => visit.Reschedule(PracticeTime.At(Start.PlusDays(1), Given.NewYork), Now)), Now),
        [SuppressionReason.NotBooked] = context => (With(context, visit: visit => visit.Cancel(CancellationReason.Patient, Now)), Now),
        [SuppressionReason.TooLate] = context => (context, context.Appointment.Start - Duration.FromMinutes(59)),
        [SuppressionReason.PatientAdmitted] = context => (With(context, patient => patient.Admit(Now)), Now),
        [SuppressionReason.PractitionerAway] = context => (With(context, doctor: doctor => doctor.GoAway(new Absence(context.Appointment.Start, context.Appointment.End, "ill"), Now)), Now),
        [SuppressionReason.AlreadyConfirmed] = context => (With(context with { StopsWhenConfirmed = true }, visit: visit => visit.Confirm(1, Now)), Now),
        [SuppressionReason.AlreadySent] = context => (context with { Recent = [Given.Asked(context.Appointment, context.Patient.Person, Now - Duration.FromMinutes(1))] }, Now),
        [SuppressionReason.NoRecipient] = context => (With(context, patient => Then(() => patient.RemovePhone(Given.Mobile), () => patient.RemoveEmail(patient.Emails[0].Address))), Now),
        [SuppressionReason.NoChannel] = context => (With(context, patient => Then(() => OnlyTexts(patient), () => patient.LearnLine(Given.Mobile, LineType.Landline))), Now),
        [SuppressionReason.OptedOut] = context => (With(context, OnlyTexts) with { OptedOut = new HashSet<PhoneNumber> { Given.Mobile } }, Now),
        [SuppressionReason.NoConsent] = context => (With(context, patient => Then(() => OnlyTexts(patient), () => patient.RevokeConsent(patient.Person, Channel.Sms, "call", Now))), Now),
        [SuppressionReason.FrequencyCap] = context => (context with { Recent = [Told(Given.At(4, 15, 9, 30))] }, Given.At(4, 15, 18)),
    };

    public static TheoryData<SuppressionReason> Reasons => [.. Enum.GetValues<SuppressionReason>().Where(reason => reason is not (SuppressionReason.Combined or SuppressionReason.CaseChanged))];

    [Fact]
    public void A_reminder_that_nothing_speaks_against_goes_to_its_recipient() =>
        Assert.True(Sent(Context(), Now) is
        {
            Recipient.Person.Value: "pat-1",
            Channel: Channel.Sms,
            Address: "+16175550123",
            TemplateKey: "reminder-3-day",
            Language.Value: "en",
            SenderName: "Northside Clinic",
        });

    [Theory, MemberData(nameof(Reasons))]
    public void Every_reason_that_the_practice_knows_keeps_a_reminder_back(SuppressionReason reason)
    {
        var rules = ReminderRules.Default with { LeastNotice = reason == SuppressionReason.FrequencyCap ? Duration.FromHours(2) : Duration.FromHours(1) };
        var (context, now) = Causes[reason](Context() with { Rules = rules });
        Assert.Equal(new SendDecision.Suppress(reason), SendRevalidation.Decide(context, now));
    }

    [Fact]
    public void Of_two_reasons_the_one_that_staff_must_know_first_is_given()
    {
        SuppressionReason[] order =
        [
            SuppressionReason.PatientDeceased, SuppressionReason.Part2Programme, SuppressionReason.NotBooked, SuppressionReason.PatientAdmitted,
            SuppressionReason.PractitionerAway, SuppressionReason.AlreadySent, SuppressionReason.NoRecipient,
        ];
        for (var first = 0; first < order.Length; first++)
        {
            for (var second = first + 1; second < order.Length; second++)
            {
                var (context, _) = Causes[order[first]](Causes[order[second]](Context()).Context);
                Assert.Equal(new SendDecision.Suppress(order[first]), SendRevalidation.Decide(context, Now));
            }
        }
    }

    [Fact]
    public void A_message_of_a_change_tells_of_a_cancelled_visit_and_an_absent_practitioner_and_ignores_caps()
    {
        foreach (var reason in new[] { SuppressionReason.NotBooked, SuppressionReason.PractitionerAway, SuppressionReason.FrequencyCap, SuppressionReason.TooLate })
        {
            var (context, now) = Causes[reason](Context());
            Assert.IsType<SendDecision.Send>(SendRevalidation.Decide(context with { TellsOfChange = true }, now));
        }

        Assert.Equal(new SendDecision.Suppress(SuppressionReason.PatientDeceased), SendRevalidation.Decide(Causes[SuppressionReason.PatientDeceased](Context()).Context with { TellsOfChange = true }, Now));
    }

    [Fact]
    public void In_quiet_hours_it_waits_for_the_morning_unless_the_morning_is_too_late()
    {
        Assert.Equal(new SendDecision.Defer(Given.At(4, 14, 9)), SendRevalidation.Decide(Context(), Given.At(4, 13, 19)));
        Assert.Equal(new SendDecision.Suppress(SuppressionReason.TooLate), SendRevalidation.Decide(Context() with { Rules = ReminderRules.Default with { LeastNotice = Duration.FromHours(2) } }, Given.At(4, 15, 22)));
    }

    [Fact]
    public void Quiet_hours_are_those_of_the_recipients_clock()
    {
        var context = With(Context(), patient => patient.LiveIn("America/Los_Angeles"));
        Assert.Equal(new SendDecision.Defer(Given.At(4, 13, 12)), SendRevalidation.Decide(context, Now));
    }

    [Fact]
    public void A_recipient_who_was_told_something_today_is_told_tomorrow_and_siblings_in_one_thread_count_once()
    {
        Assert.Equal(new SendDecision.Defer(Given.At(4, 14, 9)), SendRevalidation.Decide(Context() with { Recent = [Told(Given.At(4, 13, 9))] }, Now));
        var rules = ReminderRules.Default with { CapPerDay = 2 };
        Assert.IsType<SendDecision.Send>(SendRevalidation.Decide(Context() with { Rules = rules, Recent = [Told(Given.At(4, 13, 9), "t"), Told(Given.At(4, 13, 9), "t")] }, Now));
        Assert.IsType<SendDecision.Defer>(SendRevalidation.Decide(Context() with { Rules = rules, Recent = [Told(Given.At(4, 13, 9), "t"), Told(Given.At(4, 13, 9), "u")] }, Now));
    }

    [Fact]
    public void A_message_that_never_arrived_is_not_counted_against_the_recipient()
    {
        var failed = Told(Given.At(4, 13, 9));
        failed.Record(MessageOutcome.Failed, Now);
        Assert.IsType<SendDecision.Send>(SendRevalidation.Decide(Context() with { Recent = [failed] }, Now));
    }

    [Fact]
    public void What_replaces_a_message_that_never_arrived_has_its_room_on_that_day()
    {
        var context = Context();
        context.Reminder.Send(context.Patient.Person, Now);
        context.Reminder.Fail("withdrawn", Now);
        context.Reminder.FallBack(Channel.Email, Now);
        context.Reminder.Revalidate(Now);
        var later = Now + Duration.FromMinutes(5);

        Assert.IsType<SendDecision.Send>(SendRevalidation.Decide(context with { Recent = [Told(later)] }, later));
        Assert.Equal(new SendDecision.Defer(Given.At(4, 14, 9)), SendRevalidation.Decide(context with { Recent = [Told(Given.At(4, 13, 9))] }, later));
        Assert.Equal(new SendDecision.Defer(Given.At(4, 15, 9)), SendRevalidation.Decide(context with { Recent = [Told(Given.At(4, 14, 9))] }, Given.At(4, 14, 10)));
    }

    [Fact]
    public void An_email_without_an_address_becomes_a_text_before_it_becomes_a_call()
    {
        var context = With(Context(Channel.Email), patient => patient.RemoveEmail(patient.Emails[0].Address));
        Assert.Equal(new SendDecision.Fallback(Channel.Sms), SendRevalidation.Decide(context, Now));
        Assert.Equal(new SendDecision.Fallback(Channel.Voice), SendRevalidation.Decide(context with { OptedOut = new HashSet<PhoneNumber> { Given.Mobile } }, Now));
    }

    [Fact]
    public void Texts_need_a_recorded_yes_and_emails_only_the_absence_of_a_no()
    {
        var silent = Context() with { Patient = PatientWith(7) };
        Assert.Equal(new SendDecision.Fallback(Channel.Email), SendRevalidation.Decide(silent, Now));
        Assert.IsType<SendDecision.Send>(SendRevalidation.Decide(silent with { Rules = ReminderRules.Default with { TextsNeedConsent = false } }, Now));
        Assert.Equal(new SendDecision.Fallback(Channel.Voice), SendRevalidation.Decide(silent with { Rules = ReminderRules.Default with { EmailsNeedConsent = true } }, Now));
    }

    [Fact]
    public void However_channels_open_and_close_falling_back_ends_and_no_message_key_is_used_twice()
    {
        var worlds = Gen.Select(Gen.OneOf(Channel.Sms, Channel.Email, Channel.Voice, Channel.Letter), Gen.Int[0, 63].Array[6]);
        worlds.Sample(
            (first, states) =>
            {
                var context = Context(first);
                HashSet<string> keys = [];
                var falls = 0;
                foreach (var state in states)
                {
                    if (context.Reminder.State == ReminderState.Due)
                        context.Reminder.Revalidate(Now);

                    Assert.True(keys.Add(context.Reminder.MessageKey));
                    var decision = SendRevalidation.Decide(context with { Patient = PatientWith(state), OptedOut = (state & 8) != 0 ? new HashSet<PhoneNumber> { Given.Mobile } : [] }, Now);
                    if (decision is not SendDecision.Fallback fallback)
                        return;

                    context.Reminder.FallBack(fallback.Channel, Now);
                    Assert.True(++falls <= 3);
                }

                Assert.Fail("It fell back for ever.");
            },
            iter: 2000);
    }

    [Theory, InlineData(true, false), InlineData(false, true)]
    public void A_sensitive_specialty_goes_out_under_the_neutral_name(bool doctorSensitive, bool visitSensitive)
    {
        var context = With(Context(), doctor: doctor => doctor.Protect(doctorSensitive, false));
        context.VisitType.Protect(visitSensitive, false);
        Assert.Equal("Your doctor's office", Sent(context, Now).SenderName);
    }

    [Fact]
    public void A_kind_of_visit_under_Part_2_sends_nothing()
    {
        var context = Context();
        context.VisitType.Protect(false, part2Programme: true);
        Assert.Equal(new SendDecision.Suppress(SuppressionReason.Part2Programme), SendRevalidation.Decide(context, Now));
        Assert.Equal(new SendDecision.Suppress(SuppressionReason.Part2Programme), SendRevalidation.Decide(context with { TellsOfChange = true }, Now));
    }

    [Fact]
    public void Someone_who_may_no_longer_be_told_is_replaced_by_whoever_may()
    {
        var child = Given.Child();
        var father = new PersonId("father");
        child.AddProxy(new Proxy(father, new PersonName("Juan", "Diaz"), ProxyRelation.Parent, new PhoneContact(Given.OtherMobile)));
        child.GrantConsent(father, Channel.Sms, "form", Booked);
        var context = Context() with { Patient = child };
        Assert.Equal(Given.Mother, Sent(context, Now).Recipient.Person);
        child.MarkEstranged(Given.Mother);
        Assert.Equal((father, Given.OtherMobile.Value), (Sent(context, Now).Recipient.Person, Sent(context, Now).Address));
    }

    private static SendDecision.Send Sent(SendContext context, Instant now) => Assert.IsType<SendDecision.Send>(SendRevalidation.Decide(context, now));

    private static SendContext Context(Channel channel = Channel.Sms)
    {
        var visit = Given.Appointment(Start, Booked);
        var patient = Given.Patient();
        var reminder = Reminder.Plan(visit, new PlannedReminder(visit.Id, 1, "3-day", patient.Person, channel, "reminder-3-day", Now));
        reminder.ComeDue(Now);
        reminder.Revalidate(Now);
        return new SendContext(reminder, visit, patient, Given.Practitioner(), Given.Location(), Given.VisitType(), Given.Practice());
    }

    private static SendContext With(SendContext context, Action<Patient>? patient = null, Action<Practitioner>? doctor = null, Action<Appointment>? visit = null)
    {
        patient?.Invoke(context.Patient);
        doctor?.Invoke(context.Practitioner);
        visit?.Invoke(context.Appointment);
        return context;
    }

    private static void Then(params ReadOnlySpan<Action> steps)
    {
        foreach (var step in steps)
            step();
    }

    // One bit each: a phone, an e-mail, silence about texts, (an opt-out), a no to e-mails, a no to calls.
    private static Patient PatientWith(int state)
    {
        var patient = Patient.Register(Given.PracticeId, new PatientId("pat-1"), new PersonName("Rosa", "Diaz"), new LocalDate(1980, 5, 4), AdministrativeSex.Female, Booked);
        if ((state & 1) != 0)
            patient.AddPhone(Given.Mobile);
        if ((state & 2) != 0)
            patient.AddEmail(EmailAddress.Parse("rosa@example.org"));
        if ((state & 4) == 0)
            patient.GrantConsent(patient.Person, Channel.Sms, "form", Booked);
        if ((state & 16) != 0)
            patient.RevokeConsent(patient.Person, Channel.Email, "call", Booked);
        if ((state & 32) != 0)
            patient.RevokeConsent(patient.Person, Channel.Voice, "call", Booked);

        return patient;
    }

    private static void OnlyTexts(Patient patient)
    {
        patient.RemoveEmail(patient.Emails[0].Address);
        patient.RevokeConsent(patient.Person, Channel.Voice, "call", Booked);
    }

    private static SentMessage Told(Instant at, string? thread = null) =>
        Given.Asked(Given.Appointment(Start, Booked, id: "other"), new PersonId("pat-1"), at, rule: $"booked-{thread}", thread: thread);
}
