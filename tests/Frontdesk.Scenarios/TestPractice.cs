using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Activities;
using Frontdesk.Domain;
using Frontdesk.Domain.Documents;
using Frontdesk.Domain.Links;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Moves;
using Frontdesk.Engine.Outbox;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;
using Frontdesk.Engine.Tasks;
using Frontdesk.Interop.Pdf;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

[assembly: Xunit.AssemblyFixture(typeof(PostgresCluster))]

namespace Frontdesk.Scenarios;

/// <summary>A message as it left.</summary>
public sealed record Left(string Channel, string To, string Text, LocalDateTime At, string Id, string Key);

/// <summary>A task as a person sees it.</summary>
public sealed record OpenTask(string Id, string Title, string Description, string? Subject, IReadOnlyList<string> Outcomes);

/// <summary>
/// A whole practice in New York, on a clock that the test moves: the real engine, domain, workflows and database. Messages
/// leave as a dispatcher would send them; what becomes of them is the test's to say.
/// </summary>
public sealed class TestPractice : IAsyncDisposable
{
    public static readonly PracticeId Id = new("northside");
    public static readonly DateTimeZone NewYork = Zones.Named("America/New_York");

    /// <summary>How the practice makes links.</summary>
    public static readonly LinkAddresses Links = new(new byte[32], new Uri("https://practice.example"));

    private readonly string _folder = Directory.CreateTempSubdirectory("frontdesk-scenario-").FullName;
    private readonly StorageOptions _storage;
    private readonly List<Left> _left = [];
    private ServiceProvider _services;
    private SteppedPump _pump;

    private TestPractice(LocalDateTime start, string? postgres)
    {
        _storage = postgres is null
            ? new StorageOptions(DatabaseKind.Sqlite, $"Data Source={Path.Combine(_folder, "practice.db")}")
            : new StorageOptions(DatabaseKind.Postgres, postgres);
        Clock = new FakeTimeProvider(start.InZoneLeniently(NewYork).ToDateTimeOffset());
        (_services, _pump) = Compose();
    }

    public FakeTimeProvider Clock { get; }

    public WorkflowEngine Engine => _services.GetRequiredService<WorkflowEngine>();

    public Instant Now => Instant.FromDateTimeOffset(Clock.GetUtcNow());

    /// <summary>What the carrier answers to a message; delivered unless a test says otherwise. Null: nothing is heard.</summary>
    public Func<Left, OutboxOutcome?> Carrier { get; set; } = _ => new OutboxOutcome(OutboxState.Delivered, "id");

    /// <summary>Everything that left so far.</summary>
    public IReadOnlyList<Left> Messages => _left;

    public static LocalDateTime At(int month, int day, int hour, int minute = 0, int year = 2026) => new(year, month, day, hour, minute);

    /// <summary>Opens a practice with one practitioner, one location and two kinds of visit.</summary>
    public static async Task<TestPractice> OpenAsync(LocalDateTime start, string? postgres = null)
    {
        var practice = new TestPractice(start, postgres);
        await practice.StartAsync();
        await practice.DoAsync(records =>
        {
            records.Add(new Practice(Id, "Northside Clinic", "Your doctor's office"));
            records.Add(new Location(Id, new LocationId("main"), "Main Street", "America/New_York", PhoneNumber.Parse("(617) 555-0100")));
            records.Add(new Practitioner(Id, new PractitionerId("dr-lee"), new PersonName("Ann", "Lee"), "family medicine"));
            records.Add(new VisitType(Id, new VisitTypeId("follow-up"), "Follow-up", Duration.FromMinutes(20)));
            var first = new VisitType(Id, new VisitTypeId("new-patient"), "New patient", Duration.FromMinutes(40));
            first.Prepare(needsPreparation: true, forNewPatients: true);
            records.Add(first);
            return ValueTask.CompletedTask;
        });
        return practice;
    }

