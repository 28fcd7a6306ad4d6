namespace Frontdesk.Engine.Pump;

/// <summary>
/// Keys of requests that were answered, kept so that the same request is answered the same and done once. They are
/// forgotten after <see cref="EngineOptions.KeyRetention"/>: by then no client and no carrier asks again.
/// </summary>
/// <remarks>
/// Never forgotten are keys of starts, because they name what was started ("one process for this referral") and are asked
/// for as long as the thing exists; and stimuli that wait, or that a person has to look at.
/// </remarks>
internal static class ConsumedKeys
{
    /// <summary>How long after one cleaning the next begins.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    // Few enough that nobody who waits for the same commit notices.
    private const int Batch = 500;

    /// <summary>Forgets some keys in the group's transaction.</summary>
    /// <returns>Whether there may be more of them.</returns>
    internal static bool Forget(BurstGroup group)
    {
        // The conditions are those of the index stimulus_consumed, word for word, so that both databases use it.
        var before = (group.Now - group.Options.KeyRetention).ToUnixTimeMilliseconds();
        return group.Sql.Execute(
            """
            DELETE FROM stimulus WHERE practice_id = $1 AND key IN (
              SELECT key FROM stimulus WHERE practice_id = $1 AND kind = 'request' AND consumed_at IS NOT NULL AND SUBSTR(key, 1, 6) <> 'start:'
                AND consumed_at < $2 ORDER BY consumed_at LIMIT $3)
            """,
            group.PracticeId, before, (long)Batch) == Batch;
    }
}
