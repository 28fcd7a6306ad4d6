using System.Globalization;
using Frontdesk.Engine.Storage;

namespace Frontdesk.Engine.Pump;

/// <summary>What the database says about when the pump has something to do.</summary>
internal static class DueTimes
{
    /// <summary>The next timer, schedule or retry (UTC); null when there is none.</summary>
    internal static DateTimeOffset? Next(SqlSession sql, string practiceId)
    {
        using var reader = sql.Read(
            """
            SELECT MIN(due) FROM (
              SELECT MIN(due_at) AS due FROM bookmark WHERE practice_id = $1 AND due_at IS NOT NULL
              UNION ALL SELECT MIN(due_at) FROM workflow_trigger WHERE practice_id = $1 AND due_at IS NOT NULL
              UNION ALL SELECT MIN(not_before) FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND not_before < $2) AS dues
            """,
            practiceId, StimulusRow.Parked);
        return reader.Read() && !reader.IsDBNull(0) ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)) : null;
    }

    /// <summary>Whether anything is due at the time <c>$2</c> (UTC, Unix milliseconds) in the practice <c>$1</c>.</summary>
    internal const string IsAnyDue =
        """
        (EXISTS (SELECT 1 FROM bookmark WHERE practice_id = $1 AND due_at <= $2)
          OR EXISTS (SELECT 1 FROM workflow_trigger WHERE practice_id = $1 AND due_at <= $2)
          OR EXISTS (SELECT 1 FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND not_before <= $2))
        """;

    /// <summary>Whether anything is due at that time (UTC, Unix milliseconds).</summary>
    internal static bool Any(SqlSession sql, string practiceId, long now)
    {
        using var reader = sql.Read($"SELECT {IsAnyDue}", practiceId, now);
        return reader.Read() && Convert.ToBoolean(reader.GetValue(0), CultureInfo.InvariantCulture);
    }
}
