using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Interop.Tests;

public sealed class SyntheaTests(PostgresCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Thirty_synthetic_patients_go_in_whole_and_again_change_nothing(DatabaseKind kind)
    {
        var folder = Synthea.Folder;
        await using var clinic = await Clinic.OpenAsync(kind, cluster);

        var first = await clinic.ImportAsync(folder);

        Assert.All(first.Files, file => Assert.Equal((ImportStatus.Imported, null), (file.Status, file.Refusal)));
        Assert.Equal(30, first.Files.Count);
        var counts = first.Files.SelectMany(file => file.Counts).GroupBy(one => one.Type).ToDictionary(type => type.Key, type => (New: type.Sum(one => one.New), NotKept: type.Sum(one => one.NotKept)));
        Assert.Equal((30, 2165, 101, 441), (counts["Patient"].New, counts["Observation"].New, counts["DiagnosticReport"].New, counts["Encounter"].New));
        Assert.Equal((545, 441, 166), (counts["Claim"].NotKept, counts["ExplanationOfBenefit"].NotKept, counts["Procedure"].NotKept));
        Assert.InRange(counts["Coverage"].New, 30, 120);
        Assert.Equal(30, (await clinic.AllAsync<Patient>()).Count);
        Assert.Equal(30, clinic.Happened.OfType<PatientRegistered>().Count());
        var picture = await clinic.PictureAsync();

        clinic.Time.Advance(TimeSpan.FromDays(1));
        var second = await clinic.ImportAsync(folder);

        Assert.All(second.Files, file => Assert.Equal((ImportStatus.Unchanged, 0), (file.Status, file.WarningCount)));
        Assert.Equal(picture, await clinic.PictureAsync());
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_report_leads_to_its_observations_its_encounter_and_the_responsible_practitioner(DatabaseKind kind)
    {
        var file = Directory.GetFiles(Synthea.Folder, "Benedict_*.json").Single();
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        await clinic.ImportAsync(file);
        var patient = Assert.Single(await clinic.AllAsync<Patient>());
        var practitioners = (await clinic.AllAsync<Practitioner>()).Select(one => one.Id).ToHashSet();

        await clinic.WithAsync(async (records, _) =>
        {
            var report = (await records.FindReceivedAsync(patient.Id, ReceivedKind.DiagnosticReport, Stop))[0];
            var resource = System.Text.Json.JsonDocument.Parse(report.ReadContent()).RootElement;
            foreach (var result in resource.GetProperty("result").EnumerateArray())
            {
                var observation = Assert.Single(await records.FindReceivedAsync(ReceivedKind.Observation, result.GetProperty("reference").GetString()!, Stop));
                Assert.Equal(patient.Id, observation.Patient);
            }

            var encounter = Assert.Single(await records.FindReceivedAsync(ReceivedKind.Encounter, resource.GetProperty("encounter").GetProperty("reference").GetString()!, Stop));
            Assert.Contains(encounter.Practitioner!.Value, practitioners);
            Assert.StartsWith("http://loinc.org|", report.Code, StringComparison.Ordinal);
            Assert.NotNull(report.EffectiveOn);
            return true;
        });
    }

    [Fact]
    public async Task Social_security_licence_and_passport_numbers_are_not_kept()
    {
        var file = Directory.GetFiles(Synthea.Folder, "Benedict_*.json").Single();
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);

        await clinic.ImportAsync(file);

        var patient = Assert.Single(await clinic.AllAsync<Patient>());
        Assert.Equal(["http://hospital.smarthealthit.org", "https://github.com/synthetichealth/synthea"], patient.Identifiers.Select(one => one.System));
        foreach (var record in await clinic.AllAsync<ReceivedRecord>())
        {
            var text = System.Text.Encoding.UTF8.GetString(record.ReadContent());
            Assert.DoesNotContain("999-95-5535", text, StringComparison.Ordinal);
            Assert.DoesNotContain("S99944749", text, StringComparison.Ordinal);
            Assert.DoesNotContain("passport", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Numbers_that_cannot_be_dialled_and_NPIs_that_are_none_are_told()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);

        var report = Assert.Single((await clinic.ImportAsync(Directory.GetFiles(Synthea.Folder, "Benedict_*.json").Single())).Files);

        var patient = Assert.Single(await clinic.AllAsync<Patient>());
        Assert.Equal("en-US", patient.Language?.Value);
        Assert.Empty(patient.Phones);
        Assert.Contains(report.Warnings, warning => warning.Path == "Bundle.entry[0].resource.telecom[0].value");
        Assert.Contains(report.Warnings, warning => warning.Text.Contains("NPI", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_never_goes_back_and_ends_at_the_total()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var told = new Told();

        await clinic.ImportAsync(Synthea.Folder, told);

        Assert.Equal(told.All.Select(one => one.BytesDone).Order(), told.All.Select(one => one.BytesDone));
        Assert.Equal(told.All.Select(one => one.FilesDone).Order(), told.All.Select(one => one.FilesDone));
        Assert.Equal((30, told.All[0].BytesTotal), (told.All[^1].FilesDone, told.All[^1].BytesDone));
    }

    private sealed class Told : IProgress<ImportProgress>
    {
        public List<ImportProgress> All { get; } = [];

        public void Report(ImportProgress value) => All.Add(value);
    }
}
