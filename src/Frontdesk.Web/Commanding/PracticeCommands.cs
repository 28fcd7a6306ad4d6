using Frontdesk.Engine.Outbox;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Commanding;

/// <summary>
/// What people and programs may ask the practice to do. The key becomes the stimulus key: the same key with the same
/// command is done once and answered the same way every time; a method returns after the commit.
/// </summary>
public abstract class PracticeCommands
{
    /// <summary>Books a visit.</summary>
    public abstract Task<Outcome<AppointmentRow>> BookAsync(BookAppointment command, string key, CancellationToken cancellationToken);

    /// <summary>Moves a visit to another time; everything planned for the old time is void.</summary>
    public abstract Task<Outcome<AppointmentRow>> RescheduleAsync(string appointmentId, RescheduleAppointment command, string key, CancellationToken cancellationToken);

    /// <summary>Cancels a visit.</summary>
    public abstract Task<Outcome<AppointmentRow>> CancelAsync(string appointmentId, CancelAppointment command, string key, CancellationToken cancellationToken);

    /// <summary>Marks a visit as confirmed by the patient.</summary>
    public abstract Task<Outcome<AppointmentRow>> ConfirmAsync(string appointmentId, ConfirmAppointment command, string key, CancellationToken cancellationToken);

    /// <summary>Records what happened at the desk: the patient came, was checked in, was seen, or did not come.</summary>
    public abstract Task<Outcome<AppointmentRow>> MarkAsync(string appointmentId, MarkAppointment command, string key, CancellationToken cancellationToken);

    /// <summary>Takes a patient on record; refused when somebody with this name and birth date is there already, unless the command says that this is another.</summary>
    public abstract Task<Outcome<PatientRow>> RegisterAsync(RegisterPatient command, string key, CancellationToken cancellationToken);

    /// <summary>Stops a workflow instance; what it already did stays done.</summary>
    public abstract Task<Outcome<InstanceRow>> CancelInstanceAsync(string instanceId, CancelInstance command, string key, CancellationToken cancellationToken);

    /// <summary>Does something to a task: takes it, gives it to somebody, puts it aside, says something about it, or closes it.</summary>
    public abstract Task<Outcome<TaskRow>> ChangeTaskAsync(string taskId, TaskChange change, string key, CancellationToken cancellationToken);

    /// <summary>Adds somebody who works here, or changes their roles.</summary>
    public abstract Task<Outcome<StaffRow>> EmployAsync(string staffId, EmployStaff command, string key, CancellationToken cancellationToken);

    /// <summary>Says that somebody is away and who stands in, or that they are back.</summary>
    public abstract Task<Outcome<StaffRow>> SetAwayAsync(string staffId, SetAway command, string key, CancellationToken cancellationToken);

    /// <summary>Closes an incident, or tries again what it stopped.</summary>
    public abstract Task<Outcome<IncidentRow>> ResolveIncidentAsync(string incidentId, ResolveIncident command, string key, CancellationToken cancellationToken);

    /// <summary>Decides about messages that are held back after a restore.</summary>
    public abstract Task<Outcome<HeldMessages>> DecideHeldAsync(DecideHeld command, string key, CancellationToken cancellationToken);

    /// <summary>Says what is wrong with a definition in Elsa JSON; an empty list when it can be published. Changes nothing.</summary>
    public abstract Task<IReadOnlyList<WorkflowProblem>> ValidateDefinitionAsync(string json, CancellationToken cancellationToken);

    /// <summary>Saves a definition as a new version and publishes it, if it is valid.</summary>
    public abstract Task<Outcome<WorkflowRow>> PublishDefinitionAsync(PublishDefinition command, string key, CancellationToken cancellationToken);

    /// <summary>Publishes a definition's newest version, or ends its publication: then no new instances start, and those under way go on.</summary>
    public abstract Task<Outcome<WorkflowRow>> SetPublishedAsync(string definitionId, SetPublished command, string key, CancellationToken cancellationToken);
}

/// <summary>Books a visit. <paramref name="Start"/> carries its offset; the practice shows it in the location's zone.</summary>
public sealed record BookAppointment(
    string PatientId,
    string PractitionerId,
    string LocationId,
    string VisitTypeId,
    DateTimeOffset Start,
    int? DurationMinutes = null);

/// <summary>Moves a visit. <paramref name="Version"/> is the version the caller saw; a newer one is a conflict.</summary>
public sealed record RescheduleAppointment(DateTimeOffset Start, int Version, string? PractitionerId = null);

/// <summary>Cancels a visit.</summary>
/// <param name="Reason"><c>patient</c>, <c>practitionerAway</c>, <c>locationClosed</c>, <c>patientDied</c>, <c>leftWithoutBeingSeen</c>, <c>mistake</c> or <c>other</c>.</param>
/// <param name="Version">The version the caller saw.</param>
public sealed record CancelAppointment(string Reason, int Version);

/// <summary>Confirms a visit. <paramref name="Version"/> is the version the caller saw.</summary>
public sealed record ConfirmAppointment(int Version);

/// <summary>What happened at the desk.</summary>
public enum VisitMark
{
    /// <summary>The patient is in the building.</summary>
    Arrived = 0,

    /// <summary>The patient's papers are in order.</summary>
    CheckedIn = 1,

    /// <summary>The visit took place.</summary>
    Fulfilled = 2,

    /// <summary>The patient did not come.</summary>
    NoShow = 3,
}

/// <summary>Marks a visit. <paramref name="Version"/> is the version the caller saw.</summary>
public sealed record MarkAppointment(VisitMark Mark, int Version);

/// <summary>Closes an incident; with <paramref name="TryAgain"/> what it stopped is tried again.</summary>
public sealed record ResolveIncident(bool TryAgain = false);

/// <summary>Decides about a message that is held back, or about all of them.</summary>
/// <param name="Decision">What becomes of it.</param>
/// <param name="MessageId">The message; null for all that are held.</param>
public sealed record DecideHeld(HeldDecision Decision, string? MessageId = null);

/// <summary>Messages that a decision concerned.</summary>
/// <param name="Count">How many.</param>
public sealed record HeldMessages(int Count);

/// <summary>Saves a definition as a new version and publishes it.</summary>
/// <param name="Json">The definition as Elsa 3 JSON.</param>
/// <param name="By">Who wants it, for the history; the front desk when nobody is named.</param>
public sealed record PublishDefinition(string Json, string? By = null);

/// <summary>Publishes the newest version, or retracts what is published.</summary>
/// <param name="IsPublished">Whether it is to be in use.</param>
/// <param name="By">Who wants it, for the history; the front desk when nobody is named.</param>
public sealed record SetPublished(bool IsPublished, string? By = null);

/// <summary>Stops an instance.</summary>
public sealed record CancelInstance(string Reason);
