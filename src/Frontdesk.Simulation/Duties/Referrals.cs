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
using Frontdesk.Engine.Outbox;
using Frontdesk.Interop.Pdf;
using Frontdesk.Simulation.Actors;
using Frontdesk.Simulation.Figures;
using Frontdesk.Simulation.Population;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Simulation.Duties;

#pragma warning disable CA1812 // Found by SimulatedDuty.
/// <summary>Providers refer patients; specialists' desks answer by link, book, report, decline or stay silent.</summary>
internal sealed partial class Referrals : SimulatedDuty
{
    private static readonly (string Id, string Name, string Specialty, string? Email, string? Fax)[] Directory =
    [
        ("cardiology", "Dr. Ana Ruiz", "cardiology", "desk@cardiology.example", null),
        ("dermatology", "Dr. Wei Chen", "dermatology", null, "+16175550181"),
        ("orthopedics", "Dr. Omar Haddad", "orthopedics", "desk@orthopedics.example", null),
        ("heart-centre", "Heart Centre", "cardiology", "desk@heart.example", null),
    ];

    private Chance? chance;
    private int signed;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds { get; } = ["referral"];

    private Chance Luck => chance ??= new Chance(Plan.Seed, "referrals");

    /// <inheritdoc/>
    public override Task OpenAsync() => Practice.DoAsync(async (records, _) =>
    {
        foreach (var (id, name, specialty, email, fax) in Directory)
        {
            var specialist = new Specialist(Practice.Id, new SpecialistId(id), name, specialty);
            specialist.AnswerAt(email is null ? null : EmailAddress.Parse(email), fax is null ? null : PhoneNumber.Restore(fax), PhoneNumber.Parse("(617) 555-0190"));
            records.Add(specialist);
        }

        // What a chart must have for a packet, where an import brought none.
        foreach (var patient in Patients)
        {
            if ((await records.FindReceivedAsync(patient, ReceivedKind.Coverage)).Count == 0)
                records.Add(Received(patient, ReceivedKind.Coverage, """{"resourceType":"Coverage","subscriberId":"on file","payor":[{"display":"Commonwealth Plan"}]}""", "Commonwealth Plan"));
            if ((await records.FindReceivedAsync(patient, ReceivedKind.DiagnosticReport)).Count == 0)
                records.Add(Received(patient, ReceivedKind.DiagnosticReport, """{"resourceType":"DiagnosticReport"}""", "Basic metabolic panel"));
        }

        return true;
    });

    /// <inheritdoc/>
    public override void PlanDay(LocalDate day, bool isBusinessDay)
    {
        if (!isBusinessDay || Patients.Count == 0 || !Luck.Is(Math.Min(0.6, Patients.Count / 100.0)))
            return;

        var patient = Luck.OneOf(Patients);
        var at = PracticeTime.At(day.At(new LocalTime(9, 30)).PlusMinutes(Luck.Between(0, 360)), Practice.Zone).Instant;
        Agenda.At(at, () => SignAsync(patient));
    }

    /// <inheritdoc/>
    public override async Task<TaskAnswer?> AnswerAsync(SimulatedTask task)
    {
        if (task.Title == "A referral packet is not complete")
            await AskForAddressAsync(new ReferralId(task.SubjectId));

        var (outcome, form) = Decide(task);
        return outcome is null ? null : new TaskAnswer(task.Users.Count > 0 ? task.Users[0] : "sam", task.Roles, outcome, form);
    }

