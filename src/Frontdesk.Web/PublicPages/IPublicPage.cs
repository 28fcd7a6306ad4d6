using Frontdesk.Domain.Links;

namespace Frontdesk.Web.PublicPages;

/// <summary>A link that opens, as its page gets it.</summary>
/// <param name="Link">The link, as it was read; a page that changes something opens it again within its burst.</param>
/// <param name="Token">The last part of its address; forms are posted back to it.</param>
internal sealed record OpenLink(SecureLink Link, string Token);

/// <summary>
/// The page of one purpose of links. The door has already turned away addresses that are forged, used, expired, revoked or
/// locked, and forms that do not come from the page. Looking must not use the link up: mail programs look at links by themselves.
/// </summary>
internal interface IPublicPage
{
    /// <summary>The purpose of the links that lead here.</summary>
    LinkPurpose Purpose { get; }

    /// <summary>The page as it is shown first.</summary>
    Task<IResult> ShowAsync(OpenLink link, CancellationToken stop);

    /// <summary>Takes what was filled in.</summary>
    Task<IResult> AnswerAsync(OpenLink link, IFormCollection form, CancellationToken stop);
}
