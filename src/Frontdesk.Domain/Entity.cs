namespace Frontdesk.Domain;

/// <summary>Something with an identity that belongs to one practice, changes through its own methods and tells what happened.</summary>
public abstract class Entity
{
    private List<DomainEvent>? events;

    private protected Entity()
    {
    }

    private protected Entity(PracticeId practiceId) => PracticeId = practiceId;

    /// <summary>The practice it belongs to.</summary>
    public PracticeId PracticeId { get; private set; }

    /// <summary>Grows by one with each saved change; two writers of the same row cannot both win.</summary>
    public long RowVersion { get; private set; }

    /// <summary>What happened since it was loaded or since <see cref="TakeEvents"/>.</summary>
    public IReadOnlyList<DomainEvent> Events => events ?? (IReadOnlyList<DomainEvent>)[];

    /// <summary>Hands over what happened, once.</summary>
    public IReadOnlyList<DomainEvent> TakeEvents()
    {
        var taken = Events;
        events = null;
        return taken;
    }

    /// <summary>Records that something happened.</summary>
    private protected void Raise(DomainEvent happened) => (events ??= []).Add(happened);
}
