using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Tests;
using NodaTime;
using Xunit;
using static Frontdesk.Tests.GivenResult;

namespace Frontdesk.Domain.Tests;

/// <summary>What is next for a result, and when (domain.md §3).</summary>
public sealed class ResultCourseTests
{
    private static readonly ResultCourse Course = new(ResultRules.Default, Given.Location());
    private static readonly Duration Day = Duration.FromDays(1);

    [Fact]
    public void A_critical_value_comes_before_everything_also_while_nobody_knows_whose_it_is()
    {
        var result = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-1"), Report(Value(6.9m)), Now).Result;
        result.MissPatient(Now);
        Classify(result);
        Assert.Equal(ResultStepKind.Critical, Course.Next(result, false, Now).Kind);
        result.Ask(ResultCourse.CriticalKey(result));
        Assert.Equal(ResultStepKind.FindPatient, Course.Next(result, false, Now).Kind);
    }

    [Fact]
    public void The_rest_of_a_normal_panel_is_waited_for_and_an_abnormal_part_is_not()
    {
        var normal = Partial(Value(4.2m));
        var step = Course.Next(normal, false, Now);
        Assert.Equal((ResultStepKind.ReadyForReview, Given.At(3, 5, 17)), (step.Kind, step.At!.Value));
        Assert.Null(Course.Next(Partial(Value(5.9m)), false, Now).At);
    }

    [Fact]
    public void Three_messages_three_calls_a_letter_on_day_4_and_a_certified_one_on_day_14()
    {
        var result = Approved(Report(Value(4.2m)));
        List<(ResultStepKind Kind, int Day)> course = [];
        for (var now = Now; now < Now + (Day * 40); now += Duration.FromHours(1))
        {
            for (var step = Course.Next(result, false, now); step.At is null && step.Kind != ResultStepKind.Over; step = Course.Next(result, false, now))
            {
                course.Add((step.Kind, (int)(now - Now).TotalDays));
                Take(result, step.Kind, now);
            }
        }

        Assert.Equal(
            [
                (ResultStepKind.Message, 0), (ResultStepKind.Message, 1), (ResultStepKind.Call, 1), (ResultStepKind.Message, 2), (ResultStepKind.Call, 2), (ResultStepKind.Call, 3),
                (ResultStepKind.Letter, 4), (ResultStepKind.CertifiedLetter, 14), (ResultStepKind.Unreachable, 28),
            ],
            course.Where(step => step.Kind is not (ResultStepKind.InformLate or ResultStepKind.LimitMissed)));
        Assert.Equal([14, 21, 28, 35], course.Where(step => step.Kind == ResultStepKind.LimitMissed).Select(step => step.Day));
    }

    [Fact]
    public void Without_a_way_for_messages_the_first_call_is_due_at_once()
    {
        var result = Approved(Report(Value(4.2m)));
        result.Begin(ContactKind.Message, Now);
        result.Record("contact+Message+1+1", ContactOutcome.NotPossible, null, Now);
        Assert.Equal(new ResultStep(ResultStepKind.Call), Course.Next(result, false, Now));
    }

    [Fact]
    public void Nobody_contacts_a_patient_who_died() =>
        Assert.Equal(ResultStepKind.Unreachable, Course.Next(Approved(Report(Value(4.2m))), patientDied: true, Now).Kind);

    [Theory]
    [InlineData(5.9, 2, 7)]
    [InlineData(4.2, 5, 14)]
    public void Targets_are_shorter_when_somebody_has_to_act(double value, int businessDays, int limitDays)
    {
        var result = Waiting(Report(Value((decimal)value)));
        result.Ask(ResultCourse.ReviewKey(result));
        Assert.Equal(Given.Location().AddBusinessDays(Now, businessDays), Course.InformBy(result));
        Assert.Equal(Now + (Day * limitDays), Course.LimitOf(result));
        Assert.Equal(ResultStepKind.InformLate, Course.Next(result, false, Now).Kind);
        result.Ask(ResultCourse.LateKey(result, ResultStepKind.InformLate));
        Assert.Equal((ResultStepKind.LimitMissed, Now + (Day * limitDays)), (Course.Next(result, false, Now).Kind, Course.Next(result, false, Now).At!.Value));
    }

