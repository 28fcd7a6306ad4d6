using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Frontdesk.Engine.Storage;
using Npgsql;

namespace Frontdesk.Storage;

/// <summary>
/// Brings a database to this program's schema: numbered scripts, each applied once, all of them in one transaction. Two
/// programs that start together wait for each other.
/// </summary>
public static class SchemaMigrator
{
    /// <summary>The name under which the domain's tables are versioned.</summary>
    public const string Component = "domain";

    /// <summary>The newest version that this program knows.</summary>
    public static int Newest(DatabaseKind kind) => Scripts(kind == DatabaseKind.Postgres ? "postgres" : "sqlite")[^1].Version;

    /// <summary>Applies what is missing.</summary>
    /// <param name="connection">An open SQLite or PostgreSQL connection.</param>
    /// <param name="time">The clock for the record of what was applied.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <returns>The version that the database is at.</returns>
    /// <exception cref="NewerDatabaseException">A newer program wrote the database.</exception>
    public static async Task<int> MigrateAsync(DbConnection connection, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var scripts = Scripts(connection is NpgsqlConnection ? "postgres" : "sqlite");
        var known = scripts[^1].Version;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (connection is NpgsqlConnection)
            await RunAsync(transaction, "select pg_advisory_xact_lock(7310212605)", cancellationToken);

        await RunAsync(
            transaction,
            "create table if not exists schema_version (component text not null, version integer not null, applied_at bigint not null, primary key (component, version))",
            cancellationToken);

        var applied = await AppliedAsync(transaction, cancellationToken);
        if (applied.Count > 0 && applied.Max() > known)
            throw new NewerDatabaseException(Component, applied.Max(), known);

        // Scripts are written side by side, so one with a smaller number may come later.
        foreach (var script in scripts.Where(script => !applied.Contains(script.Version)))
        {
            await RunAsync(transaction, await script.ReadAsync(cancellationToken), cancellationToken);
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            await RunAsync(
                transaction,
                string.Create(CultureInfo.InvariantCulture, $"insert into schema_version (component, version, applied_at) values ('{Component}', {script.Version}, {now})"),
                cancellationToken);
        }

        PlannerStatistics.Write(connection, transaction);
        await transaction.CommitAsync(cancellationToken);
        return known;
    }

    private static List<Script> Scripts(string provider)
    {
        var assembly = typeof(SchemaMigrator).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(provider, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(name => new Script(assembly, name, int.Parse(name.AsSpan(provider.Length + 1, 4), CultureInfo.InvariantCulture)))
                .OrderBy(script => script.Version),
        ];
    }

    private static async Task<HashSet<int>> AppliedAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select version from schema_version where component = '{Component}'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<int> versions = [];
        while (await reader.ReadAsync(cancellationToken))
            versions.Add(reader.GetInt32(0));
        return versions;
    }

    private static async Task RunAsync(DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Script(Assembly Assembly, string Name, int Version)
    {
        public async Task<string> ReadAsync(CancellationToken cancellationToken)
        {
            using var reader = new StreamReader(Assembly.GetManifestResourceStream(Name)!);
            return await reader.ReadToEndAsync(cancellationToken);
        }
    }
}
