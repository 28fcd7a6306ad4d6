using System.Data.Common;
using Frontdesk.Storage;
using Frontdesk.Web.CommandLine;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Frontdesk.Web.Hosting;

/// <summary>
/// One process at a time works on a practice's database, whatever folder it was given: a file beside an embedded database, a
/// session lock on PostgreSQL. It goes with the process, however it ends, and until it is had nothing is written. What writes
/// all the same is refused by the epoch; the lock spares people that surprise.
/// </summary>
internal sealed class DatabaseLock : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _ending = new();
    private readonly IDisposable? _file;
    private readonly string _connection = "";
    private readonly string _practiceId = "";
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Task _keeping = Task.CompletedTask;
    private NpgsqlConnection? _session;

    private DatabaseLock(IDisposable? file) => _file = file;

    private DatabaseLock(NpgsqlConnection session, string connection, string practiceId, TimeProvider clock)
    {
        (_session, _connection, _practiceId, _clock) = (session, connection, practiceId, clock);
        _keeping = KeepAsync();
    }

    /// <summary>
    /// Takes the database. On PostgreSQL it waits a while, because the server needs some seconds to see that the machine of the
    /// one before is gone, and may itself be starting: after a power cut both begin at once.
    /// </summary>
    /// <exception cref="CommandFailure">Another process has it.</exception>
    /// <exception cref="DbException">The database cannot be reached.</exception>
    public static async Task<DatabaseLock> TakeAsync(PracticeSettings settings, string dataDirectory, TimeProvider clock, ILogger log, CancellationToken cancellationToken)
    {
        var (database, practiceId) = (settings.Storage, settings.PracticeId);
        if (database.Kind == DatabaseKind.Sqlite)
            return new DatabaseLock(TakeFile(database, dataDirectory));
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, ApplicationName = "Frontdesk (one process for each practice)" }.ConnectionString;
        var waiting = DatabaseWaiting.For(settings, clock, log);
        var until = clock.GetUtcNow() + settings.DatabaseWait;
        for (var tries = 0; ; tries++)
        {
            if (await waiting.DoAsync(() => TryAsync(connection, practiceId, cancellationToken), cancellationToken) is { } session)
                return new DatabaseLock(session, connection, practiceId, clock);
            if (tries == 4)
                log.LogWarning("Another Frontdesk works on this practice. This one waits up to {Seconds} seconds, in case that one has just ended.", settings.DatabaseWait.TotalSeconds);
            if (clock.GetUtcNow() >= until)
                throw new CommandFailure("Another Frontdesk works on this practice in the PostgreSQL database of Frontdesk:Database:ConnectionString: stop it first, or give this one another database.");
            await Task.Delay(DatabaseWaiting.BetweenTries, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _keeping;
        if (_session is { } session)
            await session.DisposeAsync();
        _file?.Dispose();
        _ending.Dispose();
    }

    // The data folder has a lock of its own; a database in it needs no other. Links are followed, so that two names are one file.
    private static PracticeLock? TakeFile(StorageOptions database, string dataDirectory)
    {
        var source = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        var path = new FileInfo(Path.GetFullPath(source));
        var target = path.Exists && path.ResolveLinkTarget(returnFinalTarget: true) is FileInfo linked ? linked : path;
        var folder = Real(target.DirectoryName!);
        return string.Equals(folder, Real(dataDirectory), StringComparison.Ordinal) ? null : PracticeLock.Take(folder);
    }

    private static string Real(string folder)
    {
        var info = new DirectoryInfo(Path.GetFullPath(folder));
        var target = info.Exists ? info.ResolveLinkTarget(returnFinalTarget: true) : null;
        return Path.TrimEndingDirectorySeparator(target?.FullName ?? info.FullName);
    }

    private static async Task<NpgsqlConnection?> TryAsync(string connection, string practiceId, CancellationToken cancellationToken)
    {
        var session = new NpgsqlConnection(connection);
        try
        {
            await session.OpenAsync(cancellationToken);
            await using var command = session.CreateCommand();

            // The server asks a silent peer whether it is still there; otherwise the lock of a machine without power would stay for hours.
            command.CommandText = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SELECT pg_try_advisory_lock(hashtextextended('frontdesk practice ' || @practice, 0))";
            command.Parameters.AddWithValue("practice", practiceId);
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
                return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    // A session that breaks, because the database was begun again, is taken anew. When another process was quicker, that one also
    // took the epoch, and this one is refused its next write and ends.
    private async Task KeepAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(BetweenLooks, _clock, _ending.Token);
                if (_session is { } session)
                {
                    await using var look = new NpgsqlCommand("SELECT 1", session);
                    await look.ExecuteScalarAsync(_ending.Token);
                }
                else
                {
                    _session = await TryAsync(_connection, _practiceId, _ending.Token);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (DbException)
            {
                if (_session is { } broken)
                    await broken.DisposeAsync();
                _session = null;
            }
        }
    }
}
