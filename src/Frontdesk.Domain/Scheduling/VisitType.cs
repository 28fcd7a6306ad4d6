using NodaTime;

namespace Frontdesk.Domain.Scheduling;

/// <summary>A kind of visit that the practice books, e.g. <c>New patient, 40 min</c>.</summary>
public sealed class VisitType : Entity
{
    private VisitType()
    {
    }

    /// <summary>Adds a kind of visit.</summary>
    /// <exception cref="DomainRuleException">The duration is not between a minute and a day.</exception>
    public VisitType(PracticeId practice, VisitTypeId id, string name, Duration duration)
        : base(practice)
    {
        Id = id;
        Name = name;
        Last(duration);
    }

    /// <summary>The kind of visit.</summary>
    public VisitTypeId Id { get; private set; }

    /// <summary>The name that staff know; it is never put into a message.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>How long such a visit takes.</summary>
    public Duration Duration { get; private set; }

    /// <summary>The patient prepares (fasting, forms): an early e-mail goes out.</summary>
    public bool NeedsPreparation { get; private set; }

    /// <summary>A first visit: an early e-mail goes out.</summary>
    public bool IsForNewPatients { get; private set; }

    /// <summary>The kind of visit says something about the patient: messages use the neutral sender name.</summary>
    public bool IsSensitiveSpecialty { get; private set; }

    /// <summary>A visit of a substance-use programme under 42 CFR Part 2: no message is sent.</summary>
    public bool IsPart2Programme { get; private set; }

    /// <summary>Sets how long such a visit takes.</summary>
    public void Last(Duration duration)
    {
        if (duration < Duration.FromMinutes(1) || duration > Duration.FromDays(1))
            throw new DomainRuleException("visit-duration", $"Visit type {Id} lasts between a minute and a day.");

        Duration = duration;
    }

    /// <summary>Sets what goes before such a visit.</summary>
    public void Prepare(bool needsPreparation, bool forNewPatients)
    {
        NeedsPreparation = needsPreparation;
        IsForNewPatients = forNewPatients;
    }

    /// <summary>Sets how much such a visit reveals.</summary>
    public void Protect(bool sensitiveSpecialty, bool part2Programme)
    {
        IsSensitiveSpecialty = sensitiveSpecialty;
        IsPart2Programme = part2Programme;
    }
}
