using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading.Stored;

namespace Frontdesk.Web.Documents;

/// <summary>Hands documents to staff; every look at a patient's document is in the audit trail before it is shown.</summary>
internal sealed class DocumentReading(PracticeDatabase database, PracticeSettings settings, AccessTrail trail, Readiness readiness)
{
    public async Task<StoredDocument?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (IdOf(id) is not { } documentId)
            return null;

        await readiness.WaitAsync(cancellationToken);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), cancellationToken);
        var document = await new PracticeRecords(context).FindDocumentAsync(documentId, cancellationToken);
        await trail.RecordAsync("document", [document?.Patient?.Value], cancellationToken);
        return document;
    }

    private static DocumentId? IdOf(string text)
    {
        try
        {
            return new DocumentId(text);
        }
        catch (InvalidValueException)
        {
            return null;
        }
    }
}
