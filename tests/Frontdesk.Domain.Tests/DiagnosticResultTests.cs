using CsCheck;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Tests;
using NodaTime;
using Xunit;
using static Frontdesk.Tests.GivenResult;

namespace Frontdesk.Domain.Tests;

/// <summary>Versions, approvals, holds and the two clocks of a result (domain.md §3).</summary>
public sealed class DiagnosticResultTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void A_repeat_is_ignored()
    {
        var result = Waiting(Report(Value(4.2m)));
        result.TakeEvents();
        Assert.Null(result.Take(Report(Value(4.2m)), Now + Minute));
        Assert.Equal((1, 1), (result.Version, result.Reports));
        Assert.Empty(result.Events);
    }

    [Fact]
    public void The_same_key_with_another_value_is_no_repeat()
    {
        var result = Waiting(Report(Value(4.2m)));
        Assert.NotNull(result.Take(Report(Value(5.9m)), Now + Minute));
        Assert.Equal(2, result.Version);
    }

    [Fact]
    public void The_same_words_at_a_later_time_leave_the_approval_alone()
    {
        var result = Approved(Report(Value(4.2m)));
        Assert.Equal(ReportEffect.Older, result.Take(Report(Value(4.2m, at: Now + Minute)), Now + Minute)!.Effect);
        Assert.Null(result.WhyNotTell(Now + Minute));
    }

    [Fact]
    public void A_report_that_arrives_after_a_newer_one_is_kept_and_changes_nothing()
    {
        var result = Approved(Report(Value(4.2m, status: ObservationStatus.Corrected, at: Now + Minute)));
        var kept = result.Take(Report(Value(5.9m)), Now + (Minute * 5))!;
        Assert.Equal((ReportEffect.Older, 1), (kept.Effect, result.Version));
        Assert.Equal(4.2m, Assert.Single(result.Observations).Value);
        Assert.Null(result.WhyNotTell(Now + (Minute * 5)));
    }

    [Fact]
    public void Reports_add_up_to_the_same_in_whatever_order_they_arrive()
    {
        Observation[] words =
        [
            Value(4.0m, status: ObservationStatus.Preliminary, at: Now),
            Value(4.1m, status: ObservationStatus.Final, at: Now + Minute),
            Value(5.9m, status: ObservationStatus.Corrected, at: Now + (Minute * 2)),
            Value(6.3m, status: ObservationStatus.Corrected, at: Now + (Minute * 3)),
            Value(140m, code: Sodium, at: Now + Minute),
            Value(139m, code: Sodium, status: ObservationStatus.Preliminary, at: Now + (Minute * 4)),
        ];
        Gen.Shuffle(words).Sample(order =>
        {
            var result = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-1"), Report(order[0]), Now).Result;
            foreach (var one in order[1..])
                result.Take(Report(one), Now);

            Assert.Equal([6.3m, 140m], result.Observations.Select(one => one.Value!.Value));
            foreach (var one in order)
                Assert.Null(result.Take(Report(one), Now));
        });
    }

    [Fact]
    public void A_new_version_voids_the_approval()
    {
        var result = Approved(Report(Value(4.2m)));
        Assert.Null(result.WhyNotTell(Now));
        result.Take(Report(Value(4.3m, status: ObservationStatus.Corrected, at: Now + Minute)), Now + Minute);
        Assert.Equal("not-approved", result.WhyNotTell(Now + Minute));
        Assert.Throws<DomainRuleException>(() => result.Begin(ContactKind.Message, Now + Minute));
    }

    [Fact]
    public void An_approval_of_version_1_is_refused_when_version_2_is_there()
    {
        var result = Waiting(Report(Value(4.2m)));
        var seen = result.ContentHash;
        result.Take(Report(Value(4.9m, status: ObservationStatus.Corrected, at: Now + Minute)), Now + Minute);
        Classify(result);
        result.AskProvider(Now + Minute);
        Assert.Equal("result-version", Assert.Throws<DomainRuleException>(() => result.Decide(DecisionOutcome.ApproveTemplate, 1, seen, Lee, "x", Now + Minute)).Rule);
        Assert.Equal("result-content", Assert.Throws<DomainRuleException>(() => result.Decide(DecisionOutcome.ApproveTemplate, 2, seen, Lee, "x", Now + Minute)).Rule);
    }

    [Fact]
    public void A_correction_after_the_patient_was_told_opens_it_again_at_the_higher_severity()
    {
        var result = Approved(Report(Value(5.9m)));
        result.Acknowledge("page", Now + Minute);
        result.TrackFollowUp(Now + Minute);
        result.Close(ResultClosing.Informed, Now + Minute);
        result.TakeEvents();

        var kept = result.Take(Report(Value(4.2m, status: ObservationStatus.Corrected, at: Now + (Minute * 2))), Now + (Minute * 9))!;
        Classify(result, Now + (Minute * 9));
        Assert.Equal((ReportEffect.Correction, 1, 2), (kept.Effect, kept.Predecessor, kept.Version));
        Assert.Equal((ResultState.Classified, ResultSeverity.Abnormal), (result.State, result.Severity));
        Assert.Equal(1, result.InformedVersion);
        Assert.Null(result.AcknowledgedAt);
        Assert.Contains(result.Events, happened => happened is ResultReopened { Version: 2 });
    }

    [Fact]
    public void Whatever_versions_come_severity_never_falls_by_a_correction() =>
        Gen.Decimal[2m, 7m].Array[2, 6].Sample(values =>
        {
            var result = Waiting(Report(Value(values[0])));
            var highest = result.Severity;
            for (var i = 1; i < values.Length; i++)
            {
                result.Take(Report(Value(values[i], status: ObservationStatus.Corrected, at: Now + (Minute * i))), Now + (Minute * i));
                Classify(result);
                Assert.True(result.Severity >= highest);
                highest = result.Severity;
            }
        });

    [Fact]
    public void No_message_tells_of_a_critical_or_a_sensitive_result()
    {
        var critical = Waiting(Report(Value(6.9m)));
        Assert.Equal("clinician-voice", Assert.Throws<DomainRuleException>(() => critical.Decide(DecisionOutcome.ApproveTemplate, 1, critical.ContentHash, Lee, "x", Now)).Rule);
        Assert.Equal("clinician-voice", Assert.Throws<DomainRuleException>(() => critical.Decide(DecisionOutcome.ApproveEdited, 1, critical.ContentHash, Lee, "x", Now)).Rule);
        Assert.Null(critical.Decide(DecisionOutcome.Visit, 1, critical.ContentHash, Lee, "x", Now).Text);
        Assert.Equal(ResultState.ClinicianCalling, critical.State);

        var sensitive = Waiting(Report(Value(4.2m)) with { Code = "56888-1" });
        Assert.Throws<DomainRuleException>(() => sensitive.Decide(DecisionOutcome.ApproveEdited, 1, sensitive.ContentHash, Lee, "x", Now));
    }

    [Fact]
    public void A_hold_needs_an_end_within_reach_and_ends_by_itself()
    {
        var result = Waiting(Report(Value(4.2m)));
        Assert.Throws<DomainRuleException>(() => result.Hold(HoldReason.PatientAsked, Now, ResultDesk.UsualLongestHold, 1, Lee, Now));
        Assert.Throws<DomainRuleException>(() => result.Hold(HoldReason.PatientAsked, Now + Duration.FromDays(15), ResultDesk.UsualLongestHold, 1, Lee, Now));
        var decision = result.Hold(HoldReason.PatientAsked, Now + Duration.FromDays(3), ResultDesk.UsualLongestHold, 1, Lee, Now);
        Assert.Equal((HoldReason.PatientAsked, ResultState.OnHold), (decision.HoldReason, result.State));
        Assert.False(result.IsReleased(Now));
        Assert.Equal("on-hold", result.WhyNotTell(Now));
        Assert.True(result.IsReleased(Now + Duration.FromDays(3)));
        result.EndHold(Now + Duration.FromDays(3));
        Assert.Equal(ResultState.AwaitingProvider, result.State);
    }

    [Fact]
    public void Only_what_fits_may_be_directed_and_a_critical_value_is_never_kept_back()
    {
        var critical = Waiting(Report(Value(6.9m)));
        Assert.Equal([DecisionOutcome.ClinicianCalls, DecisionOutcome.Repeat, DecisionOutcome.Visit], critical.MayBeDirected);
        Assert.Equal("critical-hold", Assert.Throws<DomainRuleException>(() => critical.Hold(HoldReason.BeingVerified, Now + Duration.FromDays(1), ResultDesk.UsualLongestHold, 1, Lee, Now)).Rule);
        Assert.Equal(ResultState.AwaitingProvider, critical.State);
        critical.Decide(DecisionOutcome.ClinicianCalls, 1, critical.ContentHash, Lee, null, Now);
        Assert.Empty(critical.MayBeDirected);

        var held = Waiting(Report(Value(4.2m)));
        Assert.Equal(Enum.GetValues<DecisionOutcome>(), held.MayBeDirected);
        held.Hold(HoldReason.PatientAsked, Now + Duration.FromDays(3), ResultDesk.UsualLongestHold, 1, Lee, Now);
        held.ClassifyByHand(ResultSeverity.Critical, 1, Now + Duration.FromHours(1));
        Assert.Equal((ResultState.AwaitingProvider, null), (held.State, held.HoldUntil));
    }

    [Fact]
    public void Release_needs_no_approval_and_notification_does()
    {
        var result = Waiting(Report(Value(5.9m)));
        Assert.True(result.IsReleased(Now));
        Assert.Equal("not-approved", result.WhyNotTell(Now));
    }

    [Fact]
    public void A_part_of_a_panel_is_not_released()
    {
        var result = Waiting(Report(Value(4.2m), Value(140m, code: Sodium, status: ObservationStatus.Preliminary)) with { Status = ObservationStatus.Partial });
        Assert.False(result.IsReleased(Now));
    }

    [Fact]
    public void A_standing_order_covers_nothing_but_a_complete_normal_result_of_its_test_and_provider()
    {
        var order = new StandingOrder(Given.PracticeId, new PractitionerId("dr-lee"), Potassium, Now - Duration.FromDays(1), Now + Duration.FromDays(365));
        IncomingReport By(IncomingReport report) => report with { Practitioner = new PractitionerId("dr-lee") };
        Assert.Equal("dr-lee:2823-3", Waiting(By(Report(Value(4.2m)))).ApproveUnder(order, Lee, "As expected.", Now).StandingOrder);
        Assert.All(
            (DiagnosticResult[])
            [
                Waiting(By(Report(Value(5.9m)))),
                Waiting(By(Report(Value(4.2m, unit: "mg/dL")))),
                Waiting(By(Report(Value(4.2m)) with { Code = Sodium })),
                Waiting(Report(Value(4.2m)) with { Practitioner = new PractitionerId("dr-okafor") }),
                Waiting(By(Report(Value(4.2m, status: ObservationStatus.Preliminary)))),
            ],
            result => Assert.Throws<DomainRuleException>(() => result.ApproveUnder(order, Lee, "x", Now)));
        order.Revoke(Now);
        Assert.Throws<DomainRuleException>(() => Waiting(By(Report(Value(4.2m)))).ApproveUnder(order, Lee, "x", Now));
    }

    [Fact]
    public void A_result_of_somebody_else_that_may_have_been_read_is_told_as_such()
    {
        var result = Approved(Report(Value(4.2m)));
        result.Acknowledge("page", Now);
        result.TakeEvents();
        result.Detach(Now + Minute);
        Assert.Equal(new PatientId("rosa"), Assert.Single(result.Events.OfType<ResultMisdirected>()).Patient);
        Assert.Equal((ResultState.Unmatched, "unmatched"), (result.State, result.WhyNotTell(Now)));
    }

    [Fact]
    public void What_came_of_an_earlier_course_does_not_move_the_present_one()
    {
        var result = Approved(Report(Value(4.2m)));
        result.Begin(ContactKind.Call, Now);
        result.Take(Report(Value(4.3m, status: ObservationStatus.Corrected, at: Now + Minute)), Now);
        Classify(result);
        result.AskProvider(Now);
        result.Decide(DecisionOutcome.ApproveTemplate, 2, result.ContentHash, Lee, "x", Now);
        Assert.False(result.Record("contact+Call+1+1", ContactOutcome.WantsClinician, "sam", Now));
        Assert.Equal(ResultState.Notifying, result.State);
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_nobodys_result_is_never_decided_on() =>
        Gen.Int[0, 9].Array[1, 25].Sample(steps =>
        {
            var result = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-1"), Report(Value(4.2m)), Now).Result;
            result.MissPatient(Now);
            for (var i = 0; i < steps.Length; i++)
            {
                var before = result.State;
                try
                {
                    Do(result, steps[i], Now + (Minute * (i + 1)));
                }
                catch (DomainRuleException)
                {
                    Assert.Equal(before, result.State);
                }

                Assert.True(result.Patient is not null || !ResultStateTable.NeedsPatient(result.State), $"{result.State} without a patient");
                Assert.True(result.Patient is not null || result.Approval is null);
            }
        });

    private static void Do(DiagnosticResult result, int step, Instant at)
    {
        switch (step)
        {
            case 0: result.Match(new PatientId("rosa"), at); break;
            case 1: result.Detach(at); break;
            case 2: result.Close(ResultClosing.ReturnedToSender, at); break;
            case 3 or 4: result.Take(Report(Value(4m + (at - Now).Minutes / 100m, status: ObservationStatus.Corrected, at: at)), at); break;
            case 5 or 6: Classify(result, at); break;
            case 7: result.AskProvider(at); break;
            case 8: result.Decide(DecisionOutcome.ApproveTemplate, result.Version, result.ContentHash, Lee, "As expected.", at); break;
            default: result.Hold(HoldReason.PatientAsked, at + Duration.FromDays(1), ResultDesk.UsualLongestHold, result.Version, Lee, at); break;
        }
    }

    [Fact]
    public void Every_direction_and_reason_is_chosen_in_plain_words_and_read_back()
    {
        foreach (var outcome in Enum.GetValues<DecisionOutcome>())
            Assert.Equal((outcome, outcome), (DecisionWords.ReadOutcome(DecisionWords.Of(outcome))!.Value, DecisionWords.ReadOutcome($"{outcome}")!.Value));

        foreach (var reason in Enum.GetValues<HoldReason>())
            Assert.Equal((reason, reason), (DecisionWords.ReadReason(DecisionWords.Of(reason))!.Value, DecisionWords.ReadReason($"{reason}")!.Value));

        Assert.Null(DecisionWords.ReadOutcome("7"));
        Assert.Null(DecisionWords.ReadReason(null));
    }

    [Fact]
    public void Every_state_is_left_by_some_verb_and_what_is_not_in_the_table_is_refused()
    {
        Assert.All(Enum.GetValues<ResultState>(), state => Assert.Contains(ResultStateTable.Rows, row => row.From == state));
        Assert.Equal(ResultStateTable.Rows.Count, ResultStateTable.Rows.Select(row => (row.From, row.Verb)).Distinct().Count());
        Assert.Equal("result-state", Assert.Throws<DomainRuleException>(() => Waiting(Report(Value(4.2m))).Close(ResultClosing.Informed, Now)).Rule);
        Assert.Equal(["received", "requested", "on-hold", "in-progress", "completed"], Enum.GetValues<ResultState>().Select(ResultStateTable.TaskStatus).Distinct());
    }

    [Theory]
    [InlineData("F", ObservationStatus.Final)]
    [InlineData("C", ObservationStatus.Corrected)]
    [InlineData("W", ObservationStatus.EnteredInError)]
    [InlineData("X", ObservationStatus.Cancelled)]
    [InlineData("appended", ObservationStatus.Amended)]
    [InlineData("entered-in-error", ObservationStatus.EnteredInError)]
    [InlineData("", null)]
    public void Statuses_of_HL7_and_FHIR_are_read(string code, ObservationStatus? status) => Assert.Equal(status, ObservationStatusCodes.Read(code));
}
