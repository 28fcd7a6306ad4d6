using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>
/// A provider's signed word that normal results of one test may be released with the standard words (domain.md §3). It covers
/// nothing that is abnormal, unclear, incomplete or sensitive, and it expires.
/// </summary>
public sealed class StandingOrder : Entity
{
    private StandingOrder()
    {
    }

    /// <summary>Signs a standing order.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="practitioner">Whose.</param>
    /// <param name="code">The test, a LOINC code.</param>
    /// <param name="signedAt">When it was signed.</param>
    /// <param name="expiresAt">The first moment at which it does not hold any more.</param>
    /// <exception cref="DomainRuleException">It would expire before it begins.</exception>
    public StandingOrder(PracticeId practice, PractitionerId practitioner, string code, Instant signedAt, Instant expiresAt)
        : base(practice)
    {
        Practitioner = practitioner;
        Code = code;
        Sign(signedAt, expiresAt);
    }

    /// <summary>Whose.</summary>
    public PractitionerId Practitioner { get; private set; }

    /// <summary>The test.</summary>
    public string Code { get; private set; } = string.Empty;

    /// <summary>When it was signed.</summary>
    public Instant SignedAt { get; private set; }

    /// <summary>The first moment at which it does not hold any more.</summary>
    public Instant ExpiresAt { get; private set; }

    /// <summary>When it was taken back; null until then.</summary>
    public Instant? RevokedAt { get; private set; }

    /// <summary>Its name in decisions.</summary>
    public string Key => $"{Practitioner}:{Code}";

    /// <summary>Signs it again.</summary>
    /// <exception cref="DomainRuleException">It would expire before it begins.</exception>
    public void Sign(Instant signedAt, Instant expiresAt)
    {
        if (expiresAt <= signedAt)
            throw new DomainRuleException("standing-order", "A standing order expires after it is signed.");

        SignedAt = signedAt;
        ExpiresAt = expiresAt;
        RevokedAt = null;
    }

    /// <summary>Takes it back.</summary>
    public void Revoke(Instant now) => RevokedAt ??= now;

    /// <summary>It holds at a moment.</summary>
    public bool IsInForce(Instant now) => RevokedAt is null && SignedAt <= now && now < ExpiresAt;
}
