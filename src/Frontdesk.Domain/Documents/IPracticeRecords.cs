using Frontdesk.Domain.Documents;

namespace Frontdesk.Domain;

/// <content>Documents.</content>
public partial interface IPracticeRecords
{
    /// <summary>A document by id, with its content.</summary>
    ValueTask<StoredDocument?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken = default);
}
