using NodaTime;

namespace Frontdesk.Domain.Links;

/// <summary>What a link opens.</summary>
public enum LinkPurpose
{
    /// <summary>A specialist's desk says how a referral stands or hands in the report; the first answer uses the link up.</summary>
    SpecialistAnswer = 0,

    /// <summary>A patient reads a message after giving the date of birth; it may be read again until it expires.</summary>
    PatientMessage = 1,
}

/// <summary>Why a link does not open.</summary>
public enum LinkRefusal
{
    /// <summary>It opens.</summary>
    None = 0,

    /// <summary>Nobody at this practice made it.</summary>
    Forged = 1,

    /// <summary>Its time is over.</summary>
    Expired = 2,

    /// <summary>It was used before.</summary>
    Used = 3,

    /// <summary>A newer one took its place, or what it is about is over.</summary>
    Revoked = 4,

    /// <summary>Too many wrong answers.</summary>
    Locked = 5,
}

/// <summary>
/// A way in for someone without an account: signed, expiring, and used up or locked by what happens to it. Looking at it
/// does not use it, because mail programs open links to check them; only an answer does.
/// </summary>
public sealed class SecureLink : Entity
{
    private SecureLink()
    {
    }

    /// <summary>Makes a link.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="id">The link.</param>
    /// <param name="purpose">What it opens.</param>
    /// <param name="subject">What it is about: kind and id, e.g. <c>referral/r1</c>.</param>
    /// <param name="patient">Whose data it can show, for the audit trail.</param>
    /// <param name="expiresAt">The first moment at which it does not open any more.</param>
    /// <param name="attempts">How many wrong answers lock it; 0 when nothing is asked.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="DomainRuleException">It would expire before it begins.</exception>
    public SecureLink(PracticeId practice, LinkId id, LinkPurpose purpose, string subject, PatientId patient, Instant expiresAt, int attempts, Instant now)
        : base(practice)
    {
        if (expiresAt <= now)
            throw new DomainRuleException("link-expiry", $"Link {id} would expire before it begins.");

        Id = id;
        Purpose = purpose;
        Subject = subject;
        Patient = patient;
        ExpiresAt = expiresAt;
        AttemptsLeft = attempts;
        AsksQuestion = attempts > 0;
        CreatedAt = now;
    }

    /// <summary>The link.</summary>
    public LinkId Id { get; private set; }

    /// <summary>What it opens.</summary>
    public LinkPurpose Purpose { get; private set; }

    /// <summary>What it is about: kind and id.</summary>
    public string Subject { get; private set; } = string.Empty;

    /// <summary>Whose data it can show.</summary>
    public PatientId Patient { get; private set; }

    /// <summary>The first moment at which it does not open any more.</summary>
    public Instant ExpiresAt { get; private set; }

    /// <summary>A question is asked before it shows anything.</summary>
    public bool AsksQuestion { get; private set; }

    /// <summary>How many wrong answers are left before it locks.</summary>
    public int AttemptsLeft { get; private set; }

    /// <summary>When it was made.</summary>
    public Instant CreatedAt { get; private set; }

    /// <summary>When its answer came; null until then.</summary>
    public Instant? UsedAt { get; private set; }

    /// <summary>When it was first read past its question; null until then.</summary>
    public Instant? ReadAt { get; private set; }

    /// <summary>When it was taken back; null until then.</summary>
    public Instant? RevokedAt { get; private set; }

    /// <summary>Why it does not open at a moment.</summary>
    public LinkRefusal RefusalAt(Instant now) =>
        RevokedAt is not null ? LinkRefusal.Revoked
        : UsedAt is not null ? LinkRefusal.Used
        : now >= ExpiresAt ? LinkRefusal.Expired
        : AsksQuestion && AttemptsLeft == 0 ? LinkRefusal.Locked
        : LinkRefusal.None;

    /// <summary>Uses the link up.</summary>
    /// <exception cref="DomainRuleException">It does not open.</exception>
    public void Use(Instant now)
    {
        Require(now);
        UsedAt = now;
    }

    /// <summary>Records that its question was answered rightly. Reading it again changes nothing.</summary>
    /// <exception cref="DomainRuleException">It does not open.</exception>
    public void Read(Instant now)
    {
        Require(now);
        ReadAt ??= now;
    }

    /// <summary>Counts a wrong answer.</summary>
    /// <returns>True when it locked the link.</returns>
    public bool Miss()
    {
        if (AttemptsLeft > 0)
            AttemptsLeft--;

        return AttemptsLeft == 0;
    }

    /// <summary>Takes the link back. Taking it back twice changes nothing.</summary>
    public void Revoke(Instant now) => RevokedAt ??= now;

    private void Require(Instant now)
    {
        if (RefusalAt(now) is var refusal and not LinkRefusal.None)
            throw new DomainRuleException("link", $"Link {Id} does not open: {refusal}.");
    }
}
