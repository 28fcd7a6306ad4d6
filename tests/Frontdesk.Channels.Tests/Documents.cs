using Frontdesk.Channels.Email;

namespace Frontdesk.Channels.Tests;

/// <summary>A practice that keeps the documents it was given here.</summary>
internal sealed class Documents(params (string Id, AttachedDocument Document)[] kept) : IAttachments
{
    public ValueTask<AttachedDocument?> FindAsync(string documentId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<AttachedDocument?>(Array.Find(kept, one => one.Id == documentId).Document);
}
