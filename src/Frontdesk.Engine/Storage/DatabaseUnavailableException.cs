using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Engine.Storage;

/// <summary>
/// The practice's database went away, is full or is held by somebody else, so that nothing of what was asked for was kept. The
/// same may be asked again, under the same idempotency key.
/// </summary>
public sealed class DatabaseUnavailableException(Exception cause)
    : DbException("The practice's database did not take this, and nothing of it was kept. Ask again under the same key.", cause)
{
    // https://www.sqlite.org/rescode.html: busy, locked, read-only, input or output failed, full, cannot be opened.
    private static readonly int[] SqliteUnavailable = [5, 6, 8, 10, 13, 14];

    /// <inheritdoc/>
    public override bool IsTransient => true;

    /// <summary>
    /// Whether a failure says that the database is not there for now, rather than that it refused what was written or asked. A
    /// connection that breaks may leave its transaction disposed of before anybody looks, and a mapper may wrap what happened.
    /// </summary>
    public static bool IsBehind(Exception? failure) => failure switch
    {
        null => false,
        DatabaseUnavailableException => true,
        PostgresException refused => refused.IsTransient,
        // Two questions at once over one connection are a mistake of ours.
        NpgsqlOperationInProgressException => false,
        NpgsqlException => true,
        SqliteException embedded => SqliteUnavailable.Contains(embedded.SqliteErrorCode),
        ObjectDisposedException disposed when disposed.ObjectName.StartsWith("Npgsql", StringComparison.Ordinal) => true,
        _ => IsBehind(failure.InnerException),
    };
}
