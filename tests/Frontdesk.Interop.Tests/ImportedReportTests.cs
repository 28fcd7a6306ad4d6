using Frontdesk.Domain.Results;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Interop.Tests;

/// <summary>Imported reports that are news become results; history stays in the chart and nobody is told (domain.md §3).</summary>
public sealed class ImportedReportTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_report_that_is_news_becomes_a_result_once_and_a_changed_one_a_new_version()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        const string Day = "2026-03-01T10:00:00+00:00";
        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), Potassium(Day, "final", "5.9"), Report(Day, "final")));
        var result = Assert.Single(await clinic.AllAsync<DiagnosticResult>());
        Assert.Equal((ResultState.Classified, ResultSeverity.Abnormal, "2823-3", 5.9m), (result.State, result.Severity, result.Code, result.Observations[0].Value));

        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), Potassium(Day, "final", "5.9"), Report(Day, "final")));
        Assert.Equal(1, Assert.Single(await clinic.AllAsync<DiagnosticResult>()).Version);

        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), Potassium(Day, "corrected", "6.1"), Report(Day, "corrected")));
        Assert.Equal((2, 6.1m), (Assert.Single(await clinic.AllAsync<DiagnosticResult>()).Version, (await clinic.AllAsync<DiagnosticResult>())[0].Observations[0].Value));
    }

    [Fact]
    public async Task History_is_filed_and_makes_no_result()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), Potassium("2019-02-03T10:00:00Z", "final", "6.9"), Report("2019-02-03T10:00:00Z", "final")));
        Assert.Empty(await clinic.AllAsync<DiagnosticResult>());
    }

    private static string Potassium(string day, string status, string value) => Bundle.Entry(
        "urn:uuid:k1",
        $$$"""{"resourceType":"Observation","status":"{{{status}}}","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"{{{day}}}","issued":"{{{day}}}","valueQuantity":{"value":{{{value}}},"unit":"mmol/L","code":"mmol/L"}}""");

    private static string Report(string day, string status) => Bundle.Entry(
        "urn:uuid:r1",
        $$$"""{"resourceType":"DiagnosticReport","status":"{{{status}}}","identifier":[{"system":"urn:lab","value":"F-9"}],"code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"reference":"urn:uuid:p1"},"effectiveDateTime":"{{{day}}}","issued":"{{{day}}}","result":[{"reference":"urn:uuid:k1"}]}""");
}
