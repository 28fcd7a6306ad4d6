using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Frontdesk.Storage.Queries;

/// <summary>
/// Keeps the statements of a SQLite connection prepared between one unit of work and the next. SQLite reads and plans a statement
/// anew each time it is made, which for a look-up by key costs several times as much as the look-up.
/// </summary>
internal sealed class KeptStatements : DbCommandInterceptor
{
    // What a practice's bursts ask, several times over. Lists of different lengths make statements of their own.
    private const int Most = 256;
    private const int LongestText = 4_000;
    private static readonly ConditionalWeakTable<DbConnection, Dictionary<string, Statement>> Kept = [];

    private KeptStatements()
    {
    }

    /// <summary>The one to add to a unit of work.</summary>
    public static KeptStatements Instance { get; } = new();

    /// <summary>From here on the statements of this connection are kept, as long as it is open.</summary>
    public static void KeepFor(SqliteConnection connection) => Kept.GetOrCreateValue(connection);

    /// <inheritdoc/>
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (result is not SqliteCommand { Connection: { } connection } made || made.CommandText.Length > LongestText || !Kept.TryGetValue(connection, out var kept))
            return result;

        if (!kept.TryGetValue(made.CommandText, out var statement))
        {
            if (kept.Count >= Most)
                Forget(kept);
            statement = new Statement { Connection = connection, CommandText = made.CommandText };
            kept.Add(made.CommandText, statement);
        }

        if (!statement.TryTake(made))
            return result;
        made.Dispose();
        return statement;
    }

    private static void Forget(Dictionary<string, Statement> kept)
    {
        foreach (var statement in kept.Values)
            statement.Forget();
        kept.Clear();
    }

    private sealed class Statement : SqliteCommand
    {
        private bool isTaken;
        private bool isForgotten;

        /// <summary>Takes over what another command was told; false while an earlier reader is open.</summary>
        public bool TryTake(SqliteCommand other)
        {
            if (isTaken)
                return false;
            isTaken = true;
            (CommandTimeout, Transaction) = (other.CommandTimeout, other.Transaction);
            foreach (SqliteParameter parameter in other.Parameters)
                Parameters.Add(parameter);
            return true;
        }

        public void Forget()
        {
            isForgotten = true;
            if (!isTaken)
                Dispose();
        }

        // Who used it disposes of it, and the statement stays for the next. A connection that is closed disposes of those that
        // nobody uses: then it must go, because SQLite keeps its file open as long as there is a statement.
        protected override void Dispose(bool disposing)
        {
            var isGivenBack = isTaken && !isForgotten;
            isTaken = false;
            Parameters.Clear();
            if (!isGivenBack)
                base.Dispose(disposing);
        }
    }
}
