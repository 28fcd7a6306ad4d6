using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Locations;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Domain.Referrals;

/// <summary>What a member of staff answered to a question about a referral.</summary>
/// <param name="Question">The question, e.g. <c>authorization</c>.</param>
/// <param name="Outcome">What they chose.</param>
/// <param name="By">Who they are.</param>
public sealed record StaffAnswer(string Question, string Outcome, string By)
{
    /// <summary>What they wrote; stands in for a number or date where none was given on its own.</summary>
    public string? Note { get; init; }

    /// <summary>The payer's number.</summary>
    public string? Number { get; init; }

    /// <summary>The last day of the authorization, <c>2026-05-01</c>.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>How many visits are covered.</summary>
    public int? Visits { get; init; }

    /// <summary>A date on the practice's clock, <c>2026-05-01T14:30</c>.</summary>
    public string? When { get; init; }

    /// <summary>The specialist to redirect to.</summary>
    public string? Specialist { get; init; }

    /// <summary>The identifiers that they compared.</summary>
    public IReadOnlyList<ReportIdentifier> Identifiers { get; init; } = [];

    /// <summary>What the question was about, e.g. a document's id.</summary>
    public string? Reference { get; init; }
}

/// <summary>
/// Writes down what staff answered. An answer that a rule forbids changes nothing and is told; the question is then asked
/// again, with the reason.
/// </summary>
/// <param name="records">The practice's records.</param>
public sealed class ReferralAnswers(IPracticeRecords records)
{
    private static readonly string[] WhenForms = ["uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd HH:mm", "uuuu-MM-dd'T'HH:mm:ss"];

    private readonly ReferralDesk desk = new(records);

    /// <summary>Takes an answer.</summary>
    /// <param name="referral">What it is about.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="newId">The id of a referral that the answer may begin.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DomainRuleException">A rule forbids it, or something is missing that the outcome needs; nothing changed.</exception>
    public async Task TakeAsync(Referral referral, StaffAnswer answer, ReferralId newId, Instant now, CancellationToken cancellationToken = default)
    {
        var location = await desk.LocationAsync(referral, cancellationToken);
        var today = now.InZone(location.Zone).Date;
        switch (answer.Outcome)
        {
            case "Keep both":
                referral.NoteNoNews("Kept beside a similar referral", answer.By, now);
                referral.Begin(now);
                break;
            case "Approved":
                referral.Authorize(Approval(answer), today, answer.By, now);
                break;
            case "Denied":
                referral.Authorize(new ReferralAuthorization(AuthorizationState.Denied), today, answer.By, now);
                break;
            case "Not needed" or "Without authorization":
                referral.Authorize(new ReferralAuthorization(AuthorizationState.NotNeeded), today, answer.By, now);
                break;
            case "Appeal":
                referral.Authorize(new ReferralAuthorization(AuthorizationState.Appealed), today, answer.By, now);
                break;
            case "Ask the payer again":
                referral.Authorize(new ReferralAuthorization(AuthorizationState.Needed), today, answer.By, now);
                break;
            case "Send again":
                referral.Write("To be sent again", answer.By, answer.Note, now);
                referral.Tell(ReferralSignal.PacketDue, now);
                break;
            case "Ask the patient again":
                referral.Write("The patient is asked again", answer.By, null, now);
                referral.Tell(ReferralSignal.OutreachDue, now);
                break;
            case "Never arrived":
                referral.Write("The packet never arrived", answer.By, null, now);
                referral.Tell(ReferralSignal.PacketLost, now);
                break;
            case "Received":
                referral.Acknowledge(answer.By, now);
                break;
            case "Accepted":
                referral.Accept(answer.By, now);
                break;
            case "Declined":
                referral.Decline(answer.Note ?? string.Empty, answer.By, now);
                break;
            case "Has a date":
                Schedule(referral, answer, location, now);
                break;
            case "Attended":
                referral.Attend(answer.By, now);
                break;
            case "Did not come":
                referral.MissVisit(answer.By, now);
                break;
            case "Called off":
                referral.CallOff(answer.By, now);
                break;
            case "Booked elsewhere":
                referral.Write("The patient booked with another specialist", answer.By, answer.Note, now);
                referral.Tell(ReferralSignal.BookedElsewhere, now);
                break;
            case "Does not want it" when referral.IsProvidersToClose && !await desk.IsProviderAsync(answer.By, referral, now, cancellationToken):
                referral.Write("The patient does not want it; the provider decides", answer.By, answer.Note, now);
                referral.Tell(ReferralSignal.PatientDeclines, now);
                break;
            case "Final report" or "Interim report":
                await FileAsync(referral, answer, now, cancellationToken);
                break;
            case "Another patient's":
                referral.RejectReport(Document(answer), answer.By, now);
                break;
            case "Reviewed":
                if (!await desk.IsProviderAsync(answer.By, referral, now, cancellationToken))
                    throw new DomainRuleException("provider-reviews", $"The report of referral {referral.Number} is reviewed by the ordering provider, or who acts for them.");
                referral.Review(answer.By, now);
                break;
            case "Told" or "Letter sent":
                referral.Inform(answer.By, now);
                break;
            case "Redirect":
                await desk.RedirectAsync(referral, newId, Specialist(answer), answer.By, now, cancellationToken);
                break;
            case "Close" or "Close as unreachable" or "Close as expired" or "Does not want it":
                End(referral, answer, await desk.IsProviderAsync(answer.By, referral, now, cancellationToken), now);
                break;
            default:
                referral.NoteNoNews($"{answer.Question}: {answer.Outcome}", answer.By, now);
                break;
        }
    }

