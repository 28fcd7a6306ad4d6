using Microsoft.Data.Sqlite;

namespace Frontdesk.Storage.Backups;

/// <summary>Copies of an embedded database, by SQLite's online back-up.</summary>
internal sealed class SqliteCopies(string connectionString) : DatabaseCopies
{
    // The file itself first; the others hold what was committed and is not in it yet.
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    private readonly string file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public override Task<DatabaseState> TakeAsync(string path, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            if (!File.Exists(file))
                throw NoPractice();
            try
            {
                await using (var source = await OpenAsync(file, SqliteOpenMode.ReadWrite, cancellationToken))
                await using (var copy = await OpenAsync(path, SqliteOpenMode.ReadWriteCreate, cancellationToken))
                {
                    source.BackupDatabase(copy);
                    await RunAsync(copy, "pragma journal_mode = delete", cancellationToken);
                }

                await using var taken = await OpenAsync(path, SqliteOpenMode.ReadOnly, cancellationToken);
                return (await TableFigures.NamesAsync(taken, cancellationToken: cancellationToken)).Contains("schema_version")
                    ? await StateAsync(taken, null, cancellationToken)
                    : throw NoPractice();
            }
            catch (SqliteException failure)
            {
                throw new BackupException($"The practice's database cannot be copied ({failure.Message.TrimEnd('.')}): see that there is room for a second one in the data directory.", failure);
            }
        },
        cancellationToken);

    public override Task<bool> ProveAsync(string path, BackupManifest manifest, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await using var copy = await OpenAsync(path, SqliteOpenMode.ReadOnly, cancellationToken);
                await using var command = copy.CreateCommand();
                command.CommandText = "pragma integrity_check(1)";
                if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
                    throw new BackupException("The database in the back-up is damaged (integrity_check): the back-up is not used. Make or choose another one.");
                CheckSame(manifest, await TableFigures.ReadAsync(copy, cancellationToken: cancellationToken));
                return true;
            }
            catch (SqliteException failure)
            {
                throw new BackupException($"The database in the back-up cannot be read ({failure.Message.TrimEnd('.')}): choose another one.", failure);
            }
        },
        cancellationToken);

    public override Task<bool> IsTakenAsync(CancellationToken cancellationToken) => Task.FromResult(File.Exists(file));

    public override async Task<string?> PlaceAsync(string path, BackupManifest manifest, string notice, AsidePlace aside, CancellationToken cancellationToken)
    {
        await using (var copy = await OpenAsync(path, SqliteOpenMode.ReadWrite, cancellationToken))
            await RunAsync(copy, notice, cancellationToken);

        var isReplaced = File.Exists(file);
        if (isReplaced)
        {
            // What was there is kept whole before anything is put in its place; it may be too damaged to be opened.
            foreach (var part in Parts.Select(part => file + part).Where(File.Exists))
                Durable.Copy(part, Path.Combine(aside.Folder, Path.GetFileName(part)));
        }

        // The copy may come from another disk, and only a rename on the same one happens whole or not at all.
        var draft = file + ".restoring";
        Durable.Copy(path, draft);
        foreach (var part in Parts.Skip(1))
            File.Delete(file + part);
        Durable.Move(draft, file);
        return isReplaced ? $"the folder '{aside.Folder}'" : null;
    }

    internal static async Task<SqliteConnection> OpenAsync(string path, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 60 }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
