using NodaTime;

namespace Frontdesk.Domain.Links;

/// <summary>What came of an attempt to open a link.</summary>
/// <param name="Refusal">Why it does not open; <see cref="LinkRefusal.None"/> when it does.</param>
/// <param name="Link">The link; null when the address is forged.</param>
public sealed record LinkOpening(LinkRefusal Refusal, SecureLink? Link);

/// <summary>Opens links for people without an account.</summary>
public sealed class LinkDesk(IPracticeRecords records, LinkAddresses addresses)
{
    /// <summary>Finds the link of an address and says whether it opens. Nothing is used up.</summary>
    public async Task<LinkOpening> OpenAsync(string token, LinkPurpose purpose, Instant now, CancellationToken cancellationToken = default)
    {
        if (LinkAddresses.IdOf(token) is not { } id
            || await records.FindLinkAsync(id, cancellationToken) is not { } link
            || link.Purpose != purpose
            || !addresses.IsGenuine(token, link))
        {
            return new LinkOpening(LinkRefusal.Forged, null);
        }

        return new LinkOpening(link.RefusalAt(now), link);
    }

    /// <summary>Takes back every link about something that still opens.</summary>
    /// <returns>How many were taken back.</returns>
    public async Task<int> RevokeAsync(string subject, Instant now, CancellationToken cancellationToken = default)
    {
        var revoked = 0;
        foreach (var link in await records.FindLinksAsync(subject, cancellationToken))
        {
            if (link.RefusalAt(now) != LinkRefusal.None)
                continue;

            link.Revoke(now);
            revoked++;
        }

        return revoked;
    }
}
