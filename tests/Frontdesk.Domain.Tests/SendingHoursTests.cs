using CsCheck;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

/// <summary>What holds of every moment at which a message may leave, whatever the rules, the zone and the season.</summary>
public sealed class SendingHoursTests
{
    private static readonly Gen<DateTimeZone> AnyZone =
        Gen.OneOf("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Havana", "Australia/Lord_Howe", "Europe/London", "Asia/Kolkata").Select(Zones.Named);

    // Weeks around both changes of 2026 in the US and in Europe, to the minute.
    private static readonly Gen<Instant> AroundChanges =
        Gen.Select(Gen.OneOf(Given.At(3, 8, 2), Given.At(3, 29, 2), Given.At(10, 25, 1), Given.At(11, 1, 1), Given.At(7, 1, 0)), Gen.Int[-6 * 1440, 6 * 1440])
            .Select((change, minutes) => change + Duration.FromMinutes(minutes));

    private static readonly Gen<ReminderRules> AnyRules =
        from fromMinute in Gen.Int[8 * 60, 15 * 60]
        from length in Gen.Int[60, 21 * 60 - 15 * 60]
        from margin in Gen.Int[1, 60]
        from notice in Gen.Int[0, 24 * 60]
        from perDay in Gen.Int[1, 3]
        from perWeek in Gen.Int[0, 5]
        from twoHour in Gen.Bool
        select ReminderRules.Default with
        {
            SendFrom = LocalTime.Midnight.PlusMinutes(fromMinute),
            SendUntil = LocalTime.Midnight.PlusMinutes(fromMinute + length),
            EveningMargin = Duration.FromMinutes(margin),
            LeastNotice = Duration.FromMinutes(notice),
            CapPerDay = perDay,
            CapPerWeek = perDay + perWeek,
            Steps = [.. ReminderRules.Default.Steps.Select(step => step.Rule == "2-hour" ? step with { IsEnabled = twoHour } : step)],
        };

    [Fact]
    public void Every_planned_reminder_is_lawful_in_time_for_the_visit_and_within_the_caps()
    {
        var visits = Gen.Select(AroundChanges, Gen.Int[0, 45 * 1440], AnyZone, AnyZone, AnyRules, Gen.Bool);
        visits.Sample(
            (now, ahead, clinic, home, rules, highRisk) =>
            {
                Assert.Empty(rules.Validate());
                var start = PracticeTime.Of(now + Duration.FromMinutes(ahead), clinic);
                var visit = Appointment.Book(Given.Request(start.Local) with { Start = start }, now);
                var kind = Given.VisitType();
                kind.Prepare(highRisk, forNewPatients: false);
                var recipient = new Recipient(Given.Mother, [new PhoneContact(Given.Mobile)], [], LanguageTag.English, home);

                var planned = ReminderPlanner.Plan(new PlanningContext(visit, kind, [recipient], rules, highRisk), now);

                foreach (var reminder in planned)
                {
                    var time = reminder.Due.InZone(home).TimeOfDay;
                    Assert.True(time >= ReminderRules.LegalStart && time < ReminderRules.LegalEnd, $"{time} on the clock of {home.Id}");
                    Assert.True(reminder.Due >= now && reminder.Due <= visit.Start - rules.LeastNotice);
                }

                Assert.Equal(planned.Count, planned.Select(reminder => reminder.Key).Distinct().Count());
                Assert.Equal(planned.Select(reminder => reminder.Due).Order(), planned.Select(reminder => reminder.Due));

                var days = planned.Where(reminder => reminder.Channel != Channel.Voice).Select(reminder => reminder.Due.InZone(home).Date).ToList();
                foreach (var day in days)
                {
                    Assert.True(days.Count(other => other == day) <= rules.CapPerDay);
                    Assert.True(days.Count(other => other >= day && other < day.PlusDays(7)) <= rules.CapPerWeek);
                }
            },
            iter: 2000);
    }

