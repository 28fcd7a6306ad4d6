using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>Something that happened to a referral.</summary>
public abstract record ReferralEvent(PracticeId PracticeId, ReferralId Referral, PatientId Patient, Instant At) : DomainEvent(PracticeId, At)
{
    /// <inheritdoc/>
    public override string SubjectId => Referral.Value;
}

/// <summary>The ordering provider signed a referral.</summary>
public sealed record ReferralSigned(PracticeId PracticeId, ReferralId Referral, PatientId Patient, Instant At) : ReferralEvent(PracticeId, Referral, Patient, At);

/// <summary>A referral that was over was taken up again.</summary>
public sealed record ReferralReopened(PracticeId PracticeId, ReferralId Referral, PatientId Patient, Instant At) : ReferralEvent(PracticeId, Referral, Patient, At);

/// <summary>Something waits on the referral for its process to take; see <see cref="Referral.Signals"/>.</summary>
public sealed record ReferralChanged(PracticeId PracticeId, ReferralId Referral, PatientId Patient, Instant At) : ReferralEvent(PracticeId, Referral, Patient, At);

/// <summary>The patient need not be reached any more, or not by the attempts under way.</summary>
public sealed record ReferralOutreachOver(PracticeId PracticeId, ReferralId Referral, PatientId Patient, Instant At) : ReferralEvent(PracticeId, Referral, Patient, At);

/// <summary>A question to staff about the referral needs no answer any more.</summary>
/// <param name="Status">Where the referral stands now.</param>
public sealed record ReferralMovedOn(PracticeId PracticeId, ReferralId Referral, PatientId Patient, ReferralStatus Status, Instant At) : ReferralEvent(PracticeId, Referral, Patient, At);

/// <summary>The referral is over; every question about it is void.</summary>
public sealed record ReferralOver(PracticeId PracticeId, ReferralId Referral, PatientId Patient, Instant At) : ReferralEvent(PracticeId, Referral, Patient, At);
