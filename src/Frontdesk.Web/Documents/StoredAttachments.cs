using Frontdesk.Channels.Email;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.Documents;

/// <summary>Reads the documents that go with e-mails and faxes out of the practice's database.</summary>
internal sealed class StoredAttachments(PracticeDatabase database, PracticeSettings settings) : IAttachments
{
    public async ValueTask<AttachedDocument?> FindAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), cancellationToken);
        return await new PracticeRecords(context).FindDocumentAsync(new DocumentId(documentId), cancellationToken) is { } document
            ? new AttachedDocument(document.FileName, document.MediaType, document.Content)
            : null;
    }
}
