using Frontdesk.Domain;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage;
using Frontdesk.Web.Backups;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Workflows;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Reads a practice out of its database, on SQLite and PostgreSQL. Waits until the practice is open.</summary>
internal sealed class StoredPractice(
    WorkflowEngine engine,
    PracticeDatabase database,
    DefinitionCatalog definitions,
    WorkflowFiles files,
    AccessTrail trail,
    ChangeFeed changes,
    PracticeSettings settings,
    BackupSettings backups,
    Readiness readiness,
    TimeProvider clock) : PracticeReader
{
    public override async Task<PracticeOverview> GetOverviewAsync(CancellationToken cancellationToken)
    {
        var overview = await ReadAsync(sql => OverviewReading.Get(sql, clock.GetUtcNow(), settings.Zone, settings.MessagesAreCaptured, definitions), cancellationToken);
        await trail.RecordAsync("overview", overview.Recent.Select(message => message.PatientId).Concat(overview.Next.Select(step => step.PatientId)), cancellationToken);
        return overview with { HasNoBackups = backups.Folder is null && !settings.IsDemo };
    }

    public override Task<PracticeChoices> GetChoicesAsync(CancellationToken cancellationToken) =>
        ReadAsync(sql => ChoiceReading.Get(sql, settings.Zone), cancellationToken);

    public override async Task<Page<AppointmentRow>> FindAppointmentsAsync(AppointmentQuery query, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(sql => AppointmentReading.Find(sql, query), cancellationToken);
        await trail.RecordAsync("appointment", page.Items.Select(row => row.PatientId), cancellationToken);
        return page;
    }

    public override async Task<AppointmentView?> GetAppointmentAsync(string id, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(
            sql => AppointmentReading.Get(sql, id) is { } row
                ? new AppointmentView(row, MessageReading.AboutAppointment(sql, id, 24, settings.Zone), InstanceReading.About(sql, id, definitions, settings.Zone))
                : null,
            cancellationToken);
        await trail.RecordAsync("appointment", [view?.Appointment.PatientId], cancellationToken);
        return view;
    }

    public override async Task<DaySlots?> FindSlotsAsync(string appointmentId, DateOnly day, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        return await SlotReading.FindAsync(database, new PracticeId(settings.PracticeId), appointmentId, day, Instant.FromDateTimeOffset(clock.GetUtcNow()), cancellationToken);
    }

    public override async Task<DaySlots?> FindSlotsAsync(SlotQuery query, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        return await SlotReading.FindAsync(database, new PracticeId(settings.PracticeId), query, Instant.FromDateTimeOffset(clock.GetUtcNow()), cancellationToken);
    }

    public override async Task<Page<PatientRow>> FindPatientsAsync(PatientQuery query, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(sql => PatientReading.Find(sql, query, clock.GetUtcNow(), settings.Zone), cancellationToken);
        await trail.RecordAsync("contacts", page.Items.Select(row => row.Id), cancellationToken);
        return page;
    }

    public override async Task<PatientView?> GetPatientAsync(string id, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(sql => PatientReading.Get(sql, id, clock.GetUtcNow(), settings.Zone), cancellationToken);
        await trail.RecordAsync("record", [view?.Patient.Id], cancellationToken);
        return view;
    }

    public override async Task<Page<MessageView>> FindMessagesAsync(OutboxQuery query, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(sql => MessageReading.Find(sql, query, settings.Zone), cancellationToken);
        await trail.RecordAsync("message", page.Items.Select(row => row.PatientId), cancellationToken);
        return page;
    }

    public override async Task<Page<InstanceRow>> FindInstancesAsync(InstanceQuery query, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(sql => InstanceReading.Find(sql, query, definitions, settings.Zone), cancellationToken);
        await trail.RecordAsync("process", page.Items.Select(row => row.PatientId), cancellationToken);
        return page;
    }

    public override async Task<InstanceView?> GetInstanceAsync(string id, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(sql => InstanceReading.Get(sql, id, definitions, settings.Zone), cancellationToken);
        await trail.RecordAsync("process", [view?.Instance.PatientId], cancellationToken);
        return view;
    }

    public override Task<Page<WorkflowRow>> FindWorkflowsAsync(WorkflowQuery query, CancellationToken cancellationToken) =>
        ReadAsync(sql => WorkflowReading.Find(sql, query, definitions, settings.Zone), cancellationToken);

    public override Task<WorkflowView?> GetWorkflowAsync(string definitionId, CancellationToken cancellationToken) =>
        ReadAsync(sql => WorkflowReading.Get(sql, definitionId, definitions, settings.Zone), cancellationToken);

    public override Task<string?> GetDefinitionJsonAsync(string definitionId, int? version, CancellationToken cancellationToken) =>
        ReadAsync(sql => WorkflowReading.Json(sql, definitionId, version), cancellationToken);

    public override Task<WorkflowDefinition?> GetPublishedWorkflowAsync(string definitionId, CancellationToken cancellationToken) =>
        ReadAsync(sql => WorkflowReading.Published(sql, definitionId), cancellationToken);

    public override async Task<IReadOnlyList<RefusedWorkflowFile>> GetRefusedWorkflowFilesAsync(CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        return files.Refused;
    }

    public override Task<Page<IncidentRow>> FindIncidentsAsync(IncidentQuery query, CancellationToken cancellationToken) =>
        ReadAsync(sql => IncidentReading.Find(sql, query, definitions, settings.Zone), cancellationToken);

    public override Task<IncidentRow?> GetIncidentAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(sql => IncidentReading.Get(sql, id, definitions, settings.Zone), cancellationToken);

    public override async Task<Page<TaskRow>> FindTasksAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var actor = query.Person is { } person ? await StaffReading.ActorAsync(database, new PracticeId(settings.PracticeId), person, now, cancellationToken) : null;
        var page = await ReadAsync(sql => TaskReading.Find(sql, query, actor, now, settings.Zone), cancellationToken);
        await trail.RecordAsync("task", page.Items.Select(row => row.PatientId), cancellationToken);
        return page;
    }

    public override async Task<IReadOnlyList<StaffRow>> GetStaffAsync(CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        return await StaffReading.FindAsync(database, new PracticeId(settings.PracticeId), Instant.FromDateTimeOffset(clock.GetUtcNow()), settings.Zone, cancellationToken);
    }

    public override async Task<TaskRow?> GetTaskAsync(string id, CancellationToken cancellationToken)
    {
        var row = await ReadAsync(sql => TaskReading.Get(sql, id, Instant.FromDateTimeOffset(clock.GetUtcNow()), settings.Zone), cancellationToken);
        await trail.RecordAsync("task", [row?.PatientId], cancellationToken);
        return row;
    }

    public override ValueTask<long> WaitForChangeAsync(long seen, CancellationToken cancellationToken) => changes.WaitAsync(seen, cancellationToken);

    private async Task<TView> ReadAsync<TView>(Func<PracticeSql, TView> read, CancellationToken cancellationToken)
    {
        await readiness.WaitAsync(cancellationToken);
        using var sql = PracticeSql.Open(engine.Database);
        return read(sql);
    }
}
