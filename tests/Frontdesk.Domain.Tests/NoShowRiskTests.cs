using CsCheck;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Domain.Tests;

public sealed class NoShowRiskTests
{
    private static readonly LocalDateTime Start = new(2026, 4, 16, 10, 30);

    [Fact]
    public void A_patient_who_always_came_and_booked_last_week_is_at_no_risk()
    {
        var risk = Score(7, came: 3, missed: 0);
        Assert.Equal(0, risk.Score);
        Assert.Empty(risk.Reasons);
    }

    [Theory]
    [InlineData(13, 1, 0, 0)]
    [InlineData(14, 1, 0, 0.1)]
    [InlineData(30, 1, 0, 0.2)]
    [InlineData(7, 0, 0, 0.15)]
    [InlineData(7, 0, 1, 0.4)]
    [InlineData(7, 1, 1, 0.4)]
    [InlineData(7, 0, 2, 0.7)]
    public void The_score_is_the_sum_of_reasons_that_anyone_can_follow(int daysAhead, int came, int missed, double expected)
    {
        var risk = Score(daysAhead, came, missed);
        Assert.Equal(expected, risk.Score, 6);
        Assert.Equal(risk.Score, risk.Reasons.Sum(reason => reason.Points), 6);
        Assert.All(risk.Reasons, reason => Assert.EndsWith(".", reason.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_first_visit_by_its_kind_counts_as_one_whatever_the_history()
    {
        var kind = Given.VisitType();
        kind.Prepare(needsPreparation: false, forNewPatients: true);
        Assert.Equal(0.15, Score(7, came: 2, missed: 0, kind).Score, 6);
    }

    [Fact]
    public void A_yes_lowers_the_risk_of_someone_who_has_missed_before()
    {
        var visit = Visit(7);
        var history = History(came: 0, missed: 2);
        var before = NoShowRisk.Of(visit, Given.VisitType(), history).Score;
        visit.Confirm(1, Given.At(4, 10, 9));
        Assert.Equal(before - 0.1, NoShowRisk.Of(visit, Given.VisitType(), history).Score, 6);
    }

    [Fact]
    public void The_visit_itself_and_visits_that_were_called_off_are_no_history()
    {
        var cancelled = Given.Appointment(Start.PlusDays(-60), Given.At(2, 1, 10), "off");
        cancelled.Cancel(CancellationReason.Patient, Given.At(2, 1, 11));
        var visit = Visit(7);
        visit.MarkNoShow(visit.Start);
        Assert.Equal("First visit to the practice.", Assert.Single(NoShowRisk.Of(visit, Given.VisitType(), [visit, cancelled]).Reasons).Text);
    }

    [Fact]
    public void A_risk_is_high_from_the_threshold_on()
    {
        var rules = ReminderRules.Default;
        Assert.True(new NoShowRisk(0.5, []).IsHigh(rules));
        Assert.False(new NoShowRisk(0.49, []).IsHigh(rules));
    }

    [Fact]
    public void A_score_lies_between_0_and_1_and_one_more_missed_visit_never_lowers_it() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 6], Gen.Int[1, 6]).Sample((days, came, missed) =>
        {
            var (less, more) = (Score(days, came, missed).Score, Score(days, came, missed + 1).Score);
            return less is >= 0 and <= 1 && more is >= 0 and <= 1 && more >= less;
        });

    private static NoShowRisk Score(int daysAhead, int came, int missed, VisitType? kind = null) =>
        NoShowRisk.Of(Visit(daysAhead), kind ?? Given.VisitType(), History(came, missed));

    private static Appointment Visit(int daysAhead) => Given.Appointment(Start, Given.At(4, 16, 10, 30) - Duration.FromDays(daysAhead));

    private static List<Appointment> History(int came, int missed)
    {
        List<Appointment> history = [];
        for (var i = 0; i < came + missed; i++)
        {
            var visit = Given.Appointment(Start.PlusMonths(-i - 2), Given.At(1, 2, 9, year: 2025), $"old-{i}");
            if (i < missed)
            {
                visit.MarkNoShow(visit.Start);
            }
            else
            {
                visit.CheckIn(visit.Start);
                visit.Fulfill(visit.Start);
            }

            history.Add(visit);
        }

        return history;
    }
}
