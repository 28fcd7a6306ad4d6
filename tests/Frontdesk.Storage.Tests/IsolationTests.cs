using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Patients;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Xunit;

namespace Frontdesk.Storage.Tests;

public sealed class IsolationTests(PostgresCluster cluster)
{
    private static readonly LocalDateTime Start = new(2026, 3, 10, 9, 30);
    private static readonly Instant Now = Given.At(3, 2, 10);
    private static readonly PracticeId Southside = new("southside");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Two_active_bookings_of_one_practitioner_are_refused_by_the_database(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await BookAsync(database, "apt-1", Start);
        await BookAsync(database, "apt-2", Start.PlusMinutes(20));

        await Assert.ThrowsAsync<BookingConflictException>(() => BookAsync(database, "apt-3", Start.PlusMinutes(10)));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_cancelled_visit_gives_its_slot_to_another_in_the_same_save(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await BookAsync(database, "apt-1", Start);
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var records = new PracticeRecords(context);
        var first = await records.FindAppointmentAsync(new AppointmentId("apt-1"), Stop);

        first!.Cancel(CancellationReason.Patient, Now);
        records.Add(Given.Appointment(Start, Now, "apt-0"));
        await context.SaveChangesAsync(Stop);

        Assert.Single(await records.FindBookingsAsync([Resource.Of(new PractitionerId("dr-lee"))], first.Start, first.End, Stop));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_visit_cannot_move_onto_a_taken_slot(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await BookAsync(database, "apt-1", Start);
        await BookAsync(database, "apt-2", Start.PlusHours(1));
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        var second = await new PracticeRecords(context).FindAppointmentAsync(new AppointmentId("apt-2"), Stop);

        second!.Reschedule(PracticeTime.At(Start.PlusMinutes(5), Given.NewYork), Now);

        await Assert.ThrowsAsync<BookingConflictException>(() => context.SaveChangesAsync(Stop));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Of_two_transactions_that_race_for_one_slot_exactly_one_commits(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        using var together = new Barrier(2);

        var outcomes = await Task.WhenAll(Task.Run(() => RaceAsync("apt-1"), Stop), Task.Run(() => RaceAsync("apt-2"), Stop));

        Assert.Single(outcomes, true);
        async Task<bool> RaceAsync(string id)
        {
            await using var connection = await database.Practices.OpenConnectionAsync(Stop);
            together.SignalAndWait(Stop);
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            await using var context = PracticeDbContext.On(connection, transaction, Given.PracticeId);
            context.Add(Given.Appointment(Start, Now, id));
            try
            {
                await context.SaveChangesAsync(Stop);
                await transaction.CommitAsync(Stop);
                return true;
            }
            catch (BookingConflictException)
            {
                return false;
            }
            catch (InvalidOperationException failure) when (failure.GetBaseException() is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.DeadlockDetected })
            {
                // Both wait for the other's row of the exclusion constraint: PostgreSQL ends one of them, which has written nothing.
                return false;
            }
        }
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_database_of_a_newer_program_is_refused(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await ExecuteAsync(database, "insert into schema_version (component, version, applied_at) values ('domain', 99, 0)");

        var refused = await Assert.ThrowsAsync<NewerDatabaseException>(() => database.Practices.MigrateAsync(Stop));

        Assert.Equal(99, refused.Found);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Migrating_twice_and_together_changes_nothing(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);

        var versions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => database.Practices.MigrateAsync(Stop), Stop)));

        Assert.Single(versions.Distinct());
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_script_that_came_later_under_a_smaller_number_is_applied_and_keeps_what_is_there(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using (var context = await database.Practices.OpenAsync(Given.PracticeId, Stop))
        {
            context.Add(Given.Practice());
            await context.SaveChangesAsync(Stop);
        }

        // As it was before the script that drops the column.
        await ExecuteAsync(database, "alter table practice add column reminder_rules text not null default '{}'; delete from schema_version where component = 'domain' and version = 3");
        await database.Practices.MigrateAsync(Stop);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ExecuteAsync(database, "update practice set reminder_rules = '{}'"));
        await using var found = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        Assert.Equal("Northside Clinic", (await new PracticeRecords(found).FindPracticeAsync(Stop))!.Name);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Practices_with_the_same_ids_never_see_each_other(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        foreach (var practice in new[] { Given.PracticeId, Southside })
        {
            await using var context = await database.Practices.OpenAsync(practice, Stop);
            context.AddRange(Given.Patient(practice: practice), Appointment.Book(Given.Request(Start, practice: practice), Now));
            await context.SaveChangesAsync(Stop);
        }

        await using var southside = await database.Practices.OpenAsync(Southside, Stop);
        Assert.Equal(Southside, Assert.Single(await southside.Set<Patient>().ToListAsync(Stop)).PracticeId);
        Assert.Single(await new PracticeRecords(southside).FindPatientsByPhoneAsync(Given.Mobile, Stop));
        Assert.Throws<DomainRuleException>(() => new PracticeRecords(southside).Add(Given.Patient("pat-9")));
    }

    [Fact]
    public async Task Row_level_security_shows_and_takes_only_the_rows_of_the_practice_entered()
    {
        await using var database = await Database.CreateAsync(DatabaseKind.Postgres, cluster);
        await BookAsync(database, "apt-1", Start);
        await using var connection = (NpgsqlConnection)await database.Practices.OpenConnectionAsync(Stop);

        Assert.Equal(0, await CountAsync());
        RowLevelSecurity.Enter(connection, transaction: null, Southside);
        Assert.Equal(0, await CountAsync());
        await using (var insert = new NpgsqlCommand("insert into opt_out values ('northside', '+16175550123', 1, true, 'STOP', 0)", connection))
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync(Stop))).SqlState);

        RowLevelSecurity.Enter(connection, transaction: null, Given.PracticeId);
        Assert.Equal(1, await CountAsync());

        async Task<int> CountAsync()
        {
            await using var count = new NpgsqlCommand("select count(*) from appointment", connection);
            return Convert.ToInt32(await count.ExecuteScalarAsync(Stop), CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Every_table_of_the_practice_is_under_row_level_security()
    {
        await using var database = await Database.CreateAsync(DatabaseKind.Postgres, cluster);
        await using var connection = (NpgsqlConnection)await database.Practices.OpenConnectionAsync(Stop);
        await using var open = new NpgsqlCommand(
            "select coalesce(string_agg(relname, ', '), '') from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'schema_version' and not (relrowsecurity and relforcerowsecurity)",
            connection);

        Assert.Equal(string.Empty, await open.ExecuteScalarAsync(Stop));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task The_audit_trail_cannot_be_changed(DatabaseKind kind)
    {
        await using var database = await Database.CreateAsync(kind, cluster);
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        context.Add(new Domain.Audit.AccessLog(Given.PracticeId, "log-1", "maria", "treatment", new PatientId("pat-1"), "contacts", Now));
        await context.SaveChangesAsync(Stop);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Set<Domain.Audit.AccessLog>().ExecuteDeleteAsync(Stop));
    }

    private static async Task BookAsync(Database database, string id, LocalDateTime start)
    {
        await using var context = await database.Practices.OpenAsync(Given.PracticeId, Stop);
        context.Add(Given.Appointment(start, Now, id));
        await context.SaveChangesAsync(Stop);
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var connection = await database.Practices.OpenConnectionAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }
}