    /// <summary>Stops the process and starts another on the same database.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        (_services, _pump) = Compose();
        await StartAsync();
    }

    /// <summary>The process is stopped, time passes up to a moment on the practice's clock, and another one starts: what was due in between is late.</summary>
    public async Task StandStillUntilAsync(LocalDateTime moment)
    {
        await _services.DisposeAsync();
        Clock.SetUtcNow(moment.InZoneLeniently(NewYork).ToDateTimeOffset());
        (_services, _pump) = Compose();
        await StartAsync();
        await SettleAsync();
    }

    /// <summary>Changes records in a burst and runs whatever follows from it.</summary>
    public Task DoAsync(Func<IPracticeRecords, ValueTask> change) => _pump.SettleAsync(Engine.ExecuteAsync(async (_, services, _) =>
    {
        await change(services.GetRequiredService<IPracticeRecords>());
        return true;
    }));

    public Task PatientAsync(string id = "rosa", string phone = "(617) 555-0123", Action<Patient>? also = null, LocalDate? born = null) => DoAsync(records =>
    {
        var patient = Patient.Register(Id, new PatientId(id), new PersonName("Rosa", "Diaz"), born ?? new LocalDate(1980, 5, 4), AdministrativeSex.Female, Now);
        patient.AddPhone(PhoneNumber.Parse(phone));
        patient.GrantConsent(patient.Person, Channel.Sms, "intake form", Now);
        also?.Invoke(patient);
        records.Add(patient);
        return ValueTask.CompletedTask;
    });

    public Task BookAsync(LocalDateTime start, string patient = "rosa", string id = "visit-1", string visitType = "follow-up", bool confidential = false) => DoAsync(records =>
    {
        records.Add(Appointment.Book(
            new AppointmentRequest(Id, new AppointmentId(id), new PatientId(patient), new PractitionerId("dr-lee"), new LocationId("main"), new VisitTypeId(visitType), PracticeTime.At(start, NewYork), Duration.FromMinutes(20), confidential),
            Now));
        return ValueTask.CompletedTask;
    });

    public Task VisitAsync(Action<Appointment> change, string id = "visit-1") => DoAsync(async records => change((await records.FindAppointmentAsync(new AppointmentId(id)))!));

    public Task ChangePatientAsync(Action<Patient> change, string id = "rosa") => DoAsync(async records => change((await records.FindPatientAsync(new PatientId(id)))!));

    public Task MoveAsync(LocalDateTime start, string id = "visit-1") => VisitAsync(visit => visit.Reschedule(PracticeTime.At(start, NewYork), Now), id);

    /// <summary>A manager changes variables of a workflow and publishes it.</summary>
    public Task EditWorkflowAsync(string definitionId, params (string Variable, string Value)[] changes) => EditStepsAsync(definitionId, _ => { }, changes);

    /// <summary>A manager changes steps and variables of a workflow and publishes it.</summary>
    public Task EditStepsAsync(string definitionId, Action<JsonArray> change, params (string Variable, string Value)[] changes) => _pump.SettleAsync(Engine.ExecuteAsync((burst, _, _) =>
    {
        var edited = Engine.Definitions.Find(burst, definitionId, published: true)!.Copy();
        change(edited.Root!["activities"]!.AsArray());
        foreach (var (variable, value) in changes)
            edited.Json["variables"]!.AsArray().First(one => (string)one!["name"]! == variable)!["value"] = value;
        Engine.Definitions.SaveDraft(burst, edited);
        return ValueTask.FromResult(Engine.Definitions.Publish(burst, definitionId).Version);
    }));

    /// <summary>A manager moves instances to another version.</summary>
    public Task<IReadOnlyList<MoveOutcome>> MoveAsync(MoveRequest request) => _pump.SettleAsync(Engine.MoveAsync(request));

    /// <summary>A patient texts.</summary>
    public Task TextAsync(string text, string from = "+16175550123", string? providerId = null, string? carrierWord = null)
    {
        var id = providerId ?? Guid.NewGuid().ToString("N");
        return _pump.SettleAsync(Engine.PublishEventAsync("TextReceived", new JsonObject { ["from"] = from, ["to"] = "+16175550100", ["body"] = text, ["providerId"] = id, ["providerOptOut"] = carrierWord }, from, "sms:" + id));
    }

    /// <summary>Time passes up to a moment on the practice's clock; everything on the way happens when it is due.</summary>
    public async Task UntilAsync(LocalDateTime moment)
    {
        var end = moment.InZoneLeniently(NewYork).ToInstant();
        while (await Engine.NextDueAsync() is { } due && Instant.FromDateTimeOffset(due) <= end)
        {
            if (due > Clock.GetUtcNow())
                Clock.SetUtcNow(due);
            await SettleAsync();
        }

        if (end > Now)
            Clock.SetUtcNow(end.ToDateTimeOffset());
        await SettleAsync();
    }

    public async Task<IReadOnlyList<OpenTask>> TasksAsync()
    {
        await using var connection = Engine.Database.OpenReader();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, title, details FROM user_task WHERE practice_id = 'northside' AND state IN ('ready', 'claimed') ORDER BY created_at, id";
        await using var reader = await command.ExecuteReaderAsync();
        var tasks = new List<OpenTask>();
        while (await reader.ReadAsync())
        {
            var details = JsonNode.Parse(reader.GetString(2))!;
            tasks.Add(new OpenTask(reader.GetString(0), reader.GetString(1), (string?)details["description"] ?? string.Empty, (string?)details["subject"], [.. details["outcomes"]!.AsArray().Select(one => (string)one!)]));
        }

        return tasks;
    }

    /// <summary>What the open tasks are called, oldest first.</summary>
    public async Task<IReadOnlyList<string>> TitlesAsync() => [.. (await TasksAsync()).Select(task => task.Title)];

    /// <summary>Someone at the front desk answers the only open task.</summary>
    public async Task AnswerTaskAsync(string outcome)
    {
        var task = Assert.Single(await TasksAsync());
        await _pump.SettleAsync(Engine.ExecuteAsync((burst, _, _) =>
        {
            UserTasks.Complete(burst, task.Id, "sam", ["front-desk"], outcome, null);
            return ValueTask.FromResult(true);
        }));
    }

    public async Task<T> ReadAsync<T>(Func<IPracticeRecords, Task<T>> read)
    {
        await using var context = await _services.GetRequiredService<PracticeDatabase>().OpenAsync(Id);
        return await read(new PracticeRecords(context));
    }

    public Task<Appointment?> FindVisitAsync(string id = "visit-1") => ReadAsync(records => records.FindAppointmentAsync(new AppointmentId(id)));

    public Task<IReadOnlyList<Reminder>> RemindersAsync(string visit = "visit-1") => ReadAsync(records => records.FindRemindersAsync(new AppointmentId(visit)));

    /// <summary>One column of a query, as text.</summary>
    public IReadOnlyList<string> Column(string sql)
    {
        using var connection = Engine.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var list = new List<string>();
        while (reader.Read())
            list.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return list;
    }

    /// <summary>No incident, and no instance that waits for nothing.</summary>
    public void AssertHealthy()
    {
        Assert.Empty(Column("SELECT message FROM incident WHERE practice_id = 'northside'"));
        Assert.Empty(Stalls.Find(Engine.Database));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs what is due and lets the messages leave, until nothing is left to do now.</summary>
    public Task SettleAsync() => _pump.SettleAsync();

    private async Task LeaveAsync(OutboxMessage message)
    {
        var payload = JsonNode.Parse(message.Payload)!;
        var left = new Left(message.Channel, message.Recipient, (string?)payload["body"] ?? (string?)payload["text"] ?? string.Empty, Now.InZone(NewYork).LocalDateTime, message.Id, message.IdempotencyKey);
        _left.Add(left);
        await _pump.AnswerAsync(Engine.RecordAsync(message.Id, new OutboxOutcome(OutboxState.Sent, $"SM{message.Sequence}"), CancellationToken.None).AsTask());
        if (Carrier(left) is { } outcome)
            await _pump.AnswerAsync(Engine.RecordAsync(message.Id, outcome, CancellationToken.None).AsTask());
    }

    private (ServiceProvider Services, SteppedPump Pump) Compose()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddFrontdeskPractice(_storage, Id, new EngineOptions { CachedInstances = 0, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") }, ActivitiesRegistration.Assembly);
        services.AddFrontdeskActivities();
        services.AddSingleton(Links);
        services.AddSingleton<IDocumentPrinter, PdfPrinter>();
        var built = services.BuildServiceProvider();
        return (built, new SteppedPump(built.GetRequiredService<WorkflowEngine>()) { Carrier = LeaveAsync });
    }

    private async Task StartAsync()
    {
        await _services.GetRequiredService<PracticeDatabase>().MigrateAsync();
        await Engine.OpenAsync();
        (await _pump.AnswerAsync(WorkflowFolder.TakeAsync(Engine, Path.Combine(AppContext.BaseDirectory, "workflows")))).RequireAll();
    }
}
