using Frontdesk.Domain.Staff;
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
    /// <param name="signedBy">The account that signed; null when the practitioner did before there were accounts.</param>
    /// <exception cref="DomainRuleException">It would expire before it begins, or hold for longer than a year, or names no test.</exception>
    public StandingOrder(PracticeId practice, PractitionerId practitioner, string code, Instant signedAt, Instant expiresAt, StaffId? signedBy = null)
        : base(practice)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > 64)
            throw new DomainRuleException("standing-order", "A standing order is for one test, whose code has at most 64 characters.");

        Practitioner = practitioner;
        Code = code.Trim();
        Sign(signedAt, expiresAt, signedBy);
    }

    /// <summary>A provider's word is renewed at least once a year [K].</summary>
    public static Duration Longest { get; } = Duration.FromDays(366);

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

    /// <summary>The account that signed it.</summary>
    public StaffId? SignedBy { get; private set; }

    /// <summary>Its name in decisions.</summary>
    public string Key => $"{Practitioner}:{Code}";

    /// <summary>Signs it again.</summary>
    /// <exception cref="DomainRuleException">It would expire before it begins, or hold for longer than a year.</exception>
    public void Sign(Instant signedAt, Instant expiresAt, StaffId? signedBy = null)
    {
        if (expiresAt <= signedAt || expiresAt - signedAt > Longest)
            throw new DomainRuleException("standing-order", "A standing order expires after it is signed, and within a year.");

        SignedAt = signedAt;
        ExpiresAt = expiresAt;
        SignedBy = signedBy;
        RevokedAt = null;
    }

    /// <summary>Takes it back.</summary>
    public void Revoke(Instant now) => RevokedAt ??= now;

    /// <summary>It holds at a moment.</summary>
    public bool IsInForce(Instant now) => RevokedAt is null && SignedAt <= now && now < ExpiresAt;
}
