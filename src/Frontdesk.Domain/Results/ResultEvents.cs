using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>Something that happened to a result. It carries ids, versions and moments: never what the result says.</summary>
public abstract record ResultEvent(PracticeId PracticeId, ResultId Result, int Version, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Result.Value;
}

/// <summary>A new result arrived: its process begins.</summary>
public sealed record ResultReceived(PracticeId PracticeId, ResultId Result, int Version, Instant At) : ResultEvent(PracticeId, Result, Version, At);

/// <summary>A new version of a known result arrived, or it turned out to be somebody else's: its process begins again if it had ended.</summary>
public sealed record ResultReopened(PracticeId PracticeId, ResultId Result, int Version, Instant At) : ResultEvent(PracticeId, Result, Version, At);

/// <summary>Something happened to a result: its process looks what is next.</summary>
public sealed record ResultChanged(PracticeId PracticeId, ResultId Result, int Version, Instant At) : ResultEvent(PracticeId, Result, Version, At);

/// <summary>The patient knows.</summary>
public sealed record ResultAcknowledged(PracticeId PracticeId, ResultId Result, int Version, Instant At) : ResultEvent(PracticeId, Result, Version, At);

/// <summary>Something that a patient may have read was about somebody else: possibly a breach (45 CFR 164.402).</summary>
public sealed record ResultMisdirected(PracticeId PracticeId, ResultId Result, int Version, PatientId Patient, Instant At) : ResultEvent(PracticeId, Result, Version, At);
