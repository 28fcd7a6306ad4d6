namespace Frontdesk.Channels.Email;

/// <summary>A document that goes with an e-mail or fax: the outbox names it, the practice keeps it.</summary>
/// <param name="Document">The document's id.</param>
public sealed record EmailAttachment(string Document);

/// <summary>A document as it is attached.</summary>
/// <param name="FileName">The name that the recipient sees.</param>
/// <param name="MediaType">E.g. <c>application/pdf</c>.</param>
/// <param name="Content">The content.</param>
public sealed record AttachedDocument(string FileName, string MediaType, byte[] Content);

/// <summary>Where the documents are that go with messages. The host supplies it.</summary>
public interface IAttachments
{
    /// <summary>Reads a document; null when there is none with that id.</summary>
    ValueTask<AttachedDocument?> FindAsync(string documentId, CancellationToken cancellationToken);
}
