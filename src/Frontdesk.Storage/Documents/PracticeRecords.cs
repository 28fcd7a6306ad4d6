using Frontdesk.Domain.Documents;

namespace Frontdesk.Storage;

/// <content>Documents.</content>
public sealed partial class PracticeRecords
{
    /// <inheritdoc/>
    public ValueTask<StoredDocument?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken = default) =>
        FindAsync<StoredDocument, DocumentId>(id, cancellationToken);
}
