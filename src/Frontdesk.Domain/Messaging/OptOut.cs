using NodaTime;

namespace Frontdesk.Domain.Messaging;

/// <summary>A number's owner asked for no more texts.</summary>
public sealed record PhoneOptedOut(PracticeId PracticeId, PhoneNumber Number, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Number.Value;
}

/// <summary>A number's owner asked for texts again.</summary>
public sealed record PhoneResubscribed(PracticeId PracticeId, PhoneNumber Number, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Number.Value;
}

/// <summary>Whether a number receives texts at all: opt-out belongs to the number, consent to the person (domain.md §2).</summary>
public sealed class OptOut : Entity
{
    private OptOut()
    {
    }

    /// <summary>Records a number's first opt-out.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="number">The number.</param>
    /// <param name="source">The word or the means by which it was said.</param>
    /// <param name="now">The present.</param>
    public OptOut(PracticeId practice, PhoneNumber number, string source, Instant now)
        : base(practice)
    {
        Number = number;
        Stop(source, now);
    }

    /// <summary>The number.</summary>
    public PhoneNumber Number { get; private set; }

    /// <summary>No texts go there.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The word or the means by which it was said.</summary>
    public string Source { get; private set; } = string.Empty;

    /// <summary>When it last changed.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>No more texts. Saying it twice changes nothing.</summary>
    public void Stop(string source, Instant now)
    {
        if (IsActive)
            return;

        IsActive = true;
        Source = source;
        ChangedAt = now;
        Raise(new PhoneOptedOut(PracticeId, Number, now));
    }

    /// <summary>Texts again. Saying it twice changes nothing.</summary>
    public void Resubscribe(string source, Instant now)
    {
        if (!IsActive)
            return;

        IsActive = false;
        Source = source;
        ChangedAt = now;
        Raise(new PhoneResubscribed(PracticeId, Number, now));
    }
}
