using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Results;
using NodaTime;

namespace Frontdesk.Domain;

/// <content>Orders of tests and results.</content>
public partial interface IPracticeRecords
{
    /// <summary>A result by id.</summary>
    ValueTask<DiagnosticResult?> FindResultAsync(ResultId id, CancellationToken cancellationToken = default);

    /// <summary>A result's reports in the order of arrival.</summary>
    Task<IReadOnlyList<ResultReport>> FindResultReportsAsync(ResultId result, CancellationToken cancellationToken = default);

    /// <summary>A result's decisions in their order.</summary>
    Task<IReadOnlyList<ResultDecision>> FindResultDecisionsAsync(ResultId result, CancellationToken cancellationToken = default);

    /// <summary>One decision on a result.</summary>
    ValueTask<ResultDecision?> FindResultDecisionAsync(ResultId result, int number, CancellationToken cancellationToken = default);

    /// <summary>An order of a test by id.</summary>
    ValueTask<TestOrder?> FindTestOrderAsync(TestOrderId id, CancellationToken cancellationToken = default);

    /// <summary>A patient's orders of a test that still await a report, oldest first.</summary>
    Task<IReadOnlyList<TestOrder>> FindAwaitedOrdersAsync(PatientId patient, string code, CancellationToken cancellationToken = default);

    /// <summary>The practice's own rule of a test, else the one that ships; null when there is neither.</summary>
    ValueTask<TestRule?> FindTestRuleAsync(string code, CancellationToken cancellationToken = default);

    /// <summary>The limits that were set for a patient.</summary>
    ValueTask<PatientTestRule?> FindPatientTestRuleAsync(PatientId patient, string code, CancellationToken cancellationToken = default);

    /// <summary>A provider's standing order for a test.</summary>
    ValueTask<StandingOrder?> FindStandingOrderAsync(PractitionerId practitioner, string code, CancellationToken cancellationToken = default);

    /// <summary>The rules of all tests, by name: the practice's own, and those that ship where it has none.</summary>
    Task<IReadOnlyList<TestRule>> FindTestRulesAsync(CancellationToken cancellationToken = default);

    /// <summary>All limits that were set for a patient, by code.</summary>
    Task<IReadOnlyList<PatientTestRule>> FindPatientTestRulesAsync(PatientId patient, CancellationToken cancellationToken = default);

    /// <summary>All standing orders, those that do not hold any more too, by practitioner and code.</summary>
    Task<IReadOnlyList<StandingOrder>> FindStandingOrdersAsync(CancellationToken cancellationToken = default);

    /// <summary>Patients born on a day, by id.</summary>
    Task<IReadOnlyList<Patient>> FindPatientsBornAsync(LocalDate day, CancellationToken cancellationToken = default);
}
