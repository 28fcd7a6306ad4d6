using System.Globalization;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Web.Shell;

namespace Frontdesk.Web.LabResults;

/// <summary>How results are told to staff.</summary>
internal static class ResultWords
{
    /// <summary>A state in plain words.</summary>
    public static string State(string state) => state switch
    {
        "Unmatched" => "Nobody's yet",
        "Classified" => "Waits for the rest",
        "AwaitingProvider" => "Waits for the provider",
        "OnHold" => "Kept back",
        "Notifying" => "Patient is being told",
        "ClinicianCalling" => "Clinician calls",
        "Acknowledged" => "Patient knows",
        "FollowUpTracked" => "Follow-up",
        _ => state,
    };

    /// <summary>Whom a report names, for a person who compares.</summary>
    public static string Named(NamedPatientView about)
    {
        var known = new[]
        {
            about.Name,
            about.BirthDate is { } born ? $"born {Say.Date(born)}" : null,
            about.Phone,
            about.Identifiers.Count > 0 ? string.Join(", ", about.Identifiers) : null,
        };
        var words = string.Join("; ", known.OfType<string>());
        return words.Length > 0 ? words : "Nobody: ask the sender";
    }

    /// <summary>Everything that happened to a result, in the order in which it did.</summary>
    public static IEnumerable<string> History(ResultView view, Func<string, string> who)
    {
        List<(DateTimeOffset At, string What)> lines =
        [
            .. view.Reports.Select(report => (report.ReceivedAt, $"report {report.Number} ({report.Status}), {Effect(report.Effect)}, version {report.Version}{(report.Predecessor is { } before ? $" in place of {before}" : string.Empty)}")),
            .. view.PatientChanges.Select(change => (change.At, $"{Moved(change)}{(change.By is { } by ? $", by {who(by)}" : string.Empty)}")),
            .. view.Decisions.Select(decision => (decision.At, $"{Outcome(decision.Outcome)} by {who(decision.By)} for version {decision.Version}{(decision.HoldReason is { } why ? $" ({Hold(why)})" : string.Empty)}{(decision.StandingOrder is not null ? ", under a standing order" : string.Empty)}{(decision.Text is { } text ? $": “{text}”" : string.Empty)}")),
            .. view.Contacts.Select(contact => (contact.At, $"{Attempt(contact.Kind)} {contact.Number}, {Came(contact.Outcome)}{(contact.By is { } by ? $" ({who(by)})" : string.Empty)}")),
        ];
        if (view.Critical is { KnownAt: { } knownAt } known)
            lines.Add((knownAt, $"{known.KnownBy} knew of the critical value"));

        return lines.OrderBy(line => line.At).Select(line => $"{Say.When(line.At)}: {line.What}");
    }

    /// <summary>To whom a result came, or whom it left.</summary>
    public static string Moved(PatientChangeView change) =>
        change.PatientId is null ? "taken from the patient"
        : change.By is null ? $"given to {change.Patient}: the report names them"
        : $"given to {change.Patient}; compared: {string.Join(", ", change.Compared.Select(PatientMatch.Of))}";

    /// <summary>The tone of a severity.</summary>
    public static string Tone(string severity) => severity switch
    {
        "Critical" => "bad",
        "Abnormal" or "Unclear" => "wait",
        _ => "good",
    };

    /// <summary>Why a value asks for what it asks for.</summary>
    public static string Reason(string reason) => reason switch
    {
        "InRange" => "within the range",
        "OutOfRange" => "outside the range",
        "BeyondCriticalLimit" => "at or beyond a critical limit",
        "LaboratoryFlag" => "the laboratory flagged it",
        "MissingRange" => "there is no range for it",
        "WrongUnit" => "not in the unit of the limits",
        "UnknownText" => "words that are not listed as expected",
        "ExpectedText" => "as expected",
        "NoValueToBeHad" => "the laboratory gave no value",
        _ => "no value yet",
    };

    /// <summary>What is expected of a value: <c>3.5–5.1 mmol/L</c>, <c>up to 199 mg/dL</c>, or whatever the laboratory gives.</summary>
    public static string Span(decimal? low, decimal? high, string? unit) => (low, high) switch
    {
        (null, null) => "the laboratory’s range",
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"up to {most:G29} {unit}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"{least:G29} {unit} and more"),
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{least:G29}–{most:G29} {unit}"),
    };

    /// <summary>What is critical: <c>2.8 and less, 6.2 mmol/L and more</c>.</summary>
    public static string Beyond(decimal? low, decimal? high, string? unit) => (low, high) switch
    {
        (null, null) => "–",
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"{most:G29} {unit} and more"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"{least:G29} {unit} and less"),
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{least:G29} and less, {most:G29} {unit} and more"),
    };

    /// <summary>Why a result is kept back.</summary>
    public static string Hold(string reason) => DecisionWords.ReadReason(reason) is { } known ? DecisionWords.Of(known) : reason;

    /// <summary>What a report did.</summary>
    public static string Effect(string effect) => effect switch
    {
        nameof(ReportEffect.First) => "the first one",
        nameof(ReportEffect.Addition) => "adds to what is known",
        nameof(ReportEffect.Correction) => "corrects what is known",
        nameof(ReportEffect.OtherName) => "names the patient otherwise",
        _ => "says nothing new",
    };

    /// <summary>An attempt to reach the patient.</summary>
    public static string Attempt(string kind) => kind switch
    {
        "ClinicianCall" => "Clinician's call",
        "CertifiedLetter" => "Certified letter",
        _ => kind,
    };

    /// <summary>What came of an attempt.</summary>
    public static string Came(string outcome) => outcome switch
    {
        "Asked" => "under way",
        _ => Words.Of(outcome).ToLowerInvariant(),
    };

    /// <summary>What may be heard of an attempt later, as a person would say it.</summary>
    public static string Heard(string kind, string outcome) => outcome switch
    {
        "Reached" => kind == "ClinicianCall" ? "The patient called back and was told" : "The patient has it",
        "WantsClinician" => "The patient wants a clinician",
        "WillRead" => "The patient will read it",
        "Returned" => "It came back",
        _ => Words.Of(outcome),
    };

    /// <summary>A direction in plain words.</summary>
    public static string Outcome(string outcome) => DecisionWords.ReadOutcome(outcome) is { } known ? DecisionWords.Of(known) : outcome;
}
