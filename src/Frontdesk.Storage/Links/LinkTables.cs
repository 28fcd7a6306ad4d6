using Frontdesk.Domain.Links;
using Frontdesk.Storage.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Links;

#pragma warning disable CA1812 // Found by ITableMapping.
/// <summary>The table of links.</summary>
internal sealed class LinkTables : ITableMapping
{
    public void Map(PracticeDbContext context, ModelBuilder model) =>
        context.Owned<SecureLink>(model, link => link.HasKey(one => new { one.PracticeId, one.Id }));
}
