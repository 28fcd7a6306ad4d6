using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.CommandLine;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Frontdesk.Web.Tests;

/// <summary>A practice as the host composes it, open on a real database of either kind; gone after the test.</summary>
internal sealed class Clinic : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource stop = new();
    private readonly DirectoryInfo folder;
    private Task pump = Task.CompletedTask;

    private Clinic(ServiceProvider services, DirectoryInfo folder) => (this.services, this.folder) = (services, folder);

    public static PracticeId Id { get; } = new("demo");

    public PracticeReader Reader => services.GetRequiredService<PracticeReader>();

    public PracticeCommands Commands => services.GetRequiredService<PracticeCommands>();

    public LabResults.ResultCommands Results => services.GetRequiredService<LabResults.ResultCommands>();

    public LabResults.ResultReading ResultReading => services.GetRequiredService<LabResults.ResultReading>();

    public WorkflowEngine Engine => services.GetRequiredService<WorkflowEngine>();

    /// <summary>A part of the host that reads or commands one duty.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetUtcNow();

    public DirectoryInfo WorkflowFiles => new(Path.Combine(folder.FullName, "workflows"));

    public static async Task<Clinic> OpenAsync(DatabaseKind kind, PostgresCluster cluster, Action<DirectoryInfo>? putWorkflows = null)
    {
        var home = Directory.CreateTempSubdirectory("frontdesk-web-");
        putWorkflows?.Invoke(home.CreateSubdirectory("workflows"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Frontdesk:DataDirectory"] = home.FullName,
            ["Frontdesk:WorkflowsDirectory"] = Path.Combine(home.FullName, "workflows"),
            ["Frontdesk:Database:Provider"] = kind == DatabaseKind.Sqlite ? "sqlite" : "postgres",
            ["Frontdesk:Database:ConnectionString"] = kind == DatabaseKind.Sqlite ? "" : await cluster.CreateDatabaseAsync(),
            ["Frontdesk:Practice:Name"] = "Elm Street Family Practice",
        }).Build();
        var settings = FrontdeskSettings.Read(configuration, null);
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddSingleton(settings);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        Practice.Add(collection, configuration, settings);
        var clinic = new Clinic(collection.BuildServiceProvider(), home);
        var jobs = clinic.services.GetRequiredService<PracticeJobs>();
        await jobs.OpenAsync(TestContext.Current.CancellationToken);
        clinic.services.GetRequiredService<Readiness>().Declare();
        clinic.pump = jobs.RunAsync(clinic.stop.Token);
        return clinic;
    }

    /// <summary>Changes the practice's records as a command does.</summary>
    public Task WriteAsync(Action<IPracticeRecords, BurstTransaction> write) => Engine.ExecuteAsync(
        (burst, scope, _) =>
        {
            write(scope.GetRequiredService<IPracticeRecords>(), burst);
            return new ValueTask<bool>(true);
        });

    /// <summary>Changes the practice's records as a command does.</summary>
    public Task WriteAsync(Func<IPracticeRecords, Task> write) => Engine.ExecuteAsync(async (_, scope, _) =>
    {
        await write(scope.GetRequiredService<IPracticeRecords>());
        return true;
    });

    /// <summary>Reads the practice's records.</summary>
    public async Task<T> ReadAsync<T>(Func<PracticeRecords, Task<T>> read)
    {
        await using var context = await services.GetRequiredService<PracticeDatabase>().OpenAsync(Id, TestContext.Current.CancellationToken);
        return await read(new PracticeRecords(context));
    }

    /// <summary>Two practitioners, four patients and the location of a new practice, open at every hour.</summary>
    public Task AddPeopleAsync() => WriteAsync((records, _) =>
    {
        var now = Instant.FromDateTimeOffset(Now);
        records.Add(new Practitioner(Id, new PractitionerId("weiss"), new PersonName("Hannah", "Weiß"), "Family medicine"));
        records.Add(new Practitioner(Id, new PractitionerId("ortiz"), new PersonName("Samuel", "Ortiz"), "Family medicine"));
        records.Add(new Location(Id, new LocationId("elm"), "Elm Street office", "America/New_York", PhoneNumber.Parse("+12125550100")));
        foreach (var (id, given, family, phone) in new[] { ("p1", "José", "Muñoz", "+16175550111"), ("p2", "Zoë", "Ångström", "+16175550122"), ("p3", "Łukasz", "Kowalski", "+16175550133"), ("p4", "Anne", "O'Neil", "+16175550144") })
        {
            var patient = Patient.Register(Id, new PatientId(id), new PersonName(given, family), new LocalDate(1984, 3, 2).PlusYears(int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture)), AdministrativeSex.Unknown, now);
            patient.AddPhone(PhoneNumber.Parse(phone), LineType.Mobile);
            patient.AddEmail(EmailAddress.Parse($"{id}@example.org"));
            patient.GrantConsent(patient.Person, Channel.Sms, "intake form", now);
            records.Add(patient);
        }
    });

    /// <summary>The start of a visit on a coming weekday at an hour of the office's clock.</summary>
    public DateTimeOffset ComingAt(int hour, int minute = 0, int weekdays = 1)
    {
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        var day = Instant.FromDateTimeOffset(Now).InZone(zone).Date.PlusDays(1);
        while (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || --weekdays > 0)
            day = day.PlusDays(1);
        return zone.AtLeniently(day.At(new LocalTime(hour, minute))).ToDateTimeOffset();
    }

    /// <summary>Books a visit over the commands.</summary>
    public async Task<AppointmentRow> BookAsync(string patient, DateTimeOffset start, string practitioner = "weiss")
    {
        var outcome = await Commands.BookAsync(new BookAppointment(patient, practitioner, "elm", "follow-up", start), Guid.NewGuid().ToString("N"), TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }

    /// <summary>Writes a text to a patient about a visit into the outbox, as the activities do.</summary>
    public Task SendAsync(string key, string patient, string to, string body, string? appointment = null) => WriteAsync((records, burst) =>
    {
        records.Add(new SentMessage(Id, new MessageEnvelope(key, new PatientId(patient), PersonId.Of(new PatientId(patient)), Channel.Sms, to, "reminder-1-day", LanguageTag.English, Appointment: appointment is null ? null : new AppointmentId(appointment)), Instant.FromDateTimeOffset(burst.Now)));
        burst.Send(new OutboxDraft(key, "sms", to, new System.Text.Json.Nodes.JsonObject { ["to"] = to, ["body"] = body }.ToJsonString()));
    });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await pump;
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        stop.Dispose();
    }
}
