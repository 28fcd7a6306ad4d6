using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What the practice holds of a test: its limits, whether only a clinician's voice tells of it, and what patients call it.</summary>
public sealed class TestRule : Entity
{
    private TestRule()
    {
    }

    /// <summary>Makes a rule for a test.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="code">The LOINC code.</param>
    /// <param name="name">What patients call it.</param>
    /// <exception cref="DomainRuleException">Code or name is missing.</exception>
    public TestRule(PracticeId practice, string code, string name)
        : base(practice)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > 64 || string.IsNullOrWhiteSpace(name))
            throw new DomainRuleException("test-rule", "A test has a code of at most 64 characters and a name.");

        Code = code.Trim();
        Name = name.Trim();
    }

    /// <summary>The LOINC code.</summary>
    public string Code { get; private set; } = string.Empty;

    /// <summary>What patients call it.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The practice's limits; null leaves the range to the laboratory.</summary>
    public TestThresholds? Thresholds { get; private set; }

    /// <summary>Texts that are as expected, e.g. "negative"; compared without regard to case.</summary>
    public IReadOnlyList<string> ExpectedTexts { get; private set; } = [];

    /// <summary>Malignancy, HIV, pregnancy loss and the like: a clinician tells, never a message (domain.md §3).</summary>
    public bool IsSensitive { get; private set; }

    /// <summary>Sets the limits.</summary>
    /// <exception cref="DomainRuleException">They contradict each other.</exception>
    public void Limit(TestThresholds? thresholds)
    {
        thresholds?.Require();
        Thresholds = thresholds;
    }

    /// <summary>Sets the texts that are as expected.</summary>
    public void Expect(params IReadOnlyList<string> texts) => ExpectedTexts = [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];

    /// <summary>Changes what patients call it.</summary>
    public void Rename(string name) => Name = string.IsNullOrWhiteSpace(name) ? Name : name.Trim();

    /// <summary>Leaves the test to a clinician's voice, or no longer.</summary>
    public void Protect(bool sensitive = true) => IsSensitive = sensitive;
}

/// <summary>Limits of a test that a provider set for one patient: a known chronic value is not critical, or an early rise is.</summary>
public sealed class PatientTestRule : Entity
{
    private PatientTestRule()
    {
    }

    /// <summary>Makes limits for one patient.</summary>
    /// <exception cref="DomainRuleException">The limits contradict each other.</exception>
    public PatientTestRule(PracticeId practice, PatientId patient, string code, TestThresholds thresholds, string setBy)
        : base(practice)
    {
        Patient = patient;
        Code = code;
        SetBy = setBy;
        Thresholds = thresholds;
        Limit(thresholds, setBy);
    }

    /// <summary>Whose.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>The LOINC code.</summary>
    public string Code { get; private set; } = string.Empty;

    /// <summary>The limits; they stand in the place of the practice's.</summary>
    public TestThresholds Thresholds { get; private set; } = null!;

    /// <summary>Who set them, or ended them.</summary>
    public string SetBy { get; private set; } = string.Empty;

    /// <summary>When the practice's limits came to count again; null while these do.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>The limits while they count; null since they ended.</summary>
    public TestThresholds? InForce => EndedAt is null ? Thresholds : null;

    /// <summary>Changes the limits; they count again if they had ended.</summary>
    /// <exception cref="DomainRuleException">They contradict each other.</exception>
    public void Limit(TestThresholds thresholds, string setBy)
    {
        thresholds.Require();
        Thresholds = thresholds;
        SetBy = setBy;
        EndedAt = null;
    }

    /// <summary>The practice's limits count again. Ending twice changes nothing.</summary>
    /// <param name="by">Who says so.</param>
    /// <param name="now">The present.</param>
    public void End(string by, Instant now)
    {
        if (EndedAt is not null)
            return;

        SetBy = by;
        EndedAt = now;
    }
}