    [Fact]
    public void The_next_allowed_moment_is_allowed_not_earlier_and_nothing_between_is_allowed() =>
        Gen.Select(AroundChanges, AnyZone, AnyRules).Sample(
            (moment, zone, rules) =>
            {
                var hours = rules.QuietHours;
                var next = hours.NextAllowed(moment, zone);
                Assert.True(next >= moment && hours.Allow(next, zone));
                for (var between = moment; between < next; between += Duration.FromMinutes(7))
                    Assert.False(hours.Allow(between, zone));
            },
            iter: 1000);

    [Fact]
    public void The_last_allowed_moment_is_allowed_not_later_and_within_a_margin_of_the_quiet() =>
        Gen.Select(AroundChanges, AnyZone, AnyRules).Sample(
            (moment, zone, rules) =>
            {
                var hours = rules.QuietHours;
                var last = hours.LastAllowed(moment, zone, rules.EveningMargin);
                Assert.True(last <= moment && hours.Allow(last, zone));
                for (var between = last + rules.EveningMargin; between <= moment; between += Duration.FromMinutes(7))
                    Assert.True(last == moment || !hours.Allow(between, zone));
            },
            iter: 1000);

    [Fact]
    public void A_moment_that_is_allowed_stays_as_it_is_and_the_end_of_the_hours_is_quiet()
    {
        var hours = ReminderRules.Default.QuietHours;
        Assert.Equal(Given.At(3, 8, 9), hours.NextAllowed(Given.At(3, 8, 9), Given.NewYork));
        Assert.Equal(Given.At(3, 8, 9), hours.LastAllowed(Given.At(3, 8, 9), Given.NewYork, Duration.FromMinutes(15)));
        Assert.False(hours.Allow(Given.At(3, 8, 19), Given.NewYork));
        Assert.Equal(Given.At(3, 9, 9), hours.NextAllowed(Given.At(3, 8, 19), Given.NewYork));
        Assert.Equal(Given.At(3, 7, 18, 45), hours.LastAllowed(Given.At(3, 8, 8, 59), Given.NewYork, Duration.FromMinutes(15)));
    }

    [Fact]
    public void Whoever_writes_only_when_there_is_room_never_breaks_a_cap_and_always_finds_room_later() =>
        Gen.Select(AroundChanges, AnyZone, AnyRules, Gen.Int[0, 3000].Array[1, 25]).Sample((from, zone, rules, gaps) =>
        {
            List<Instant> sent = [];
            var now = from;
            foreach (var gap in gaps)
            {
                now += Duration.FromMinutes(gap);
                if (FrequencyCaps.HaveRoom(sent, now, zone, rules))
                {
                    sent.Add(now);
                    continue;
                }

                var room = FrequencyCaps.NextRoom(sent, now, zone, rules);
                Assert.True(room > now && rules.QuietHours.Allow(room, zone) && FrequencyCaps.HaveRoom(sent, room, zone, rules));
            }

            var days = sent.Select(at => at.InZone(zone).Date).ToList();
            Assert.All(days, day => Assert.True(days.Count(other => other == day) <= rules.CapPerDay));
            Assert.All(days, day => Assert.True(days.Count(other => other >= day && other < day.PlusDays(7)) <= rules.CapPerWeek));
        });

    [Fact]
    public void A_day_ends_at_midnight_on_the_clock_of_the_recipient_also_when_it_has_25_hours()
    {
        var morning = Given.At(11, 1, 0, 5);
        var late = morning + Duration.FromHours(24);
        Assert.Equal(new LocalDate(2026, 11, 1), late.InZone(Given.NewYork).Date);
        Assert.False(FrequencyCaps.HaveRoom([morning], late, Given.NewYork, ReminderRules.Default));
        Assert.True(FrequencyCaps.HaveRoom([morning], late + Duration.FromHours(1), Given.NewYork, ReminderRules.Default));
        Assert.Equal(Given.At(11, 2, 9), FrequencyCaps.NextRoom([morning], late, Given.NewYork, ReminderRules.Default));
    }
}
