using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Frontdesk.Storage.Tests;

public sealed class ResultRoundTripTests(PostgresCluster cluster)
{
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly PatientId Rosa = new("rosa");
    private static readonly PractitionerId Lee = new("dr-lee");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_result_comes_back_with_its_reports_decisions_and_attempts(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var (result, report) = Waiting();
        var decision = result.Decide(DecisionOutcome.ApproveEdited, 1, result.ContentHash, new StaffId("lee"), "As expected, Ms. Diaz.", Now);
        result.Begin(ContactKind.Message, Now);
        result.Ask("review+1+0+0");
        await SaveAsync(database, result, report, decision);

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var found = (await records.FindResultAsync(result.Id, Stop))!;
        Assert.Equal(result.Observations, found.Observations);
        Assert.Equal(result.Findings, found.Findings);
        Assert.Equal(result.Contacts, found.Contacts);
        Assert.Equal(result.Approval, found.Approval);
        Assert.Equal((ResultState.Notifying, 1, Rosa, Lee, ResultSeverity.Normal), (found.State, found.Version, found.Patient!.Value, found.Practitioner!.Value, found.Severity));
        Assert.Equal([new PractitionerId("dr-okafor")], found.CopyTo);
        Assert.True(found.IsAsked("review+1+0+0"));
        Assert.Null(found.WhyNotTell(Now));
        Assert.Null(found.Take(Report(4.2m, ObservationStatus.Final), Now));
        Assert.Equal("As expected, Ms. Diaz.", (await records.FindResultDecisionAsync(result.Id, 1, Stop))!.Text);
        var kept = Assert.Single(await records.FindResultReportsAsync(result.Id, Stop));
        Assert.Equal((ReportEffect.First, result.ContentHash, new LocalDate(1980, 5, 4), "Diaz"), (kept.Effect, kept.ContentHash, kept.About.BirthDate!.Value, kept.About.Name!.Family));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Reports_and_decisions_are_only_ever_added_to(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var (result, report) = Waiting();
        var decision = result.Hold(HoldReason.PatientAsked, Now + Duration.FromDays(2), ResultDesk.UsualLongestHold, 1, new StaffId("lee"), Now);
        await SaveAsync(database, result, report, decision);

        foreach (var statement in (string[])["update result_report set said = '[]'", "delete from result_report", "update result_decision set text = 'x'", "delete from result_decision"])
        {
            await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
            var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Database.ExecuteSqlRawAsync(statement, Stop));
            Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task One_filler_order_of_a_sender_is_one_result(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var (result, report) = Waiting();
        await SaveAsync(database, result, report);
        var (second, _) = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-other"), Report(4.2m, ObservationStatus.Final), Now);
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(database, second));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Orders_rules_and_standing_orders_come_back(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var order = TestOrder.Place(Given.PracticeId, new TestOrderId("o-1"), Rosa, Lee, "2823-3", Now, isStat: true, [new PractitionerId("dr-okafor")]);
        order.Chase(Now + Duration.FromDays(1));
        var done = TestOrder.Place(Given.PracticeId, new TestOrderId("o-2"), Rosa, Lee, "2823-3", Now);
        done.Result(isComplete: true, Now);
        var rule = new TestRule(Given.PracticeId, "2823-3", "Potassium, ours");
        rule.Limit(new TestThresholds("mmol/L", 3.4m, 5.2m, 2.7m, 6.3m));
        rule.Expect("see note");
        var own = new PatientTestRule(Given.PracticeId, Rosa, "2823-3", new TestThresholds("mmol/L", High: 5.8m), "lee");
        var standing = new StandingOrder(Given.PracticeId, Lee, "2823-3", Now, Now + Duration.FromDays(365));
        await SaveAsync(database, order, done, rule, own, standing, Given.Patient("rosa"));

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var awaited = Assert.Single(await records.FindAwaitedOrdersAsync(Rosa, "2823-3", Stop));
        Assert.Equal(("o-1", 1, true, Now + Duration.FromDays(1), "dr-okafor"), (awaited.Id.Value, awaited.Chases, awaited.IsStat, awaited.WatchFrom, awaited.CopyTo[0].Value));
        var found = (await records.FindTestRuleAsync("2823-3", Stop))!;
        Assert.Equal((rule.Thresholds, "Potassium, ours", "see note"), (found.Thresholds, found.Name, found.ExpectedTexts[0]));
        Assert.Equal("Sodium", (await records.FindTestRuleAsync("2951-2", Stop))!.Name);
        Assert.Equal(own.Thresholds, (await records.FindPatientTestRuleAsync(Rosa, "2823-3", Stop))!.Thresholds);
        Assert.True((await records.FindStandingOrderAsync(Lee, "2823-3", Stop))!.IsInForce(Now));
        Assert.Equal([Rosa], (await records.FindPatientsBornAsync(new LocalDate(1980, 5, 4), Stop)).Select(patient => patient.Id));
    }

    private static IncomingReport Report(decimal value, ObservationStatus status) => new(
        "quest",
        "F-1",
        "2823-3",
        status,
        Now,
        [new Observation("2823-3", "1", status, Now) { Value = value, Unit = "mmol/L", Low = 3.5m, High = 5.1m, Name = "Potassium" }],
        new NamedPatient([new ExternalIdentifier("urn:mrn", "7")], new PersonName("Rosa", "Diaz"), new LocalDate(1980, 5, 4), Given.Mobile))
    {
        Practitioner = Lee,
        CopyTo = [new PractitionerId("dr-okafor")],
    };

    private static (DiagnosticResult Result, ResultReport Report) Waiting()
    {
        var made = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-1"), Report(4.2m, ObservationStatus.Final), Now);
        made.Result.Match(Rosa, Now);
        made.Result.Classify([new Finding("2823-3/1", ResultSeverity.Normal, FindingReason.InRange)], isSensitive: false, Now);
        made.Result.AskProvider(Now);
        return made;
    }

    private static async Task SaveAsync(Database database, params Entity[] entities)
    {
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        foreach (var entity in entities)
            new PracticeRecords(context).Add(entity);

        await context.SaveChangesAsync(Stop);
    }
}
