using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;

namespace Frontdesk.Browser;

/// <summary>Commands that remember the keys they came with and answer from the practice on paper.</summary>
internal sealed class CommandsOnPaper(PracticeReader reader) : PracticeCommands
{
    public List<string> Keys { get; } = [];

    public override Task<Outcome<AppointmentRow>> BookAsync(BookAppointment command, string key, CancellationToken cancellationToken) => AppointmentAsync("a1", 1, key);

    public override Task<Outcome<AppointmentRow>> RescheduleAsync(string appointmentId, RescheduleAppointment command, string key, CancellationToken cancellationToken) => AppointmentAsync(appointmentId, command.Version, key);

    public override Task<Outcome<AppointmentRow>> CancelAsync(string appointmentId, CancelAppointment command, string key, CancellationToken cancellationToken) => AppointmentAsync(appointmentId, command.Version, key);

    public override Task<Outcome<AppointmentRow>> ConfirmAsync(string appointmentId, ConfirmAppointment command, string key, CancellationToken cancellationToken) => AppointmentAsync(appointmentId, command.Version, key);

    public override Task<Outcome<AppointmentRow>> MarkAsync(string appointmentId, MarkAppointment command, string key, CancellationToken cancellationToken) => AppointmentAsync(appointmentId, command.Version, key);

    public override async Task<Outcome<PatientRow>> RegisterAsync(RegisterPatient command, string key, CancellationToken cancellationToken) =>
        (await reader.GetPatientAsync("p1", cancellationToken))!.Patient is var known && command.FamilyName == "Okafor" && !command.IsAnother
            ? Outcome<PatientRow>.Refused(Refusal.Conflict, new FieldProblem("isAnother", known.Id, "A patient with this name and birth date is on record already.", "Use that record, or say that this is somebody else."))
            : Outcome<PatientRow>.Done(known);

    public override async Task<Outcome<TaskRow>> ChangeTaskAsync(string taskId, TaskChange change, string key, CancellationToken cancellationToken)
    {
        if (change is CompleteTask)
            return Outcome<TaskRow>.Refused(Refusal.KeyReused);
        return await reader.GetTaskAsync(taskId, cancellationToken) is { } row ? Outcome<TaskRow>.Done(row) : Outcome<TaskRow>.Refused(Refusal.NotFound);
    }

    public override async Task<Outcome<StaffRow>> EmployAsync(string staffId, EmployStaff command, string key, CancellationToken cancellationToken) =>
        Outcome<StaffRow>.Done((await reader.GetStaffAsync(cancellationToken))[0]);

    public override async Task<Outcome<StaffRow>> SetAwayAsync(string staffId, SetAway command, string key, CancellationToken cancellationToken) =>
        (await reader.GetStaffAsync(cancellationToken)).FirstOrDefault(one => one.Id == staffId) is { } row ? Outcome<StaffRow>.Done(row) : Outcome<StaffRow>.Refused(Refusal.NotFound);

    public override async Task<Outcome<IncidentRow>> ResolveIncidentAsync(string incidentId, ResolveIncident command, string key, CancellationToken cancellationToken) =>
        await reader.GetIncidentAsync(incidentId, cancellationToken) is { } row
            ? Outcome<IncidentRow>.Done(row)
            : Outcome<IncidentRow>.Refused(Refusal.NotFound);

    public override Task<Outcome<HeldMessages>> DecideHeldAsync(DecideHeld command, string key, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<HeldMessages>.Refused(Refusal.Conflict, new FieldProblem("messageId", null, "No message is held back.", "Read the outbox again.")));

    public override Task<Outcome<WorkflowRow>> SetPublishedAsync(string definitionId, SetPublished command, string key, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<WorkflowRow>.Refused(Refusal.Conflict, new FieldProblem("id", definitionId, "It is not published.", "Nothing needs to be done.")));

    public override Task<Outcome<InstanceRow>> CancelInstanceAsync(string instanceId, CancelInstance command, string key, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<InstanceRow>.Refused(Refusal.Conflict, new FieldProblem("id", instanceId, "The instance has finished.", "Nothing needs to be done.")));

    public override Task<IReadOnlyList<WorkflowProblem>> ValidateDefinitionAsync(string json, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkflowProblem>>([new("$.root", null, "There is no start.", "Add a trigger.")]);

    public override Task<Outcome<WorkflowRow>> PublishDefinitionAsync(PublishDefinition command, string key, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome<WorkflowRow>.Refused(Refusal.Invalid, new FieldProblem("root", null, "There is no start.", "Add a trigger.")));

    private async Task<Outcome<AppointmentRow>> AppointmentAsync(string id, int version, string key)
    {
        Keys.Add(key);
        if (await reader.GetAppointmentAsync(id, CancellationToken.None) is not { } view)
            return Outcome<AppointmentRow>.Refused(Refusal.NotFound, new FieldProblem("id", id, "There is no such visit.", "Take the id from the list."));
        return version == view.Appointment.Version
            ? Outcome<AppointmentRow>.Done(view.Appointment)
            : Outcome<AppointmentRow>.Refused(Refusal.Conflict, new FieldProblem("version", $"{version}", "The visit has changed.", "Read it again."));
    }
}
