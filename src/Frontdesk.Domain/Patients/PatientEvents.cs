using NodaTime;

namespace Frontdesk.Domain.Patients;

/// <summary>Something that happened to a patient's record.</summary>
public abstract record PatientEvent(PracticeId PracticeId, PatientId Patient, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Patient.Value;
}

/// <summary>A patient was registered.</summary>
public sealed record PatientRegistered(PracticeId PracticeId, PatientId Patient, Instant At) : PatientEvent(PracticeId, Patient, At);

/// <summary>The practice learned that a patient died.</summary>
public sealed record PatientDied(PracticeId PracticeId, PatientId Patient, Instant At) : PatientEvent(PracticeId, Patient, At);

/// <summary>A patient was admitted to a hospital.</summary>
public sealed record PatientAdmitted(PracticeId PracticeId, PatientId Patient, Instant At) : PatientEvent(PracticeId, Patient, At);

/// <summary>A patient came home from a hospital.</summary>
public sealed record PatientDischarged(PracticeId PracticeId, PatientId Patient, Instant At) : PatientEvent(PracticeId, Patient, At);

/// <summary>A number on file turned out to be someone else's.</summary>
public sealed record PatientPhoneFoundWrong(PracticeId PracticeId, PatientId Patient, PersonId Person, Instant At) : PatientEvent(PracticeId, Patient, At);

/// <summary>A person allowed a channel.</summary>
public sealed record ConsentGranted(PracticeId PracticeId, PatientId Patient, PersonId Person, Channel Channel, Instant At) : PatientEvent(PracticeId, Patient, At);

/// <summary>A person forbade a channel.</summary>
public sealed record ConsentRevoked(PracticeId PracticeId, PatientId Patient, PersonId Person, Channel Channel, Instant At) : PatientEvent(PracticeId, Patient, At);
