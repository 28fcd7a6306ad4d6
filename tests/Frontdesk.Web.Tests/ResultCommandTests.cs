using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.LabResults;
using Frontdesk.Web.Reading;
using NodaTime;

namespace Frontdesk.Web.Tests;

/// <summary>What laboratories, providers and staff may do with results, on both databases.</summary>
public sealed class ResultCommandTests(PostgresCluster cluster)
{
    private static readonly PatientIdentifier[] Two = [PatientIdentifier.FullName, PatientIdentifier.BirthDate];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_report_is_handed_in_matched_and_decided_by_a_provider_only(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var unmatched = (await clinic.Results.ReceiveAsync(Report(clinic, "F-1") with { PatientBirthDate = null }, "k1", Stop)).Result!;
        Assert.Equal(("Unmatched", "Nobody yet"), (unmatched.Row.State, unmatched.Row.PatientName));
        var id = unmatched.Row.Id;
        Assert.Equal(id, (await clinic.Results.ReceiveAsync(Report(clinic, "F-1") with { PatientBirthDate = null }, "k2", Stop)).Result!.Row.Id);

        Assert.Equal(Refusal.Conflict, (await clinic.Results.MatchAsync(id, new MatchToPatient("nobody", "sam", Two), "k3", Stop)).Refusal);
        Assert.Equal("By", (await clinic.Results.MatchAsync(id, new MatchToPatient("p1", "front desk", Two), "k4a", Stop)).Problems[0].Field, ignoreCase: true);
        foreach (var (by, compared, says) in new (string, PatientIdentifier[], string)[]
        {
            ("nobody", Two, "nobody's account here"),
            ("sam", [PatientIdentifier.FullName, PatientIdentifier.FullName], "two identifiers have to agree"),
            ("sam", [PatientIdentifier.BirthDate, PatientIdentifier.Phone], "a twin's"),
        })
        {
            var refused = await clinic.Results.MatchAsync(id, new MatchToPatient("p1", by, compared), $"k4 {says}", Stop);
            Assert.Equal(Refusal.Conflict, refused.Refusal);
            Assert.Contains(says, refused.Problems[0].Message, StringComparison.Ordinal);
        }

        var matched = (await clinic.Results.MatchAsync(id, new MatchToPatient("p1", "sam", Two), "k4", Stop)).Result!;
        var change = Assert.Single(matched.PatientChanges);
        Assert.Equal(("p1", "José Muñoz", "sam"), (change.PatientId, change.Patient, change.By));
        Assert.Equal(Two, change.Compared);
        Assert.Equal(("p1", "Abnormal", true), (matched.Row.PatientId, matched.Row.Severity, matched.IsReleased));
        await clinic.Engine.ExecuteAsync(async (burst, services, cancel) =>
        {
            var records = (IPracticeRecords)services.GetService(typeof(IPracticeRecords))!;
            (await records.FindResultAsync(new ResultId(id), cancel))!.AskProvider(Instant.FromDateTimeOffset(burst.Now));
            return true;
        }, cancellationToken: Stop);

        var decide = new DecideResult(1, matched.ContentHash, "sam", DecisionOutcome.ApproveTemplate);
        Assert.Equal(Refusal.Conflict, (await clinic.Results.DecideAsync(id, decide, "k5", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await clinic.Results.DecideAsync(id, decide with { By = "hw", Version = 2 }, "k6", Stop)).Refusal);
        Assert.Equal(Refusal.Invalid, (await clinic.Results.DecideAsync(id, decide with { By = "front desk" }, "k7", Stop)).Refusal);
        var decided = (await clinic.Results.DecideAsync(id, decide with { By = "hw" }, "k8", Stop)).Result!;
        Assert.Equal(("Notifying", "hw"), (decided.Row.State, Assert.Single(decided.Decisions).By));
        Assert.Single((await clinic.Results.DecideAsync(id, decide with { By = "hw" }, "k8", Stop)).Result!.Decisions);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Of_an_attempt_only_what_can_come_of_it_is_recorded_and_a_letter_that_arrived_ends_it(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var received = (await clinic.Results.ReceiveAsync(Report(clinic, "F-1"), "k1", Stop)).Result!;
        var id = received.Row.Id;
        await clinic.WriteAsync(async records =>
        {
            var now = Instant.FromDateTimeOffset(clinic.Now);
            var result = (await records.FindResultAsync(new ResultId(id), Stop))!;
            result.AskProvider(now);
            await new ResultDesk(records).DecideAsync(result.Id, new Direction(DecisionOutcome.ApproveTemplate, 1, received.ContentHash, new StaffId("hw")), ResultDesk.UsualLongestHold, now, Stop);
            var letter = result.Begin(ContactKind.Letter, now);
            result.Record(letter.Key, ContactOutcome.Sent, "sam", now);
        });
        var letter = Assert.Single((await clinic.ResultReading.GetAsync(id, Stop))!.Contacts);
        Assert.Equal([ContactOutcome.Reached, ContactOutcome.WantsClinician, ContactOutcome.Returned], letter.MayBecome);

        var heard = new RecordAttempt(letter.Key, ContactOutcome.Reached, "sam");
        Assert.Equal(Refusal.Conflict, (await clinic.Results.RecordAsync(id, heard with { Contact = "no such attempt" }, "k2", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await clinic.Results.RecordAsync(id, heard with { By = "nobody" }, "k3", Stop)).Refusal);
        Assert.Equal(Refusal.Conflict, (await clinic.Results.RecordAsync(id, heard with { Outcome = ContactOutcome.WillRead }, "k4", Stop)).Refusal);
        var known = (await clinic.Results.RecordAsync(id, heard, "k5", Stop)).Result!;
        Assert.Equal(("Acknowledged", "Reached"), (known.Row.State, known.Contacts[0].Outcome));
        Assert.Empty(known.Contacts[0].MayBecome);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Results_are_found_by_name_and_state_and_every_look_is_on_the_trail(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        await clinic.Results.ReceiveAsync(Report(clinic, "F-1"), "k1", Stop);
        await clinic.Results.ReceiveAsync(Report(clinic, "F-2") with { PatientFamily = "Elsewhere" }, "k2", Stop);

        Assert.Equal("José Muñoz", Assert.Single((await clinic.ResultReading.FindAsync(new ResultQuery(new ListQuery("munoz")), Stop)).Items).PatientName);
        Assert.Equal(2, (await clinic.ResultReading.FindAsync(new ResultQuery(new ListQuery("2823-3"), OpenOnly: true), Stop)).Total);
        Assert.Equal("F-2", Assert.Single(await clinic.ReadAsync(async records => new[] { await records.FindResultAsync(ResultIntake.IdOf("quest", "F-2"), Stop) }))!.FillerOrder);
        Assert.Equal(1, (await clinic.ResultReading.FindAsync(new ResultQuery(new ListQuery(), "Unmatched"), Stop)).Total);
        Assert.Null(await clinic.ResultReading.GetAsync("no such result", Stop));
        Assert.Contains(await clinic.ReadAsync(records => records.FindAccessesAsync(new PatientId("p1"), Stop)), look => look.What == "results");
    }

    [Fact]
    public async Task An_order_is_placed_collected_and_called_off_by_a_provider_only_and_a_tests_limits_are_set()
    {
        await using var clinic = await OpenAsync(DatabaseKind.Sqlite);
        var order = (await clinic.Results.OrderAsync(new PlaceTestOrder("p1", "weiss", "2823-3"), "k1", Stop)).Result!;
        Assert.Equal("Collected", (await clinic.Results.MarkOrderAsync(order.Id, new MarkTestOrder("collected", "sam"), "k2", Stop)).Result!.Status);
        Assert.Equal(Refusal.Conflict, (await clinic.Results.MarkOrderAsync(order.Id, new MarkTestOrder("cancelled", "sam"), "k3", Stop)).Refusal);
        Assert.Equal("revoked", (await clinic.Results.MarkOrderAsync(order.Id, new MarkTestOrder("cancelled", "hw"), "k4", Stop)).Result!.ServiceRequestStatus);

        await clinic.Get<ResultRuleCommands>().SetRuleAsync("2823-3", new SetTestRule("Potassium", "mmol/L", 3.5m, 6m), "k5", Stop);
        Assert.Equal("Normal", (await clinic.Results.ReceiveAsync(Report(clinic, "F-9"), "k6", Stop)).Result!.Row.Severity);
        Assert.Equal(Refusal.Conflict, (await clinic.Get<ResultRuleCommands>().SetRuleAsync("2823-3", new SetTestRule("Potassium", "mmol/L", 6m, 3m), "k7", Stop)).Refusal);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_results_process_and_its_task_name_the_patient_and_are_found_by_the_name(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var id = (await clinic.Results.ReceiveAsync(Report(clinic, "F-1"), "k1", Stop)).Result!.Row.Id;
        Assert.Empty((await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Asking()), "k2", Stop)).Problems);
        await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = id }, Stop);

        var task = Assert.Single((await clinic.Reader.FindTasksAsync(new TaskQuery(new ListQuery("munoz")), Stop)).Items);
        Assert.Equal(("José Muñoz", "p1"), (task.About, task.PatientId));
        Assert.Equal("José Muñoz", Assert.Single((await clinic.Reader.FindInstancesAsync(new InstanceQuery(new ListQuery("munoz")), Stop)).Items).About);
        Assert.Equal("José Muñoz, Ask the desk", Assert.Single((await clinic.Reader.GetOverviewAsync(Stop)).Next).About);
        Assert.Contains(await clinic.ReadAsync(records => records.FindAccessesAsync(new PatientId("p1"), Stop)), look => look.What == "task");
    }

    [Fact]
    public async Task The_longest_hold_on_the_page_is_the_one_that_the_manager_set_in_the_workflow()
    {
        await using var clinic = await OpenAsync(DatabaseKind.Sqlite);
        var workflow = JsonNode.Parse(Flows.Asking("result-notification", "Tell results"))!;
        workflow["variables"] = new JsonArray(Days("LongestHoldDays", 2));
        Assert.Empty((await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(workflow.ToJsonString()), "k1", Stop)).Problems);
        var received = (await clinic.Results.ReceiveAsync(Report(clinic, "F-1"), "k2", Stop)).Result!;
        await clinic.WriteAsync(async records => (await records.FindResultAsync(new ResultId(received.Row.Id), Stop))!.AskProvider(Instant.FromDateTimeOffset(clinic.Now)));

        DecideResult Hold(int days) => new(1, received.ContentHash, "hw", DecisionOutcome.Hold, HoldReason: HoldReason.PatientAsked, HoldUntil: clinic.Now.AddDays(days));
        Assert.Equal(Refusal.Conflict, (await clinic.Results.DecideAsync(received.Row.Id, Hold(5), "k3", Stop)).Refusal);
        Assert.Equal("OnHold", (await clinic.Results.DecideAsync(received.Row.Id, Hold(1), "k4", Stop)).Result!.Row.State);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_report_is_news_for_as_long_as_the_manager_published_it_and_a_draft_changes_nothing(DatabaseKind kind)
    {
        await using var clinic = await OpenAsync(kind);
        var workflow = JsonNode.Parse(Flows.Asking("result-notification", "Tell results"))!;
        workflow["variables"] = new JsonArray(Days("NewsWithinDays", 5), Days("LongestHoldDays", 3));
        Assert.Empty((await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(workflow.ToJsonString()), "k1", Stop)).Problems);
        workflow["variables"] = new JsonArray(Days("NewsWithinDays", 90), Days("LongestHoldDays", 60));
        await clinic.Engine.ExecuteAsync((burst, _, _) => ValueTask.FromResult(clinic.Engine.Definitions.SaveDraft(burst, WorkflowDefinition.Parse(workflow.ToJsonString()))), cancellationToken: Stop);

        Assert.Equal("Filed", (await clinic.Results.ReceiveAsync(Old("F-1", days: 6), "k2", Stop)).Result!.Row.State);
        Assert.NotEqual("Filed", (await clinic.Results.ReceiveAsync(Old("F-2", days: 4), "k3", Stop)).Result!.Row.State);
        Assert.Equal(Duration.FromDays(3), await clinic.Results.LongestHoldAsync(Stop));

        PostReport Old(string filler, int days) => Report(clinic, filler) with { TakenAt = clinic.Now.AddDays(-days).ToOffset(TimeSpan.Zero) };
    }

    private static JsonObject Days(string variable, int days) => new() { ["id"] = variable, ["name"] = variable, ["typeName"] = "Int32", ["value"] = days };

    private static PostReport Report(Clinic clinic, string filler) => new(
        "quest",
        filler,
        "2823-3",
        "F",
        clinic.Now.AddDays(-1).ToOffset(TimeSpan.Zero),
        [new PostedValue("2823-3", "F", Value: 5.6m, Unit: "mmol/L")],
        PractitionerId: "weiss",
        PatientGiven: "José",
        PatientFamily: "Muñoz",
        PatientBirthDate: new DateOnly(1985, 3, 2));

    private async Task<Clinic> OpenAsync(DatabaseKind kind)
    {
        var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.WriteAsync((records, _) =>
        {
            records.Add(new StaffMember(Clinic.Id, new StaffId("hw"), new PersonName("Hannah", "Weiß"), [StaffRole.Provider], new PractitionerId("weiss")));
            records.Add(new StaffMember(Clinic.Id, new StaffId("sam"), new PersonName("Sam", "Rivera"), [StaffRole.FrontDesk]));
        });
        return clinic;
    }
}
