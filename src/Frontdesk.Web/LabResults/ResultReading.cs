using System.Data.Common;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Results;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Web.LabResults;

/// <summary>Results out of the database; every look is in the audit trail before it is shown.</summary>
public sealed class ResultReading
{
    private const string Columns = "r.id, r.patient_id, p.name_given, p.name_family, d.name_given, d.name_family, r.code, t.name, r.state, r.severity, r.version, r.received_at";

    private const string Tables =
        """
        diagnostic_result r
        left join patient p on p.practice_id = r.practice_id and p.id = r.patient_id
        left join practitioner d on d.practice_id = r.practice_id and d.id = r.practitioner_id
        left join test_rule t on t.practice_id = r.practice_id and t.code = r.code
        """;

    private readonly PracticeDatabase database;
    private readonly PracticeSettings settings;
    private readonly WorkflowEngine engine;
    private readonly AccessTrail trail;
    private readonly Readiness readiness;
    private readonly TimeProvider clock;

    internal ResultReading(PracticeDatabase database, PracticeSettings settings, WorkflowEngine engine, AccessTrail trail, Readiness readiness, TimeProvider clock) =>
        (this.database, this.settings, this.engine, this.trail, this.readiness, this.clock) = (database, settings, engine, trail, readiness, clock);

    /// <summary>Results, newest first.</summary>
    public async Task<Page<ResultRow>> FindAsync(ResultQuery query, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        Page<ResultRow> page;
        using (var sql = PracticeSql.Open(engine.Database))
        {
            var where = new Conditions("r");
            where.AddWhen(query.State, value => $"r.state = {value}");
            if (query.OpenOnly)
                where.Add("r.state not in ('Closed', 'Filed')");

            foreach (var word in SearchText.Words(query.List.Search))
                where.Add($"({Holding(sql, where, word)})");
            page = sql.Page(Columns, Tables, where, "r.received_at desc, r.id", query.List, Row, main: "diagnostic_result r");
        }

        await trail.RecordAsync("results", page.Items.Select(row => row.PatientId), cancellationToken);
        return page;
    }

    /// <summary>One result; null when there is none with this id.</summary>
    public async Task<ResultView?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (IdOf(id) is not { } known)
            return null;

