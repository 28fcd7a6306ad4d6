using Frontdesk.Domain;
using Frontdesk.Domain.Results;
using Frontdesk.Domain.Staff;
using NodaTime;

namespace Frontdesk.Tests;

/// <summary>Reports of a laboratory about Rosa Diaz.</summary>
internal static class GivenResult
{
    public const string Potassium = "2823-3";
    public const string Sodium = "2951-2";

    public static readonly StaffId Lee = new("lee");

    public static readonly Instant Now = Given.At(3, 2, 10);

    public static Observation Value(decimal value, string code = Potassium, ObservationStatus status = ObservationStatus.Final, Instant? at = null, string unit = "mmol/L") =>
        new(code, string.Empty, status, at ?? Now) { Value = value, Unit = unit, Name = "Potassium" };

    public static IncomingReport Report(params Observation[] observations) => new(
        "quest",
        "F-100",
        Potassium,
        ObservationStatus.Final,
        observations.Length == 0 ? Now : observations.Max(one => one.At),
        observations,
        new NamedPatient([], new PersonName("Rosa", "Diaz"), new LocalDate(1980, 5, 4)));

    public static TestRule Rule(string code = Potassium) => DefaultTests.Find(Given.PracticeId, code)!;

    public static void Classify(DiagnosticResult result, Instant? now = null) =>
        result.Classify([.. result.Observations.Select(one => ResultClassifier.Classify(one, Rule(one.Code), null))], DefaultTests.Find(Given.PracticeId, result.Code)?.IsSensitive == true, now ?? Now);

    /// <summary>A result that is matched and classified and waits for the provider.</summary>
    public static DiagnosticResult Waiting(IncomingReport report)
    {
        var result = DiagnosticResult.Receive(Given.PracticeId, new ResultId("r-1"), report, Now).Result;
        result.Match(new PatientId("rosa"), Now);
        Classify(result);
        result.AskProvider(Now);
        return result;
    }

    public static DiagnosticResult Approved(IncomingReport report)
    {
        var result = Waiting(report);
        result.Decide(DecisionOutcome.ApproveTemplate, result.Version, result.ContentHash, Lee, "As expected.", Now);
        return result;
    }
}
