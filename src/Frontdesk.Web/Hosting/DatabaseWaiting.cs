using System.Data.Common;
using Frontdesk.Engine.Storage;
using Frontdesk.Storage;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// A start waits for a PostgreSQL that is not there or goes away meanwhile, as after a power cut, when both begin at once. Up to
/// <c>Frontdesk:Database:WaitForOther</c> for each step; then its failure ends the start. An embedded database has no server to
/// wait for.
/// </summary>
/// <param name="longest">How long; nothing for an embedded database.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Hears that it waits.</param>
internal sealed class DatabaseWaiting(TimeSpan longest, TimeProvider clock, ILogger log)
{
    /// <summary>How long a start waits before it looks again.</summary>
    public static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private const int TriesBeforeWords = 4;

    /// <summary>How a start waits for the database of a practice.</summary>
    public static DatabaseWaiting For(PracticeSettings settings, TimeProvider clock, ILogger log) =>
        new(settings.Storage.Kind == DatabaseKind.Postgres ? settings.DatabaseWait : TimeSpan.Zero, clock, log);

    /// <summary>Does a step again from its beginning as long as the database is lost in it.</summary>
    /// <param name="step">The step; what it has done when the database is lost may be done again.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="DbException">The database did not come back.</exception>
    public async Task<T> DoAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + longest;
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await step();
            }
            catch (Exception absent) when (DatabaseUnavailableException.IsBehind(absent) && clock.GetUtcNow() < until)
            {
                if (tries == TriesBeforeWords)
                    log.LogWarning("The PostgreSQL server does not answer. This process waits up to {Seconds} seconds, in case it is just starting.", longest.TotalSeconds);
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
        }
    }
}
