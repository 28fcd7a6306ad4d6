using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;

namespace Frontdesk.Domain.Reminders;

/// <summary>An appointment with everything that a message about it depends on, read together.</summary>
internal sealed record Visit(Appointment Appointment, Patient Patient, Practitioner Practitioner, Location Location, VisitType VisitType, Practice Practice)
{
    /// <summary>Reads a visit; null when the appointment does not exist.</summary>
    /// <exception cref="DomainRuleException">The appointment names a record that does not exist.</exception>
    public static async Task<Visit?> FindAsync(IPracticeRecords records, AppointmentId id, CancellationToken cancellationToken)
    {
        if (await records.FindAppointmentAsync(id, cancellationToken) is not { } appointment)
            return null;

        return new Visit(
            appointment,
            await records.FindPatientAsync(appointment.Patient, cancellationToken) ?? throw Missing(id, "patient"),
            await records.FindPractitionerAsync(appointment.Practitioner, cancellationToken) ?? throw Missing(id, "practitioner"),
            await records.FindLocationAsync(appointment.Location, cancellationToken) ?? throw Missing(id, "location"),
            await records.FindVisitTypeAsync(appointment.VisitType, cancellationToken) ?? throw Missing(id, "visit type"),
            await records.FindPracticeAsync(cancellationToken) ?? throw Missing(id, "practice"));
    }

    private static DomainRuleException Missing(AppointmentId id, string what) =>
        new("missing-record", $"Appointment {id} names a {what} that is not in the records: import or add it first.");
}
