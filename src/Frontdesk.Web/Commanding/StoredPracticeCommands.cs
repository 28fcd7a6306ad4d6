using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Tasks;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using Frontdesk.Web.Shell;
using NodaTime;

namespace Frontdesk.Web.Commanding;

/// <summary>Commands of a practice in a database: each is one burst of its engine.</summary>
internal sealed class StoredPracticeCommands(WorkflowEngine engine, CommandRun run, PracticeReader reader, DefinitionCatalog definitions, PracticeSettings settings) : PracticeCommands
{
    private readonly DateTimeZone zone = Zones.Named(settings.Zone.Id);

    public override Task<Outcome<AppointmentRow>> BookAsync(BookAppointment command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "book", command }, (burst, records, stop) => AppointmentCommands.BookAsync(burst, records, command, stop), AppointmentAsync, cancellationToken);

    public override Task<Outcome<AppointmentRow>> RescheduleAsync(string appointmentId, RescheduleAppointment command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "reschedule", appointmentId, command }, (burst, records, stop) => AppointmentCommands.RescheduleAsync(burst, records, appointmentId, command, stop), AppointmentAsync, cancellationToken);

    public override Task<Outcome<AppointmentRow>> CancelAsync(string appointmentId, CancelAppointment command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "cancel", appointmentId, command }, (burst, records, stop) => AppointmentCommands.CancelAsync(burst, records, appointmentId, command, stop), AppointmentAsync, cancellationToken);

    public override Task<Outcome<AppointmentRow>> ConfirmAsync(string appointmentId, ConfirmAppointment command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "confirm", appointmentId, command }, (burst, records, stop) => AppointmentCommands.ConfirmAsync(burst, records, appointmentId, command, stop), AppointmentAsync, cancellationToken);

    public override Task<Outcome<AppointmentRow>> MarkAsync(string appointmentId, MarkAppointment command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "mark", appointmentId, command }, (burst, records, stop) => AppointmentCommands.MarkAsync(burst, records, appointmentId, command, stop), AppointmentAsync, cancellationToken);

    public override Task<Outcome<PatientRow>> RegisterAsync(RegisterPatient command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "register", command }, (burst, records, stop) => PatientCommands.RegisterAsync(burst, records, command, zone, stop), PatientAsync, cancellationToken);

    public override async Task<Outcome<InstanceRow>> CancelInstanceAsync(string instanceId, CancelInstance command, string key, CancellationToken cancellationToken)
    {
        if (await InstanceAsync(instanceId) is not { } before)
            return Outcome<InstanceRow>.Refused(Refusal.NotFound, new FieldProblem("id", instanceId, "There is no such instance.", "Take the id from the list."));
        if (string.IsNullOrWhiteSpace(command.Reason))
            return Outcome<InstanceRow>.Refused(Refusal.Invalid, new FieldProblem("reason", command.Reason, "The reason is empty.", "Say in a few words why it is stopped."));
        var isStopped = await engine.CancelAsync(instanceId, $"Stopped by the {Desk.User}: {command.Reason.Trim()}", key, cancellationToken);
        return isStopped
            ? Outcome<InstanceRow>.Done((await InstanceAsync(instanceId))!)
            : Outcome<InstanceRow>.Refused(Refusal.Conflict, new FieldProblem("id", instanceId, $"The instance is over: {before.State}.", "Nothing needs to be done."));
    }

    public override async Task<Outcome<TaskRow>> ChangeTaskAsync(string taskId, TaskChange change, string key, CancellationToken cancellationToken)
    {
        if (await TaskAsync(taskId) is not { } task)
            return NoTask(taskId);
        if (change is CompleteTask complete && !task.Outcomes.Contains(complete.Outcome))
            return Outcome<TaskRow>.Refused(Refusal.Invalid, new FieldProblem("outcome", complete.Outcome, "The task does not offer this outcome.", $"Send one of: {string.Join(", ", task.Outcomes)}."));
        if (change is CommentTask { Text: var text } && string.IsNullOrWhiteSpace(text))
            return Outcome<TaskRow>.Refused(Refusal.Invalid, new FieldProblem("text", null, "The comment is empty.", "Write something."));
        return await run.RunAsync(key, new object[] { change.GetType().Name, taskId, change }, (burst, records, stop) => TaskCommands.ApplyAsync(burst, records, task, change, stop), TaskAsync, cancellationToken);
    }

    public override Task<Outcome<StaffRow>> EmployAsync(string staffId, EmployStaff command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "employ", staffId, command }, (burst, records, stop) => StaffCommands.EmployAsync(records, new PracticeId(burst.PracticeId), staffId, command, stop), StaffAsync, cancellationToken);

    public override Task<Outcome<StaffRow>> SetAwayAsync(string staffId, SetAway command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(key, new object[] { "away", staffId, command }, (burst, records, stop) => StaffCommands.SetAwayAsync(records, staffId, command, Instant.FromDateTimeOffset(burst.Now), stop), StaffAsync, cancellationToken);

    public override async Task<Outcome<IncidentRow>> ResolveIncidentAsync(string incidentId, ResolveIncident command, string key, CancellationToken cancellationToken)
    {
        if (await reader.GetIncidentAsync(incidentId, cancellationToken) is not { } incident)
            return Outcome<IncidentRow>.Refused(Refusal.NotFound, new FieldProblem("id", incidentId, "There is no such incident.", "Take the id from the list."));
        return await run.RunAsync(
            key,
            new object[] { "resolve", incidentId, command },
            (burst, _, _) => incident.IsAboutRestore && RestoredPractice.CountHeld(burst) is > 0 and var held
                ? throw new CommandRefusedException(Refusal.Conflict, new FieldProblem("id", incidentId, $"{Say.Count(held, "message is", "messages are")} held back.", "Decide about them in the outbox first."))
                : (command.TryAgain ? Engine.Instances.Incidents.Retry(burst, incidentId) : Engine.Instances.Incidents.Resolve(burst, incidentId, Desk.User))
                ? new ValueTask<string>(incidentId)
                : throw new CommandRefusedException(
                    Refusal.Conflict,
                    new FieldProblem("id", incidentId, command.TryAgain ? "Nothing was kept that could be tried again, or the incident is closed." : "The incident is closed already.", "Read it again.")),
            id => reader.GetIncidentAsync(id, CancellationToken.None),
            cancellationToken);
    }

    public override Task<Outcome<HeldMessages>> DecideHeldAsync(DecideHeld command, string key, CancellationToken cancellationToken) =>
        run.RunAsync(
            key,
            new object[] { "held", command },
            (burst, _, _) => RestoredPractice.Decide(burst, command.MessageId, command.Decision) is > 0 and var count
                ? new ValueTask<string>(count.ToString(CultureInfo.InvariantCulture))
                : throw new CommandRefusedException(
                    command.MessageId is null ? Refusal.Conflict : Refusal.NotFound,
                    new FieldProblem("messageId", command.MessageId, command.MessageId is null ? "No message is held back." : "This message is not held back.", "Read the outbox again.")),
            count => Task.FromResult<HeldMessages?>(new HeldMessages(int.Parse(count, CultureInfo.InvariantCulture))),
            cancellationToken);

    public override Task<IReadOnlyList<WorkflowProblem>> ValidateDefinitionAsync(string json, CancellationToken cancellationToken)
    {
        try
        {
            using var sql = PracticeSql.Open(engine.Database);
            return Task.FromResult(definitions.CheckText(sql, json));
        }
        catch (DefinitionFormatException broken)
        {
            return Task.FromResult<IReadOnlyList<WorkflowProblem>>([new WorkflowProblem(broken.Path, null, broken.Message, "Export the definition again and send that.")]);
        }
    }

    public override async Task<Outcome<WorkflowRow>> PublishDefinitionAsync(PublishDefinition command, string key, CancellationToken cancellationToken)
    {
        var problems = await ValidateDefinitionAsync(command.Json, cancellationToken);
        if (problems.Any(problem => !problem.IsWarning))
            return Outcome<WorkflowRow>.Refused(Refusal.Invalid, [.. problems.Where(problem => !problem.IsWarning).Select(problem => new FieldProblem(problem.Path, problem.Activity, problem.Message, problem.Remedy))]);
        return await run.RunAsync(
            key,
            new object[] { "publish", command },
            (burst, _, _) =>
            {
                var by = Desk.Or(command.By);
                var draft = engine.Definitions.SaveDraft(burst, WorkflowDefinition.Parse(command.Json), by);
                return new ValueTask<string>(engine.Definitions.Publish(burst, draft.DefinitionId, by).DefinitionId);
            },
            WorkflowAsync,
            cancellationToken);
    }

    public override async Task<Outcome<WorkflowRow>> SetPublishedAsync(string definitionId, SetPublished command, string key, CancellationToken cancellationToken)
    {
        if (await WorkflowAsync(definitionId) is null)
            return Outcome<WorkflowRow>.Refused(Refusal.NotFound, new FieldProblem("id", definitionId, "There is no such workflow.", "Take the id from the list."));
        return await run.RunAsync(
            key,
            new object[] { "published", definitionId, command },
            (burst, _, _) => new ValueTask<string>((command.IsPublished ? engine.Definitions.Publish(burst, definitionId, Desk.Or(command.By)) : engine.Definitions.Retract(burst, definitionId, Desk.Or(command.By))).DefinitionId),
            WorkflowAsync,
            cancellationToken);
    }

    private static Outcome<TaskRow> NoTask(string id) =>
        Outcome<TaskRow>.Refused(Refusal.NotFound, new FieldProblem("id", id, "There is no such task.", "Take the id from the list."));

    private async Task<AppointmentRow?> AppointmentAsync(string id) => (await reader.GetAppointmentAsync(id, CancellationToken.None))?.Appointment;

    private async Task<PatientRow?> PatientAsync(string id) => (await reader.GetPatientAsync(id, CancellationToken.None))?.Patient;

    private async Task<InstanceRow?> InstanceAsync(string id) => (await reader.GetInstanceAsync(id, CancellationToken.None))?.Instance;

    private async Task<StaffRow?> StaffAsync(string id) => (await reader.GetStaffAsync(CancellationToken.None)).FirstOrDefault(one => one.Id == id);

    private Task<TaskRow?> TaskAsync(string id) => reader.GetTaskAsync(id, CancellationToken.None);

    private async Task<WorkflowRow?> WorkflowAsync(string id) => (await reader.GetWorkflowAsync(id, CancellationToken.None))?.Workflow;
}
