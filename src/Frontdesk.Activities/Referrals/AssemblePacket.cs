using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Puts the packet together from the chart. What is missing is listed, and nothing incomplete is made (domain.md §1).</summary>
[Activity("Frontdesk", "Referrals", "Puts the packet together from the chart; when something is missing, it says what and makes nothing.", DisplayName = "Assemble the packet")]
[FlowNode("Complete", "Something is missing")]
public sealed class AssemblePacket : CodeActivity
{
    /// <summary>What is missing.</summary>
    [Output(Description = "What is missing, as a list in words.")]
    public Output<string>? Missing { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var referral = await context.ReferralAsync();
        var now = context.Now();
        var patient = await records.FindPatientAsync(referral.Patient) ?? throw Gone("patient");
        var specialist = await records.FindSpecialistAsync(referral.Specialist) ?? throw Gone("specialist");
        var chart = await new PacketChartReader(records).ReadAsync(referral.Patient);
        var missing = ReferralPacket.Check(referral, patient, chart).Where(one => !one.IsThere).Select(one => ReferralPacket.NameOf(one.Part)).ToList();
        if (missing.Count > 0)
        {
            referral.Write("The packet is not complete", null, string.Join(", ", missing), now);
            context.Set(Missing, string.Join(", ", missing), nameof(Missing));
            await context.CompleteActivityWithOutcomesAsync("Something is missing");
            return;
        }

        var practice = await records.FindPracticeAsync() ?? throw Gone("practice");
        var location = await new ReferralDesk(records).LocationAsync(referral);
        var printed = PacketPrint.Packet(referral, patient, practice, location, await records.FindPractitionerAsync(referral.OrderingProvider), specialist, chart);
        var document = new StoredDocument(
            referral.PracticeId,
            new DocumentId(context.Burst().NewId()),
            DocumentKind.ReferralPacket,
            referral.Patient,
            $"referral-{referral.Number}.pdf",
            "application/pdf",
            context.GetRequiredService<IDocumentPrinter>().Print(printed, now.InZone(location.Zone).Date),
            "practice",
            now);
        records.Add(document);
        referral.Assemble(document.Id, chart.CoverageHash, now);
        await context.CompleteActivityWithOutcomesAsync("Complete");
    }

    private static DomainRuleException Gone(string what) => new("missing-record", $"The {what} of the referral is not in the records.");
}
