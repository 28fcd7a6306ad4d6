using System.Text;
using Frontdesk.Domain.Patients;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Xunit;

namespace Frontdesk.Interop.Tests;

public sealed class BrokenFileTests(PostgresCluster cluster)
{
    private static readonly string Good = Bundle.Of(Bundle.Patient(urn: "urn:uuid:good", mrn: "good", family: "Good"));

    public static TheoryData<string, string, string> Broken => new()
    {
        { "", "Bundle", "empty" },
        { " \n ", "Bundle", "empty" },
        { "{", "Bundle", "ends in the middle" },
        { "hello", "Bundle", "not a JSON object" },
        { "[]", "Bundle", "not a JSON object" },
        { """<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/></Bundle>""", "Bundle", "XML" },
        { "\uFEFF<?xml version=\"1.0\"?><Bundle/>", "Bundle", "XML" },
        { "{}", "resourceType", "Bundle is expected" },
        { """{"resourceType":"Patient","name":[{"family":"Zebulon"}]}""", "resourceType", "holds a Patient" },
        { """{"resourceType":"Zebulon 1980","entry":[]}""", "resourceType", "Bundle is expected" },
        { """{"entry":[],"type":"collection","resourceType":"Patient"}""", "resourceType", "holds a Patient" },
        { "{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Patient\"}\n", "Bundle", "NDJSON" },
        { Bundle.Of(Bundle.Patient()) + "]", "Bundle", "follows the end" },
        { """{"resourceType":"Bundle","entry":[]}""", "Bundle.type", "collection" },
        { Bundle.Typed("history", Bundle.Patient()), "Bundle.type", "collection" },
        { """{"resourceType":"Bundle","resourceType":"Bundle","type":"collection"}""", "Bundle.resourceType", "twice" },
        { """{"resourceType":"Bundle","type":"collection","entry":[],"entry":[]}""", "Bundle.entry", "twice" },
        { """{"resourceType":"Bundle","type":"collection","entry":{}}""", "Bundle.entry", "list" },
        { """{"resourceType":"Bundle","type":"collection","entry":["Zebulon"]}""", "Bundle.entry[0]", "object" },
        { Bundle.Of(Bundle.Patient())[..^40], "Bundle.entry[0]", "ends in the middle" },
        { Bundle.Of(Bundle.Patient(), Bundle.Observation()).Replace("\"status\":", "\"status\";", StringComparison.Ordinal), "Bundle.entry[1]", "not well-formed JSON (line 1" },
        { Bundle.Of(Bundle.Patient(), """{"fullUrl":"urn:uuid:x"}"""), "Bundle.entry[1].resource", "no resource" },
        { Bundle.Of("""{"fullUrl":"urn:uuid:x","fullUrl":"urn:uuid:y","resource":{"resourceType":"Patient"}}"""), "Bundle.entry[0].fullUrl", "twice" },
        { Bundle.Of(Bundle.Patient(more: ""","birthDate":"1980-05-05" """)), "Bundle.entry[0].resource.birthDate", "twice" },
        { Bundle.Of(Bundle.Patient(more: ""","active":true,"maritalStatus":{"text":"a","text":"b"}""")), "Bundle.entry[0].resource.maritalStatus.text", "twice" },
        { Bundle.Of(Bundle.Entry("urn:uuid:x", """{"resourceType":"Zebulon"}""")), "Bundle.entry[0].resource.resourceType", "no such resource" },
        { Bundle.Of(Bundle.Entry("urn:uuid:x", """{"id":"1"}""")), "Bundle.entry[0].resource.resourceType", "says its type" },
        { Bundle.Of("""{"resource":{"resourceType":"Organization","name":"x"}}"""), "Bundle.entry[0].fullUrl", "known again" },
        { Bundle.Of(Bundle.Patient(), Bundle.Patient(mrn: "2")), "Bundle.entry[1].fullUrl", "same one" },
        { Bundle.Of(Bundle.Patient(), Bundle.Patient(urn: "urn:uuid:p2")), "Bundle.entry[1].resource.identifier", "Bundle.entry[0] is the same patient" },
        { Bundle.Of(Bundle.Patient(born: "1980-13-04")), "Bundle.entry[0].resource.birthDate", "YYYY-MM-DD" },
        { Bundle.Of(Bundle.Patient(born: "1980-05")), "Bundle.entry[0].resource.birthDate", "full day" },
        { Bundle.Of(Bundle.Patient(born: "2031-05-04")), "Bundle.entry[0].resource.birthDate", "future" },
        { Bundle.Of(Bundle.Patient().Replace(",\"birthDate\":\"1980-05-04\"", "", StringComparison.Ordinal)), "Bundle.entry[0].resource.birthDate", "missing" },
        { Bundle.Of(Bundle.Patient().Replace("\"female\"", "\"Zebulon\"", StringComparison.Ordinal)), "Bundle.entry[0].resource.gender", "AdministrativeGender" },
        { Bundle.Of(Bundle.Patient(more: ""","telecom":[{"system":"phone","value":5551234}]""")), "Bundle.entry[0].resource.telecom[0].value", "Not a text" },
        { Bundle.Of(Bundle.Patient(more: ""","nickname":"Zebulon" """)), "Bundle.entry[0].resource.nickname", "no such element" },
        { Bundle.Of(Bundle.Patient(family: new string('Z', 101))), "Bundle.entry[0].resource.name[0]", "100 characters" },
        { Bundle.Of(Bundle.Patient(family: @"\ud800")), "Bundle.entry[0].resource", "Unicode" },
        { Bundle.Of(Bundle.Patient(), Bundle.Observation(value: "\"Zebulon\"")), "Bundle.entry[1].resource.value.value", "decimal" },
        { Bundle.Of(Bundle.Patient(), Bundle.Observation().Replace("\"status\":\"final\",", "", StringComparison.Ordinal)), "Bundle.entry[1].resource.status", "missing" },
        { Bundle.Of(Bundle.Patient(), Bundle.Observation(patient: "urn:uuid:zebulon")), "Bundle.entry[1].resource.subject.reference", "neither in this file" },
        { Bundle.Of(Bundle.Patient(), Bundle.Observation(patient: "Patient?identifier=urn:mrn|Zebulon")), "Bundle.entry[1].resource.subject.reference", "neither in this file" },
        { Bundle.Of(Bundle.Patient()).Replace("POST", "DELETE", StringComparison.Ordinal), "Bundle.entry[0].request.method", "nothing is deleted" },
        { """{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:x","resource":""" + new string('[', 100) + "]}", "Bundle.entry[0]", "not well-formed" },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task A_broken_file_is_refused_whole_with_path_and_reason_and_the_others_still_go_in(string broken, string path, string reason)
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        clinic.Put("a.json", broken);
        clinic.Put("b.json", Good);

        var report = await clinic.ImportAsync();

        Assert.Equal([ImportStatus.Refused, ImportStatus.Imported], report.Files.Select(file => file.Status));
        var refusal = report.Files[0].Refusal!;
        Assert.Equal(path, refusal.Path);
        Assert.Contains(reason, refusal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Bundle.Secret, refusal.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("1980", refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal("Good", Assert.Single(await clinic.AllAsync<Patient>()).Name.Family);
        Assert.Equal(2, (await clinic.PictureAsync()).Count);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_was_written_before_the_last_entry_was_refused_is_gone(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        var seen = Enumerable.Range(0, 1000).Select(i => Bundle.Observation(urn: $"urn:uuid:o{i}"));

        var report = await clinic.ImportTextAsync(Bundle.Of([Bundle.Patient(), .. seen, Bundle.Observation("urn:uuid:last", patient: "urn:uuid:nobody")]));

        Assert.Equal("Bundle.entry[1001].resource.subject.reference", report.Refusal?.Path);
        Assert.Empty(await clinic.PictureAsync());
        Assert.Empty(clinic.Happened);
    }

    [Fact]
    public async Task A_bundle_cut_off_anywhere_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes(Bundle.Of(Bundle.Patient(), Bundle.Observation()));
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        for (var length = 1; length < whole.Length; length += 7)
            await File.WriteAllBytesAsync(Path.Combine(clinic.Folder.FullName, $"{length:D4}.json"), whole[..length]);

        var report = await clinic.ImportAsync();

        Assert.All(report.Files, file => Assert.Contains("ends in the middle", file.Refusal?.Text, StringComparison.Ordinal));
        Assert.Empty(await clinic.PictureAsync());
    }

    [Fact]
    public async Task Text_in_another_encoding_is_refused()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var text = Bundle.Of(Bundle.Patient(family: "Muñoz"));
        await File.WriteAllTextAsync(Path.Combine(clinic.Folder.FullName, "a.json"), text, Encoding.Unicode);
        await File.WriteAllTextAsync(Path.Combine(clinic.Folder.FullName, "b.json"), text, Encoding.Latin1);

        var report = await clinic.ImportAsync();

        Assert.Equal(("Bundle", "Bundle.entry[0]"), (report.Files[0].Refusal?.Path, report.Files[1].Refusal?.Path));
        Assert.All(report.Files, file => Assert.Contains("UTF-8", file.Refusal?.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_reason_to_refuse_a_file()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);

        Assert.Equal(ImportStatus.Imported, (await clinic.ImportTextAsync("\uFEFF" + Good)).Status);
    }

    [Fact]
    public async Task Folders_below_and_links_to_files_are_followed_and_the_rest_is_named()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        clinic.Put("below/deeper/a.JSON", Good);
        clinic.Put("notes.txt", "Zebulon called");
        clinic.Put("chart.xml", "<Bundle/>");
        clinic.Put("rows.ndjson", "{}\n{}");
        File.CreateSymbolicLink(Path.Combine(clinic.Folder.FullName, "link.json"), Path.Combine(clinic.Folder.FullName, "below/deeper/a.JSON"));
        File.CreateSymbolicLink(Path.Combine(clinic.Folder.FullName, "nowhere.json"), "/nonexistent/file.json");
        File.CreateSymbolicLink(Path.Combine(clinic.Folder.FullName, "device.json"), "/dev/zero");
        Directory.CreateSymbolicLink(Path.Combine(clinic.Folder.FullName, "round"), clinic.Folder.FullName);

        var report = await clinic.ImportAsync();

        Assert.Equal(
            [
                ("below/deeper/a.JSON", ImportStatus.Imported), ("chart.xml", ImportStatus.Refused), ("device.json", ImportStatus.Refused),
                ("link.json", ImportStatus.Unchanged), ("nowhere.json", ImportStatus.Refused), ("rows.ndjson", ImportStatus.Refused),
            ],
            report.Files.Select(file => (file.Path, file.Status)));
        Assert.Equal(["notes.txt", "round"], report.PassedOver.Select(one => one.Path));
        await Assert.ThrowsAsync<FileNotFoundException>(() => clinic.ImportAsync(Path.Combine(clinic.Folder.FullName, "none")));
    }

    [Fact]
    public async Task The_printed_report_tells_path_and_reason_and_lets_no_file_name_steer_the_terminal()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        clinic.Put("a\u001b[2J.json", Bundle.Of(Bundle.Patient(born: "1980-13-04")));
        clinic.Put("b.json", Good);
        await using var printed = new StringWriter();

        ImportReportText.Write(await clinic.ImportAsync(), printed);

        Assert.Contains("Bundle.entry[0].resource.birthDate: Not a date", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 imported, 0 unchanged, 1 refused", printed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", printed.ToString(), StringComparison.Ordinal);
    }
}