    [Fact]
    public void Two_identifiers_name_a_patient_and_a_name_alone_does_not()
    {
        var rosa = Given.Patient("rosa");
        rosa.AddIdentifier(new ExternalIdentifier("urn:mrn", "1"));
        var name = new PersonName("Rosa Maria", "Diaz");
        var born = new LocalDate(1980, 5, 4);
        ExternalIdentifier mrn = new("urn:mrn", "1");
        Assert.True(ResultMatcher.Agree(new NamedPatient([], name, born), rosa));
        Assert.True(ResultMatcher.Agree(new NamedPatient([mrn], null, born), rosa));
        Assert.False(ResultMatcher.Agree(new NamedPatient([], name), rosa));
        Assert.False(ResultMatcher.Agree(new NamedPatient([mrn]), rosa));
        Assert.False(ResultMatcher.Agree(new NamedPatient([], null, born, Given.Mobile), rosa));
        Assert.False(ResultMatcher.Agree(new NamedPatient([mrn], name, born.PlusDays(1)), rosa));
        Assert.False(ResultMatcher.Agree(new NamedPatient([new("urn:mrn", "2")], name, born), rosa));
    }

    [Fact]
    public void A_persons_word_for_whose_a_result_is_names_two_identifiers_that_do_not_differ()
    {
        var rosa = Given.Patient("rosa");
        rosa.AddIdentifier(new ExternalIdentifier("urn:mrn", "1"));
        var about = new NamedPatient([new ExternalIdentifier("urn:mrn", "2")], new PersonName("Rosa", "Diaz"), new LocalDate(1931, 1, 1), Given.Mobile);
        Assert.Null(Why(PatientIdentifier.FullName, PatientIdentifier.Phone));
        Assert.Contains("two identifiers", Why(PatientIdentifier.FullName)!, StringComparison.Ordinal);
        Assert.Contains("two identifiers", Why(PatientIdentifier.FullName, PatientIdentifier.FullName)!, StringComparison.Ordinal);
        Assert.Contains("twin", Why(PatientIdentifier.BirthDate, PatientIdentifier.Phone)!, StringComparison.Ordinal);
        Assert.Contains("the date of birth in the report", Why(PatientIdentifier.FullName, PatientIdentifier.BirthDate)!, StringComparison.Ordinal);
        Assert.Contains("the record number in the report", Why(PatientIdentifier.FullName, PatientIdentifier.RecordNumber)!, StringComparison.Ordinal);

        // What the report does not carry, the sender may have told: it cannot differ.
        Assert.Null(new PatientMatch(rosa.Id, [PatientIdentifier.RecordNumber, PatientIdentifier.BirthDate], new StaffId("sam")).WhyNot(new NamedPatient([]), rosa));

        string? Why(params PatientIdentifier[] compared) => new PatientMatch(rosa.Id, compared, new StaffId("sam")).WhyNot(about, rosa);
    }

    [Fact]
    public void An_order_is_watched_until_it_is_reported()
    {
        var order = TestOrder.Place(Given.PracticeId, new TestOrderId("o-1"), new PatientId("rosa"), new PractitionerId("dr-lee"), Potassium, Now);
        order.Collect(Now + Day);
        order.Chase(Now + (Day * 2));
        Assert.Equal((Now + (Day * 2), 1, "active"), (order.WatchFrom, order.Chases, order.ServiceRequestStatus));
        order.CollectAgain(Now + (Day * 3));
        Assert.Equal(TestOrderStatus.Ordered, order.Status);
        order.Result(isComplete: false, Now + (Day * 4));
        order.Result(isComplete: true, Now + (Day * 5));
        Assert.Equal("completed", order.ServiceRequestStatus);
        Assert.Throws<DomainRuleException>(() => order.Chase(Now));
        Assert.Throws<DomainRuleException>(() => order.Cancel(Now));
    }

    private static DiagnosticResult Partial(Observation value)
    {
        var result = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-1"), Report(value, Value(140m, code: Sodium, status: ObservationStatus.Preliminary)) with { Status = ObservationStatus.Partial }, Now).Result;
        result.Match(new PatientId("rosa"), Now);
        Classify(result);
        return result;
    }

    private static void Take(DiagnosticResult result, ResultStepKind kind, Instant now)
    {
        if (kind == ResultStepKind.InformLate)
            result.Ask(ResultCourse.LateKey(result, kind));
        else if (kind == ResultStepKind.LimitMissed)
            result.Ask(Course.LimitKey(result, now));
        else if (result.Begin(Enum.Parse<ContactKind>(kind.ToString()), now) is { Kind: ContactKind.Call } call)
            result.Record(call.Key, ContactOutcome.NotReached, "sam", now);
    }
}
