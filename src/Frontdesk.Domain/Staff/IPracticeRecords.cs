using Frontdesk.Domain.Staff;

namespace Frontdesk.Domain;

/// <content>Staff.</content>
public partial interface IPracticeRecords
{
    /// <summary>Someone who works or worked at the practice.</summary>
    ValueTask<StaffMember?> FindStaffAsync(StaffId id, CancellationToken cancellationToken = default);

    /// <summary>The account of a practitioner.</summary>
    Task<StaffMember?> FindStaffAsync(PractitionerId practitioner, CancellationToken cancellationToken = default);

    /// <summary>Everyone who works at the practice, by id; those who left are not among them.</summary>
    Task<IReadOnlyList<StaffMember>> FindStaffAsync(CancellationToken cancellationToken = default);
}
