using Frontdesk.Domain;
using Frontdesk.Engine.Pump;
using Frontdesk.Storage.Queries;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Frontdesk.Storage;

/// <summary>
/// The unit of work of one burst after another. Bursts come one at a time over one connection, so the next goes on with the one
/// that the last has emptied; one that a burst left half done is thrown away.
/// </summary>
public sealed class BurstContexts : IDisposable
{
    private PracticeDbContext? kept;

    /// <summary>A unit of work on a burst's connection and in its transaction.</summary>
    internal PracticeDbContext Take(BurstTransaction burst)
    {
        var context = Interlocked.Exchange(ref kept, null);
        if (context is not null && ReferenceEquals(context.Database.GetDbConnection(), burst.Connection))
        {
            context.Database.UseTransaction(burst.Transaction);
            return context;
        }

        context?.Dispose();
        if (burst.Connection is SqliteConnection connection)
            KeptStatements.KeepFor(connection);
        return PracticeDbContext.On(burst.Connection, burst.Transaction, new PracticeId(burst.PracticeId), practiceIsSet: true);
    }

    /// <summary>Empties a unit of work and keeps it for the next burst.</summary>
    internal void Keep(PracticeDbContext context)
    {
        context.Empty();
        Interlocked.Exchange(ref kept, context)?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => kept?.Dispose();
}
