using NodaTime;

namespace Frontdesk.Domain.Practitioners;

/// <summary>A time when a practitioner sees no patients.</summary>
public sealed record Absence
{
    /// <summary>Makes an absence from one moment up to another.</summary>
    /// <exception cref="DomainRuleException">It ends before it starts.</exception>
    public Absence(Instant start, Instant end, string reason)
    {
        if (end <= start)
            throw new DomainRuleException("absence-order", "An absence ends after it starts.");

        Start = start;
        End = end;
        Reason = reason;
    }

    /// <summary>The first moment away.</summary>
    public Instant Start { get; }

    /// <summary>The first moment back.</summary>
    public Instant End { get; }

    /// <summary>Why, in the office's words.</summary>
    public string Reason { get; }

    /// <summary>Some of a time span falls into the absence.</summary>
    public bool Touches(Instant start, Instant end) => start < End && Start < end;
}

/// <summary>A practitioner became unavailable: every visit in the span needs another slot.</summary>
public sealed record PractitionerAway(PracticeId PracticeId, PractitionerId Practitioner, Instant From, Instant Until, Instant At)
    : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Practitioner.Value;
}

/// <summary>Someone who sees patients.</summary>
public sealed class Practitioner : Entity
{
    private Practitioner()
    {
    }

    /// <summary>Adds a practitioner to the practice.</summary>
    public Practitioner(PracticeId practice, PractitionerId id, PersonName name, string specialty, Npi? npi = null)
        : base(practice)
    {
        Id = id;
        Name = name;
        Specialty = specialty;
        Npi = npi;
    }

    /// <summary>The practitioner.</summary>
    public PractitionerId Id { get; private set; }

    /// <summary>The practitioner's name.</summary>
    public PersonName Name { get; private set; } = null!;

    /// <summary>National Provider Identifier.</summary>
    public Npi? Npi { get; private set; }

    /// <summary>Specialty in the practice's words.</summary>
    public string Specialty { get; private set; } = string.Empty;

    /// <summary>The specialty says something about the patient (psychiatry, HIV): messages use the neutral sender name.</summary>
    public bool IsSensitiveSpecialty { get; private set; }

    /// <summary>A substance-use programme under 42 CFR Part 2: no message may reveal it, so none is sent.</summary>
    public bool IsPart2Programme { get; private set; }

    /// <summary>When the practitioner is away.</summary>
    public IReadOnlyList<Absence> Absences { get; private set; } = [];

    /// <summary>Corrects name, specialty or NPI.</summary>
    public void Correct(PersonName name, string specialty, Npi? npi)
    {
        Name = name;
        Specialty = specialty;
        Npi = npi;
    }

    /// <summary>Sets how much the specialty reveals.</summary>
    public void Protect(bool sensitiveSpecialty, bool part2Programme)
    {
        IsSensitiveSpecialty = sensitiveSpecialty;
        IsPart2Programme = part2Programme;
    }

    /// <summary>Records an absence, planned or sudden.</summary>
    public void GoAway(Absence absence, Instant now)
    {
        Absences = [.. Absences, absence];
        Raise(new PractitionerAway(PracticeId, Id, absence.Start, absence.End, now));
    }

    /// <summary>Takes an absence back.</summary>
    public void ComeBack(Absence absence) => Absences = [.. Absences.Where(other => other != absence)];

    /// <summary>Away during some of a time span.</summary>
    public bool IsAwayDuring(Instant start, Instant end) => Absences.Any(absence => absence.Touches(start, end));
}
