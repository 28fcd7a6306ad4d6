using NodaTime;

namespace Frontdesk.Domain;

/// <summary>Something that happened in the practice and that a process may wait for. Carries ids, never content about a patient.</summary>
/// <param name="PracticeId">Where it happened.</param>
/// <param name="At">When it happened.</param>
public abstract record DomainEvent(PracticeId PracticeId, Instant At)
{
    /// <summary>The event's name, e.g. <c>AppointmentBooked</c>: what a workflow's trigger listens for.</summary>
    public string Name => GetType().Name;

    /// <summary>The id of what it is about: the correlation of the processes that care.</summary>
    public abstract string SubjectId { get; }
}
