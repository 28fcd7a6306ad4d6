using Frontdesk.Engine.Definitions;

namespace Frontdesk.Web.Reading;

/// <summary>
/// Everything the pages and the API read of one practice. Every method returns what is committed, never a half-done burst,
/// and instants carry the offset of the practice's zone. Reads of patient data are audited by the implementation.
/// </summary>
public abstract class PracticeReader
{
    /// <summary>The home page.</summary>
    public abstract Task<PracticeOverview> GetOverviewAsync(CancellationToken cancellationToken);

    /// <summary>What a visit is booked from.</summary>
    public abstract Task<PracticeChoices> GetChoicesAsync(CancellationToken cancellationToken);

    /// <summary>Appointments by start.</summary>
    public abstract Task<Page<AppointmentRow>> FindAppointmentsAsync(AppointmentQuery query, CancellationToken cancellationToken);

    /// <summary>One appointment, or null when there is none with this id.</summary>
    public abstract Task<AppointmentView?> GetAppointmentAsync(string id, CancellationToken cancellationToken);

    /// <summary>To which times of a day an appointment can move; null when there is none with this id.</summary>
    public abstract Task<DaySlots?> FindSlotsAsync(string appointmentId, DateOnly day, CancellationToken cancellationToken);

    /// <summary>The times of a day at which a visit can be booked; null when there is no such practitioner, location or kind of visit.</summary>
    public abstract Task<DaySlots?> FindSlotsAsync(SlotQuery query, CancellationToken cancellationToken);

    /// <summary>Patients by name.</summary>
    public abstract Task<Page<PatientRow>> FindPatientsAsync(PatientQuery query, CancellationToken cancellationToken);

    /// <summary>One patient, or null when there is none with this id.</summary>
    public abstract Task<PatientView?> GetPatientAsync(string id, CancellationToken cancellationToken);

    /// <summary>Messages, newest first.</summary>
    public abstract Task<Page<MessageView>> FindMessagesAsync(OutboxQuery query, CancellationToken cancellationToken);

    /// <summary>Workflow instances, last changed first.</summary>
    public abstract Task<Page<InstanceRow>> FindInstancesAsync(InstanceQuery query, CancellationToken cancellationToken);

    /// <summary>One instance, or null when there is none with this id.</summary>
    public abstract Task<InstanceView?> GetInstanceAsync(string id, CancellationToken cancellationToken);

    /// <summary>Workflow definitions by name.</summary>
    public abstract Task<Page<WorkflowRow>> FindWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken);

    /// <summary>One workflow with its versions, or null when there is none with this id.</summary>
    public abstract Task<WorkflowView?> GetWorkflowAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>A definition as Elsa JSON: the given version, or the newest; null when there is none.</summary>
    public abstract Task<string?> GetDefinitionJsonAsync(string definitionId, int? version, CancellationToken cancellationToken);

    /// <summary>The version of a workflow that is in force: what the manager set in its variables; null when none is published.</summary>
    public abstract Task<WorkflowDefinition?> GetPublishedWorkflowAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>Files of the folder <c>workflows</c> that were not taken at start-up.</summary>
    public abstract Task<IReadOnlyList<RefusedWorkflowFile>> GetRefusedWorkflowFilesAsync(CancellationToken cancellationToken);

    /// <summary>Incidents, newest first.</summary>
    public abstract Task<Page<IncidentRow>> FindIncidentsAsync(IncidentQuery query, CancellationToken cancellationToken);

    /// <summary>One incident, or null when there is none with this id.</summary>
    public abstract Task<IncidentRow?> GetIncidentAsync(string id, CancellationToken cancellationToken);

    /// <summary>Tasks for people, most urgent first.</summary>
    public abstract Task<Page<TaskRow>> FindTasksAsync(TaskQuery query, CancellationToken cancellationToken);

    /// <summary>One task, or null when there is none with this id.</summary>
    public abstract Task<TaskRow?> GetTaskAsync(string id, CancellationToken cancellationToken);

    /// <summary>Everybody who works here, by name.</summary>
    public abstract Task<IReadOnlyList<StaffRow>> GetStaffAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Completes once anything has been committed after the change number <paramref name="seen"/>, at once if that already
    /// happened, and returns the newest change number. Start with 0.
    /// </summary>
    public abstract ValueTask<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken);
}
