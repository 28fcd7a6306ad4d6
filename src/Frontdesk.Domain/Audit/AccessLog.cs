using NodaTime;

namespace Frontdesk.Domain.Audit;

/// <summary>One look at a patient's data (domain.md §0 rule 9). Rows are only ever added.</summary>
public sealed class AccessLog : Entity
{
    private AccessLog()
    {
    }

    /// <summary>Records a look.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The row's id.</param>
    /// <param name="who">The user or process that looked.</param>
    /// <param name="purpose">Why: <c>treatment</c>, <c>payment</c>, <c>operations</c>, <c>break-glass</c>.</param>
    /// <param name="patient">Whose data it was.</param>
    /// <param name="what">What was seen, by kind: <c>appointment</c>, <c>contacts</c>.</param>
    /// <param name="at">When.</param>
    public AccessLog(PracticeId practice, string id, string who, string purpose, PatientId patient, string what, Instant at)
        : base(practice)
    {
        if (string.IsNullOrWhiteSpace(who) || string.IsNullOrWhiteSpace(purpose))
            throw new DomainRuleException("audit", "Access to patient data names who and for what purpose.");

        Id = id;
        Who = who;
        Purpose = purpose;
        Patient = patient;
        What = what;
        At = at;
    }

    /// <summary>The row's id.</summary>
    public string Id { get; private set; } = string.Empty;

    /// <summary>The user or process that looked.</summary>
    public string Who { get; private set; } = string.Empty;

    /// <summary>Why.</summary>
    public string Purpose { get; private set; } = string.Empty;

    /// <summary>Whose data it was.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>What was seen, by kind.</summary>
    public string What { get; private set; } = string.Empty;

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}
