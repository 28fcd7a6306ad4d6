using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Frontdesk.Domain;
using Npgsql;

namespace Frontdesk.Storage.Backups;

/// <summary>
/// Copies of a PostgreSQL database that holds one practice, by <c>pg_dump</c>. The figures are read in the snapshot that
/// <c>pg_dump</c> works on, so they are those of the copy.
/// </summary>
internal sealed class PostgresCopies(string connectionString, PracticeId practice, TimeProvider time) : DatabaseCopies
{
    internal const string ApplicationName = "frontdesk-backup";

    /// <summary>What the names of schemas begin with that keep what was replaced; they are in no back-up.</summary>
    internal const string AsidePrefix = "before_restore_";

    // A server that was stopped just now is still taking leave of the database.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    public override async Task<DatabaseState> TakeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(connectionString, cancellationToken);
            var programs = await ProgramsAsync(connection, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            if (await ScalarAsync(connection, "select to_regclass('public.engine_epoch')::text", cancellationToken) is not string)
                throw NoPractice();
            if (await ScalarAsync(connection, "select count(*) from (select practice_id from engine_epoch union select practice_id from workflow_definition) as practices", cancellationToken) is > 1L)
                throw new BackupException("This database holds several practices, and a back-up is of one: back the whole database up with pg_dump and a role that may bypass row-level security.");
            var snapshot = (string)(await ScalarAsync(connection, "select pg_export_snapshot()", cancellationToken))!;
            string[] dump = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--enable-row-security", $"--exclude-schema={AsidePrefix}*", $"--snapshot={snapshot}", $"--file={path}"];
            await programs.RunAsync("pg_dump", null, dump, null, cancellationToken);
            return await StateAsync(connection, transaction, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw Unusable(failure);
        }
    }

