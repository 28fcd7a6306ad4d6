using Frontdesk.Domain.Links;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage;

/// <content>Links.</content>
public sealed partial class PracticeRecords
{
    /// <inheritdoc/>
    public ValueTask<SecureLink?> FindLinkAsync(LinkId id, CancellationToken cancellationToken = default) =>
        FindAsync<SecureLink, LinkId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecureLink>> FindLinksAsync(string subject, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<SecureLink>()
            .Where(link => link.Subject == subject)
            .OrderBy(link => link.CreatedAt).ThenBy(link => link.Id)
            .ToListAsync(cancellationToken);
}