    private static void End(Referral referral, StaffAnswer answer, bool isProvider, Instant now)
    {
        switch (answer.Outcome)
        {
            case "Close as unreachable":
                referral.GiveUp(answer.By, isProvider, now);
                break;
            case "Close as expired":
                referral.Expire(answer.By, isProvider, now);
                break;
            case "Does not want it":
                referral.EndAsDeclinedByPatient(answer.By, isProvider, now);
                break;
            default:
                referral.CloseWithoutReport(answer.Note ?? answer.Question, answer.By, isProvider, now);
                break;
        }
    }

    private static ReferralAuthorization Approval(StaffAnswer answer)
    {
        LocalDate? until = null;
        if (!string.IsNullOrWhiteSpace(answer.ValidUntil))
        {
            until = LocalDatePattern.Iso.Parse(answer.ValidUntil) is { Success: true } day
                ? day.Value
                : throw new DomainRuleException("authorization-until", $"'{answer.ValidUntil}' is not a day: write it like 2026-05-01.");
        }

        return new ReferralAuthorization(AuthorizationState.Approved, (answer.Number ?? answer.Note)?.Trim(), until, answer.Visits);
    }

    private static void Schedule(Referral referral, StaffAnswer answer, Location location, Instant now)
    {
        var text = (answer.When ?? answer.Note)?.Trim() ?? string.Empty;
        foreach (var form in WhenForms)
        {
            if (LocalDateTimePattern.CreateWithInvariantCulture(form).Parse(text) is { Success: true } when)
            {
                referral.Schedule(PracticeTime.At(when.Value, location.Zone).Instant, answer.By, when.Value.Date, now);
                return;
            }
        }

        throw new DomainRuleException("visit-date", $"'{text}' is not a date with a time: write it like 2026-05-01 14:30.");
    }

    private static DocumentId Document(StaffAnswer answer) =>
        answer.Reference is { Length: > 0 } id ? new DocumentId(id) : throw new DomainRuleException("report-document", "The question names no report.");

    private static SpecialistId Specialist(StaffAnswer answer) =>
        (answer.Specialist ?? answer.Note)?.Trim() is { Length: > 0 } id
            ? new SpecialistId(id)
            : throw new DomainRuleException("redirect-to", "Name the specialist to redirect to, by the id of the directory.");

    // What is filed is the patient's from here on; what is another's stays nobody's until it is found whose it is.
    private async Task FileAsync(Referral referral, StaffAnswer answer, Instant now, CancellationToken cancellationToken)
    {
        var document = Document(answer);
        if (referral.Status == ReferralStatus.Closed && await desk.FindOfSameOrderAsync(referral, referral.Specialist, cancellationToken) is { } open)
            throw new DomainRuleException("order-once", $"Referral {referral.Number} is closed and {open.Number} of the same order is open: hand the report in there.");

        referral.FileReport(document, answer.Outcome == "Final report", answer.Identifiers, answer.By, now);
        (await records.FindDocumentAsync(document, cancellationToken))?.FileUnder(referral.Patient);
    }
}
