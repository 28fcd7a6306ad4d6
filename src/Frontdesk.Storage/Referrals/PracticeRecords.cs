using Frontdesk.Domain;
using Frontdesk.Domain.Referrals;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage;

/// <content>Referrals.</content>
public sealed partial class PracticeRecords
{
    private static readonly ReferralStatus[] Open = [.. Enum.GetValues<ReferralStatus>().Where(status => !ReferralStatusTable.IsOver(status))];

    /// <inheritdoc/>
    public ValueTask<Referral?> FindReferralAsync(ReferralId id, CancellationToken cancellationToken = default) =>
        FindAsync<Referral, ReferralId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Referral>> FindReferralsAsync(PatientId patient, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Referral>()
            .Where(referral => referral.Patient == patient)
            .OrderByDescending(referral => referral.CreatedAt).ThenBy(referral => referral.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Referral>> FindOpenReferralsAsync(SpecialistId specialist, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Referral>()
            .Where(referral => referral.Specialist == specialist && Open.Contains(referral.Status))
            .OrderBy(referral => referral.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Specialist?> FindSpecialistAsync(SpecialistId id, CancellationToken cancellationToken = default) =>
        FindAsync<Specialist, SpecialistId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Specialist>> FindSpecialistsAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Specialist>().OrderBy(specialist => specialist.Name).ThenBy(specialist => specialist.Id).ToListAsync(cancellationToken);
}
