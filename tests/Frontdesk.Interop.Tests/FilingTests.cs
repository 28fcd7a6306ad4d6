using CsCheck;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using Frontdesk.Interop.Fhir;
using Frontdesk.Storage;
using Frontdesk.Tests;
using NodaTime;
using Xunit;

namespace Frontdesk.Interop.Tests;

public sealed class FilingTests(PostgresCluster cluster)
{
    private const string Npis = "http://hl7.org/fhir/sid/us-npi";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_is_read_with_name_contacts_language_and_death()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var more = $$$"""
            ,"telecom":[{{{Bundle.Telecom("phone", "(617) 555-0123", "old")}}},{{{Bundle.Telecom("phone", "(212) 555-0199", "mobile")}}},{{{Bundle.Telecom("email", "ana@example.org")}}}],
            "communication":[{"language":{"coding":[{"code":"en"}]}},{"language":{"coding":[{"code":"es-mx"}]},"preferred":true}],
            "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired","valueBoolean":true}],
            "deceasedDateTime":"2025-01-01",
            "address":[{"use":"old","line":["1 Old Road"],"city":"Lynn"},{"use":"home","line":["12 Elm Street"],"city":"Boston","state":"MA","postalCode":"02118","country":"US"}]
            """;

        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(family: "Cruz427", given: "Ana812", more: more)));

        var patient = Assert.Single(await clinic.AllAsync<Patient>());
        Assert.Equal(("Ana812", "Cruz427", new LocalDate(1980, 5, 4), AdministrativeSex.Female), (patient.Name.Given, patient.Name.Family, patient.BirthDate, patient.Sex));
        Assert.Equal(new PhoneContact(PhoneNumber.Parse("+12125550199"), LineType.Mobile), Assert.Single(patient.Phones));
        Assert.Equal("ana@example.org", Assert.Single(patient.Emails).Address.Value);
        Assert.Equal(["12 Elm Street", "Boston, MA 02118"], patient.Address!.OnEnvelope());
        Assert.Equal("es-MX", patient.Language?.Value);
        Assert.True(patient is { NeedsInterpreter: true, IsDeceased: true });
        Assert.Equal("urn:mrn|1", Assert.Single(patient.Identifiers).Value);
        Assert.Empty(patient.Consents);
        Assert.Single(clinic.Happened.OfType<PatientDied>());
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_changed_bundle_changes_what_its_sender_changed_and_leaves_the_offices_corrections(DatabaseKind kind)
    {
        await using var clinic = await Clinic.OpenAsync(kind, cluster);
        string More(string phone) => $$""","telecom":[{{Bundle.Telecom("phone", phone)}}]""";
        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(more: More("(617) 555-0123")), Bundle.Observation()));
        var id = Assert.Single(await clinic.AllAsync<Patient>()).Id;
        await clinic.WithAsync(async (records, _) =>
        {
            var patient = await records.FindPatientAsync(id, Stop);
            patient!.CorrectDemographics(new PersonName("Anna", "Corrected"), patient.BirthDate, patient.Sex);
            patient.AddPhone(PhoneNumber.Parse("(212) 555-0177"));
            return true;
        });

        var report = await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(born: "1980-05-05", more: More("(212) 555-0199")), Bundle.Observation(value: "2.0")));

        Assert.Equal(ImportStatus.Imported, report.Status);
        Assert.All(report.Counts, count => Assert.Equal((0, 1), (count.New, count.Changed)));
        var changed = Assert.Single(await clinic.AllAsync<Patient>());
        Assert.Equal(("Corrected", new LocalDate(1980, 5, 5)), (changed.Name.Family, changed.BirthDate));
        Assert.Equal(["+12125550177", "+12125550199"], changed.Phones.Select(phone => phone.Number.Value));
        var observation = Assert.Single(await clinic.AllAsync<ReceivedRecord>(), record => record.Kind == ReceivedKind.Observation);
        Assert.Contains("2.0", System.Text.Encoding.UTF8.GetString(observation.ReadContent()), StringComparison.Ordinal);
        Assert.Equal((id, new LocalDate(2020, 1, 8), "Body Height"), (observation.Patient, observation.EffectiveOn, observation.Display));
    }

    [Fact]
    public async Task A_patient_of_the_practice_is_known_by_identifier_and_keeps_the_practices_name()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await RegisterAsync(clinic, "office-1", "Zebulon-Cruz", new LocalDate(1980, 5, 4));

        var report = await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient()));

        var patient = Assert.Single(await clinic.AllAsync<Patient>());
        Assert.Equal(("office-1", "Zebulon-Cruz"), (patient.Id.Value, patient.Name.Family));
        Assert.Equal("Bundle.entry[0].resource.name", Assert.Single(report.Warnings).Path);
    }

    [Fact]
    public async Task An_identifier_that_means_someone_else_is_refused()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await RegisterAsync(clinic, "office-1", "Other", new LocalDate(1999, 9, 9), given: "Ben");

        var report = await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient()));

        Assert.Equal("Bundle.entry[0].resource.identifier", report.Refusal?.Path);
    }

    [Fact]
    public async Task Identifiers_of_two_patients_on_one_are_refused()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), Bundle.Patient(urn: "urn:uuid:p2", mrn: "2")));
        var both = Bundle.Patient(urn: "urn:uuid:p3").Replace("\"identifier\":[", """ "identifier":[{"system":"urn:mrn","value":"2"},""", StringComparison.Ordinal);

        var report = await clinic.ImportTextAsync(Bundle.Of(both));

        Assert.Contains("two different patients", report.Refusal?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collection", "", "Patient/123")]
    [InlineData("collection", "https://a.example/fhir/", "Patient/123")]
    [InlineData("searchset", "https://a.example/fhir/", "https://a.example/fhir/Patient/123/_history/4")]
    [InlineData("batch", "", "Patient?identifier=urn%3Amrn%7C1")]
    public async Task References_of_every_form_lead_to_the_patient(string type, string server, string reference)
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        string Entry(string name, string resource) => Relative(server, name, resource);
        var json = Bundle.Typed(
            type,
            Entry("Observation/9", $$$"""{"resourceType":"Observation","id":"9","status":"final","code":{"text":"x"},"subject":{"reference":"{{{reference}}}"}}"""),
            Entry("Patient/123", """{"resourceType":"Patient","id":"123","identifier":[{"system":"urn:mrn","value":"1"}],"name":[{"family":"Zebulon"}],"birthDate":"1980-05-04"}"""));

        var report = await clinic.ImportTextAsync(json);
        var again = await clinic.ImportTextAsync(json);

        Assert.Null(report.Refusal);
        Assert.Equal((ImportStatus.Imported, ImportStatus.Unchanged), (report.Status, again.Status));
        var patient = Assert.Single(await clinic.AllAsync<Patient>());
        Assert.Equal(patient.Id, Assert.Single(await clinic.AllAsync<ReceivedRecord>(), record => record.Kind == ReceivedKind.Observation).Patient);
    }

    [Fact]
    public async Task A_later_file_finds_the_patient_by_url_or_identifier_but_never_by_a_bare_id()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(urn: "https://a.example/fhir/Patient/123")));

        Assert.Null((await clinic.ImportTextAsync(Bundle.Of(Bundle.Observation("urn:uuid:o1", "https://a.example/fhir/Patient/123")))).Refusal);
        Assert.Null((await clinic.ImportTextAsync(Bundle.Of(Bundle.Observation("urn:uuid:o2", "Patient?identifier=urn:mrn|1")))).Refusal);
        Assert.Null((await clinic.ImportTextAsync(Bundle.Of(Bundle.Observation("https://a.example/fhir/Observation/3", "Patient/123")))).Refusal);
        Assert.NotNull((await clinic.ImportTextAsync(Bundle.Of(Bundle.Observation("https://b.example/fhir/Observation/3", "Patient/123")))).Refusal);
        Assert.NotNull((await clinic.ImportTextAsync(Bundle.Of(Bundle.Observation("urn:uuid:o4", "Patient/123")))).Refusal);
        Assert.Equal(3, (await clinic.AllAsync<ReceivedRecord>()).Count(record => record.Kind == ReceivedKind.Observation));
    }

    [Fact]
    public async Task A_bare_id_of_another_sender_never_overwrites_a_patient()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        string Bare(string family, string born) => Bundle.Typed("collection", Relative("", "Patient/1", $$$"""{"resourceType":"Patient","id":"1","name":[{"family":"{{{family}}}"}],"birthDate":"{{{born}}}"}"""));

        Assert.Null((await clinic.ImportTextAsync(Bare("Cruz", "1980-05-04"))).Refusal);
        Assert.NotNull((await clinic.ImportTextAsync(Bare("Zebulon", "1980-05-04"))).Refusal);
        Assert.Equal("Cruz", Assert.Single(await clinic.AllAsync<Patient>()).Name.Family);
    }

    [Fact]
    public async Task What_is_about_no_patient_is_told_and_not_kept()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var group = Bundle.Entry("urn:uuid:g", """{"resourceType":"Group","type":"person","actual":true}""");

        var report = await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), group, Bundle.Observation(patient: "urn:uuid:g"), Bundle.Observation("urn:uuid:o2", "Device/4")));

        Assert.Equal(2, report.Counts.Single(count => count.Type == "Observation").NotKept);
        Assert.Equal(["Bundle.entry[2].resource.subject", "Bundle.entry[3].resource.subject"], report.Warnings.Select(warning => warning.Path));
    }

    [Fact]
    public async Task A_practitioner_named_by_identifier_is_added_once_and_completed_by_a_later_file()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        string Seen(int number) => Bundle.Observation($"urn:uuid:o{number}", more: $$""","performer":[{"reference":"Practitioner?identifier={{Npis}}|9999988899","display":"Dr. Del Williamson"}]""");
        await clinic.ImportTextAsync(Bundle.Of(Bundle.Patient(), Seen(1), Seen(2)));
        var added = Assert.Single(await clinic.AllAsync<Practitioner>());
        Assert.Equal("Dr. Del Williamson", added.Name.Full);

        await clinic.ImportTextAsync(Bundle.Of(Practitioner("urn:uuid:d1", "9999988899", "Williamson")));

        var completed = Assert.Single(await clinic.AllAsync<Practitioner>());
        Assert.Equal((added.Id, "Del", "Williamson", null), (completed.Id, completed.Name.Given, completed.Name.Family, completed.Npi));
        Assert.All((await clinic.AllAsync<ReceivedRecord>()).Where(record => record.Kind == ReceivedKind.Observation), record => Assert.Equal(added.Id, record.Practitioner));
    }

    [Fact]
    public async Task The_practices_own_practitioner_is_known_by_NPI_and_keeps_the_practices_name()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        await clinic.WithAsync((records, _) =>
        {
            records.Add(new Practitioner(Clinic.Practice, new PractitionerId("dr-lee"), new PersonName("Ann", "Lee"), "family medicine", Npi.Parse("1234567893")));
            return Task.FromResult(true);
        });

        await clinic.ImportTextAsync(Bundle.Of(Practitioner("urn:uuid:d1", "1234567893", "Lee-Smith")));

        var practitioner = Assert.Single(await clinic.AllAsync<Practitioner>());
        Assert.Equal(("dr-lee", "Lee", "family medicine"), (practitioner.Id.Value, practitioner.Name.Family, practitioner.Specialty));
    }

    [Fact]
    public async Task A_number_that_is_no_NPI_never_makes_two_practitioners_one()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);

        await clinic.ImportTextAsync(Bundle.Of(Practitioner("urn:uuid:d1", "140", "Williamson"), Practitioner("urn:uuid:d2", "9999988899", "Moss")), "a.json");
        await clinic.ImportTextAsync(Bundle.Of(Practitioner("urn:uuid:d3", "140", "Okafor"), Practitioner("urn:uuid:d4", "9999988899", "Ferry")), "b.json");

        Assert.Equal(["Ferry", "Moss", "Okafor", "Williamson"], (await clinic.AllAsync<Practitioner>()).Select(one => one.Name.Family).Order());
    }

    [Fact]
    public async Task Whatever_a_bundle_holds_in_whatever_order_the_second_import_changes_nothing()
    {
        await using var clinic = await Clinic.OpenAsync(DatabaseKind.Sqlite, cluster);
        var number = 0;
        await Gen.Select(Gen.Int[1, 4], Gen.Int[0, 12], Gen.Int).SampleAsync(
            async (people, seen, seed) =>
            {
                var run = Interlocked.Increment(ref number);
                var random = new Random(seed);
                string Urn(int person) => $"urn:uuid:{run}-p{person}";
                List<string> entries =
                [
                    .. Enumerable.Range(0, people).Select(i => Bundle.Patient(Urn(i), mrn: $"{run}-{i}")),
                    .. Enumerable.Range(0, seen).Select(i => Bundle.Observation($"urn:uuid:{run}-o{i}", Urn(random.Next(people)))),
                ];
                var shuffled = entries.ToArray();
                random.Shuffle(shuffled);
                Assert.Equal(ImportStatus.Imported, (await clinic.ImportTextAsync(Bundle.Of(shuffled))).Status);
                var picture = await clinic.PictureAsync();
                clinic.Time.Advance(TimeSpan.FromHours(1));
                random.Shuffle(shuffled);

                Assert.Equal(ImportStatus.Unchanged, (await clinic.ImportTextAsync(Bundle.Of(shuffled))).Status);
                Assert.Equal(picture, await clinic.PictureAsync());
            },
            iter: 25,
            threads: 1);
    }

    private static string Relative(string server, string name, string resource) =>
        server.Length == 0 ? $$"""{"resource":{{resource}}}""" : $$"""{"fullUrl":"{{server}}{{name}}","resource":{{resource}}}""";

    private static string Practitioner(string urn, string npi, string family) =>
        Bundle.Entry(urn, $$$"""{"resourceType":"Practitioner","identifier":[{"system":"{{{Npis}}}","value":"{{{npi}}}"}],"name":[{"family":"{{{family}}}","given":["Del"]}]}""");

    private static Task<bool> RegisterAsync(Clinic clinic, string id, string family, LocalDate born, string given = "Ana") => clinic.WithAsync((records, _) =>
    {
        var patient = Patient.Register(Clinic.Practice, new PatientId(id), new PersonName(given, family), born, AdministrativeSex.Female, Instant.FromUtc(2026, 1, 1, 0, 0));
        patient.AddIdentifier(new ExternalIdentifier("urn:mrn", "1"));
        records.Add(patient);
        return Task.FromResult(true);
    });
}
