using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Frontdesk.Domain.Results;

/// <summary>What became of a report that was handed in.</summary>
public enum IntakeOutcome
{
    /// <summary>A new result.</summary>
    New = 0,

    /// <summary>A new version of a known result.</summary>
    NewVersion = 1,

    /// <summary>Kept; a newer one is known.</summary>
    Older = 2,

    /// <summary>A repeat of what is known; nothing was kept.</summary>
    Duplicate = 3,

    /// <summary>History: kept, and nobody is told.</summary>
    Filed = 4,

    /// <summary>A repeat that names the patient otherwise: nothing is new but whose it is.</summary>
    OtherName = 5,
}

/// <summary>What came of handing in a report.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Result">The result.</param>
public sealed record IntakeAnswer(IntakeOutcome Outcome, DiagnosticResult Result);

/// <summary>Takes reports in: knows repeats, chains corrections, finds the patient and the order, and says how much a result asks for (domain.md §3).</summary>
/// <param name="records">The practice's records.</param>
public sealed class ResultIntake(IPracticeRecords records)
{
    /// <summary>How long a specimen without an order is news, unless the practice says otherwise [K].</summary>
    public static readonly Duration UsualNewWithin = Duration.FromDays(30);

    /// <summary>The id of the result that a sender's filler order makes: the same order always leads to the same result.</summary>
    public static ResultId IdOf(string sender, string fillerOrder) =>
        new($"r-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{sender.Trim()}\u001f{fillerOrder.Trim()}")).AsSpan(0, 10))}");

    /// <summary>Takes a report in.</summary>
    /// <param name="practice">The practice.</param>
    /// <param name="report">What the sender said.</param>
    /// <param name="newWithin">A report that answers no order and is about a specimen older than this is history.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DomainRuleException">Sender, filler order or code is missing, or there are more values than a report can have.</exception>
    public async Task<IntakeAnswer> ReceiveAsync(PracticeId practice, IncomingReport report, Duration newWithin, Instant now, CancellationToken cancellationToken = default)
    {
        Require(report);
        var id = IdOf(report.Sender, report.FillerOrder);
        if (await records.FindResultAsync(id, cancellationToken) is { } known)
            return await AgainAsync(known, report, now, cancellationToken);

        var (result, first) = DiagnosticResult.Receive(practice, id, report, now);
        records.Add(result);
        records.Add(first);
        var parent = report.ParentFillerOrder is { Length: > 0 } filler ? await records.FindResultAsync(IdOf(report.Sender, filler), cancellationToken) : null;
        var patient = report.Patient ?? await new ResultMatcher(records).FindAsync(report.About, await OrderOfAsync(report, parent, patient: null, cancellationToken), cancellationToken);
        var order = await OrderOfAsync(report, parent, patient, cancellationToken);
        if (order is not null && (patient is null || order.Patient == patient))
            result.Answer(order);

        if (order is null && parent is null && now - (report.TakenAt ?? report.ReportedAt) > newWithin)
        {
            result.File(patient, now);
            return new IntakeAnswer(IntakeOutcome.Filed, result);
        }

        if (patient is { } found)
        {
            result.Match(found, now);
            if (order?.Patient == found)
                order.Result(result.IsComplete, now);
        }
        else
        {
            result.MissPatient(now);
        }

        await ClassifyAsync(result, now, cancellationToken);
        result.Announce(now);
        return new IntakeAnswer(IntakeOutcome.New, result);
    }

    /// <summary>A person found out whose an unmatched result is.</summary>
    /// <exception cref="DomainRuleException">The result or the patient does not exist, whoever says so does not work here, the identifiers are too few or differ, or the result has a patient.</exception>
    public async Task MatchByHandAsync(ResultId id, PatientMatch match, Instant now, CancellationToken cancellationToken = default)
    {
        var result = await records.FindResultAsync(id, cancellationToken) ?? throw new DomainRuleException("missing-record", $"Result {id} is not in the records.");
        var patient = await records.FindPatientAsync(match.Patient, cancellationToken) ?? throw new DomainRuleException("missing-record", $"Patient {match.Patient} is not in the records.");
        await new ResultDesk(records).RequireStaffAsync(match.By, cancellationToken);
        var reports = await records.FindResultReportsAsync(id, cancellationToken);
        if (match.WhyNot(reports[^1].About, patient) is { } why)
            throw new DomainRuleException("result-identifiers", $"Result {id}: {why}.");

        await GiveAsync(result, match.Patient, now, cancellationToken, match);
        await ClassifyAsync(result, now, cancellationToken);
    }

    /// <summary>Says how much a result asks for, by the limits in force.</summary>
    public async Task ClassifyAsync(DiagnosticResult result, Instant now, CancellationToken cancellationToken = default)
    {
        List<Finding> findings = [];
        var isSensitive = (await records.FindTestRuleAsync(result.Code, cancellationToken))?.IsSensitive == true;
        foreach (var observation in result.Observations)
        {
            var rule = await records.FindTestRuleAsync(observation.Code, cancellationToken);
            var own = result.Patient is { } patient ? await records.FindPatientTestRuleAsync(patient, observation.Code, cancellationToken) : null;
            isSensitive |= rule?.IsSensitive == true;
            findings.Add(ResultClassifier.Classify(observation, rule, own?.InForce));
        }

        result.Classify(findings, isSensitive, now);
    }

    private async Task<IntakeAnswer> AgainAsync(DiagnosticResult result, IncomingReport report, Instant now, CancellationToken cancellationToken)
    {
        var (before, wasTakenBack) = (result.Version, result.Matches > 0);
        var kept = result.Take(report, now);
        if (kept is { Effect: ReportEffect.Older })
        {
            records.Add(kept);
            return new IntakeAnswer(IntakeOutcome.Older, result);
        }

        // What a person took from a patient, a person gives to one: it is not matched by itself again.
        var isOthers = await IsOthersAsync(result, report, cancellationToken);
        var found = result.State == ResultState.Unmatched && !wasTakenBack ? await WhoseAsync(result, report, cancellationToken) : null;
        if (kept is null && !isOthers && found is null)
            return new IntakeAnswer(IntakeOutcome.Duplicate, result);

        records.Add(kept ?? result.TakeName(report, now));
        if (isOthers)
            await new ResultDesk(records).DetachAsync(result.Id, by: null, now, cancellationToken);
        else if (found is { } patient)
            await GiveAsync(result, patient, now, cancellationToken);

        if (result.Order is { } number && await records.FindTestOrderAsync(number, cancellationToken) is { } order)
            order.Result(result.IsComplete, now);

        await ClassifyAsync(result, now, cancellationToken);
        return new IntakeAnswer(result.Version == before ? IntakeOutcome.OtherName : IntakeOutcome.NewVersion, result);
    }

    // A patient who is named otherwise than before is a question for a person: the result leaves the first one's chart. What an
    // earlier report said already is no news: whoever gave the result to its patient has seen it.
    private async Task<bool> IsOthersAsync(DiagnosticResult result, IncomingReport report, CancellationToken cancellationToken)
    {
        if (result.Patient is not { } patient)
            return false;

        if (report.Patient is { } named)
            return named != patient;

        return await records.FindPatientAsync(patient, cancellationToken) is { } person
            && ResultMatcher.Contradicts(report.About, person)
            && !(await records.FindResultReportsAsync(result.Id, cancellationToken)).Any(known => known.About.IsSame(report.About));
    }

    private async Task<PatientId?> WhoseAsync(DiagnosticResult result, IncomingReport report, CancellationToken cancellationToken) =>
        report.Patient ?? await new ResultMatcher(records).FindAsync(
            report.About,
            (result.Order ?? report.Order) is { } number ? await records.FindTestOrderAsync(number, cancellationToken) : null,
            cancellationToken);

    private async Task GiveAsync(DiagnosticResult result, PatientId patient, Instant now, CancellationToken cancellationToken, PatientMatch? match = null)
    {
        result.Match(patient, now, match);
        var awaited = await records.FindAwaitedOrdersAsync(patient, result.Code, cancellationToken);
        if (result.Order is null && awaited.Count > 0)
            result.Answer(awaited[0]);

        if (result.Order is { } number && await records.FindTestOrderAsync(number, cancellationToken) is { } order && order.Patient == patient)
            order.Result(result.IsComplete, now);
    }

    private async Task<TestOrder?> OrderOfAsync(IncomingReport report, DiagnosticResult? parent, PatientId? patient, CancellationToken cancellationToken)
    {
        if ((report.Order ?? parent?.Order) is { } number && await records.FindTestOrderAsync(number, cancellationToken) is { } named)
            return named;

        return patient is { } whose && await records.FindAwaitedOrdersAsync(whose, report.Code, cancellationToken) is [var awaited, ..] ? awaited : null;
    }

    private static void Require(IncomingReport report)
    {
        if (string.IsNullOrWhiteSpace(report.Sender) || string.IsNullOrWhiteSpace(report.FillerOrder) || string.IsNullOrWhiteSpace(report.Code))
            throw new DomainRuleException("report-key", "A report names its sender, the filler order and the test.");

        if (report.Sender.Length > 200 || report.FillerOrder.Length > 200 || report.Code.Length > 64 || report.Observations.Count > 500)
            throw new DomainRuleException("report-size", "Sender and filler order have at most 200 characters, the code 64, and a report 500 values.");

        if (report.Observations.Any(one => string.IsNullOrWhiteSpace(one.Code)))
            throw new DomainRuleException("report-value", "Every value of a report names its test.");
    }
}
