using Frontdesk.Domain.Staff;
using Frontdesk.Storage.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Staff;

#pragma warning disable CA1812 // Found by ITableMapping.
/// <summary>The tables of staff.</summary>
internal sealed class StaffTables : ITableMapping
{
    public void Map(PracticeDbContext context, ModelBuilder model)
    {
        context.Owned<StaffMember>(model, member =>
        {
            member.HasKey(one => new { one.PracticeId, one.Id });
            PracticeDbContext.Name(member, one => one.Name);
        });
        PracticeDbContext.Json<StaffMember, IReadOnlyList<string>>(model, one => one.Roles);
        PracticeDbContext.Json<StaffMember, IReadOnlyList<OutOfOffice>>(model, one => one.TimesAway);
    }
}
