using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using Frontdesk.Engine.Outbox;
using Frontdesk.Simulation.Actors;
using NodaTime;

namespace Frontdesk.Simulation.Duties;

/// <summary>Patients about whom there is a result: they read the page, answer a letter with a call, or do nothing at all.</summary>
internal sealed class ResultPatients(SimulatedPractice practice, Agenda agenda, SimulationPlan plan, Chance luck)
{
    private readonly Chance _post = new(plan.Seed, "result-letters");
    private int _looks;

    /// <summary>A text or an e-mail arrived: some open the page within hours.</summary>
    public void Receive(OutboxMessage message)
    {
        if (!message.IdempotencyKey.StartsWith("r-", StringComparison.Ordinal) || !luck.Is(0.6))
            return;

        var payload = JsonNode.Parse(message.Payload)!;
        var text = (string?)payload["body"] ?? (string?)payload["text"] ?? string.Empty;
        var start = text.IndexOf("/p/", StringComparison.Ordinal);
        if (start >= 0)
        {
            var token = text[(start + 3)..].Split(' ', 2)[0];
            agenda.At(practice.Now + Duration.FromMinutes(luck.Between(2, 600)), () => ReadAsync(token));
        }
    }

    /// <summary>A letter was posted: it takes days, most people call the practice then, and a certified one nearly all sign for.</summary>
    /// <param name="result">What it is about.</param>
    /// <param name="isCertified">Somebody has to sign for it.</param>
    public void Post(ResultId result, bool isCertified)
    {
        if (!_post.Is(isCertified ? 0.9 : 0.75))
            return;

        var day = DeskHours.Weekday(practice.LocalNow.Date.PlusDays(_post.Between(2, 5)));
        var call = day.At(new LocalTime(9, 5)).PlusMinutes(_post.Between(0, 420));
        agenda.At(PracticeTime.At(call, practice.Zone).Instant, () => CallAsync(result));
    }

    // What they call because of may be over by then; whoever answers the phone looks at the result first.
    private Task<bool> CallAsync(ResultId id) => practice.DoAsync(async (records, _) =>
    {
        var result = (await records.FindResultAsync(id))!;
        var heard = result.Course
            .Where(attempt => attempt.Kind is ContactKind.Letter or ContactKind.CertifiedLetter or ContactKind.ClinicianCall && LaterWord.Of(result, attempt).Contains(ContactOutcome.Reached))
            .LastOrDefault();
        if (heard is null)
            return false;

        var by = new StaffId(heard.Kind == ContactKind.ClinicianCall ? "kim" : "sam");
        await new ResultDesk(records).HearAsync(id, heard.Key, ContactOutcome.Reached, by, practice.Now);
        return true;
    });

    private Task<bool> ReadAsync(string token) => practice.DoAsync(async (records, _) =>
    {
        var page = new ResultPage(records, plan.Links);
        var opened = await page.OpenAsync(token, practice.Now);
        if (opened.State != ResultPageState.Asks || LinkAddresses.IdOf(token) is not { } link)
            return false;

        var patient = (await records.FindPatientAsync((await records.FindLinkAsync(link))!.Patient))!;
        if (luck.Is(0.05))
            await page.AnswerAsync(token, patient.BirthDate.PlusDays(1), NextLook(), practice.Now);

        await page.AnswerAsync(token, patient.BirthDate, NextLook(), practice.Now);
        return true;
    });

    private string NextLook() => string.Create(CultureInfo.InvariantCulture, $"result-look-{++_looks:00000}");
}
