using Frontdesk.Domain.Documents;
using Frontdesk.Storage.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Documents;

#pragma warning disable CA1812 // Found by ITableMapping.
/// <summary>The table of documents.</summary>
internal sealed class DocumentTables : ITableMapping
{
    public void Map(PracticeDbContext context, ModelBuilder model) =>
        context.Owned<StoredDocument>(model, document => document.HasKey(one => new { one.PracticeId, one.Id }));
}
