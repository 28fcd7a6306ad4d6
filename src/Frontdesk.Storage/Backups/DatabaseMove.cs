using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// Moves a practice from its SQLite file to an empty PostgreSQL database: every row, in one transaction, compared value by
/// value before it is committed. The file stays as it was.
/// </summary>
public sealed class DatabaseMove(string sqliteFile, string postgres, PracticeId practice, TimeProvider time)
{
    private const string VersionTable = "schema_version";

    /// <summary>Moves the practice.</summary>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up; the target stays empty of the practice.</param>
    /// <returns>The figures of the tables that were moved.</returns>
    /// <exception cref="BackupException">It could not be moved.</exception>
    public async Task<IReadOnlyList<TableFigures>> RunAsync(IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(sqliteFile))
            throw new BackupException($"There is no practice to move: '{sqliteFile}' is not there.");
        try
        {
            await using var source = await SqliteCopies.OpenAsync(sqliteFile, SqliteOpenMode.ReadWrite, cancellationToken);
            await using var reading = source.BeginTransaction(deferred: true);
            await CheckCurrentAsync(source, reading, cancellationToken);
            await MakeTablesAsync(cancellationToken);
            await using var target = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
            await target.OpenAsync(cancellationToken);
            await using var writing = await target.BeginTransactionAsync(cancellationToken);
            await RowLevelSecurity.EnterAsync(target, writing, practice, cancellationToken);
            var figures = await CopyAsync(source, reading, target, progress, cancellationToken);
            progress?.Report(new BackupProgress("Comparing every value"));
            var moved = (await TableFigures.ReadAsync(target, writing, cancellationToken)).Where(table => table.Table != VersionTable).ToList();
            if (TableFigures.FirstDifference(figures, moved) is { } different)
                throw new BackupException($"The table '{different}' does not hold the same in both databases: nothing was moved. Please report this.");
            await writing.CommitAsync(cancellationToken);
            return figures;
        }
        catch (SqliteException failure)
        {
            throw new BackupException($"The practice's file cannot be read ({failure.Message.TrimEnd('.')}): restore a back-up first.", failure);
        }
        catch (NpgsqlException failure)
        {
            throw new BackupException($"The PostgreSQL database cannot take the practice ({(failure as PostgresException)?.MessageText ?? (failure.InnerException ?? failure).Message.TrimEnd('.')}): nothing was moved.", failure);
        }
    }

    private static async Task CheckCurrentAsync(SqliteConnection source, SqliteTransaction reading, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand();
        command.Transaction = reading;
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"select (select max(version) from {VersionTable} where component = '{SchemaMigrator.Component}') = {SchemaMigrator.Newest(DatabaseKind.Sqlite)} and (select max(version) from {VersionTable} where component = 'engine') = {EngineSchema.Version}");
        if (await command.ExecuteScalarAsync(cancellationToken) is not 1L)
            throw new BackupException("The practice's file is not at this program's version: start Frontdesk once with it, stop it, and move it then.");
    }

    // The ordinary migrations make the tables; they are left empty when the move fails, and the next one goes on from there.
    private async Task MakeTablesAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancellationToken);
        await RowLevelSecurity.EnterAsync(connection, null, practice, cancellationToken);
        foreach (var table in (await TableFigures.NamesAsync(connection, cancellationToken: cancellationToken)).Where(table => table != VersionTable))
        {
            // Of another practice's rows those of the engine show, which row-level security does not hide.
            if (await RunAsync(connection, $"select exists (select 1 from {table})", cancellationToken) is true)
                throw new BackupException("The PostgreSQL database is not empty: make a new one for the practice, and name it in Frontdesk:Database:ConnectionString.");
        }

        await using var database = new PracticeDatabase(new StorageOptions(DatabaseKind.Postgres, postgres), time);
        await database.MigrateAsync(cancellationToken);
        EngineDatabase.Postgres(postgres, practice.Value).EnsureSchema(time);
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task<IReadOnlyList<TableFigures>> CopyAsync(SqliteConnection source, SqliteTransaction reading, NpgsqlConnection target, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new BackupProgress("Reading the practice's file"));
        var figures = (await TableFigures.ReadAsync(source, reading, cancellationToken)).Where(table => table.Table != VersionTable).ToList();
        var counter = new BackupProgress.Counter("Copying rows", figures.Sum(table => table.Rows), progress);
        foreach (var table in await ParentsFirstAsync(target, figures, cancellationToken))
        {
            var forced = await RunAsync(target, $"select relforcerowsecurity from pg_class where oid = 'public.{table.Table}'::regclass", cancellationToken) is true;
            // Rows are taken as they are: what triggers derived is among them. COPY is not allowed under row-level security.
            await RunAsync(target, $"alter table {table.Table} disable trigger user{(forced ? $"; alter table {table.Table} no force row level security" : string.Empty)}", cancellationToken);
            await CopyAsync(source, reading, target, table.Table, counter, cancellationToken);
            await RunAsync(target, $"alter table {table.Table} enable trigger user{(forced ? $"; alter table {table.Table} force row level security" : string.Empty)}", cancellationToken);
        }

        foreach (var table in (string[])["stimulus", "outbox"])
            await RunAsync(target, $"select setval(pg_get_serial_sequence('{table}', 'sequence'), coalesce((select max(sequence) from {table}), 0) + 1, false)", cancellationToken);
        return figures;
    }

    private static async Task CopyAsync(SqliteConnection source, SqliteTransaction reading, NpgsqlConnection target, string table, BackupProgress.Counter counter, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand();
        command.Transaction = reading;
        command.CommandText = $"select * from {table}";
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var columns = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToList();
        var types = await TypesAsync(target, table, cancellationToken);
        if (columns.FirstOrDefault(column => !types.ContainsKey(column)) is { } unknown)
            throw new BackupException($"PostgreSQL has no column '{unknown}' in table '{table}': nothing was moved. Please report this.");
        await using var import = await target.BeginBinaryImportAsync($"copy {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) from stdin (format binary)", cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            await import.StartRowAsync(cancellationToken);
            for (var column = 0; column < columns.Count; column++)
                await WriteAsync(import, rows.GetValue(column), types[columns[column]], cancellationToken);
            counter.Add(1);
        }

        await import.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter import, object value, string type, CancellationToken cancellationToken) => (value, type) switch
    {
        (DBNull, _) => import.WriteNullAsync(cancellationToken),
        (_, "bigint") => import.WriteAsync(Convert.ToInt64(value, CultureInfo.InvariantCulture), NpgsqlDbType.Bigint, cancellationToken),
        (_, "integer") => import.WriteAsync(Convert.ToInt32(value, CultureInfo.InvariantCulture), NpgsqlDbType.Integer, cancellationToken),
        (_, "boolean") => import.WriteAsync(Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0, NpgsqlDbType.Boolean, cancellationToken),
        (_, "double precision") => import.WriteAsync(Convert.ToDouble(value, CultureInfo.InvariantCulture), NpgsqlDbType.Double, cancellationToken),
        (byte[] bytes, "bytea") => import.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken),
        (string text, "text") => import.WriteAsync(text, NpgsqlDbType.Text, cancellationToken),
        _ => throw new BackupException($"A value cannot become '{type}' on PostgreSQL: nothing was moved. Please report this."),
    };

    private static async Task<Dictionary<string, string>> TypesAsync(NpgsqlConnection target, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = '{table}'", target);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, string> types = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            types.Add(reader.GetString(0), reader.GetString(1));
        return types;
    }

    // A row that another refers to comes first.
    private static async Task<List<TableFigures>> ParentsFirstAsync(NpgsqlConnection target, List<TableFigures> tables, CancellationToken cancellationToken)
    {
        List<(string Child, string Parent)> references = [];
        await using (var command = new NpgsqlCommand("select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid <> confrelid", target))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                references.Add((reader.GetString(0), reader.GetString(1)));
        }

        List<TableFigures> sorted = [];
        while (sorted.Count < tables.Count)
        {
            var ready = tables.Except(sorted).Where(table => references.All(one => one.Child != table.Table || sorted.Any(done => done.Table == one.Parent))).ToList();
            if (ready.Count == 0)
                throw new InvalidOperationException("The tables refer to each other in a circle.");
            sorted.AddRange(ready);
        }

        return sorted;
    }

    private static async Task<object?> RunAsync(NpgsqlConnection target, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, target);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
