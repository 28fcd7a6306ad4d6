using System.Data.Common;
using System.Globalization;
using Frontdesk.Domain;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Storage;

/// <summary>Which database holds the practice's records.</summary>
public enum DatabaseKind
{
    /// <summary>One file, embedded.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server.</summary>
    Postgres = 1,
}

/// <summary>Where the practice's records are.</summary>
/// <param name="Kind">Which database.</param>
/// <param name="ConnectionString">How to reach it.</param>
public sealed record StorageOptions(DatabaseKind Kind, string ConnectionString)
{
    /// <summary>
    /// Nothing waits for the disk, so that what is written may be lost or broken when the machine goes down: for an embedded
    /// database that is made anew then, such as a simulation's. Whoever made it flushes it in the end.
    /// </summary>
    public bool IsDraft { get; init; }
}

/// <summary>The database of the practice's records: opens connections as they must be, and units of work on them.</summary>
public sealed class PracticeDatabase : IAsyncDisposable
{
    private readonly StorageOptions options;
    private readonly TimeProvider time;
    private readonly NpgsqlDataSource? postgres;

    /// <summary>Names the database; opens nothing yet.</summary>
    /// <exception cref="ArgumentException">The connection string is empty.</exception>
    public PracticeDatabase(StorageOptions options, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            throw new ArgumentException("StorageOptions.ConnectionString is empty: name a SQLite file or a PostgreSQL server.", nameof(options));

        this.options = options;
        this.time = time;
        postgres = options.Kind == DatabaseKind.Postgres ? NpgsqlDataSource.Create(options.ConnectionString) : null;
    }

    /// <summary>
    /// Opens a connection: SQLite with a write-ahead log, full synchronisation and foreign keys. What it puts aside while it works
    /// stays in memory, and never in a file outside of the practice's folder.
    /// </summary>
    public async Task<DbConnection> OpenConnectionAsync(CancellationToken cancellationToken = default)
    {
        if (postgres is not null)
            return await postgres.OpenConnectionAsync(cancellationToken);

        var connection = new SqliteConnection(options.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = (options.IsDraft ? "pragma journal_mode = memory; pragma synchronous = off;" : "pragma journal_mode = wal; pragma synchronous = full;")
            + " pragma temp_store = memory; pragma foreign_keys = on;";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    /// <summary>Brings the database to this program's schema.</summary>
    /// <exception cref="NewerDatabaseException">A newer program wrote the database.</exception>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenConnectionAsync(cancellationToken);
        return await SchemaMigrator.MigrateAsync(connection, time, cancellationToken);
    }

    /// <summary>
    /// Whether the practice itself is recorded. It is asked without a unit of work, whose first one takes more than a second, so
    /// that a start of the program does not wait for that.
    /// </summary>
    public async Task<bool> HoldsAsync(PracticeId practice, CancellationToken cancellationToken = default)
    {
        await using var connection = await EnterAsync(practice, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from practice where practice_id = @practice";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("practice", practice.Value);
        command.Parameters.Add(parameter);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) > 0;
    }

    /// <summary>Opens a unit of work on a connection of its own, which closes with it.</summary>
    public async Task<PracticeDbContext> OpenAsync(PracticeId practice, CancellationToken cancellationToken = default)
    {
        var connection = await EnterAsync(practice, cancellationToken);
        return PracticeDbContext.On(connection, transaction: null, practice, practiceIsSet: true, ownsConnection: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    private async Task<DbConnection> EnterAsync(PracticeId practice, CancellationToken cancellationToken)
    {
        var connection = await OpenConnectionAsync(cancellationToken);
        if (postgres is not null)
            await RowLevelSecurity.EnterAsync(connection, transaction: null, practice, cancellationToken);
        return connection;
    }
}
