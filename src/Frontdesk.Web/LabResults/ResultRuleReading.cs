using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Storage;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Reading.Stored;
using NodaTime;

namespace Frontdesk.Web.LabResults;

/// <summary>Reads what results are held against: limits of tests, limits of one patient, standing orders.</summary>
internal sealed class ResultRuleReading(PracticeDatabase database, PracticeSettings settings, AccessTrail trail, Readiness readiness, TimeProvider clock)
{
    /// <summary>The tests, by name.</summary>
    public Task<IReadOnlyList<TestRuleView>> GetRulesAsync(CancellationToken stop) => ReadAsync<IReadOnlyList<TestRuleView>>(
        async records => [.. (await records.FindTestRulesAsync(stop)).Select(View)],
        stop);

    /// <summary>What is held of one test; null when neither the practice nor Frontdesk knows it.</summary>
    public Task<TestRuleView?> GetRuleAsync(string code, CancellationToken stop) => ReadAsync(
        async records => await records.FindTestRuleAsync(code, stop) is { } rule ? View(rule) : null,
        stop);

    /// <summary>The standing orders, those in force first.</summary>
    public Task<IReadOnlyList<StandingOrderView>> GetStandingOrdersAsync(CancellationToken stop) => ReadAsync<IReadOnlyList<StandingOrderView>>(
        async records =>
        {
            List<StandingOrderView> orders = [];
            foreach (var order in await records.FindStandingOrdersAsync(stop))
                orders.Add(await ViewAsync(records, order, stop));

            return [.. orders.OrderByDescending(order => order.IsInForce)];
        },
        stop);

    /// <summary>One standing order by its key, <c>practitioner:code</c>; null when there is none.</summary>
    public async Task<StandingOrderView?> GetStandingOrderAsync(string key, CancellationToken stop) =>
        (await GetStandingOrdersAsync(stop)).FirstOrDefault(order => $"{order.PractitionerId}:{order.Code}" == key);

    /// <summary>The limits of a patient; null when there is no such patient. The look is in the audit trail before it is shown.</summary>
    public Task<PatientLimits?> GetLimitsAsync(string patientId, CancellationToken stop) => ReadAsync<PatientLimits?>(
        async records =>
        {
            if (!Ids.TryRead(patientId, out PatientId patient) || await records.FindPatientAsync(patient, stop) is null)
                return null;

            await trail.RecordAsync("test-limits", [patient.Value], stop);
            List<PatientLimitsView> limits = [];
            foreach (var rule in await records.FindPatientTestRulesAsync(patient, stop))
            {
                var (unit, low, high, criticalLow, criticalHigh) = rule.Thresholds;
                limits.Add(new PatientLimitsView(rule.Code, await NameAsync(records, rule.Code, stop), unit, low, high, criticalLow, criticalHigh, rule.SetBy, rule.EndedAt?.On(settings.Zone)));
            }

            return new PatientLimits(patient.Value, limits);
        },
        stop);

    private static TestRuleView View(TestRule rule) => new(
        rule.Code,
        rule.Name,
        rule.Thresholds?.Unit,
        rule.Thresholds?.Low,
        rule.Thresholds?.High,
        rule.Thresholds?.CriticalLow,
        rule.Thresholds?.CriticalHigh,
        rule.ExpectedTexts,
        rule.IsSensitive)
    {
        IsOwn = rule.RowVersion > 0,
    };

    private static async Task<string> NameAsync(PracticeRecords records, string code, CancellationToken stop) => (await records.FindTestRuleAsync(code, stop))?.Name ?? code;

    private async Task<StandingOrderView> ViewAsync(PracticeRecords records, StandingOrder order, CancellationToken stop) => new(
        order.Practitioner.Value,
        (await records.FindPractitionerAsync(order.Practitioner, stop))?.Name.Full ?? order.Practitioner.Value,
        order.Code,
        await NameAsync(records, order.Code, stop),
        order.SignedAt.On(settings.Zone),
        order.SignedBy?.Value,
        order.ExpiresAt.On(settings.Zone),
        order.RevokedAt?.On(settings.Zone),
        order.IsInForce(Instant.FromDateTimeOffset(clock.GetUtcNow())));

    private async Task<T> ReadAsync<T>(Func<PracticeRecords, Task<T>> read, CancellationToken stop)
    {
        await readiness.WaitAsync(stop);
        await using var context = await database.OpenAsync(new PracticeId(settings.PracticeId), stop);
        return await read(new PracticeRecords(context));
    }
}
