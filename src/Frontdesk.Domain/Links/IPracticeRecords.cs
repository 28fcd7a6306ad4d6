using Frontdesk.Domain.Links;

namespace Frontdesk.Domain;

/// <content>Links.</content>
public partial interface IPracticeRecords
{
    /// <summary>A link by id.</summary>
    ValueTask<SecureLink?> FindLinkAsync(LinkId id, CancellationToken cancellationToken = default);

    /// <summary>Every link about something, oldest first.</summary>
    Task<IReadOnlyList<SecureLink>> FindLinksAsync(string subject, CancellationToken cancellationToken = default);
}
