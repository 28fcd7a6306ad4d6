using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Tests;

/// <summary>Instances, tasks, incidents, definitions, messages and the home page, on both databases.</summary>
public sealed class ProcessReadingTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task An_instance_shows_whom_it_is_about_what_it_waits_for_and_what_happened(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var visit = await clinic.BookAsync("p1", clinic.ComingAt(9));
        await PublishAsync(clinic, Flows.Asking());
        var started = await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = visit.Id }, Stop);

        var list = await clinic.Reader.FindInstancesAsync(new InstanceQuery(new ListQuery("munoz"), InstanceState.Waiting, "asking"), Stop);
        var view = await clinic.Reader.GetInstanceAsync(started.InstanceId!, Stop);

        var row = Assert.Single(list.Items);
        Assert.Equal(("Ask the desk", "Follow-up, José Muñoz", "Call the patient"), (row.Workflow, row.About, row.WaitingFor));
        Assert.Contains(view!.Waits, wait => wait.Kind == "Task" && wait.What == "Call the patient");
        Assert.Contains(view.Waits, wait => wait.Kind == "Timer" && wait.DueAt is not null);
        Assert.Contains(view.Journal, entry => entry is { Activity: "Ask", Type: "Frontdesk.UserTask", Event: "Suspended" });
        Assert.Empty((await clinic.Reader.FindInstancesAsync(new InstanceQuery(new ListQuery("kowalski")), Stop)).Items);
        Assert.Empty((await clinic.Reader.FindInstancesAsync(new InstanceQuery(new ListQuery(), InstanceState.Finished), Stop)).Items);
        Assert.Equal(started.InstanceId, Assert.Single((await clinic.Reader.GetAppointmentAsync(visit.Id, Stop))!.Instances).Id);
        Assert.Null(await clinic.Reader.GetInstanceAsync("none", Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_task_is_taken_given_back_and_answered_once(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await PublishAsync(clinic, Flows.Asking());
        var started = await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = "p2" }, Stop);
        var task = Assert.Single((await clinic.Reader.FindTasksAsync(new TaskQuery(new ListQuery("angstrom")), Stop)).Items);

        var taken = await clinic.Commands.ChangeTaskAsync(task.Id, new ClaimTask(), "k1", Stop);
        var returned = await clinic.Commands.ChangeTaskAsync(task.Id, new ClaimTask(Release: true), "k2", Stop);
        var wrong = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Perhaps"), "k3", Stop);
        var done = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Comes", "Will be late."), "k4", Stop);
        var again = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Comes", "Will be late."), "k4", Stop);
        var late = await clinic.Commands.ChangeTaskAsync(task.Id, new CompleteTask("Does not"), "k5", Stop);

        Assert.Equal(("Zoë Ångström", "Ask whether they come."), (task.About, task.Description));
        Assert.Equal(["front-desk"], task.Candidates);
        Assert.Equal("front desk", taken.Result!.ClaimedBy);
        Assert.Null(returned.Result!.ClaimedBy);
        Assert.Equal(("outcome", Refusal.Invalid), (wrong.Problems[0].Field, wrong.Refusal));
        Assert.Equal((true, "Comes", "Will be late."), (done.Result!.IsDone, done.Result.Outcome, done.Result.Comments[^1].Text));
        Assert.Equal(done.Result.Comments.Count, again.Result!.Comments.Count);
        Assert.Equal(Refusal.Conflict, late.Refusal);
        Assert.Empty((await clinic.Reader.FindTasksAsync(new TaskQuery(new ListQuery()), Stop)).Items);
        Assert.Single((await clinic.Reader.FindTasksAsync(new TaskQuery(new ListQuery(), IncludeDone: true), Stop)).Items);
        await SettledAsync(clinic, async () => (await clinic.Reader.GetInstanceAsync(started.InstanceId!, Stop))!.Waits.Any(wait => wait.Kind == "Event"));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task An_instance_is_stopped_with_a_reason_that_its_journal_keeps(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await PublishAsync(clinic, Flows.Asking());
        var started = await clinic.Engine.StartAsync(new StartRequest("asking"), Stop);

        var silent = await clinic.Commands.CancelInstanceAsync(started.InstanceId!, new CancelInstance(" "), "k0", Stop);
        var stopped = await clinic.Commands.CancelInstanceAsync(started.InstanceId!, new CancelInstance("Booked twice"), "k1", Stop);
        var again = await clinic.Commands.CancelInstanceAsync(started.InstanceId!, new CancelInstance("Booked twice"), "k1", Stop);
        var late = await clinic.Commands.CancelInstanceAsync(started.InstanceId!, new CancelInstance("Booked twice"), "k2", Stop);
        var view = await clinic.Reader.GetInstanceAsync(started.InstanceId!, Stop);

        Assert.Equal(Refusal.Invalid, silent.Refusal);
        Assert.Equal(InstanceState.Cancelled, stopped.Result!.State);
        Assert.Equal(InstanceState.Cancelled, again.Result!.State);
        Assert.Equal(Refusal.Conflict, late.Refusal);
        Assert.Contains(view!.Journal, entry => entry.Detail == "Stopped by the front desk: Booked twice");
        Assert.Empty(view.Waits);
        Assert.Empty((await clinic.Reader.FindTasksAsync(new TaskQuery(new ListQuery()), Stop)).Items);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task An_incident_names_the_step_and_is_closed_once(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await PublishAsync(clinic, Flows.Failing());
        await clinic.Engine.StartAsync(new StartRequest("failing"), Stop);
        var incident = Assert.Single((await clinic.Reader.FindIncidentsAsync(new IncidentQuery(new ListQuery("nobody")), Stop)).Items);

        var retried = await clinic.Commands.ResolveIncidentAsync(incident.Id, new ResolveIncident(TryAgain: true), "k1", Stop);
        var closed = await clinic.Commands.ResolveIncidentAsync(incident.Id, new ResolveIncident(), "k2", Stop);
        var twice = await clinic.Commands.ResolveIncidentAsync(incident.Id, new ResolveIncident(), "k3", Stop);

        Assert.Equal(("Fails", "Give up", false), (incident.Workflow, incident.Activity, incident.MayBeTriedAgain));
        Assert.Equal(Refusal.Conflict, retried.Refusal);
        Assert.True(closed.Result!.IsResolved);
        Assert.Equal(Refusal.Conflict, twice.Refusal);
        Assert.Equal(0, (await clinic.Reader.FindIncidentsAsync(new IncidentQuery(new ListQuery()), Stop)).Total);
        Assert.Equal(1, (await clinic.Reader.FindIncidentsAsync(new IncidentQuery(new ListQuery(), IncludeResolved: true), Stop)).Total);
        Assert.Equal(InstanceState.Faulted, (await clinic.Reader.GetInstanceAsync(incident.InstanceId!, Stop))!.Instance.State);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_workflow_is_published_retracted_and_published_again_and_a_broken_one_is_not(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);

        var first = await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Asking()), "k1", Stop);
        var second = await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Asking(name: "Ask again")), "k2", Stop);
        var broken = await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(Flows.Broken()), "k3", Stop);
        var retracted = await clinic.Commands.SetPublishedAsync("asking", new SetPublished(false), "k4", Stop);
        var twice = await clinic.Commands.SetPublishedAsync("asking", new SetPublished(false), "k5", Stop);
        var published = await clinic.Commands.SetPublishedAsync("asking", new SetPublished(true), "k6", Stop);
        var view = await clinic.Reader.GetWorkflowAsync("asking", Stop);

        Assert.Equal((1, 1), (first.Result!.LatestVersion, first.Result.PublishedVersion));
        Assert.Equal((2, 2, "Ask again"), (second.Result!.LatestVersion, second.Result.PublishedVersion, second.Result.Name));
        Assert.Equal(Refusal.Invalid, broken.Refusal);
        Assert.StartsWith("$", broken.Problems[0].Field, StringComparison.Ordinal);
        Assert.NotEmpty(broken.Problems[0].Remedy);
        Assert.Null(retracted.Result!.PublishedVersion);
        Assert.Equal(Refusal.Conflict, twice.Refusal);
        Assert.Equal(2, published.Result!.PublishedVersion);
        Assert.Equal([2, 1], view!.Versions.Select(version => version.Version));
        Assert.Equal(["asking"], (await clinic.Reader.FindWorkflowsAsync(new WorkflowQuery(new ListQuery("ASK again")), Stop)).Items.Select(row => row.DefinitionId));
        Assert.Contains("Ask the desk", await clinic.Reader.GetDefinitionJsonAsync("asking", 1, Stop), StringComparison.Ordinal);
        Assert.Null(await clinic.Reader.GetDefinitionJsonAsync("broken", null, Stop));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_workflow_file_with_problems_is_shown_and_keeps_nothing_else_from_starting(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster, folder =>
        {
            File.WriteAllText(Path.Combine(folder.FullName, "asking.json"), Flows.Asking());
            File.WriteAllText(Path.Combine(folder.FullName, "broken.json"), Flows.Broken());
            File.WriteAllText(Path.Combine(folder.FullName, "half.json"), "{ \"id\": ");
        });

        var refused = await clinic.Reader.GetRefusedWorkflowFilesAsync(Stop);

        Assert.Equal(["broken.json", "half.json"], refused.Select(file => file.File));
        Assert.All(refused, file => Assert.NotEmpty(file.Problems[0].Remedy));
        Assert.Equal(["asking"], (await clinic.Reader.FindWorkflowsAsync(new WorkflowQuery(new ListQuery()), Stop)).Items.Select(row => row.DefinitionId));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Messages_are_found_by_words_channel_and_state_newest_first(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        await clinic.SendAsync("m1", "p1", "+16175550111", "Your visit is on Monday.");
        await clinic.SendAsync("m2", "p3", "+16175550133", "Café is closed.");
        var lease = await ((IOutbox)clinic.Engine).LeaseAsync(1, TimeSpan.FromMinutes(1), Stop);
        await ((IOutbox)clinic.Engine).RecordAsync(lease[0].Id, new OutboxOutcome(OutboxState.Captured), Stop);

        async Task<IEnumerable<string>> FoundAsync(OutboxQuery query) => (await clinic.Reader.FindMessagesAsync(query, Stop)).Items.Select(row => row.Body);

        Assert.Equal(["Café is closed.", "Your visit is on Monday."], await FoundAsync(new OutboxQuery(new ListQuery())));
        Assert.Equal(["Café is closed."], await FoundAsync(new OutboxQuery(new ListQuery("cafe"))));
        Assert.Equal(["Your visit is on Monday."], await FoundAsync(new OutboxQuery(new ListQuery("munoz monday"))));
        Assert.Equal(["Café is closed."], await FoundAsync(new OutboxQuery(new ListQuery("617-555-0133"))));
        Assert.Equal(["Your visit is on Monday."], await FoundAsync(new OutboxQuery(new ListQuery(), State: OutboxState.Captured)));
        Assert.Empty(await FoundAsync(new OutboxQuery(new ListQuery(), "email")));
        Assert.Equal(["Your visit is on Monday."], await FoundAsync(new OutboxQuery(new ListQuery(Number: 2, Size: 1))));
        var row = (await clinic.Reader.FindMessagesAsync(new OutboxQuery(new ListQuery("cafe")), Stop)).Items.Single();
        Assert.Equal(("Elm Street Family Practice", "Łukasz Kowalski", "p3"), (row.From, row.ToName, row.PatientId));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task The_home_page_counts_what_runs_what_was_sent_and_what_is_next(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.AddPeopleAsync();
        var visit = await clinic.BookAsync("p1", clinic.ComingAt(9));
        await PublishAsync(clinic, Flows.Asking());
        await PublishAsync(clinic, Flows.Failing());
        await clinic.Engine.StartAsync(new StartRequest("asking") { CorrelationId = visit.Id }, Stop);
        await clinic.Engine.StartAsync(new StartRequest("failing"), Stop);
        await clinic.SendAsync("m1", "p1", "+16175550111", "Your visit is on Monday.");
        var lease = await ((IOutbox)clinic.Engine).LeaseAsync(1, TimeSpan.FromMinutes(1), Stop);
        await ((IOutbox)clinic.Engine).RecordAsync(lease[0].Id, new OutboxOutcome(OutboxState.Captured), Stop);

        var overview = await clinic.Reader.GetOverviewAsync(Stop);

        Assert.Equal(("Elm Street Family Practice", "America/New_York", true), (overview.PracticeName, overview.Zone, overview.MessagesAreCaptured));
        Assert.Equal((1, 1, 0, 1), (overview.SentToday, overview.OpenTasks, overview.OverdueTasks, overview.OpenIncidents));
        Assert.Equal([("asking", 1, 0), ("failing", 0, 1)], overview.Running.Select(one => (one.DefinitionId, one.Open, one.Faulted)));
        Assert.Equal("José Muñoz, Follow-up", Assert.Single(overview.Next).About);
        Assert.Equal("Your visit is on Monday.", Assert.Single(overview.Recent).Body);
    }

    [Fact]
    public async Task A_reader_that_waits_hears_of_the_next_commit()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var seen = await clinic.Reader.WaitForChangeAsync(0, Stop);
        var next = clinic.Reader.WaitForChangeAsync(seen, Stop).AsTask();
        Assert.False(next.IsCompleted);

        await clinic.AddPeopleAsync();

        Assert.True(await next > seen);
    }

    private static async Task PublishAsync(Clinic clinic, string json)
    {
        var outcome = await clinic.Commands.PublishDefinitionAsync(new PublishDefinition(json), Guid.NewGuid().ToString("N"), Stop);
        Assert.Empty(outcome.Problems);
    }

    private static async Task SettledAsync(Clinic clinic, Func<Task<bool>> condition)
    {
        var seen = 0L;
        while (!await condition())
            seen = await clinic.Reader.WaitForChangeAsync(seen, Stop);
    }
}
