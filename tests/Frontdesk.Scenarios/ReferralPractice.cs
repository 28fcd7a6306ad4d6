using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Records;
using Frontdesk.Domain.Referrals;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Tasks;
using Frontdesk.Interop.Pdf;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using static Frontdesk.Scenarios.TestPractice;

namespace Frontdesk.Scenarios;

/// <summary>The test practice with a chart, staff, two cardiologists, and hands for what people do with a referral.</summary>
internal sealed partial class ReferralPractice(TestPractice practice) : IAsyncDisposable
{
    public static readonly PatientId Rosa = new("rosa");

    private int _documents;

    public TestPractice Practice => practice;

    /// <summary>Opens the practice with Rosa's chart.</summary>
    public static async Task<ReferralPractice> OpenAsync(LocalDateTime start, string? postgres = null, bool withChart = true)
    {
        var practice = await TestPractice.OpenAsync(start, postgres);
        await practice.PatientAsync(also: patient =>
        {
            patient.AddEmail(EmailAddress.Parse("rosa@example.org"));
            patient.MoveTo(new PostalAddress(["1 Elm Street"], "Boston", "MA", "02110"));
        });
        var opened = new ReferralPractice(practice);
        await practice.DoAsync(records =>
        {
            var lee = new StaffMember(Id, new StaffId("lee"), new PersonName("Ann", "Lee"), [StaffRole.Provider], new PractitionerId("dr-lee"));
            lee.BeCoveredBy(new StaffId("okafor"));
            records.Add(lee);
            records.Add(new StaffMember(Id, new StaffId("okafor"), new PersonName("Chidi", "Okafor"), [StaffRole.Provider]));
            records.Add(new StaffMember(Id, new StaffId("sam"), new PersonName("Sam", "Rivera"), [StaffRole.FrontDesk]));
            records.Add(opened.Specialist("ruiz", "desk@cardio.example"));
            records.Add(opened.Specialist("chen", "desk@heart.example"));
            if (withChart)
            {
                records.Add(Received(ReceivedKind.Coverage, "cov", """{"resourceType":"Coverage","subscriberId":"M-77","payor":[{"display":"Blue Plan"}]}""", "Blue Plan", practice.Now));
                records.Add(Received(ReceivedKind.Observation, "obs", """{"resourceType":"Observation","valueQuantity":{"value":4.1,"unit":"mmol/L"}}""", "Potassium", practice.Now));
                records.Add(Received(ReceivedKind.DiagnosticReport, "rep", """{"resourceType":"DiagnosticReport","result":[{"reference":"obs"}]}""", "Electrolytes", practice.Now));
            }

            return ValueTask.CompletedTask;
        });
        return opened;
    }

    public static ReceivedRecord Received(ReceivedKind kind, string source, string json, string display, Instant now) =>
        new(Id, kind, source, Rosa, Encoding.UTF8.GetBytes(json), new ReceivedHeading(Display: display, EffectiveOn: new LocalDate(2026, 2, 1)), now);

    public Specialist Specialist(string id, string? email, string? fax = null)
    {
        var specialist = new Specialist(Id, new SpecialistId(id), $"Dr. {id}", "cardiology");
        specialist.AnswerAt(email is null ? null : EmailAddress.Parse(email), fax is null ? null : PhoneNumber.Parse(fax), null);
        return specialist;
    }

    /// <summary>Dr. Lee signs a referral.</summary>
    public Task SignAsync(string id = "r1", ReferralUrgency urgency = ReferralUrgency.Routine, string specialist = "ruiz", Func<ReferralRequest, ReferralRequest>? also = null) => practice.DoAsync(records =>
    {
        var request = new ReferralRequest(Id, new ReferralId(id), Rosa, new PractitionerId("dr-lee"), new LocationId("main"), new SpecialistId(specialist), urgency, "Palpitations", "Is an arrhythmia likely?") { Note = "Palpitations for two weeks." };
        var referral = new Referral(also?.Invoke(request) ?? request, practice.Now);
        records.Add(referral);
        referral.Sign("lee", practice.Now);
        return ValueTask.CompletedTask;
    });