    /// <inheritdoc/>
    public override async Task<bool> TakeAsync(OutboxMessage message)
    {
        if (!Directory.Any(one => one.Email == message.Recipient || one.Fax == message.Recipient))
            return false;

        var text = (string?)JsonNode.Parse(message.Payload)!["text"] ?? string.Empty;
        if (Plan.MessagesAreCaptured)
        {
            await Practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Captured));
            Read(text);
            return true;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"{message.Channel}-{message.Sequence}");
        await Practice.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, id));
        var isLost = message.Channel == "fax" && Luck.Is(0.03);
        Agenda.At(Practice.Now + Duration.FromMinutes(Luck.Between(1, 20)), async () =>
        {
            await Practice.ReportAsync(message.Channel, id, new OutboxOutcome(isLost ? OutboxState.Failed : OutboxState.Delivered, id, Reason: isLost ? "no-answer" : null));
            if (!isLost)
                Read(text);
        });
        return true;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<Figure>> FiguresAsync()
    {
        await using var context = await Practice.OpenRecordsAsync();
        var all = await context.Set<Referral>().AsNoTracking().OrderBy(referral => referral.CreatedAt).ThenBy(referral => referral.Id).ToListAsync();

        // Those that had the time: one signed yesterday says nothing about the loop.
        var due = all.Where(referral => Practice.Now - referral.CreatedAt > Duration.FromDays(45)).ToList();
        var closed = all.Where(referral => referral.Status == ReferralStatus.Closed && referral.InformedAt is not null).ToList();
        return
        [
            new("Referrals signed", all.Count.ToString(CultureInfo.InvariantCulture), string.Empty),
            new("Referral loop closure", Share(due.Count(closed.Contains), due.Count), "typical 35 %, good > 80 %"),
            new("Days from signing to the patient's knowing", Average(closed.Select(referral => (referral.InformedAt!.Value - referral.CreatedAt).TotalDays)), string.Empty),
            new("Patients who missed the specialist", Share(all.Count(referral => referral.History.Any(entry => entry.Status == ReferralStatus.NoShow)), all.Count(referral => referral.History.Any(entry => entry.Status == ReferralStatus.Scheduled))), string.Empty),
        ];
    }

    private static string Share(int part, int whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} % ({part} of {whole})");

    private static string Average(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average() is var mean && double.IsNaN(mean) ? "–" : mean.ToString("0.0", CultureInfo.InvariantCulture);

    private ReceivedRecord Received(PatientId patient, ReceivedKind kind, string json, string display) =>
        new(Practice.Id, kind, $"simulated-{kind}", patient, Encoding.UTF8.GetBytes(json), new ReceivedHeading(Display: display, EffectiveOn: Plan.FirstDay), Practice.Now);

    private Task<bool> SignAsync(PatientId patient)
    {
        var (id, _, specialty, _, _) = Luck.OneOf(Directory);
        var urgency = Luck.Weighted((ReferralUrgency.Routine, 0.78), (ReferralUrgency.Urgent, 0.18), (ReferralUrgency.Stat, 0.04));
        var provider = Luck.OneOf(Registration.Practitioners);
        var needsAuthorization = Luck.Is(0.35);
        var isEConsult = Luck.Is(0.08);
        return Practice.DoAsync((records, _) =>
        {
            var request = new ReferralRequest(Practice.Id, new ReferralId(string.Create(CultureInfo.InvariantCulture, $"referral-{++signed}")), patient, provider, Registration.Place, new SpecialistId(id), urgency, $"Symptoms for {specialty}", "What do you advise?")
            {
                Note = "Seen today; history and findings in the chart.",
                NeedsAuthorization = needsAuthorization,
                IsEConsult = isEConsult,
            };
            var referral = new Referral(request, Practice.Now);
            records.Add(referral);
            referral.Sign("provider", Practice.Now);
            return ValueTask.FromResult(true);
        });
    }

    // A desk reads what it got within two days, or not at all.
    private void Read(string text)
    {
        if (LinkIn().Match(text) is not { Success: true } link || Luck.Is(0.12))
            return;

        var token = link.Groups["token"].Value;
        var wait = text.Contains("your report", StringComparison.Ordinal) ? Luck.Between(Duration.FromHours(20), Duration.FromDays(9)) : Luck.Between(Duration.FromMinutes(30), Duration.FromHours(40));
        var dice = Luck.Between(0, 100);
        var days = Luck.Between(3, 14);
        Agenda.At(DeskHours.From(Practice.Now + wait, Practice.Zone), () => SayAsync(token, dice, days));
    }

    private Task<bool> SayAsync(string token, int dice, int days) => Practice.DoAsync(async (records, burst) =>
    {
        var opened = await new LinkDesk(records, Plan.Links).OpenAsync(token, LinkPurpose.SpecialistAnswer, Practice.Now);
        if (opened.Refusal != LinkRefusal.None || await records.FindReferralAsync(new ReferralId(opened.Link!.Subject["referral/".Length..])) is not { IsOver: false } referral)
            return false;

        if (await AnswerAsync(records, referral, dice, days) is { } answer)
            await new SpecialistDesk(records, new ReportReader()).AnswerAsync(opened.Link!, answer, new DocumentId(burst.NewId()), Practice.Now);
        return true;
    });

    private async Task<SpecialistAnswer?> AnswerAsync(IPracticeRecords records, Referral referral, int dice, int days)
    {
        if (referral.Status is ReferralStatus.Attended or ReferralStatus.AwaitingReport)
            return await ReportAsync(records, referral, dice);
        if (ReferralStatusTable.HasDate(referral.Status))
            return referral.ScheduledFor > Practice.Now ? null : new SpecialistAnswer(dice < 88 ? SpecialistWord.Attended : SpecialistWord.DidNotCome);
        if (!ReferralStatusTable.IsOut(referral.Status))
            return null;
        if (referral.IsEConsult)
            return new SpecialistAnswer(SpecialistWord.EConsult, $"Referral {referral.Number}: continue as you are.");
        if (referral.Status == ReferralStatus.Sent && dice < 4)
            return new SpecialistAnswer(SpecialistWord.Decline, "No capacity");
        if (referral.Status == ReferralStatus.Sent && dice < 8)
            return new SpecialistAnswer(SpecialistWord.MoreInformation, "Please send the latest results.");
        if (referral.Status == ReferralStatus.Sent && dice < 30)
            return new SpecialistAnswer(SpecialistWord.Accept);

        return new SpecialistAnswer(SpecialistWord.Date, When: DeskHours.Weekday(Practice.LocalNow.Date.PlusDays(days)).At(new LocalTime(10, 0)));
    }

    private async Task<SpecialistAnswer> ReportAsync(IPracticeRecords records, Referral referral, int dice)
    {
        var patient = (await records.FindPatientAsync(referral.Patient))!;
        var words = dice < 2 ? "Patient Carla Stranger, born 01/01/1901." : $"{patient.Name.Full}, born {patient.BirthDate:uuuu-MM-dd}, {referral.Number}. Findings as expected.";
        return new SpecialistAnswer(SpecialistWord.Report, File: new UploadedFile(Encoding.UTF8.GetBytes(words)));
    }

    // What a chart lacks is asked for before the packet is tried again.
    private Task<bool> AskForAddressAsync(ReferralId id) => Practice.DoAsync(async (records, _) =>
    {
        if (await records.FindReferralAsync(id) is not { } referral || await records.FindPatientAsync(referral.Patient) is not { Address: null } patient)
            return false;

        patient.MoveTo(new PostalAddress(["12 Elm Street"], "Boston", "MA", "02115"));
        return true;
    });

    private (string? Outcome, JsonNode? Form) Decide(SimulatedTask task)
    {
        bool Has(string outcome) => task.Outcomes.Contains(outcome);
        var soon = DeskHours.Weekday(Practice.LocalNow.Date.PlusDays(Luck.Between(3, 12))).At(new LocalTime(11, 0)).ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        if (Has("Approved"))
            return Luck.Is(0.9) || !Has("Denied")
                ? ("Approved", new JsonObject { ["number"] = $"A-{Luck.Between(10_000, 99_999)}", ["validUntil"] = Practice.LocalNow.Date.PlusDays(90).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) })
                : ("Denied", null);
        if (Has("Appeal"))
            return (Luck.Is(0.6) ? "Appeal" : "Without authorization", null);
        if (Has("Final report"))
            return Luck.Is(0.03) ? ("Another patient's", null) : ("Final report", new JsonObject { ["identifiers"] = new JsonArray("Name", "BirthDate") });
        if (Has("Attended"))
            return (Luck.Weighted(("Attended", 0.75), ("Did not come", 0.1), ("Not known", 0.15)), null);
        if (Has("Will call"))
            return Luck.Is(0.3) ? ("Has a date", new JsonObject { ["when"] = soon }) : (Luck.Weighted(("Will call", 0.35), ("Not reached", 0.6), ("Does not want it", 0.05)), null);
        if (Has("Has a date"))
            return Luck.Is(0.6) ? ("Has a date", new JsonObject { ["when"] = soon }) : ("Not reached", null);
        if (Has("Close as unreachable"))
            return (Luck.Is(0.5) ? "Ask the patient again" : "Close as unreachable", null);
        if (Has("Redirect") && Has("Send again") && !Has("Looked after"))
            return (Luck.Is(0.5) ? "Send again" : "Close", null);

        return (task.Outcomes[0], null);
    }

    [GeneratedRegex(@"/p/(?<token>\S+)")]
    private static partial Regex LinkIn();
}
