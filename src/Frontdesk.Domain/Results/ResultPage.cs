using Frontdesk.Domain.Audit;
using Frontdesk.Domain.Links;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What the secure page shows.</summary>
public enum ResultPageState
{
    /// <summary>It asks for the date of birth.</summary>
    Asks = 0,

    /// <summary>The answer was wrong; it asks again.</summary>
    WrongAnswer = 1,

    /// <summary>It shows the message.</summary>
    Shows = 2,

    /// <summary>It shows nothing: see the refusal.</summary>
    Refused = 3,

    /// <summary>What it was about has changed: somebody will be in touch.</summary>
    Changed = 4,
}

/// <summary>A value that is released to the patient.</summary>
/// <param name="Name">What the test is called.</param>
/// <param name="Value">The value with its unit.</param>
/// <param name="Range">What is expected; empty when it is not known.</param>
public sealed record ReleasedValue(string Name, string Value, string Range);

/// <summary>What the page shows at a moment.</summary>
/// <param name="State">What it shows.</param>
/// <param name="Refusal">Why it does not open.</param>
/// <param name="AttemptsLeft">How many answers are left.</param>
/// <param name="Text">The approved words; empty until the question was answered.</param>
/// <param name="Values">The released values; empty until the question was answered or while they are kept back.</param>
public sealed record ResultPageView(ResultPageState State, LinkRefusal Refusal, int AttemptsLeft, string Text, IReadOnlyList<ReleasedValue> Values)
{
    /// <summary>The language of the patient, else of the practice: the page speaks as the message did.</summary>
    public LanguageTag Language { get; init; } = LanguageTag.English;
}

/// <summary>
/// The secure page of a result: it asks for the patient's date of birth, also when a guardian or proxy reads, checks the
/// approval again whenever it is opened, and records that the patient knows.
/// </summary>
public sealed class ResultPage(IPracticeRecords records, LinkAddresses addresses)
{
    /// <summary>Opens the page without answering. Mail programs do this too: nothing is used up and nothing is shown.</summary>
    public async Task<ResultPageView> OpenAsync(string token, Instant now, CancellationToken cancellationToken = default)
    {
        var opening = await new LinkDesk(records, addresses).OpenAsync(token, LinkPurpose.PatientMessage, now, cancellationToken);
        if (opening.Refusal != LinkRefusal.None)
            return Refused(opening.Refusal);

        var language = await new ResultDesk(records).LanguageAsync(opening.Link!.Patient, cancellationToken);
        return await FindAsync(opening.Link, now, cancellationToken) is null
            ? Changed(language)
            : new ResultPageView(ResultPageState.Asks, LinkRefusal.None, opening.Link.AttemptsLeft, string.Empty, []) { Language = language };
    }

    /// <summary>Answers the question with a date of birth. A right answer shows the message and records that it was read.</summary>
    /// <param name="token">The last part of the address.</param>
    /// <param name="born">The date that was given; null for one that is none.</param>
    /// <param name="accessId">The id of the entry in the audit trail.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ResultPageView> AnswerAsync(string token, LocalDate? born, string accessId, Instant now, CancellationToken cancellationToken = default)
    {
        var opening = await new LinkDesk(records, addresses).OpenAsync(token, LinkPurpose.PatientMessage, now, cancellationToken);
        if (opening.Refusal != LinkRefusal.None)
            return Refused(opening.Refusal);

        var link = opening.Link!;
        var language = await new ResultDesk(records).LanguageAsync(link.Patient, cancellationToken);
        if (await FindAsync(link, now, cancellationToken) is not { } result)
            return Changed(language);

        var patient = await records.FindPatientAsync(link.Patient, cancellationToken);
        if (patient is null || born != patient.BirthDate)
        {
            return link.Miss()
                ? Refused(LinkRefusal.Locked)
                : new ResultPageView(ResultPageState.WrongAnswer, LinkRefusal.None, link.AttemptsLeft, string.Empty, []) { Language = language };
        }

        link.Read(now);
        if (result.State == ResultState.Notifying)
            result.Acknowledge("page", now);

        records.Add(new AccessLog(result.PracticeId, accessId, "patient-link", "patient-access", link.Patient, ResultDesk.SubjectOf(result.Id), now));
        var decision = await records.FindResultDecisionAsync(result.Id, result.Approval!.Number, cancellationToken);
        return new ResultPageView(ResultPageState.Shows, LinkRefusal.None, link.AttemptsLeft, decision?.Text ?? string.Empty, result.IsReleased(now) ? await ReleasedAsync(result, cancellationToken) : []) { Language = language };
    }

    private async Task<DiagnosticResult?> FindAsync(SecureLink link, Instant now, CancellationToken cancellationToken)
    {
        if (!link.Subject.StartsWith("result/", StringComparison.Ordinal)
            || await records.FindResultAsync(new ResultId(link.Subject["result/".Length..]), cancellationToken) is not { } result
            || result.Patient != link.Patient
            || result.WhyNotTell(now) is not null
            || link.Id.Value != $"{result.Id}-{result.Approval!.Number}")
        {
            return null;
        }

        // A message that turned into a clinician's call is not read here any more.
        return result.IsForVoiceOnly || result.State == ResultState.ClinicianCalling ? null : result;
    }

    private static ResultPageView Changed(LanguageTag language) => new(ResultPageState.Changed, LinkRefusal.None, 0, string.Empty, []) { Language = language };

    private static ResultPageView Refused(LinkRefusal why) => new(ResultPageState.Refused, why, 0, string.Empty, []);

    private async Task<List<ReleasedValue>> ReleasedAsync(DiagnosticResult result, CancellationToken cancellationToken)
    {
        List<ReleasedValue> values = [];
        foreach (var one in result.Observations.Where(one => one.HasValue && one.Status is not (ObservationStatus.Cancelled or ObservationStatus.EnteredInError)))
            values.Add(new ReleasedValue(await NameAsync(one, cancellationToken), one.Shown(), Range(one)));

        return values;
    }

    // A patient reads a name, not a code: the laboratory's, else the practice's, else the one we ship.
    private async Task<string> NameAsync(Observation one, CancellationToken cancellationToken) =>
        one.Name.Length > 0 && one.Name != one.Code ? one.Name
        : (await records.FindTestRuleAsync(one.Code, cancellationToken))?.Name is { Length: > 0 } name ? name
        : DefaultTests.NameOf(one.Code) ?? one.Code;

    private static string Range(Observation one) => (one.Low, one.High) switch
    {
        ({ } low, { } high) => FormattableString.Invariant($"{low:G29}–{high:G29} {one.Unit}").Trim(),
        ({ } low, null) => FormattableString.Invariant($"from {low:G29} {one.Unit}").Trim(),
        (null, { } high) => FormattableString.Invariant($"up to {high:G29} {one.Unit}").Trim(),
        _ => string.Empty,
    };
}
