using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Referrals;
using Frontdesk.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Frontdesk.Storage.Tests;

/// <summary>Referrals and specialists come back as they were kept, on both databases.</summary>
public sealed class ReferralRoundTripTests(PostgresCluster cluster)
{
    private static readonly Instant Now = Given.At(3, 2, 10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_referral_comes_back_with_everything_that_happened_to_it(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var referral = new Referral(Given.Referral() with { NeedsAuthorization = true, VisitBy = new LocalDate(2026, 4, 1), Parent = new ReferralId("before") }, Now);
        referral.Sign("lee", Now);
        referral.AskPayer(Now);
        referral.Authorize(new ReferralAuthorization(AuthorizationState.Approved, "A-1", new LocalDate(2026, 5, 1), 2), new LocalDate(2026, 3, 2), "sam", Now);
        referral.Assemble(new DocumentId("packet-1"), "hash", Now);
        referral.Send(SpecialistChannel.Fax, "+16175550199", new LocalDate(2026, 3, 2), Now);
        referral.Schedule(Now + Duration.FromDays(9), "specialist", new LocalDate(2026, 3, 11), Now);
        referral.ReceiveReport(new ReferralReport(new DocumentId("doc-1"), Now, false, [ReportIdentifier.Name], true), "specialist", Now);
        await SaveAsync(database, referral);

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var found = (await new PracticeRecords(context).FindReferralAsync(referral.Id, Stop))!;
        Assert.Equal((referral.Number, ReferralStatus.Scheduled, ReferralUrgency.Urgent, referral.ScheduledFor), (found.Number, found.Status, found.Urgency, found.ScheduledFor));
        Assert.Equal((referral.Authorization, referral.Times, referral.VisitBy, referral.Parent), (found.Authorization, found.Times, found.VisitBy, found.Parent));
        Assert.Equal(referral.Signals, found.Signals);
        Assert.Equal(referral.Sendings, found.Sendings);
        Assert.Equal(referral.History, found.History);
        Assert.Equal(referral.Reports[0].Found, found.Reports[0].Found);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_specialist_comes_back_and_their_open_referrals_are_found(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var ruiz = new Specialist(Given.PracticeId, new SpecialistId("ruiz"), "Dr. Ana Ruiz", "cardiology", Npi.Parse("1234567893"));
        ruiz.AnswerAt(EmailAddress.Parse("desk@cardio.example"), PhoneNumber.Parse("(617) 555-0199"), null);
        ruiz.LeaveNetwork(new LocalDate(2026, 6, 1), Now);
        var open = new Referral(Given.Referral("r1"), Now);
        var over = new Referral(Given.Referral("r2") with { Order = "other" }, Now);
        over.Revoke("mistake", "lee", isProvider: true, Now);
        await SaveAsync(database, ruiz, open, over);

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var found = Assert.Single(await records.FindSpecialistsAsync(Stop));
        Assert.Equal((ruiz.Name, ruiz.Npi, ruiz.Email, ruiz.Fax, ruiz.LeftNetworkOn), (found.Name, found.Npi, found.Email, found.Fax, found.LeftNetworkOn));
        Assert.Equal(["r1"], (await records.FindOpenReferralsAsync(ruiz.Id, Stop)).Select(one => one.Id.Value));
        Assert.Equal(2, (await records.FindReferralsAsync(new PatientId("rosa"), Stop)).Count);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task One_order_cannot_be_open_twice_with_one_specialist_and_may_be_with_two(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await SaveAsync(database, new Referral(Given.Referral("r1") with { Order = "order-1" }, Now), new Referral(Given.Referral("r2", specialist: "other") with { Order = "order-1" }, Now));

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(database, new Referral(Given.Referral("r3") with { Order = "order-1" }, Now)));
    }

    private static async Task SaveAsync(Database database, params Entity[] entities)
    {
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        foreach (var entity in entities)
            new PracticeRecords(context).Add(entity);

        await context.SaveChangesAsync(Stop);
    }
}
