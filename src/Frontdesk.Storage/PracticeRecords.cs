using System.Text.Json;
using Frontdesk.Domain;
using Frontdesk.Domain.Audit;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practices;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Storage.Mapping;
using Frontdesk.Storage.Queries;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Storage;

/// <summary>One practice's records over a <see cref="PracticeDbContext"/>: what is found is tracked and saved with it.</summary>
/// <param name="context">The unit of work.</param>
public sealed partial class PracticeRecords(PracticeDbContext context) : IPracticeRecords
{
    // SQLite and PostgreSQL both take moments as milliseconds, so a visit of at most a day that touches a span began at
    // most a day before it.
    private static readonly Duration LongestVisit = Duration.FromDays(1);

    private static readonly Prepared<Func<PracticeDbContext, CancellationToken, Task<Practice?>>> OnlyPractice = new(_ =>
        EF.CompileAsyncQuery((PracticeDbContext unit, CancellationToken stop) => unit.Set<Practice>().FirstOrDefault()));

    private static readonly Prepared<Func<PracticeDbContext, IAsyncEnumerable<Location>>> Locations = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit) =>
        unit.Set<Location>().OrderBy(location => location.Name).ThenBy(location => location.Id).AsQueryable()));

    private static readonly Prepared<Func<PracticeDbContext, PhoneNumber, IAsyncEnumerable<PatientId>>> Owners = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, PhoneNumber number) =>
        unit.Set<PatientPhone>().Where(phone => phone.Number == number).Select(phone => phone.Patient)));

    private static readonly Prepared<Func<PracticeDbContext, PatientId, Instant, IAsyncEnumerable<Appointment>>> Upcoming = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, PatientId patient, Instant after) =>
        unit.Set<Appointment>().Where(appointment => appointment.Patient == patient && appointment.Start > after).OrderBy(appointment => appointment.Start).AsQueryable()));

    private static readonly Prepared<Func<PracticeDbContext, PractitionerId, Instant, Instant, IAsyncEnumerable<Appointment>>> OfPractitioner = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, PractitionerId practitioner, Instant earliest, Instant until) =>
        unit.Set<Appointment>().Where(appointment => appointment.Practitioner == practitioner && appointment.Start < until && appointment.Start >= earliest).OrderBy(appointment => appointment.Start).AsQueryable()));

    private static readonly Prepared<Func<PracticeDbContext, ResourceKind, string, Instant, Instant, IAsyncEnumerable<Booking>>> Bookings = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, ResourceKind kind, string resource, Instant from, Instant until) =>
        unit.Set<Booking>().Where(booking => booking.Kind == kind && booking.ResourceId == resource && booking.IsActive && booking.Start < until && booking.End > from).OrderBy(booking => booking.Start).AsNoTracking()));

    private static readonly Prepared<Func<PracticeDbContext, string, Channel, IAsyncEnumerable<MessageTemplate>>> Templates = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, string key, Channel channel) =>
        unit.Set<MessageTemplate>().Where(template => template.Key == key && template.Channel == channel)));

    private static readonly Prepared<Func<PracticeDbContext, PersonId, Instant, IAsyncEnumerable<SentMessage>>> SentToPerson = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, PersonId recipient, Instant since) =>
        unit.Set<SentMessage>().Where(message => message.Recipient == recipient && message.SentAt >= since).OrderBy(message => message.SentAt).AsQueryable()));

    private static readonly Prepared<Func<PracticeDbContext, string, Instant, IAsyncEnumerable<SentMessage>>> SentToAddress = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, string address, Instant since) =>
        unit.Set<SentMessage>().Where(message => message.Address == address && message.SentAt >= since).OrderBy(message => message.SentAt).AsQueryable()));

    private static readonly Prepared<Func<PracticeDbContext, string, IAsyncEnumerable<SentMessage>>> OfThread = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, string thread) =>
        unit.Set<SentMessage>().Where(message => message.Thread == thread).OrderBy(message => message.Key).AsQueryable()));

    private static readonly Prepared<Func<PracticeDbContext, AppointmentId, IAsyncEnumerable<Reminder>>> Reminders = new(_ => EF.CompileAsyncQuery((PracticeDbContext unit, AppointmentId appointment) =>
        unit.Set<Reminder>().Where(reminder => reminder.Appointment == appointment).OrderBy(reminder => reminder.AppointmentVersion).ThenBy(reminder => reminder.DueAt).AsQueryable()));

    private readonly KnownRecords known = new(context);

    /// <inheritdoc/>
    public async ValueTask<Practice?> FindPracticeAsync(CancellationToken cancellationToken = default) =>
        known.Find<Practice>(context.Practice) ?? known.Found(await OnlyPractice.On(context)(context, cancellationToken), context.Practice);

    /// <inheritdoc/>
    public ValueTask<Patient?> FindPatientAsync(PatientId id, CancellationToken cancellationToken = default) =>
        FindAsync<Patient, PatientId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Patient>> FindPatientsByPhoneAsync(PhoneNumber number, CancellationToken cancellationToken = default)
    {
        var owners = await FindOwnersAsync(number, cancellationToken);
        return owners.Count == 0
            ? []
            : await context.Set<Patient>().Where(patient => owners.Contains(patient.Id)).OrderBy(patient => patient.Id).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Patient>> FindPatientsBornOnAsync(LocalDate day, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Patient>()
            .Where(patient => patient.BirthDate == day)
            .OrderBy(patient => patient.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<Patient?> FindPatientByIdentifierAsync(ExternalIdentifier identifier, CancellationToken cancellationToken = default)
    {
        // Two look-ups by key: as one query SQLite would walk through all patients.
        var owner = await (await SavedAsync(cancellationToken)).Set<PatientIdentifier>()
            .Where(known => known.Identifier == identifier)
            .Select(known => (PatientId?)known.Patient)
            .FirstOrDefaultAsync(cancellationToken);
        return owner is { } id ? await FindPatientAsync(id, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public ValueTask<Practitioner?> FindPractitionerAsync(PractitionerId id, CancellationToken cancellationToken = default) =>
        FindAsync<Practitioner, PractitionerId>(id, cancellationToken);

    /// <inheritdoc/>
    public Task<Practitioner?> FindPractitionerByNpiAsync(Npi npi, CancellationToken cancellationToken = default) =>
        context.Set<Practitioner>().Where(practitioner => practitioner.Npi == npi).OrderBy(practitioner => practitioner.Id).FirstOrDefaultAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Location?> FindLocationAsync(LocationId id, CancellationToken cancellationToken = default) =>
        FindAsync<Location, LocationId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Location>> FindLocationsAsync(CancellationToken cancellationToken = default) =>
        await ListAsync(Locations, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<VisitType?> FindVisitTypeAsync(VisitTypeId id, CancellationToken cancellationToken = default) =>
        FindAsync<VisitType, VisitTypeId>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<Appointment?> FindAppointmentAsync(AppointmentId id, CancellationToken cancellationToken = default)
    {
        if (known.Find<Appointment>(id) is { } found)
            return found;

        // It comes with its bookings, and those that were changed must not come back as they were.
        await SavedAsync(cancellationToken);
        return await FindAsync<Appointment, AppointmentId>(id, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Appointment>> FindUpcomingByPatientAsync(PatientId patient, Instant after, CancellationToken cancellationToken = default) =>
        await ListAsync(Upcoming, patient, after, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Appointment>> FindUpcomingByPhoneAsync(PhoneNumber number, Instant after, CancellationToken cancellationToken = default)
    {
        var owners = await FindOwnersAsync(number, cancellationToken);
        return owners.Count == 0
            ? []
            : await context.Set<Appointment>()
                .Where(appointment => owners.Contains(appointment.Patient) && appointment.Start > after)
                .OrderBy(appointment => appointment.Start)
                .ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Appointment>> FindByPractitionerAsync(PractitionerId practitioner, Instant from, Instant until, CancellationToken cancellationToken = default)
    {
        var earliest = from - LongestVisit;
        var found = await ListAsync(OfPractitioner, practitioner, earliest, until, cancellationToken);
        return found.FindAll(appointment => appointment.End > from);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Appointment>> FindHistoryAsync(PatientId patient, Instant before, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<Appointment>()
            .Where(appointment => appointment.Patient == patient && appointment.Start < before)
            .OrderByDescending(appointment => appointment.Start)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Booking>> FindBookingsAsync(IReadOnlyList<Resource> resources, Instant from, Instant until, CancellationToken cancellationToken = default)
    {
        List<Booking> found = [];
        foreach (var resource in resources)
        {
            await SavedAsync(cancellationToken);
            found.AddRange(await Bookings.On(context)(context, resource.Kind, resource.Id, from, until).ToListAsync(cancellationToken));
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<MessageTemplate?> FindTemplateAsync(string key, Channel channel, LanguageTag language, CancellationToken cancellationToken = default)
    {
        var stored = await ListAsync(Templates, key, channel, cancellationToken);
        var fallback = (await FindPracticeAsync(cancellationToken))?.DefaultLanguage ?? LanguageTag.English;

        // A practice that edited the English words only still speaks the shipped Spanish.
        return stored.Find(template => template.Language == language)
            ?? stored.Find(template => template.Language.Value == language.Primary)
            ?? (DefaultTemplates.Find(context.Practice, key, channel, language) is { } shipped && shipped.Language.Primary == language.Primary ? shipped : null)
            ?? stored.Find(template => template.Language == fallback)
            ?? DefaultTemplates.Find(context.Practice, key, channel, fallback);
    }

    /// <inheritdoc/>
    public ValueTask<OptOut?> FindOptOutAsync(PhoneNumber number, CancellationToken cancellationToken = default) =>
        FindAsync<OptOut, PhoneNumber>(number, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SentMessage>> FindSentToAsync(PersonId recipient, Instant since, CancellationToken cancellationToken = default) =>
        await ListAsync(SentToPerson, recipient, since, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SentMessage>> FindSentToAsync(string address, Instant since, CancellationToken cancellationToken = default) =>
        await ListAsync(SentToAddress, address, since, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SentMessage?> FindSentAsync(string key, CancellationToken cancellationToken = default) =>
        FindAsync<SentMessage, string>(key, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SentMessage>> FindThreadAsync(string thread, CancellationToken cancellationToken = default) =>
        await ListAsync(OfThread, thread, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Reminder>> FindRemindersAsync(AppointmentId appointment, CancellationToken cancellationToken = default) =>
        await ListAsync(Reminders, appointment, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Reminder?> FindReminderAsync(string key, CancellationToken cancellationToken = default) =>
        FindAsync<Reminder, string>(key, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessLog>> FindAccessesAsync(PatientId patient, CancellationToken cancellationToken = default) =>
        await (await SavedAsync(cancellationToken)).Set<AccessLog>()
            .Where(access => access.Patient == patient)
            .OrderBy(access => access.At)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReceivedRecord?> FindReceivedAsync(string id, CancellationToken cancellationToken = default) =>
        FindAsync<ReceivedRecord, string>(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedRecord>> FindReceivedAsync(ReceivedKind kind, string source, CancellationToken cancellationToken = default) =>
        await context.Set<ReceivedRecord>()
            .Where(record => record.Kind == kind && record.Source == source)
            .OrderBy(record => record.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReceivedRecord>> FindReceivedAsync(PatientId patient, ReceivedKind kind, CancellationToken cancellationToken = default) =>
        await context.Set<ReceivedRecord>()
            .Where(record => record.Patient == patient && record.Kind == kind)
            .OrderBy(record => record.EffectiveOn == null).ThenByDescending(record => record.EffectiveOn).ThenBy(record => record.Id)
            .ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> FindReceivedHashesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        // Each id is looked up by itself. For "one of these ids" PostgreSQL reads every record of the practice as long as it
        // has no statistics of the table, which is so right after the first large import.
        var stored = await Rows(ids)
            .Select(id => new { Id = id, Hash = context.Set<ReceivedRecord>().Where(record => record.Id == id).Select(record => record.ContentHash).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        return stored.Where(record => record.Hash is not null).ToDictionary(record => record.Id, record => record.Hash!, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Add(Entity entity)
    {
        if (entity.PracticeId != context.Practice)
            throw new DomainRuleException("other-practice", $"A record of practice {entity.PracticeId} cannot be added to practice {context.Practice}.");

        context.Add(entity);
        known.Added(entity);
    }

    // Whose number it is, by itself: in one query with what is looked for SQLite would walk through all patients or visits.
    private async Task<List<PatientId>> FindOwnersAsync(PhoneNumber number, CancellationToken cancellationToken) =>
        await ListAsync(Owners, number, cancellationToken);

    // Texts as the rows of a query.
    private IQueryable<string> Rows(IReadOnlyList<string> texts)
    {
        if (context.Database.IsNpgsql())
        {
            string[] array = [.. texts];
            return context.Database.SqlQuery<string>($"""select unnest({array}) as "Value" """);
        }

        var json = JsonSerializer.Serialize(texts);
        return context.Database.SqlQuery<string>($"""select value as "Value" from json_each({json})""");
    }

    // A query sees what is stored, so what was changed in this transaction is stored first.
    private async ValueTask<PracticeDbContext> SavedAsync(CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null && context.HasChanges())
            await context.SaveChangesAsync(cancellationToken);

        return context;
    }

    private async ValueTask<List<T>> ListAsync<T>(Prepared<Func<PracticeDbContext, IAsyncEnumerable<T>>> query, CancellationToken cancellationToken) =>
        await query.On(await SavedAsync(cancellationToken))(context).ToListAsync(cancellationToken);

    private async ValueTask<List<T>> ListAsync<T1, T>(Prepared<Func<PracticeDbContext, T1, IAsyncEnumerable<T>>> query, T1 first, CancellationToken cancellationToken) =>
        await query.On(await SavedAsync(cancellationToken))(context, first).ToListAsync(cancellationToken);

    private async ValueTask<List<T>> ListAsync<T1, T2, T>(Prepared<Func<PracticeDbContext, T1, T2, IAsyncEnumerable<T>>> query, T1 first, T2 second, CancellationToken cancellationToken) =>
        await query.On(await SavedAsync(cancellationToken))(context, first, second).ToListAsync(cancellationToken);

    private async ValueTask<List<T>> ListAsync<T1, T2, T3, T>(Prepared<Func<PracticeDbContext, T1, T2, T3, IAsyncEnumerable<T>>> query, T1 first, T2 second, T3 third, CancellationToken cancellationToken) =>
        await query.On(await SavedAsync(cancellationToken))(context, first, second, third).ToListAsync(cancellationToken);

    private async ValueTask<TEntity?> FindAsync<TEntity, TKey>(TKey key, CancellationToken cancellationToken)
        where TEntity : class
        where TKey : notnull =>
        known.Find<TEntity>(key) ?? known.Found(await ByKey<TEntity, TKey>.FindAsync(context, key, cancellationToken), key);

    private async ValueTask<TEntity?> FindAsync<TEntity, TFirst, TSecond>(TFirst first, TSecond second, CancellationToken cancellationToken)
        where TEntity : class
        where TFirst : notnull
        where TSecond : notnull =>
        known.Find<TEntity>(first, second) ?? known.Found(await ByKey<TEntity, TFirst, TSecond>.FindAsync(context, first, second, cancellationToken), first, second);
}
