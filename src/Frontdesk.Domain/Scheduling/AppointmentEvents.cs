using NodaTime;

namespace Frontdesk.Domain.Scheduling;

/// <summary>Something that happened to an appointment.</summary>
public abstract record AppointmentEvent(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Appointment.Value;
}

/// <summary>A visit was suggested, without a slot of its own.</summary>
public sealed record AppointmentProposed(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>A visit waits for someone's word.</summary>
public sealed record AppointmentRequested(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>A visit waits for a slot.</summary>
public sealed record AppointmentQueued(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>A visit was booked.</summary>
/// <param name="Version">The version that reminders belong to.</param>
/// <param name="Start">When the visit begins.</param>
public sealed record AppointmentBooked(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, int Version, Instant Start, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The patient said yes to the visit.</summary>
/// <param name="Version">The version that was confirmed.</param>
public sealed record AppointmentConfirmed(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, int Version, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The visit moved; everything planned for the old version is void.</summary>
/// <param name="OldVersion">The version that is void.</param>
/// <param name="NewVersion">The version that counts.</param>
/// <param name="Start">When the visit begins now.</param>
public sealed record AppointmentRescheduled(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, int OldVersion, int NewVersion, Instant Start, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The visit was called off.</summary>
/// <param name="Reason">Why.</param>
public sealed record AppointmentCancelled(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, int Version, CancellationReason Reason, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The patient did not come.</summary>
public sealed record AppointmentMissed(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The patient is in the building.</summary>
public sealed record PatientArrived(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The patient's papers are in order.</summary>
public sealed record PatientCheckedIn(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);

/// <summary>The visit took place.</summary>
public sealed record AppointmentFulfilled(PracticeId PracticeId, AppointmentId Appointment, PatientId Patient, Instant At) : AppointmentEvent(PracticeId, Appointment, Patient, At);
