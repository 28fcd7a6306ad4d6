using System.Globalization;
using Bogus;
using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Domain.Staff;
using Frontdesk.Interop.Fhir;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Simulation.Population;

/// <summary>Opens the simulated practice: its place, people and kinds of visit, and its patients with what intake asked them.</summary>
internal sealed class Registration(SimulatedPractice practice, SimulationPlan plan)
{
    private static readonly string[] AreaCodes = ["617", "857", "781", "508", "978", "413", "339", "774"];
    private readonly Chance _chance = new(plan.Seed, "registration");
    private int _numbers;

    /// <summary>Where patients are seen.</summary>
    public static LocationId Place { get; } = new("main");

    /// <summary>Who sees patients.</summary>
    public static IReadOnlyList<PractitionerId> Practitioners { get; } = [new("dr-lee"), new("dr-okafor"), new("np-marsh")];

    /// <summary>The kinds of visit, with how often each is booked.</summary>
    public static IReadOnlyList<(VisitTypeId Id, int Minutes, double Weight)> VisitTypes { get; } =
        [(new("follow-up"), 20, 0.55), (new("physical"), 40, 0.2), (new("new-patient"), 40, 0.15), (new("counselling"), 40, 0.1)];

    /// <summary>Adds the practice itself.</summary>
    public Task OpenAsync() => practice.DoAsync((records, _) =>
    {
        records.Add(new Practice(plan.Practice, plan.PracticeName, "Your doctor's office"));
        var place = new Location(plan.Practice, Place, "Main Street", plan.ZoneId, PhoneNumber.Parse("(617) 555-0100"));
        place.Observe([.. Holidays(plan.FirstDay.Year), .. Holidays(plan.FirstDay.Year + 1)]);
        records.Add(place);
        foreach (var (id, given, family, specialty) in new[] { ("dr-lee", "Ann", "Lee", "family medicine"), ("dr-okafor", "Chidi", "Okafor", "internal medicine"), ("np-marsh", "Dana", "Marsh", "family medicine") })
            records.Add(new Practitioner(plan.Practice, new PractitionerId(id), new PersonName(given, family), specialty));
        foreach (var (id, minutes, _) in VisitTypes)
            records.Add(NewVisitType(id, minutes));
        foreach (var member in Staff())
            records.Add(member);
        return ValueTask.FromResult(true);
    });

    /// <summary>Registers or imports the patients, and asks each what intake asks.</summary>
    /// <exception cref="NoPatientsException">No patient could be taken from the folder.</exception>
    public async Task<IReadOnlyList<SimulatedPatient>> RegisterAsync(CancellationToken cancellationToken)
    {
        if (plan.PatientsDirectory is { } directory)
        {
            var import = new FhirImport(new EngineImportTarget(practice.Engine), plan.Practice, practice.Clock);
            var importing = import.ImportAsync(directory, cancellationToken: cancellationToken);
            while (!importing.IsCompleted)
            {
                await practice.Engine.DrainAsync(cancellationToken);
                await Task.Yield();
            }

            await importing;
        }
        else
        {
            await InventAsync();
        }

        await using var context = await practice.OpenRecordsAsync();
        var people = (await context.Set<Patient>().AsNoTracking().ToListAsync(cancellationToken)).Where(patient => !patient.IsDeceased).OrderBy(patient => patient.Id.Value, StringComparer.Ordinal).ToList();
        if (people.Count == 0)
            throw new NoPatientsException(plan.PatientsDirectory ?? string.Empty);

        var patients = new List<SimulatedPatient>();
        PhoneNumber? family = null;
        foreach (var person in people)
        {
            var isChild = person.IsMinorOn(plan.FirstDay);
            var patient = await AskAsync(person.Id, isChild, isChild ? family : null);
            patients.Add(patient);
            if (!isChild && patient.Phone is { } phone)
                family = phone;
        }

        return patients;
    }

    private IEnumerable<StaffMember> Staff()
    {
        StaffMember Member(string id, string given, string family, PractitionerId? practitioner, params string[] roles) =>
            new(plan.Practice, new StaffId(id), new PersonName(given, family), roles, practitioner);

        var lee = Member("lee", "Ann", "Lee", Practitioners[0], StaffRole.Provider, StaffRole.MedicalDirector);
        var okafor = Member("okafor", "Chidi", "Okafor", Practitioners[1], StaffRole.Provider);
        var marsh = Member("marsh", "Dana", "Marsh", Practitioners[2], StaffRole.Provider);
        lee.BeCoveredBy(okafor.Id);
        okafor.BeCoveredBy(lee.Id);
        marsh.BeCoveredBy(okafor.Id);
        return
        [
            lee,
            okafor,
            marsh,
            Member("sam", "Sam", "Rivera", null, StaffRole.FrontDesk),
            Member("kim", "Kim", "Tran", null, StaffRole.Clinician),
            Member("pat", "Pat", "Novak", null, StaffRole.OfficeManager),
            Member("ray", "Ray", "Silva", null, StaffRole.Receiving),
            Member("olsen", "Ingrid", "Olsen", null, StaffRole.Owner),
        ];
    }

