using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Referrals;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Activities.Referrals;

/// <summary>Writes the letter to a patient whom no attempt reached, as PDF for a person to print and post.</summary>
[Activity("Frontdesk", "Referrals", "Writes the letter to a patient whom no attempt reached; a person prints and posts it.", DisplayName = "Write the letter")]
public sealed class WriteOutreachLetter : CodeActivity
{
    /// <summary>The letter's id.</summary>
    [Output(Description = "The letter's id.")]
    public Output<string>? Document { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var records = context.Records();
        var referral = await context.ReferralAsync();
        var patient = await records.FindPatientAsync(referral.Patient) ?? throw new DomainRuleException("missing-record", "The patient of the referral is not in the records.");
        var practice = await records.FindPracticeAsync() ?? throw new DomainRuleException("missing-record", "The practice itself is not in the records.");
        var location = await new ReferralDesk(records).LocationAsync(referral);
        var now = context.Now();
        var pdf = context.GetRequiredService<IDocumentPrinter>().Print(PacketPrint.Letter(patient, practice, location), now.InZone(location.Zone).Date);
        var letter = new StoredDocument(referral.PracticeId, new DocumentId(context.Burst().NewId()), DocumentKind.Letter, referral.Patient, $"letter-{referral.Number}.pdf", "application/pdf", pdf, "practice", now);
        records.Add(letter);
        referral.Write("A letter to the patient was written", null, letter.Id.Value, now);
        context.Set(Document, letter.Id.Value, nameof(Document));
    }
}
