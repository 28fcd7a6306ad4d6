using Frontdesk.Domain.Referrals;

namespace Frontdesk.Domain;

/// <content>Referrals.</content>
public partial interface IPracticeRecords
{
    /// <summary>A referral by id.</summary>
    ValueTask<Referral?> FindReferralAsync(ReferralId id, CancellationToken cancellationToken = default);

    /// <summary>A patient's referrals, latest first.</summary>
    Task<IReadOnlyList<Referral>> FindReferralsAsync(PatientId patient, CancellationToken cancellationToken = default);

    /// <summary>A specialist's referrals that are not over, by id.</summary>
    Task<IReadOnlyList<Referral>> FindOpenReferralsAsync(SpecialistId specialist, CancellationToken cancellationToken = default);

    /// <summary>A specialist by id.</summary>
    ValueTask<Specialist?> FindSpecialistAsync(SpecialistId id, CancellationToken cancellationToken = default);

    /// <summary>The directory of specialists, by name.</summary>
    Task<IReadOnlyList<Specialist>> FindSpecialistsAsync(CancellationToken cancellationToken = default);
}
