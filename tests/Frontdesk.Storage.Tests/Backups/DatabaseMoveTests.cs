using Frontdesk.Engine.Storage;
using Frontdesk.Storage.Backups;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;
using NodaTime;
using Npgsql;
using Xunit;

namespace Frontdesk.Storage.Tests.Backups;

/// <summary>A practice moves from its SQLite file to PostgreSQL as it is, or not at all.</summary>
public sealed class DatabaseMoveTests(PostgresCluster cluster) : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("frontdesk-move-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => Path.Combine(home.FullName, "practice.db");

    public void Dispose() => home.Delete(recursive: true);

    [Fact]
    public async Task Every_row_moves_and_new_messages_come_after_the_old_ones()
    {
        await MakePracticeAsync();
        var target = await cluster.CreateDatabaseAsync();
        var fileBefore = await System.IO.File.ReadAllBytesAsync(File, Stop);

        var moved = await new DatabaseMove(File, target, Given.PracticeId, TimeProvider.System).RunAsync(cancellationToken: Stop);

        Assert.Equal(2, moved.Single(table => table.Table == "patient").Rows);
        Assert.Equal(2, moved.Single(table => table.Table == "outbox").Rows);
        Assert.Equal(fileBefore, await System.IO.File.ReadAllBytesAsync(File, Stop));
        await using (var database = new PracticeDatabase(new StorageOptions(DatabaseKind.Postgres, target), TimeProvider.System))
        await using (var context = await database.OpenAsync(Given.PracticeId, Stop))
            Assert.NotNull(await new PracticeRecords(context).FindAppointmentAsync(new Domain.AppointmentId("apt-1"), Stop));

        // Triggers and row-level security are as the migrations made them, and the numbering goes on.
        await using var connection = new NpgsqlConnection(target);
        await connection.OpenAsync(Stop);
        Assert.Equal(8L, await ScalarAsync(connection, InsertMessage("c", string.Empty) + " returning sequence"));
        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from patient"));
        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from pg_trigger where tgenabled = 'D'"));
    }

    [Fact]
    public async Task A_database_that_holds_something_is_refused_and_left_as_it_is()
    {
        await MakePracticeAsync();
        var target = await cluster.CreateDatabaseAsync();
        await new DatabaseMove(File, target, Given.PracticeId, TimeProvider.System).RunAsync(cancellationToken: Stop);

        var refused = await Assert.ThrowsAsync<BackupException>(() => new DatabaseMove(File, target, new Domain.PracticeId("southside"), TimeProvider.System).RunAsync(cancellationToken: Stop));

        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_version_is_brought_up_to_date_first()
    {
        await MakePracticeAsync();
        await using (var connection = await SqliteCopies.OpenAsync(File, SqliteOpenMode.ReadWrite, Stop))
            await RunAsync(connection, "delete from schema_version where component = 'engine' and version = (select max(version) from schema_version where component = 'engine')");

        var refused = await Assert.ThrowsAsync<BackupException>(async () => await new DatabaseMove(File, await cluster.CreateDatabaseAsync(), Given.PracticeId, TimeProvider.System).RunAsync(cancellationToken: Stop));

        Assert.Contains("not at this program's version", refused.Message, StringComparison.Ordinal);
    }

    private static string InsertMessage(string id, string sequence) =>
        $"insert into outbox (practice_id, id, idempotency_key, channel, recipient, payload, state, attempts, not_before, created_at, updated_at{(sequence.Length > 0 ? ", sequence" : string.Empty)}) values ('{Given.PracticeId.Value}', '{id}', '{id}', 'sms', '+1', '{{}}', 0, 0, 0, 0, 0{(sequence.Length > 0 ? $", {sequence}" : string.Empty)})";

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }

    private async Task MakePracticeAsync()
    {
        await using (var database = new PracticeDatabase(new StorageOptions(DatabaseKind.Sqlite, $"Data Source={File};Pooling=False"), TimeProvider.System))
        {
            await database.MigrateAsync(Stop);
            await using var context = await database.OpenAsync(Given.PracticeId, Stop);
            var records = new PracticeRecords(context);
            records.Add(Given.Patient());
            records.Add(Given.Child());
            records.Add(Given.Appointment(new LocalDateTime(2026, 3, 10, 9, 30), Given.At(3, 2, 10)));
            await context.SaveChangesAsync(Stop);
        }

        EngineDatabase.Sqlite(File, Given.PracticeId.Value).EnsureSchema(TimeProvider.System);
        SqliteConnection.ClearAllPools();
        await using var connection = await SqliteCopies.OpenAsync(File, SqliteOpenMode.ReadWrite, Stop);
        await RunAsync(connection, $"{InsertMessage("a", "4")}; {InsertMessage("b", "7")}; insert into workflow_instance values ('{Given.PracticeId.Value}', 'i', 'd', 1, 0, 0, null, null, null, 0, 0, 0, null, 1, x'00ff'); insert into engine_epoch values ('{Given.PracticeId.Value}', 3, 'x', 0)");
    }
}
