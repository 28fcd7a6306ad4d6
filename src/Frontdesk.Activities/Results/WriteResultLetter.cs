using Frontdesk.Activities.Safety;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Activities;
using NodaTime;

namespace Frontdesk.Activities.Results;

/// <summary>Writes the letter to the patient: the approved words, or a request to call when only a voice may tell.</summary>
[Clears(Clearance.Approval, "Written")]
[Activity("Frontdesk", "Results", "Writes the letter to the patient: the approved words, or a request to call when only a voice may tell.", DisplayName = "Write the letter")]
[FlowNode("Written", "Not approved")]
public sealed class WriteResultLetter : CodeActivity
{
    /// <summary>The attempt.</summary>
    [Input(DisplayName = "Attempt", Description = "The attempt, as 'Wait for the result' named it.", Required = true)]
    public Input<string> Key { get; set; } = new();

    /// <summary>It goes as certified mail.</summary>
    [Input(DisplayName = "Certified mail", Description = "Whether it goes as certified mail.")]
    public Input<bool> Certified { get; set; } = new(false);

    /// <summary>The letter's id among the documents.</summary>
    [Output(Description = "The letter's id among the documents.")]
    public Output<string>? Document { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask RunAsync(ActivityExecutionContext context)
    {
        var result = await context.ResultAsync();
        var records = context.Records();
        var now = context.Now();
        if (result.WhyNotTell(now) is not null
            || await records.FindPatientAsync(result.Patient!.Value) is not { } patient
            || await records.FindPracticeAsync() is not { } practice)
        {
            await context.CompleteActivityWithOutcomesAsync("Not approved");
            return;
        }

        var place = await context.PlaceAsync();
        var today = now.InZone(place.Zone).Date;
        var isVoice = result.IsForVoiceOnly || result.State == ResultState.ClinicianCalling;
        var text = isVoice ? null : (await records.FindResultDecisionAsync(result.Id, result.Approval!.Number))?.Text;
        var id = ResultLetter.IdOf(result.Id.Value, context.Get(Key) ?? string.Empty);
        if (await records.FindDocumentAsync(id) is null)
        {
            var content = context.GetRequiredService<IDocumentPrinter>().Print(ResultLetter.Write(practice, place, patient, text, context.Get(Certified), today), today);
            records.Add(new StoredDocument(result.PracticeId, id, DocumentKind.Letter, patient.Id, "letter.pdf", "application/pdf", content, "practice", now));
        }

        context.Set(Document, id.Value, nameof(Document));
        await context.CompleteActivityWithOutcomesAsync("Written");
    }
}