    private static IEnumerable<Holiday> Holidays(int year) =>
        [new(new LocalDate(year, 1, 1), "New Year's Day"), new(new LocalDate(year, 7, 4), "Independence Day"), new(new LocalDate(year, 12, 25), "Christmas Day")];

    private VisitType NewVisitType(VisitTypeId id, int minutes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["follow-up"] = "Follow-up", ["physical"] = "Annual physical", ["new-patient"] = "New patient", ["counselling"] = "Counselling" };
        var type = new VisitType(plan.Practice, id, names[id.Value], Duration.FromMinutes(minutes));
        type.Prepare(needsPreparation: id.Value == "physical", forNewPatients: id.Value == "new-patient");
        type.Protect(sensitiveSpecialty: id.Value == "counselling", part2Programme: false);
        return type;
    }

    private Task<bool> InventAsync() => practice.DoAsync((records, _) =>
    {
        var faker = new Faker("en") { Random = new Randomizer(plan.Seed) };
        for (var i = 1; i <= plan.InventedPatients; i++)
        {
            var isChild = i % 8 == 0;
            var born = plan.FirstDay.PlusDays(-(isChild ? faker.Random.Int(400, 5_000) : faker.Random.Int(7_300, 31_000)));
            var female = faker.Random.Bool();
            var name = new PersonName(faker.Name.FirstName(female ? Bogus.DataSets.Name.Gender.Female : Bogus.DataSets.Name.Gender.Male), faker.Name.LastName());
            records.Add(Patient.Register(plan.Practice, new PatientId(string.Create(CultureInfo.InvariantCulture, $"patient-{i:000}")), name, born, female ? AdministrativeSex.Female : AdministrativeSex.Male, practice.Now));
        }

        return ValueTask.FromResult(true);
    });

    // Intake: how may we reach you, in which language, and may we text?
    private Task<SimulatedPatient> AskAsync(PatientId id, bool isChild, PhoneNumber? family) => practice.DoAsync(async (records, _) =>
    {
        var person = (await records.FindPatientAsync(id))!;
        var patient = new SimulatedPatient(
            id,
            _chance.Weighted((ReplyStyle.Confirms, 0.44), (ReplyStyle.Silent, 0.25), (ReplyStyle.Chatty, 0.1), (ReplyStyle.Reschedules, 0.12), (ReplyStyle.Stops, 0.09)),
            _chance.Weighted((0.05, 0.5), (0.12, 0.35), (0.3, 0.15)),
            _chance.Weighted((10.0, 0.5), (20.0, 0.35), (40.0, 0.15)),
            _chance.Is(0.15))
        {
            HasLandline = !isChild && _chance.Is(0.06),
            Phone = family ?? NewNumber(),
        };
        person.Speak(patient.Spanish ? LanguageTag.Spanish : LanguageTag.English, needsInterpreter: patient.Spanish && _chance.Is(0.3));
        if (isChild)
        {
            var parent = new PersonId($"parent-of-{id.Value}");
            person.AddProxy(new Proxy(parent, new PersonName("Parent", person.Name.Family), ProxyRelation.Parent, new PhoneContact(patient.Phone.Value)));
            person.GrantConsent(parent, Channel.Sms, "intake form", practice.Now);
        }
        else
        {
            foreach (var old in person.Phones.ToList())
                person.RemovePhone(old.Number);
            person.AddPhone(patient.Phone.Value);
            if (_chance.Is(0.93))
                person.GrantConsent(person.Person, Channel.Sms, "intake form", practice.Now);
            if (_chance.Is(0.7))
                person.AddEmail(EmailAddress.Parse($"{id.Value.ToLowerInvariant()}@example.org"));
        }

        return patient;
    });

    /// <summary>A number that nobody has yet, from the range that is kept free for fiction.</summary>
    public PhoneNumber NewNumber()
    {
        var next = _numbers++;
        return PhoneNumber.Parse(string.Create(CultureInfo.InvariantCulture, $"({AreaCodes[next / 99 % AreaCodes.Length]}) 555-01{(next % 99) + 1:00}"));
    }
}
