using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Storage;

/// <content>Orders of tests and results.</content>
public sealed partial class PracticeRecords
{
    /// <inheritdoc/>
    public ValueTask<DiagnosticResult?> FindResultAsync(ResultId id, CancellationToken cancellationToken = default) =>
        FindAsync<DiagnosticResult, ResultId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResultReport>> FindResultReportsAsync(ResultId result, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<ResultReport>()
            .Where(report => report.Result == result)
            .OrderBy(report => report.Number)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResultDecision>> FindResultDecisionsAsync(ResultId result, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<ResultDecision>()
            .Where(decision => decision.Result == result)
            .OrderBy(decision => decision.Number)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ResultDecision?> FindResultDecisionAsync(ResultId result, int number, CancellationToken cancellationToken = default) =>
        FindAsync<ResultDecision, ResultId, int>(result, number, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TestOrder?> FindTestOrderAsync(TestOrderId id, CancellationToken cancellationToken = default) =>
        FindAsync<TestOrder, TestOrderId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TestOrder>> FindAwaitedOrdersAsync(PatientId patient, string code, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<TestOrder>()
            .Where(order => order.Patient == patient && order.Code == code && order.Status != TestOrderStatus.Resulted && order.Status != TestOrderStatus.Cancelled)
            .OrderBy(order => order.OrderedAt).ThenBy(order => order.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<TestRule?> FindTestRuleAsync(string code, CancellationToken cancellationToken = default) =>
        await FindAsync<TestRule, string>(code, cancellationToken) ?? DefaultTests.Find(context.Practice, code);

    /// <inheritdoc/>
    public ValueTask<PatientTestRule?> FindPatientTestRuleAsync(PatientId patient, string code, CancellationToken cancellationToken = default) =>
        FindAsync<PatientTestRule, PatientId, string>(patient, code, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StandingOrder?> FindStandingOrderAsync(PractitionerId practitioner, string code, CancellationToken cancellationToken = default) =>
        FindAsync<StandingOrder, PractitionerId, string>(practitioner, code, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TestRule>> FindTestRulesAsync(CancellationToken cancellationToken = default)
    {
        var own = await (await SavedAsync(cancellationToken)).Set<TestRule>().ToListAsync(cancellationToken);
        var codes = own.Select(rule => rule.Code).ToHashSet(StringComparer.Ordinal);
        var shipped = DefaultTests.Codes.Where(code => !codes.Contains(code)).Select(code => DefaultTests.Find(context.Practice, code)!);
        return [.. own.Concat(shipped).OrderBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase).ThenBy(rule => rule.Code, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PatientTestRule>> FindPatientTestRulesAsync(PatientId patient, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<PatientTestRule>()
            .Where(rule => rule.Patient == patient)
            .OrderBy(rule => rule.Code)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StandingOrder>> FindStandingOrdersAsync(CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<StandingOrder>()
            .OrderBy(order => order.Practitioner).ThenBy(order => order.Code)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Patient>> FindPatientsBornAsync(LocalDate day, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Patient>()
            .Where(patient => patient.BirthDate == day)
            .OrderBy(patient => patient.Id)
            .ToListAsync(cancellationToken);
}
