using System.Data.Common;
using Frontdesk.Domain;

namespace Frontdesk.Storage.Backups;

/// <summary>Takes copies of a practice's database while it works, proves them, and puts them in place. One for each kind of database.</summary>
internal abstract class DatabaseCopies
{
    /// <summary>The copies of a practice's database.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="practice">The practice.</param>
    /// <param name="time">The clock.</param>
    public static DatabaseCopies Of(StorageOptions options, PracticeId practice, TimeProvider time) =>
        options.Kind == DatabaseKind.Postgres ? new PostgresCopies(options.ConnectionString, practice, time) : new SqliteCopies(options.ConnectionString);

    /// <summary>Copies the database as it is at one moment; whoever works on it goes on.</summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="BackupException">There is no practice, or it cannot be copied.</exception>
    public abstract Task<DatabaseState> TakeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Restores a copy into a scratch place and compares it with what it has to hold.</summary>
    /// <returns>True when it was restored; false when it could only be read through and counted, for want of a right.</returns>
    /// <exception cref="BackupException">It is not whole.</exception>
    public abstract Task<bool> ProveAsync(string path, BackupManifest manifest, CancellationToken cancellationToken);

    /// <summary>Whether there is a practice already where a copy would go.</summary>
    /// <exception cref="BackupException">Somebody works on it.</exception>
    public abstract Task<bool> IsTakenAsync(CancellationToken cancellationToken);

    /// <summary>Puts a proven copy in place, with the notice that it was restored.</summary>
    /// <param name="path">The copy.</param>
    /// <param name="manifest">What it has to hold.</param>
    /// <param name="notice">The statement that adds the notice.</param>
    /// <param name="aside">The name under which what is there is kept: a folder, or a schema.</param>
    /// <param name="cancellationToken">Gives up before anything is in place.</param>
    /// <returns>Where what was there is kept, in words; null when there was nothing.</returns>
    public abstract Task<string?> PlaceAsync(string path, BackupManifest manifest, string notice, AsidePlace aside, CancellationToken cancellationToken);

    private protected static async Task<DatabaseState> StateAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var tables = await TableFigures.ReadAsync(connection, transaction, cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select component, max(version) from schema_version group by component";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, int> schema = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            schema.Add(reader.GetString(0), Convert.ToInt32(reader.GetValue(1), System.Globalization.CultureInfo.InvariantCulture));
        return new DatabaseState(schema, tables);
    }

    private protected static void CheckSame(BackupManifest manifest, IReadOnlyList<TableFigures> found)
    {
        if (TableFigures.FirstDifference(manifest.Tables, found) is { } table)
            throw new BackupException($"The table '{table}' of the back-up does not hold what the practice held: the back-up is not used. Make or choose another one.");
    }

    private protected static BackupException NoPractice() =>
        new("There is no practice to back up: the database that the settings name is empty or not there.");
}

/// <summary>What a database holds at one moment.</summary>
/// <param name="Schema">The version of each component's tables.</param>
/// <param name="Tables">The tables' figures.</param>
internal sealed record DatabaseState(IReadOnlyDictionary<string, int> Schema, IReadOnlyList<TableFigures> Tables);

/// <summary>Where what is replaced is kept.</summary>
/// <param name="Folder">The folder, for files.</param>
/// <param name="Schema">The schema, in a PostgreSQL database.</param>
internal sealed record AsidePlace(string Folder, string Schema);