    public override async Task<bool> ProveAsync(string path, BackupManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(connectionString, cancellationToken);
            var programs = await ProgramsAsync(connection, cancellationToken);
            if (await ScalarAsync(connection, "select rolcreatedb or rolsuper from pg_roles where rolname = current_user", cancellationToken) is true)
            {
                await ProveInScratchAsync(connection, programs, path, manifest, cancellationToken);
                return true;
            }

            await CountAsync(programs, path, manifest, cancellationToken);
            return false;
        }
        catch (NpgsqlException failure)
        {
            throw Unusable(failure);
        }
    }

    public override async Task<bool> IsTakenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(connectionString, cancellationToken);
            var others = await CountOthersAsync(connection, cancellationToken);
            for (var until = time.GetUtcNow() + LongestFarewell; others > 0 && time.GetUtcNow() < until; others = await CountOthersAsync(connection, cancellationToken))
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            return others > 0
                ? throw new BackupException($"The PostgreSQL database is in use by {others} other connection(s): stop the Frontdesk that works on it, and whatever else does, first.")
                : (await TableFigures.NamesAsync(connection, cancellationToken: cancellationToken)).Count > 0;
        }
        catch (NpgsqlException failure)
        {
            throw Unusable(failure);
        }
    }

    public override async Task<string?> PlaceAsync(string path, BackupManifest manifest, string notice, AsidePlace aside, CancellationToken cancellationToken)
    {
        try
        {
            PostgresPrograms programs;
            bool isReplaced;
            long epoch;
            await using (var connection = await OpenAsync(connectionString, cancellationToken))
            {
                programs = await ProgramsAsync(connection, cancellationToken);
                isReplaced = (await TableFigures.NamesAsync(connection, cancellationToken: cancellationToken)).Count > 0;
                epoch = await ScalarAsync(connection, "select to_regclass('public.engine_epoch')::text", cancellationToken) is string
                    ? await ScalarAsync(connection, "select coalesce(max(epoch), 0) from engine_epoch", cancellationToken) as long? ?? 0
                    : 0;
            }

            // One transaction: what was there steps aside, the copy takes its place, is counted and gets its notice, or nothing changes.
            var script = path + ".sql";
            await programs.RunAsync("pg_restore", null, ["--no-owner", "--no-privileges", "--no-comments", $"--file={script}", path], null, cancellationToken);
            List<string> steps = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse"];
            if (isReplaced)
                steps.Add($"--command={AsideSql(aside.Schema)}");
            steps.Add($"--file={script}");
            steps.Add($"--command=set row_security = on; set search_path = public; select set_config('{RowLevelSecurity.Setting}', '{practice.Value}', false);");
            steps.Add($"--command={CountsSql(manifest)}");
            // A process that still believes itself the practice's owner finds that it is not.
            steps.Add(string.Create(CultureInfo.InvariantCulture, $"--command=update engine_epoch set epoch = {epoch + 1} where epoch <= {epoch}; {notice};"));
            await programs.RunAsync("psql", null, steps, null, cancellationToken);
            return isReplaced ? $"the schema '{aside.Schema}' of the database" : null;
        }
        catch (NpgsqlException failure)
        {
            throw Unusable(failure);
        }
    }

    // Tables and functions step aside one by one: the extension that the tables need is not ours, and stays where it is.
    private static string AsideSql(string schema) =>
        $$$"""
        create schema {{{schema}}};
        do $$ declare one text; begin
            for one in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
                execute format('alter table public.%I set schema {{{schema}}}', one);
            end loop;
            for one in select oid::regprocedure::text from pg_proc p where pronamespace = 'public'::regnamespace
                and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e') loop
                execute format('alter function %s set schema {{{schema}}}', one);
            end loop;
        end $$;
        """;

    private static string CountsSql(BackupManifest manifest)
    {
        var sql = new StringBuilder("do $$ begin ");
        foreach (var table in manifest.Tables)
            sql.Append(CultureInfo.InvariantCulture, $"if (select count(*) from {table.Table}) <> {table.Rows} then raise exception 'the rows of table {table.Table} are not those of the back-up'; end if; ");
        return sql.Append("end $$;").ToString();
    }

    // The scratch database's name is made from the practice's, so that one that a killed back-up left is found and dropped.
    private async Task ProveInScratchAsync(NpgsqlConnection connection, PostgresPrograms programs, string path, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var scratch = $"frontdesk_check_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.Database} {practice.Value}")).AsSpan(0, 6))}";
        await ScalarAsync(connection, $"drop database if exists {scratch} with (force)", cancellationToken);
        await ScalarAsync(connection, $"create database {scratch} template template0", cancellationToken);
        try
        {
            await programs.RunAsync("pg_restore", scratch, ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", $"--dbname={scratch}", path], null, cancellationToken);
            server.Database = scratch;
            await using var restored = await OpenAsync(server.ConnectionString, cancellationToken);
            CheckSame(manifest, await TableFigures.ReadAsync(restored, cancellationToken: cancellationToken));
        }
        finally
        {
            await ScalarAsync(connection, $"drop database if exists {scratch} with (force)", CancellationToken.None);
        }
    }

    // A role that may not make databases reads the copy through and counts the rows of each table.
    private static async Task CountAsync(PostgresPrograms programs, string path, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var rows = manifest.Tables.ToDictionary(table => table.Table, _ => 0L, StringComparer.Ordinal);
        await programs.RunAsync("pg_restore", null, ["--data-only", "--file=-", path], ReadAsync, cancellationToken);
        if (manifest.Tables.FirstOrDefault(table => rows[table.Table] != table.Rows) is { } wrong)
            throw new BackupException($"The table '{wrong.Table}' of the back-up does not hold as many rows as the practice did: the back-up is not used. Make or choose another one.");

        async Task ReadAsync(StreamReader script)
        {
            const string begin = "COPY public.";
            string? table = null;
            while (await script.ReadLineAsync(cancellationToken) is { } line)
            {
                if (table is null)
                    table = line.StartsWith(begin, StringComparison.Ordinal) && line.EndsWith(" FROM stdin;", StringComparison.Ordinal) ? line[begin.Length..line.IndexOf(' ', begin.Length)] : null;
                else if (line == "\\.")
                    table = null;
                else
                    rows[table]++;
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string server, CancellationToken cancellationToken)
    {
        var own = new NpgsqlConnectionStringBuilder(server) { Pooling = false, ApplicationName = ApplicationName, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(own.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await RowLevelSecurity.EnterAsync(connection, null, practice, cancellationToken);
        return connection;
    }

    private Task<PostgresPrograms> ProgramsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        PostgresPrograms.FindAsync(connectionString, practice.Value, connection.PostgreSqlVersion.Major, cancellationToken);

    private static async Task<long> CountOthersAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (long)(await ScalarAsync(connection, "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'frontdesk-backup' and usename is not null", cancellationToken))!;

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    // Only the first words of the server's answer: its details may quote rows.
    private static BackupException Unusable(NpgsqlException failure) =>
        new($"The PostgreSQL database of Frontdesk:Database:ConnectionString cannot be used ({(failure as PostgresException)?.MessageText ?? (failure.InnerException ?? failure).Message.TrimEnd('.')}): start the server, or correct the setting.", failure);
}