    public async Task<Referral> FindAsync(string id = "r1") => (await practice.ReadAsync(records => records.FindReferralAsync(new ReferralId(id)).AsTask()))!;

    public async Task<ReferralStatus> StatusAsync(string id = "r1") => (await FindAsync(id)).Status;

    public Task ChangeAsync(Action<Referral> change, string id = "r1") => practice.DoAsync(async records => change((await records.FindReferralAsync(new ReferralId(id)))!));

    /// <summary>The token of the latest link that a specialist was sent.</summary>
    public string Token(string to = "desk@cardio.example") => LinkIn().Match(practice.Messages.Last(message => message.To == to && LinkIn().IsMatch(message.Text)).Text).Groups["token"].Value;

    /// <summary>The specialist's desk answers by a link, the latest unless told.</summary>
    public Task SayAsync(SpecialistWord word, string text = "", LocalDateTime? when = null, byte[]? file = null, string? token = null, string to = "desk@cardio.example") => practice.DoAsync(async records =>
    {
        var opened = await new LinkDesk(records, Links).OpenAsync(token ?? Token(to), LinkPurpose.SpecialistAnswer, practice.Now);
        if (opened.Refusal != LinkRefusal.None)
            throw new DomainRuleException("link", opened.Refusal.ToString());

        await new SpecialistDesk(records, new ReportReader()).AnswerAsync(opened.Link!, new SpecialistAnswer(word, text, when, file is null ? null : new UploadedFile(file)), new DocumentId($"doc-{++_documents}"), practice.Now);
    });

    /// <summary>A fresh link for the specialist's desk, as the page gives after an answer.</summary>
    public async Task<string> FreshTokenAsync(string id = "r1")
    {
        SecureLink? link = null;
        await practice.DoAsync(async records => link = await SpecialistDesk.NewLinkAsync(records, (await records.FindReferralAsync(new ReferralId(id)))!, new LinkId($"fresh-{++_documents}"), 30, practice.Now));
        return Links.TokenOf(link!);
    }

    public async Task<IReadOnlyList<string>> TitlesAsync() => [.. (await practice.TasksAsync()).Select(task => task.Title)];

    /// <summary>Someone answers the open task whose title has these words.</summary>
    public async Task AnswerAsync(string words, string outcome, string by = "sam", JsonNode? form = null)
    {
        var tasks = await practice.TasksAsync();
        var task = tasks.LastOrDefault(one => one.Title.Contains(words, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"No task '{words}' among: {string.Join("; ", tasks.Select(one => one.Title))}");
        var answering = practice.Engine.ExecuteAsync((burst, _, _) =>
        {
            UserTasks.Complete(burst, task.Id, by, by == "sam" ? ["front-desk", "clinician", "office-manager"] : [], outcome, form);
            return ValueTask.FromResult(true);
        });
        await practice.SettleAsync();
        await answering;
    }

    /// <summary>The words of the packet that left last.</summary>
    public async Task<string> PacketTextAsync(string id = "r1")
    {
        var packet = (await FindAsync(id)).Packet!.Value;
        var document = (await practice.ReadAsync(records => records.FindDocumentAsync(packet).AsTask()))!;
        return new ReportReader().ReadText(document.Content, document.MediaType);
    }

    /// <summary>A report as PDF.</summary>
    public static byte[] Report(string text) =>
        new PdfPrinter().Print(new PrintedDocument("Consult report", ["Cardiology"], [new PrintedBlock.Paragraph(text)]), new LocalDate(2026, 3, 20));

    public static string At(Instant moment) => moment.InZone(NewYork).LocalDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [GeneratedRegex(@"https://practice\.example/p/(?<token>\S+)")]
    private static partial Regex LinkIn();
}
