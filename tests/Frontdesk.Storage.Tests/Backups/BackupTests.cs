using System.Data.Common;
using Frontdesk.Domain;
using Frontdesk.Engine.Storage;
using Frontdesk.Storage.Backups;
using Frontdesk.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Frontdesk.Storage.Tests.Backups;

/// <summary>Back-ups and restores of a practice on a real database of either kind.</summary>
public sealed class BackupTests(PostgresCluster cluster) : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("frontdesk-backup-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => home.CreateSubdirectory("data").FullName;

    private BackupKey Key => BackupKey.ReadOrCreate(Path.Combine(Data, "backup.key"), out _);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        home.Delete(recursive: true);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_restored_practice_holds_what_it_held_when_the_backup_was_made(DatabaseKind kind)
    {
        var place = await PracticeAsync(kind);
        await File.WriteAllTextAsync(Path.Combine(Data, "link-signing.key"), "old", Stop);
        var before = await FiguresAsync(place);
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);
        await AddPatientAsync(place, "late");
        await File.WriteAllTextAsync(Path.Combine(Data, "link-signing.key"), "new", Stop);
        Assert.NotNull(TableFigures.FirstDifference(before, await FiguresAsync(place)));

        var restored = await new PracticeRestore(place, TimeProvider.System).RestoreAsync(made.Path, Key, replaces: true, cancellationToken: Stop);

        var after = await FiguresAsync(place);
        string[] touched = ["incident", "engine_epoch"];
        Assert.Null(TableFigures.FirstDifference([.. before.Where(one => !touched.Contains(one.Table))], [.. after.Where(one => !touched.Contains(one.Table))]));
        Assert.Equal(1, after.Single(one => one.Table == "incident").Rows);
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(Data, "link-signing.key"), Stop));
        Assert.NotNull(restored.KeptAside);
        Assert.False(Directory.Exists(Path.Combine(Data, "backup.scratch")));

        // It is a practice like any other: it is opened, written to and backed up again.
        await OpenAsync(place);
        await AddPatientAsync(place, "late");
        Assert.True((await new PracticeBackup(place, TimeProvider.System).MakeAsync(Path.Combine(home.FullName, "again.fdbackup"), Key, cancellationToken: Stop)).Manifest.Rows > made.Manifest.Rows);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_a_restore_replaced_is_kept_also_when_another_follows_in_the_same_second(DatabaseKind kind)
    {
        var place = await PracticeAsync(kind);
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        HashSet<string> kept = [];
        for (var i = 0; i < 3; i++)
            kept.Add((await new PracticeRestore(place, clock).RestoreAsync(made.Path, Key, replaces: true, cancellationToken: Stop)).KeptAside!);

        Assert.Equal(3, kept.Count);
    }

    [Fact]
    public async Task Two_backups_of_one_second_in_a_folder_are_both_kept()
    {
        var place = await PracticeAsync(DatabaseKind.Sqlite);
        var backup = new PracticeBackup(place, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        var (first, second) = (await backup.MakeAsync(home.FullName, Key, cancellationToken: Stop), await backup.MakeAsync(home.FullName, Key, cancellationToken: Stop));

        Assert.Equal([second.Path, first.Path], backup.FindIn(home.FullName).Select(one => one.Path));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_practice_that_is_there_is_not_replaced_unless_that_is_asked_for(DatabaseKind kind)
    {
        var place = await PracticeAsync(kind);
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);
        var before = await FiguresAsync(place);

        var refused = await Assert.ThrowsAsync<BackupException>(() => new PracticeRestore(place, TimeProvider.System).RestoreAsync(made.Path, Key, replaces: false, cancellationToken: Stop));

        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FiguresAsync(place));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_damaged_or_foreign_backup_changes_nothing(DatabaseKind kind)
    {
        var place = await PracticeAsync(kind);
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);
        var before = await FiguresAsync(place);
        var whole = await File.ReadAllBytesAsync(made.Path, Stop);
        var broken = Path.Combine(home.FullName, "broken.fdbackup");
        var other = BackupKey.ReadOrCreate(Path.Combine(home.FullName, "other.key"), out _);

        async Task RefusesAsync(string words, byte[] file, BackupKey key, PracticePlace? at = null)
        {
            await File.WriteAllBytesAsync(broken, file, Stop);
            var refused = await Assert.ThrowsAsync<BackupException>(() => new PracticeRestore(at ?? place, TimeProvider.System).RestoreAsync(broken, key, replaces: true, cancellationToken: Stop));
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        }

        await RefusesAsync("damaged", whole[..^1], Key);
        await RefusesAsync("damaged", [.. whole[..^100], 7, .. whole[^99..]], Key);
        await RefusesAsync("another key", whole, other);
        await RefusesAsync("format 9", [.. whole[..9], 9, .. whole[10..]], Key);
        await RefusesAsync("Frontdesk:Practice:Id", whole, Key, place with { Practice = new PracticeId("southside") });
        Assert.Equal(before, await FiguresAsync(place));
        Assert.Empty(Directory.GetDirectories(Data));
    }

    [Fact]
    public async Task A_backup_of_a_newer_program_is_left_to_that_program()
    {
        var place = await PracticeAsync(DatabaseKind.Sqlite);
        await ExecuteAsync(place, "insert into schema_version (component, version, applied_at) values ('domain', 99, 0)");
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);

        var refused = await Assert.ThrowsAsync<BackupException>(() => new PracticeRestore(place, TimeProvider.System).RestoreAsync(made.Path, Key, replaces: true, cancellationToken: Stop));

        Assert.Contains("newer Frontdesk", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_shows_one_moment_of_a_practice_that_is_written_to_meanwhile()
    {
        var place = await PracticeAsync(DatabaseKind.Sqlite);
        await ExecuteAsync(place, "create table pair (one integer, other integer) strict; insert into pair values (0, 0)");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var began = new TaskCompletionSource();
        var writing = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await ExecuteAsync(place, "begin; update pair set one = one + 1; update pair set other = other + 1; commit");
                    began.TrySetResult();
                }
            },
            Stop);
        await began.Task;
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);
        await enough.CancelAsync();
        await writing;

        await new PracticeRestore(place, TimeProvider.System).RestoreAsync(made.Path, Key, replaces: true, cancellationToken: Stop);

        Assert.Equal(1L, await ScalarAsync(place, "select count(*) from pair where one = other and one > 0"));
    }

    [Fact]
    public async Task A_database_whose_role_may_make_others_has_its_backup_restored_for_proof()
    {
        var place = await PracticeAsync(DatabaseKind.Postgres);
        Assert.False((await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop)).WasRestored);

        var superuser = place with { Storage = place.Storage with { ConnectionString = PostgresCluster.AsSuperuser(place.Storage.ConnectionString) } };

        Assert.True((await new PracticeBackup(superuser, TimeProvider.System).MakeAsync(Path.Combine(home.FullName, "proven.fdbackup"), Key, cancellationToken: Stop)).WasRestored);
        Assert.Equal(0L, await ScalarAsync(place, "select count(*) from pg_database where datname like 'frontdesk!_check!_%' escape '!'"));
    }

    [Fact]
    public async Task A_postgresql_practice_that_somebody_works_on_is_not_replaced()
    {
        var place = await PracticeAsync(DatabaseKind.Postgres);
        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);
        await using var somebody = new NpgsqlConnection(place.Storage.ConnectionString);
        await somebody.OpenAsync(Stop);

        var refused = await Assert.ThrowsAsync<BackupException>(() => new PracticeRestore(place, TimeProvider.System).RestoreAsync(made.Path, Key, replaces: true, cancellationToken: Stop));

        Assert.Contains("in use by 1 other", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_backup_left_goes_with_the_next_one()
    {
        var place = await PracticeAsync(DatabaseKind.Sqlite);
        Directory.CreateDirectory(Path.Combine(Data, "backup.scratch", "taken"));
        await File.WriteAllTextAsync(Path.Combine(Data, "backup.scratch", "taken", "practice.db"), "half", Stop);
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "killed.fdbackup.incomplete"), "half", Stop);

        var made = await new PracticeBackup(place, TimeProvider.System).MakeAsync(home.FullName, Key, cancellationToken: Stop);

        Assert.Equal([made.Path], Directory.GetFiles(home.FullName));
        Assert.False(Directory.Exists(Path.Combine(Data, "backup.scratch")));
    }

    private async Task<PracticePlace> PracticeAsync(DatabaseKind kind)
    {
        var storage = new StorageOptions(kind, kind == DatabaseKind.Postgres ? await cluster.CreateDatabaseAsync() : $"Data Source={Path.Combine(Data, "practice.db")};Pooling=False");
        var place = new PracticePlace(storage, Given.PracticeId, Data, ["link-signing.key", "api-accounts.json"]);
        await OpenAsync(place);
        await AddPatientAsync(place, "rosa");
        return place;
    }

    private static async Task OpenAsync(PracticePlace place)
    {
        await using (var database = new PracticeDatabase(place.Storage, TimeProvider.System))
            await database.MigrateAsync(Stop);
        var engine = place.Storage.Kind == DatabaseKind.Postgres
            ? EngineDatabase.Postgres(place.Storage.ConnectionString, place.Practice.Value)
            : EngineDatabase.Sqlite(new SqliteConnectionStringBuilder(place.Storage.ConnectionString).DataSource, place.Practice.Value);
        engine.EnsureSchema(TimeProvider.System);
        await ExecuteAsync(place, $"insert into engine_epoch (practice_id, epoch, owner, taken_at) values ('{place.Practice.Value}', 1, 'test', 0) on conflict (practice_id) do update set epoch = engine_epoch.epoch + 1");
        ClearPools();
    }

    private static async Task AddPatientAsync(PracticePlace place, string id)
    {
        await using (var database = new PracticeDatabase(place.Storage, TimeProvider.System))
        await using (var context = await database.OpenAsync(place.Practice, Stop))
        {
            new PracticeRecords(context).Add(Given.Patient(id));
            await context.SaveChangesAsync(Stop);
        }

        ClearPools();
    }

    private static async Task<IReadOnlyList<TableFigures>> FiguresAsync(PracticePlace place)
    {
        await using var connection = await ConnectAsync(place);
        return await TableFigures.ReadAsync(connection, cancellationToken: Stop);
    }

    private static async Task ExecuteAsync(PracticePlace place, string sql) => await ScalarAsync(place, sql);

    private static async Task<object?> ScalarAsync(PracticePlace place, string sql)
    {
        await using var connection = await ConnectAsync(place);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Stop);
    }

    private static async Task<DbConnection> ConnectAsync(PracticePlace place)
    {
        if (place.Storage.Kind == DatabaseKind.Sqlite)
            return await SqliteCopies.OpenAsync(new SqliteConnectionStringBuilder(place.Storage.ConnectionString).DataSource, SqliteOpenMode.ReadWrite, Stop);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.Storage.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Stop);
        await RowLevelSecurity.EnterAsync(connection, null, place.Practice, Stop);
        return connection;
    }

    // A connection that waits in a pool counts as somebody who works on the practice.
    private static void ClearPools()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
    }
}
