using NodaTime;

namespace Frontdesk.Domain.Staff;

/// <summary>Someone at work, with everyone whose tasks they may take at this moment.</summary>
/// <param name="User">Who they are.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="StandsInFor">Colleagues who are away and for whom they stand in, directly or through others who are away.</param>
public sealed record StaffActor(StaffId User, IReadOnlyList<string> Roles, IReadOnlyList<StaffId> StandsInFor);

/// <summary>
/// Knows who is here, who stands in for whom, and who acts for a practitioner: a result for somebody on leave must not wait
/// for their return (domain.md §3, "ordering provider left, on leave, locum → delegate chain").
/// </summary>
public sealed class StaffDirectory(IPracticeRecords records)
{
    /// <summary>
    /// Who acts for someone at a moment: themselves when here, else the stand-in, else the stand-in's stand-in. Null when
    /// the chain ends with nobody who is here, or turns in a circle.
    /// </summary>
    public async Task<StaffMember?> WhoActsForAsync(StaffId id, Instant now, CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<StaffId>();
        var next = (StaffId?)id;
        while (next is { } current && seen.Add(current))
        {
            if (await records.FindStaffAsync(current, cancellationToken) is not { } member)
                return null;

            if (!await IsAwayAsync(member, now, cancellationToken))
                return member;

            next = member.StandInAt(now) ?? member.CoveredBy;
        }

        return null;
    }

    /// <summary>
    /// Who acts for a practitioner at a moment: the practitioner's own account, else whoever covers, else the medical
    /// director; null when none of them is here.
    /// </summary>
    public async Task<StaffMember?> WhoActsForAsync(PractitionerId practitioner, Instant now, CancellationToken cancellationToken = default)
    {
        if (await records.FindStaffAsync(practitioner, cancellationToken) is { } member
            && await WhoActsForAsync(member.Id, now, cancellationToken) is { } here)
        {
            return here;
        }

        var directors = await PresentAsync(StaffRole.MedicalDirector, now, cancellationToken);
        return directors.Count > 0 ? directors[0] : null;
    }

    /// <summary>Everyone with a role who is here, in the order of their ids.</summary>
    public async Task<IReadOnlyList<StaffMember>> PresentAsync(string role, Instant now, CancellationToken cancellationToken = default)
    {
        List<StaffMember> present = [];
        foreach (var member in await records.FindStaffAsync(cancellationToken))
        {
            if (member.Roles.Contains(role) && !await IsAwayAsync(member, now, cancellationToken))
                present.Add(member);
        }

        return present;
    }

    /// <summary>Someone with their roles and everyone they stand in for; null when there is no such account, or it has left.</summary>
    public async Task<StaffActor?> FindActorAsync(StaffId user, Instant now, CancellationToken cancellationToken = default)
    {
        if (await records.FindStaffAsync(user, cancellationToken) is not { IsActive: true } member)
            return null;

        List<StaffId> standsInFor = [];
        foreach (var colleague in await records.FindStaffAsync(cancellationToken))
        {
            if (colleague.Id != user && (await WhoActsForAsync(colleague.Id, now, cancellationToken))?.Id == user)
                standsInFor.Add(colleague.Id);
        }

        return new StaffActor(user, member.Roles, standsInFor);
    }

    // A practitioner's calendar counts as well: whoever sees no patients today signs nothing today.
    private async Task<bool> IsAwayAsync(StaffMember member, Instant now, CancellationToken cancellationToken) =>
        member.IsAway(now)
        || (member.Practitioner is { } id
            && await records.FindPractitionerAsync(id, cancellationToken) is { } practitioner
            && practitioner.IsAwayDuring(now, now + Duration.Epsilon));
}
