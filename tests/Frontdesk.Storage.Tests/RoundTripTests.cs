using Frontdesk.Domain;
using Frontdesk.Domain.Audit;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Records;
using Frontdesk.Domain.Reminders;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Frontdesk.Storage.Tests;

public sealed class RoundTripTests(PostgresCluster cluster)
{
    private static readonly LocalDateTime Start = new(2026, 3, 10, 9, 30);
    private static readonly Instant Now = Given.At(3, 2, 10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_practice_comes_back_with_its_names_and_its_language(DatabaseKind kind)
    {
        var practice = Given.Practice();
        practice.SpeakByDefault(LanguageTag.Spanish);

        var found = await SaveAndFindAsync(kind, practice, records => records.FindPracticeAsync(Stop).AsTask());

        Assert.Equal("Northside Clinic", found.Name);
        Assert.Equal("Your doctor's office", found.NeutralName);
        Assert.Equal(LanguageTag.Spanish, found.DefaultLanguage);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_patient_comes_back_with_contacts_consents_and_proxies(DatabaseKind kind)
    {
        var patient = Given.Patient();
        patient.AddProxy(new Proxy(
            Given.Mother,
            new PersonName("María", "Díaz", "Mari"),
            ProxyRelation.Parent,
            new PhoneContact(Given.OtherMobile, LineType.Mobile),
            new EmailContact(EmailAddress.Parse("m@example.org"), IsWrong: true),
            Language: LanguageTag.Spanish,
            ZoneId: "America/Chicago"));
        patient.AddIdentifier(new ExternalIdentifier("urn:mrn", "12-34"));
        patient.RevokeConsent(patient.Person, Channel.Email, "phone call", Now);
        patient.Speak(LanguageTag.Parse("es-mx"), needsInterpreter: true);
        patient.LiveIn("America/Los_Angeles");
        patient.Prefer(Channel.Email);
        patient.KeepVisitsConfidential();
        patient.MoveTo(new PostalAddress(["12 Elm Street", "Apt 4"], "Boston", "MA", "02118"));
        patient.Admit(Now);
        patient.MarkWrongNumber(Given.Mobile, Now);

        var found = await SaveAndFindAsync(kind, patient, records => records.FindPatientAsync(patient.Id, Stop).AsTask());

        Assert.Equal(patient.Name, found.Name);
        Assert.Equal(patient.BirthDate, found.BirthDate);
        Assert.Equal(patient.Sex, found.Sex);
        Assert.Equal(patient.Phones, found.Phones);
        Assert.Equal(patient.Emails, found.Emails);
        Assert.Equal(patient.Consents, found.Consents);
        Assert.Equal(patient.Proxies, found.Proxies);
        Assert.Equal(patient.Identifiers, found.Identifiers);
        Assert.Equal(["12 Elm Street", "Apt 4", "Boston, MA 02118"], found.Address!.OnEnvelope());
        Assert.Equal("es-MX", found.Language?.Value);
        Assert.Equal("America/Los_Angeles", found.ZoneId);
        Assert.Equal(Channel.Email, found.PreferredChannel);
        Assert.True(found is { NeedsInterpreter: true, IsConfidentialAdolescent: true, IsAdmitted: true, IsDeceased: false });
        Assert.Equal(1, found.RowVersion);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Practitioner_location_and_visit_type_come_back(DatabaseKind kind)
    {
        var practitioner = Given.Practitioner();
        practitioner.Protect(sensitiveSpecialty: true, part2Programme: true);
        practitioner.GoAway(new Absence(Now, Now + Duration.FromDays(2), "conference"), Now);
        var away = await SaveAndFindAsync(kind, practitioner, records => records.FindPractitionerAsync(practitioner.Id, Stop).AsTask());
        Assert.Equal(practitioner.Absences, away.Absences);
        Assert.Equal("1234567893", away.Npi?.Value);
        Assert.True(away is { IsSensitiveSpecialty: true, IsPart2Programme: true });

        var location = Given.Location();
        location.Observe([new Holiday(new LocalDate(2026, 7, 3), "Independence Day (observed)")]);
        var place = await SaveAndFindAsync(kind, location, records => records.FindLocationAsync(location.Id, Stop).AsTask());
        Assert.Equal(location.OpeningHours, place.OpeningHours);
        Assert.Equal(location.Holidays, place.Holidays);
        Assert.Equal(location.CallBackPhone, place.CallBackPhone);

        var visitType = Given.VisitType();
        visitType.Prepare(needsPreparation: true, forNewPatients: true);
        var visit = await SaveAndFindAsync(kind, visitType, records => records.FindVisitTypeAsync(visitType.Id, Stop).AsTask());
        Assert.Equal(Duration.FromMinutes(20), visit.Duration);
        Assert.True(visit is { NeedsPreparation: true, IsForNewPatients: true, IsPart2Programme: false });
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task An_appointment_comes_back_with_its_bookings(DatabaseKind kind)
    {
        var appointment = Appointment.Book(
            Given.Request(Start) with { Resources = [new Resource(ResourceKind.Room, "room-2")], IsConfidential = true }, Now);
        appointment.Confirm(version: 1, Now + Duration.FromHours(1));

        var found = await SaveAndFindAsync(kind, appointment, records => records.FindAppointmentAsync(appointment.Id, Stop));

        Assert.Equal(appointment.Start, found.Start);
        Assert.Equal(Start, found.LocalStart);
        Assert.Equal("America/New_York", found.ZoneId);
        Assert.Equal(AppointmentStatus.Booked, found.Status);
        Assert.Equal(Now, found.BookedAt);
        Assert.True(found is { IsConfirmed: true, IsConfidential: true, IsSameDay: false, Version: 1 });
        Assert.Equal(
            appointment.Bookings.Select(booking => (booking.Resource, booking.Start, booking.End, booking.IsActive)).OrderBy(one => one.Resource.Id),
            found.Bookings.Select(booking => (booking.Resource, booking.Start, booking.End, booking.IsActive)).OrderBy(one => one.Resource.Id));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Messaging_records_come_back(DatabaseKind kind)
    {
        var template = new MessageTemplate(Given.PracticeId, "reminder-1-day", Channel.Email, LanguageTag.Spanish, "Hola {{date}}", "Cita", "<p>{{date}}</p>");
        var words = await SaveAndFindAsync(kind, template, records => records.FindTemplateAsync("reminder-1-day", Channel.Email, LanguageTag.Parse("es-MX"), Stop));
        Assert.Equal(("Hola {{date}}", "Cita", "<p>{{date}}</p>"), (words.Text, words.Subject, words.Html));

        var optOut = new OptOut(Given.PracticeId, Given.Mobile, "STOP", Now);
        var stopped = await SaveAndFindAsync(kind, optOut, records => records.FindOptOutAsync(Given.Mobile, Stop).AsTask());
        Assert.Equal((true, "STOP", Now), (stopped.IsActive, stopped.Source, stopped.ChangedAt));

        var patient = Given.Patient();
        var message = Given.Asked(Given.Appointment(Start, Now), patient.Person, Now);
        message.Record(MessageOutcome.Delivered, Now + Duration.FromSeconds(5), "SM123");
        var sent = await SaveAndFindAsync(kind, message, async records => (await records.FindSentToAsync(Given.Mobile.Value, Now, Stop)).SingleOrDefault());
        Assert.Equal((MessageOutcome.Delivered, "SM123", "3-day", 1), (sent.Outcome, sent.ProviderId, sent.Rule, sent.Segments));
        Assert.True(sent.AsksForConfirmation);
        Assert.Equal(message.Key, sent.Thread);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Reminders_and_the_audit_trail_come_back(DatabaseKind kind)
    {
        var appointment = Given.Appointment(Start, Now);
        var plan = new PlannedReminder(appointment.Id, 1, "3-day", Given.Patient().Person, Channel.Sms, "reminder-3-day", Now + Duration.FromDays(4));
        var reminder = Reminder.Plan(appointment, plan);
        reminder.ComeDue(Now);
        reminder.Revalidate(Now);
        reminder.FallBack(Channel.Email, Now);
        var found = await SaveAndFindAsync(kind, reminder, async records => (await records.FindRemindersAsync(appointment.Id, Stop)).SingleOrDefault());
        Assert.Equal((ReminderState.Due, Channel.Email, 1, Now), (found.State, found.Channel, found.Fallbacks, found.DueAt));
        Assert.Equal("apt-1+1+3-day+pat-1", found.Key);

        var access = new AccessLog(Given.PracticeId, "log-1", "maria", "treatment", new PatientId("pat-1"), "contacts", Now);
        var look = await SaveAndFindAsync(kind, access, async records => (await records.FindAccessesAsync(new PatientId("pat-1"), Stop)).SingleOrDefault());
        Assert.Equal(("maria", "treatment", "contacts", Now), (look.Who, look.Purpose, look.What, look.At));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_received_record_comes_back_as_it_was_received(DatabaseKind kind)
    {
        var json = System.Text.Encoding.UTF8.GetBytes($$"""{"resourceType":"Observation","note":"{{new string('ñ', 5000)}}"}""");
        var heading = new ReceivedHeading(new PractitionerId("dr-lee"), "http://loinc.org|8302-2", "Body Height", new LocalDate(2026, 1, 8));
        var record = new ReceivedRecord(Given.PracticeId, ReceivedKind.Observation, "urn:uuid:1", new PatientId("pat-1"), json, heading, Now);

        var found = await SaveAndFindAsync(kind, record, records => records.FindReceivedAsync(record.Id, Stop).AsTask());

        Assert.Equal(json, found.ReadContent());
        Assert.True(found.Packed.Length < 200);
        Assert.Equal(ReceivedRecord.HashOf(json), found.ContentHash);
        Assert.Equal(heading, new ReceivedHeading(found.Practitioner, found.Code, found.Display, found.EffectiveOn));
        Assert.Equal((ReceivedKind.Observation, "urn:uuid:1", "pat-1", Now), (found.Kind, found.Source, found.Patient?.Value, found.ReceivedAt));
    }

    [Fact]
    public async Task On_PostgreSQL_hashes_are_looked_up_one_by_one_although_the_planner_knows_nothing_of_the_table_yet()
    {
        await using var database = await Database.CreateAsync(DatabaseKind.Postgres, cluster);
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        await using var transaction = await context.Database.BeginTransactionAsync(Stop);
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into received_record (practice_id, id, row_version, kind, source, patient_id, received_at, content_hash, packed)
            select 'northside', md5(i::text), 1, 'Observation', 'urn:' || i, 'pat-' || i % 20, 0, 'hash-' || i, decode(repeat('00', 300), 'hex') from generate_series(1, 20000) i
            """,
            Stop);
        List<string> ids = await context.Database.SqlQueryRaw<string>("""select md5(i::text) as "Value" from generate_series(1, 400) i""").ToListAsync(Stop);
        var before = await RowsReadAsync();

        var hashes = await new PracticeRecords(context).FindReceivedHashesAsync([.. ids, "unknown"], Stop);

        Assert.Equal(400, hashes.Count);
        Assert.Equal("hash-1", hashes[ids[0]]);
        Assert.InRange(await RowsReadAsync() - before, 400, 1000);

        Task<long> RowsReadAsync() =>
            context.Database.SqlQueryRaw<long>("""select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as "Value" from pg_stat_xact_user_tables where relname = 'received_record'""").SingleAsync(Stop);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Received_records_are_found_by_patient_source_and_hash(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var ana = new PatientId("ana");
        foreach (var (source, patient, day) in new[] { ("urn:uuid:1", "ana", 3), ("urn:uuid:2", "ana", 9), ("urn:uuid:3", "ana", 0), ("urn:uuid:1", "ben", 5) })
            records.Add(new ReceivedRecord(Given.PracticeId, ReceivedKind.Encounter, source, new PatientId(patient), "{}"u8, new ReceivedHeading(EffectiveOn: day == 0 ? null : new LocalDate(2026, 1, day)), Now));

        await context.SaveAndForgetAsync(Stop);

        Assert.Empty(context.ChangeTracker.Entries());
        Assert.Equal(["urn:uuid:2", "urn:uuid:1", "urn:uuid:3"], (await records.FindReceivedAsync(ana, ReceivedKind.Encounter, Stop)).Select(record => record.Source));
        Assert.Equal(["ana", "ben"], (await records.FindReceivedAsync(ReceivedKind.Encounter, "urn:uuid:1", Stop)).Select(record => record.Patient?.Value).Order());
        Assert.Empty(await records.FindReceivedAsync(ReceivedKind.Coverage, "urn:uuid:1", Stop));
        var known = ReceivedRecord.IdOf(Given.PracticeId, ReceivedKind.Encounter, ana, "urn:uuid:2");
        var hash = Assert.Single(await records.FindReceivedHashesAsync([known, "unknown"], Stop));
        Assert.Equal((known, ReceivedRecord.HashOf("{}"u8)), (hash.Key, hash.Value));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Patients_and_their_visits_are_found_by_phone_and_identifier(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using (var context = await database.Practices.OpenAsync(Given.PracticeId, Stop))
        {
            var child = Given.Child();
            child.AddIdentifier(new ExternalIdentifier("urn:mrn", "77"));
            context.AddRange(Given.Patient(), child, Given.Appointment(Start, Now, "apt-1", "child-1"), Given.Patient("pat-3"));
            await context.SaveChangesAsync(Stop);
            var third = await new PracticeRecords(context).FindPatientAsync(new PatientId("pat-3"), Stop);
            third!.RemovePhone(Given.Mobile);
            await context.SaveChangesAsync(Stop);
        }

        await using var again = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(again);
        Assert.Equal(["child-1", "pat-1"], (await records.FindPatientsByPhoneAsync(Given.Mobile, Stop)).Select(patient => patient.Id.Value));
        Assert.Equal(["pat-1", "pat-3"], (await records.FindPatientsBornOnAsync(new LocalDate(1980, 5, 4), Stop)).Select(patient => patient.Id.Value));
        Assert.Equal("child-1", (await records.FindPatientByIdentifierAsync(new ExternalIdentifier("urn:mrn", "77"), Stop))?.Id.Value);
        Assert.Single(await records.FindUpcomingByPhoneAsync(Given.Mobile, Now, Stop));
        Assert.Empty(await records.FindUpcomingByPhoneAsync(Given.OtherMobile, Now, Stop));
        Assert.Single(await records.FindByPractitionerAsync(new PractitionerId("dr-lee"), Given.At(3, 10, 9, 45), Given.At(3, 10, 12), Stop));
        Assert.Empty(await records.FindByPractitionerAsync(new PractitionerId("dr-lee"), Given.At(3, 10, 9, 50), Given.At(3, 10, 12), Stop));
        Assert.Single(await records.FindBookingsAsync([Resource.Of(new PractitionerId("dr-lee"))], Given.At(3, 10, 9), Given.At(3, 10, 10), Stop));
        Assert.Single(await records.FindUpcomingByPatientAsync(new PatientId("child-1"), Now, Stop));
        Assert.Single(await records.FindHistoryAsync(new PatientId("child-1"), Given.At(4, 1, 0), Stop));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_happened_is_handed_over_once_and_only_after_the_save(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        new PracticeRecords(context).Add(Given.Appointment(Start, Now));
        Assert.Empty(context.TakeEvents());

        await context.SaveChangesAsync(Stop);

        var booked = Assert.IsType<AppointmentBooked>(Assert.Single(context.TakeEvents()));
        Assert.Equal("apt-1", booked.SubjectId);
        Assert.Empty(context.TakeEvents());
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Of_two_writers_of_one_row_the_second_is_refused(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using var first = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        first.Add(Given.Patient());
        await first.SaveChangesAsync(Stop);
        await using var second = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var theirs = await new PracticeRecords(second).FindPatientAsync(new PatientId("pat-1"), Stop);
        var ours = await new PracticeRecords(first).FindPatientAsync(new PatientId("pat-1"), Stop);

        ours!.Admit(Now);
        await first.SaveChangesAsync(Stop);
        theirs!.RecordDeath(Now);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Stop));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Domain_rows_commit_or_vanish_with_a_transaction_of_someone_else(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        foreach (var commits in new[] { false, true })
        {
            await using var connection = await database.Practices.OpenConnectionAsync(Stop);
            await using (var transaction = await connection.BeginTransactionAsync(Stop))
            {
                await using var context = PracticeDbContext.On(connection, transaction, Given.PracticeId);
                context.Add(Given.Patient());
                await context.SaveChangesAsync(Stop);
                if (commits)
                    await transaction.CommitAsync(Stop);
            }

            await using var after = await database.Practices.OpenAsync(Given.PracticeId, Stop);
            Assert.Equal(commits, await new PracticeRecords(after).FindPatientAsync(new PatientId("pat-1"), Stop) is not null);
        }
    }

    private async Task<TEntity> SaveAndFindAsync<TEntity>(DatabaseKind kind, Entity entity, Func<PracticeRecords, Task<TEntity?>> find)
        where TEntity : Entity
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using (var context = await database.Practices.OpenAsync(Given.PracticeId, Stop))
        {
            new PracticeRecords(context).Add(entity);
            await context.SaveChangesAsync(Stop);
        }

        await using var again = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var found = await find(new PracticeRecords(again));
        Assert.NotNull(found);
        Assert.NotSame(entity, found);
        return found;
    }
}