        await readiness.WaitAsync(cancellationToken);
        ResultRow row;
        using (var sql = PracticeSql.Open(engine.Database))
        {
            if (sql.Read($"select {Columns} from {Tables} where r.practice_id = $1 and r.id = $2", Row, id) is not [var found])
                return null;

            row = found;
        }

        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), cancellationToken);
        var records = new PracticeRecords(context);
        var result = (await records.FindResultAsync(known, cancellationToken))!;
        var reports = await records.FindResultReportsAsync(known, cancellationToken);
        var decisions = await records.FindResultDecisionsAsync(known, cancellationToken);
        var letters = result.Patient is { } patient
            ? (await context.Set<StoredDocument>().Where(document => document.Patient == patient && document.Kind == DocumentKind.Letter).Select(document => document.Id).ToListAsync(cancellationToken))
                .Where(document => document.Value.StartsWith($"{id}-", StringComparison.Ordinal)).Select(document => document.Value).Order(StringComparer.Ordinal).ToList()
            : [];
        var owners = await OwnersAsync(records, result, cancellationToken);
        await trail.RecordAsync("result", [row.PatientId, .. owners.Keys], cancellationToken);
        var expected = await ExpectedAsync(records, result, cancellationToken);
        var findings = result.Findings.ToDictionary(finding => finding.Slot, StringComparer.Ordinal);
        return new ResultView(
            row,
            result.ContentHash,
            result.IsForVoiceOnly,
            result.MayBeDirected,
            result.IsComplete,
            result.IsReleased(Instant.FromDateTimeOffset(clock.GetUtcNow())),
            ResultStateTable.TaskStatus(result.State),
            Next(result.State),
            result.DraftVersion == result.Version ? result.Draft : null,
            [.. result.Observations.Select(one => Value(one, expected[one.Code], findings.GetValueOrDefault(one.Slot)))],
            [.. reports.Select(report => new ResultReportView(report.Number, report.Version, report.Predecessor, report.Effect.ToString(), report.Status.Code(), report.ReportedAt.On(settings.Zone), report.ReceivedAt.On(settings.Zone), About(report.About)))],
            [.. result.PatientChanges.Select(change => new PatientChangeView(change.Patient?.Value, change.Patient is { } whose ? owners.GetValueOrDefault(whose.Value) : null, change.By?.Value, change.Compared, change.At.On(settings.Zone)))],
            [.. decisions.Select(decision => new ResultDecisionView(decision.Number, decision.Version, decision.Outcome.ToString(), decision.By.Value, decision.Text, decision.HoldReason?.ToString(), decision.HoldUntil?.On(settings.Zone), decision.StandingOrder, decision.DecidedAt.On(settings.Zone)))],
            [.. result.Contacts.Select(contact => new ResultContactView(contact.Key, contact.Kind.ToString(), contact.Number, contact.Outcome.ToString(), (contact.At ?? contact.AskedAt).On(settings.Zone), contact.By, LaterWord.Of(result, contact)))],
            letters,
            await CriticalAsync(records, result, cancellationToken));
    }

    private static NamedPatientView About(NamedPatient named) =>
        new(named.Name?.Full, named.BirthDate?.ToDateOnly(), [.. named.Identifiers.Select(one => one.Value)], named.Phone?.ToNational());

    private static async Task<Dictionary<string, string>> OwnersAsync(PracticeRecords records, DiagnosticResult result, CancellationToken cancellationToken)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var owner in result.PatientChanges.Select(change => change.Patient).OfType<PatientId>().Distinct())
            names[owner.Value] = (await records.FindPatientAsync(owner, cancellationToken))?.Name.Full ?? owner.Value;

        return names;
    }

    private async Task<CriticalView?> CriticalAsync(PracticeRecords records, DiagnosticResult result, CancellationToken cancellationToken) =>
        result.CriticalSince is not { } since ? null
        : new CriticalView(
            since.On(settings.Zone),
            result.CriticalKnownAt?.On(settings.Zone),
            result.CriticalKnownBy is { } who ? (await records.FindStaffAsync(who, cancellationToken))?.Name.Full ?? who.Value : null);

    /// <summary>One order; null when there is none with this id.</summary>
    public async Task<TestOrderView?> GetOrderAsync(string id, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), cancellationToken);
        if (!Ids.TryRead(id, out TestOrderId known) || await new PracticeRecords(context).FindTestOrderAsync(known, cancellationToken) is not { } order)
            return null;

        await trail.RecordAsync("test-order", [order.Patient.Value], cancellationToken);
        return new TestOrderView(order.Id.Value, order.Patient.Value, order.Practitioner.Value, order.Code, order.Status.ToString(), order.ServiceRequestStatus, order.IsStat, order.OrderedAt.On(settings.Zone), order.Chases);
    }

    internal static ResultId? IdOf(string text) => Ids.TryRead(text, out ResultId id) ? id : null;

    // What a value is held against: the limits for this patient, else the practice's, else the laboratory's range.
    private static async Task<Dictionary<string, TestThresholds?>> ExpectedAsync(PracticeRecords records, DiagnosticResult result, CancellationToken cancellationToken)
    {
        Dictionary<string, TestThresholds?> expected = new(StringComparer.Ordinal);
        foreach (var code in result.Observations.Select(one => one.Code).Distinct(StringComparer.Ordinal))
        {
            var own = result.Patient is { } patient ? await records.FindPatientTestRuleAsync(patient, code, cancellationToken) : null;
            expected[code] = own?.InForce ?? (await records.FindTestRuleAsync(code, cancellationToken))?.Thresholds;
        }

        return expected;
    }

    private static string Range(Observation one, TestThresholds? limits) => limits is { HasRange: true }
        ? ResultWords.Span(limits.Low, limits.High, limits.Unit)
        : one.Low is null && one.High is null ? string.Empty : ResultWords.Span(one.Low, one.High, one.Unit);

    private static ResultValueView Value(Observation one, TestThresholds? limits, Finding? finding) => new(
        one.Name.Length > 0 && one.Name != one.Code ? one.Name : DefaultTests.NameOf(one.Code) ?? one.Code,
        one.Code,
        one.Shown(),
        Range(one, limits),
        one.Status.Code(),
        (finding?.Severity ?? ResultSeverity.Unclear).ToString(),
        (finding?.Reason ?? FindingReason.NoValueYet).ToString());

    private static string Next(ResultState state) => state switch
    {
        ResultState.Unmatched => "Somebody finds out whose it is.",
        ResultState.Classified => "The rest of it is awaited.",
        ResultState.AwaitingProvider => "The provider decides what the patient is told.",
        ResultState.OnHold => "It is kept back until its day; then the provider is asked again.",
        ResultState.Notifying => "The patient reads the message, or is called and written to.",
        ResultState.ClinicianCalling => "A clinician tells the patient.",
        ResultState.FollowUpTracked => "What the provider wants to follow is arranged.",
        ResultState.Filed => "Nothing: it is history.",
        ResultState.Closed => "Nothing: it is done.",
        _ => "It is looked at.",
    };

    // A LOINC code is looked for like a number: without its punctuation. Tests that ship are known by name without a record.
    private static string Holding(PracticeSql sql, Conditions where, string word)
    {
        var name = where.Value(word);
        var shipped = string.Join(", ", DefaultTests.Codes.Where(code => SearchText.Fold(DefaultTests.NameOf(code)!).Contains(word, StringComparison.Ordinal)).Select(code => where.Value(code)));
        return $"""
            r.patient_id in (select id from patient where practice_id = $1 and {sql.Holds("name_given || ' ' || name_family || ' ' || coalesce(name_preferred, '')", name)})
            or r.code in (select code from test_rule where practice_id = $1 and {sql.Holds("name", name)})
            or {sql.Holds("replace(r.code, '-', '')", name)}
            {(shipped.Length > 0 ? $"or r.code in ({shipped})" : string.Empty)}
            """;
    }

    private ResultRow Row(DbDataReader row) => new(
        row.GetString(0),
        row.TextAt(1),
        row.NameAt(2) ?? "Nobody yet",
        row.NameAt(4) ?? "Nobody here",
        row.GetString(6),
        row.TextAt(7) ?? DefaultTests.NameOf(row.GetString(6)) ?? row.GetString(6),
        row.GetString(8),
        row.GetString(9),
        row.NumberAt(10),
        row.MomentAt(11, settings.Zone));
}
