using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using NodaTime;

namespace Frontdesk.Web.PublicPages;

/// <summary>Finds the page that a link leads to, or says why it does not open. An address that nobody made and one that nobody knows get the same answer.</summary>
internal sealed class LinkDoor(IEnumerable<IPublicPage> pages, PracticeDatabase database, PracticeSettings settings, LinkAddresses addresses, TimeProvider clock, Readiness readiness)
{
    /// <summary>Opens an address for a look.</summary>
    /// <returns>The page with its link; without a page, why it does not open.</returns>
    public async Task<(IPublicPage? Page, OpenLink? Link, LinkRefusal Refusal)> OpenAsync(string token, CancellationToken stop)
    {
        await readiness.WaitAsync(stop);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        var records = new PracticeRecords(context);
        var purpose = LinkAddresses.IdOf(token) is { } id ? (await records.FindLinkAsync(id, stop))?.Purpose : null;
        if (pages.FirstOrDefault(page => page.Purpose == purpose) is not { } found)
            return (null, null, LinkRefusal.Forged);

        var opening = await new LinkDesk(records, addresses).OpenAsync(token, found.Purpose, Instant.FromDateTimeOffset(clock.GetUtcNow()), stop);
        return opening.Refusal == LinkRefusal.None ? (found, new OpenLink(opening.Link!, token), LinkRefusal.None) : (null, null, opening.Refusal);
    }
}
