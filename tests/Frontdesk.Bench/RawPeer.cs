using System.Data.Common;
using System.Globalization;
using Frontdesk.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Frontdesk.Bench;

/// <summary>Writes the rows that the engine writes, byte for byte as many, with prepared commands and nothing else.</summary>
internal sealed class RawPeer : IDisposable
{
    private const string Practice = "practice";
    private readonly string _folder = Directory.CreateTempSubdirectory("frontdesk-raw-").FullName;
    private readonly EngineDatabase _database;
    private readonly DbConnection _connection;
    private readonly SqlSession _sql;
    private readonly byte[] _suspended;
    private readonly byte[] _finished;
    private readonly byte[] _startJournal;
    private readonly byte[] _endJournal;

    internal RawPeer(byte[] suspended, byte[] finished, byte[] startJournal, byte[] endJournal, EngineDatabase? database = null)
    {
        (_suspended, _finished, _startJournal, _endJournal) = (suspended, finished, startJournal, endJournal);
        _database = database ?? EngineDatabase.Sqlite(Path.Combine(_folder, "raw.db"), Practice);
        _database.EnsureSchema(TimeProvider.System);
        _connection = _database.OpenWriter();
        _sql = _database.CreateSession(_connection);
    }

    /// <summary>As many starts as there are ids, so many to a commit.</summary>
    internal void Start(List<string> ids, int perCommit) => InGroups(ids, perCommit, id =>
    {
        _sql.Write(
            "INSERT INTO workflow_instance (practice_id, id, definition_id, version, status, sub_status, correlation_id, name, parent_id, incidents, created_at, updated_at, finished_at, bursts, state) VALUES ($1, $2, 'visit', 1, 0, 3, $3, 'Visit', NULL, 0, $4, $4, NULL, 1, $5)",
            Practice, id, "visit-" + id[..8], Now, _suspended);
        _sql.Write(
            "INSERT INTO bookmark (practice_id, id, instance_id, activity_id, stimulus, correlation_id, due_at, task_id, created_at) VALUES ($1, $2, $3, 'wait', 'Elsa.Event|Replied', $4, NULL, NULL, $5)",
            Practice, id, id, "visit-" + id[..8], Now);
        _sql.Write("INSERT INTO journal (practice_id, instance_id, burst, entries) VALUES ($1, $2, 1, $3)", Practice, id, _startJournal);
    });

    /// <summary>As many ends of waits as there are ids.</summary>
    internal void Resume(List<string> ids, int perCommit) => InGroups(ids, perCommit, id =>
    {
        _sql.Write(
            "UPDATE workflow_instance SET status = 1, sub_status = 4, correlation_id = $3, name = 'Visit', incidents = 0, updated_at = $4, finished_at = $4, bursts = 2, state = $5 WHERE practice_id = $1 AND id = $2",
            Practice, id, "visit-" + id[..8], Now, _finished);
        _sql.Write("DELETE FROM bookmark WHERE practice_id = $1 AND id = $2", Practice, id);
        _sql.Write("INSERT INTO journal (practice_id, instance_id, burst, entries) VALUES ($1, $2, 2, $3)", Practice, id, _endJournal);
    });

    internal static List<string> NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        _sql.Dispose();
        _connection.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private void InGroups(List<string> ids, int perCommit, Action<string> write)
    {
        foreach (var group in ids.Chunk(perCommit))
        {
            using var transaction = _database.Begin(_connection);
            _sql.Transaction = transaction;
            foreach (var id in group)
                write(id);
            _sql.Flush();
            transaction.Commit();
        }
    }
}
