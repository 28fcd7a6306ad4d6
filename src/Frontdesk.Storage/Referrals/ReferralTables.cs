using Frontdesk.Domain.Referrals;
using Frontdesk.Storage.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage.Referrals;

#pragma warning disable CA1812 // Found by ITableMapping.
/// <summary>The tables of referrals.</summary>
internal sealed class ReferralTables : ITableMapping
{
    public void Map(PracticeDbContext context, ModelBuilder model)
    {
        context.Owned<Specialist>(model, specialist =>
        {
            specialist.HasKey(one => new { one.PracticeId, one.Id });
            specialist.Ignore(one => one.Channel);
            specialist.Ignore(one => one.Address);
        });
        context.Owned<Referral>(model, referral =>
        {
            referral.HasKey(one => new { one.PracticeId, one.Id });
            referral.Ignore(one => one.IsOver);
            referral.Ignore(one => one.IsProvidersToClose);
        });
        PracticeDbContext.Json<Referral, ReferralAuthorization>(model, one => one.Authorization);
        PracticeDbContext.Json<Referral, ReferralTimes>(model, one => one.Times);
        PracticeDbContext.Json<Referral, IReadOnlyList<WaitingSignal>>(model, one => one.Signals);
        PracticeDbContext.Json<Referral, IReadOnlyList<string>>(model, one => one.PassedDeadlines);
        PracticeDbContext.Json<Referral, IReadOnlyList<ReferralSending>>(model, one => one.Sendings);
        PracticeDbContext.Json<Referral, IReadOnlyList<ReferralReport>>(model, one => one.Reports);
        PracticeDbContext.Json<Referral, IReadOnlyList<ReferralEntry>>(model, one => one.History);
    }
}
