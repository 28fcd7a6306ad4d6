using System.Globalization;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using NodaTime;

namespace Frontdesk.Domain.Referrals;

/// <summary>Writes what leaves on paper or as PDF: the packet for the specialist, and the letter to a patient who could not be reached.</summary>
public static class PacketPrint
{
    private const string Confidential = "Confidential: patient information. If this reached you by mistake, call the sender and destroy it.";

    /// <summary>The packet, as a specialist reads it.</summary>
    public static PrintedDocument Packet(Referral referral, Patient patient, Practice practice, Location location, Practitioner? provider, Specialist specialist, PacketChart chart)
    {
        List<PrintedBlock> blocks =
        [
            new PrintedBlock.Facts(
            [
                ("Referral number", referral.Number),
                ("Urgency", ReferralCodes.PriorityOf(referral.Urgency)),
                ("To", $"{specialist.Name}, {specialist.Specialty}"),
                ("From", $"{provider?.Name.Full ?? "the ordering provider"}{(provider?.Npi is { } npi ? $", NPI {npi}" : string.Empty)}"),
                ("Kind", referral.IsEConsult ? "eConsult: an answer without a visit is asked for" : "Visit"),
                .. referral.VisitBy is { } by ? (IEnumerable<(string, string)>)[("Visit by", Day(by))] : [],
            ]),
            new PrintedBlock.Heading("Reason and question"),
            new PrintedBlock.Facts([("Reason", referral.Reason), ("Question asked", referral.Question)]),
            new PrintedBlock.Heading("Patient"),
            new PrintedBlock.Facts(Demographics(patient)),
            new PrintedBlock.Heading("Coverage and authorization"),
            new PrintedBlock.Facts(Coverage(referral, chart)),
            new PrintedBlock.Heading("Clinical note"),
        ];
        if (referral.Note.Length > 0)
            blocks.Add(new PrintedBlock.Paragraph(referral.Note));
        foreach (var (title, text) in chart.Notes)
            blocks.Add(new PrintedBlock.Paragraph($"{title}\n{text}"));

        AddLines(blocks, "Problems", chart.Conditions);
        AddLines(blocks, "Medications", chart.Medications);
        AddLines(blocks, "Allergies", chart.Allergies);
        blocks.Add(new PrintedBlock.Heading("Results"));
        if (chart.Results.Count == 0)
            blocks.Add(new PrintedBlock.Paragraph("The ordering provider sends no results with this referral."));
        foreach (var result in chart.Results)
        {
            blocks.Add(new PrintedBlock.Paragraph($"{result.Name} {result.Day}".Trim()));
            if (result.Values.Count > 0)
                blocks.Add(new PrintedBlock.Table(["Test", "Value"], [.. result.Values.Select(value => (IReadOnlyList<string>)[value.Name, value.Value])]));
        }

        blocks.Add(new PrintedBlock.Heading("In this packet"));
        blocks.Add(new PrintedBlock.Checklist([.. ReferralPacket.Check(referral, patient, chart).Select(one => (ReferralPacket.NameOf(one.Part), one.IsThere))]));
        blocks.Add(new PrintedBlock.Paragraph($"Please put the referral number {referral.Number} on your report."));
        return new PrintedDocument($"Referral {referral.Number}", Sender(practice, location), blocks, Confidential);
    }

    /// <summary>The letter to a patient whom no attempt reached; it says neither with whom nor why.</summary>
    public static PrintedDocument Letter(Patient patient, Practice practice, Location location) => new(
        "An appointment to arrange",
        Sender(practice, location),
        [
            new PrintedBlock.Paragraph(string.Join('\n', [patient.Name.Full, .. patient.Address?.OnEnvelope() ?? []])),
            new PrintedBlock.Paragraph($"Dear {patient.Name.Full},"),
            new PrintedBlock.Paragraph($"We tried to reach you to arrange an appointment with another office that your care team asked for. Please call us at {location.CallBackPhone.ToNational()}."),
            new PrintedBlock.Paragraph($"{practice.Name}"),
        ]);

    private static IReadOnlyList<string> Sender(Practice practice, Location location) => [practice.Name, location.Name, location.CallBackPhone.ToNational()];

    private static List<(string, string)> Demographics(Patient patient) =>
    [
        ("Name", patient.Name.Full),
        ("Born", Day(patient.BirthDate)),
        ("Sex", patient.Sex.ToString()),
        .. patient.Identifiers.Take(2).Select(identifier => ("Record number", identifier.Code)),
        .. patient.Phones.Where(phone => !phone.IsWrong).Take(2).Select(phone => ("Phone", phone.Number.ToNational())),
        .. ReferralPacket.Speakers(patient).Take(2).Select(proxy => (proxy.Relation.ToString(), $"{proxy.Name.Full}, {proxy.Phone!.Number.ToNational()}")),
        .. patient.Address is { } address ? (IEnumerable<(string, string)>)[("Address", string.Join(", ", address.OnEnvelope()))] : [],
        .. patient.Language is { } language ? (IEnumerable<(string, string)>)[("Language", language.Value + (patient.NeedsInterpreter ? ", interpreter needed" : string.Empty))] : [],
    ];

    private static List<(string, string)> Coverage(Referral referral, PacketChart chart) =>
    [
        ("Coverage", chart.Coverage is { } coverage ? $"{coverage.Payer}, member {coverage.Member}" : "The patient pays"),
        ("Authorization", referral.Authorization.State == AuthorizationState.NotNeeded ? "Not needed" : referral.Authorization.Number ?? "missing"),
        .. referral.Authorization.ValidUntil is { } until ? (IEnumerable<(string, string)>)[("Valid until", Day(until))] : [],
        .. referral.Authorization.Visits is { } visits ? (IEnumerable<(string, string)>)[("Visits", visits.ToString(CultureInfo.InvariantCulture))] : [],
    ];

    private static void AddLines(List<PrintedBlock> blocks, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;

        blocks.Add(new PrintedBlock.Heading(heading));
        blocks.Add(new PrintedBlock.Paragraph(string.Join('\n', lines)));
    }

    private static string Day(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
