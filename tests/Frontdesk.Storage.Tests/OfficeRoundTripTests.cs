using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Staff;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Storage.Tests;

public sealed class OfficeRoundTripTests(PostgresCluster cluster)
{
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly PatientId Rosa = new("rosa");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Staff_come_back_with_roles_absences_and_cover(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var lee = Given.Staff("lee", new PractitionerId("dr-lee"), StaffRole.Provider, StaffRole.MedicalDirector);
        lee.BeCoveredBy(new StaffId("okafor"));
        lee.GoAway(new OutOfOffice(Now, Now + Duration.FromDays(5), new StaffId("marsh"), "leave"));
        var gone = Given.Staff("gone", null, StaffRole.FrontDesk);
        gone.Leave();
        await SaveAsync(database, lee, gone);

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var found = (await records.FindStaffAsync(new PractitionerId("dr-lee"), Stop))!;
        Assert.Equal(lee.TimesAway, found.TimesAway);
        Assert.Equal(["medical-director", "provider"], found.Roles);
        Assert.Equal("okafor", found.CoveredBy?.Value);
        Assert.Equal("Ann Lee", found.Name.Full);
        Assert.Equal(["lee"], (await records.FindStaffAsync(Stop)).Select(one => one.Id.Value));
        Assert.False((await records.FindStaffAsync(new StaffId("gone"), Stop))!.IsActive);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_document_comes_back_with_its_content(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var content = Enumerable.Range(0, 5_000).Select(i => (byte)i).ToArray();
        var document = new StoredDocument(Given.PracticeId, new DocumentId("doc-1"), DocumentKind.ConsultReport, Rosa, "report.pdf", "application/pdf", content, "specialist-link", Now);
        await SaveAsync(database, document);

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var found = (await new PracticeRecords(context).FindDocumentAsync(document.Id, Stop))!;
        Assert.Equal(content, found.Content);
        Assert.Equal((document.ContentHash, DocumentKind.ConsultReport, Rosa, Now), (found.ContentHash, found.Kind, found.Patient!.Value, found.CreatedAt));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_link_comes_back_and_still_opens_by_its_address(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        var addresses = new LinkAddresses(new byte[32], new Uri("https://practice.example"));
        var link = new SecureLink(Given.PracticeId, new LinkId("link-1"), LinkPurpose.PatientMessage, "result/r1", Rosa, Now + Duration.FromDays(14) + Duration.FromNanoseconds(123_456), 5, Now);
        var token = addresses.TokenOf(link);
        link.Miss();
        link.Read(Now + Duration.FromMinutes(1));
        await SaveAsync(database, link);

        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var opened = await new LinkDesk(records, addresses).OpenAsync(token, LinkPurpose.PatientMessage, Now, Stop);
        Assert.Equal(LinkRefusal.None, opened.Refusal);
        Assert.Equal((4, Now + Duration.FromMinutes(1), "result/r1"), (opened.Link!.AttemptsLeft, opened.Link.ReadAt, opened.Link.Subject));
        Assert.Equal(1, await new LinkDesk(records, addresses).RevokeAsync("result/r1", Now, Stop));
        Assert.Equal(LinkRefusal.Revoked, (await new LinkDesk(records, addresses).OpenAsync(token, LinkPurpose.PatientMessage, Now, Stop)).Refusal);
    }

    private static async Task SaveAsync(Database database, params Entity[] entities)
    {
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        foreach (var entity in entities)
            new PracticeRecords(context).Add(entity);

        await context.SaveChangesAsync(Stop);
    }
}
