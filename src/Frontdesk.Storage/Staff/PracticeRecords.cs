using Frontdesk.Domain;
using Frontdesk.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage;

/// <content>Staff.</content>
public sealed partial class PracticeRecords
{
    /// <inheritdoc/>
    public ValueTask<StaffMember?> FindStaffAsync(StaffId id, CancellationToken cancellationToken = default) =>
        FindAsync<StaffMember, StaffId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<StaffMember?> FindStaffAsync(PractitionerId practitioner, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StaffMember>()
            .Where(member => member.Practitioner == practitioner)
            .OrderByDescending(member => member.IsActive).ThenBy(member => member.Id)
            .FirstOrDefaultAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StaffMember>> FindStaffAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StaffMember>()
            .Where(member => member.IsActive)
            .OrderBy(member => member.Id)
            .ToListAsync(cancellationToken);
}
