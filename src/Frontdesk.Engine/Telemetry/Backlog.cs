using System.Data.Common;
using Frontdesk.Engine.Storage;

namespace Frontdesk.Engine.Telemetry;

/// <summary>What waits in a practice at one moment.</summary>
internal sealed record BacklogReading(TimeSpan TimerLag, TimeSpan OutboxLag, IReadOnlyList<(string State, long Count)> Messages, long OpenIncidents, long RunningInstances);

/// <summary>
/// Reads what waits in a practice when somebody looks: over a connection of its own, with indexed questions whose cost grows
/// with what is open and not with what is over, and not more often than every few seconds however many look.
/// </summary>
internal sealed class Backlog(EngineDatabase database, TimeProvider time)
{
    /// <summary>How long a reading is good for.</summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    // Names of definitions lead to running instances by the index over definition and status.
    private const string Waits =
        """
        SELECT
          (SELECT MIN(due) FROM (
            SELECT MIN(due_at) AS due FROM bookmark WHERE practice_id = $1 AND due_at IS NOT NULL
            UNION ALL SELECT MIN(due_at) FROM workflow_trigger WHERE practice_id = $1 AND due_at IS NOT NULL) AS dues),
          (SELECT COUNT(*) FROM incident WHERE practice_id = $1 AND resolved_at IS NULL),
          (SELECT COUNT(*) FROM workflow_instance WHERE practice_id = $1 AND status = 0
            AND definition_id IN (SELECT DISTINCT definition_id FROM workflow_definition WHERE practice_id = $1))
        """;

    private const string Messages =
        """
        SELECT CASE WHEN state = 1 THEN 'sending' WHEN state = 2 THEN 'unknown' WHEN attempts > 0 THEN 'retry' WHEN not_before <= $2 THEN 'due' ELSE 'planned' END AS place,
          COUNT(*), MIN(COALESCE(due_at, not_before))
        FROM outbox WHERE practice_id = $1 AND state IN (0, 1, 2) GROUP BY 1
        """;

    private static readonly string[] States = ["planned", "due", "sending", "retry", "unknown"];

    private readonly Lock _gate = new();
    private BacklogReading? _last;
    private long _readAt;

    /// <summary>What waits; null when the database does not tell.</summary>
    internal BacklogReading? Read()
    {
        lock (_gate)
        {
            if (_readAt != 0 && time.GetElapsedTime(_readAt) < Freshness)
                return _last;
            try
            {
                _last = ReadNow();
            }
            catch (DbException)
            {
                // Nothing is better than a figure of earlier: who looks sees that it is missing.
                _last = null;
            }

            _readAt = time.GetTimestamp();
            return _last;
        }
    }

    private BacklogReading ReadNow()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        using var connection = database.OpenReader();
        using var sql = database.CreateSession(connection);
        var counts = States.ToDictionary(state => state, _ => 0L, StringComparer.Ordinal);
        long? oldestMessage = null;
        using (var reader = sql.Read(Messages, database.PracticeId, now))
        {
            while (reader.Read())
            {
                counts[reader.GetString(0)] = reader.GetInt64(1);
                oldestMessage = Math.Min(oldestMessage ?? long.MaxValue, reader.GetInt64(2));
            }
        }

        using var waits = sql.Read(Waits, database.PracticeId);
        waits.Read();
        var oldestTimer = waits.IsDBNull(0) ? (long?)null : waits.GetInt64(0);
        return new BacklogReading(Since(oldestTimer, now), Since(oldestMessage, now), [.. States.Select(state => (state, counts[state]))], waits.GetInt64(1), waits.GetInt64(2));
    }

    private static TimeSpan Since(long? due, long now) => due < now ? TimeSpan.FromMilliseconds(now - due.Value) : TimeSpan.Zero;
}
