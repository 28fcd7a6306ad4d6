using System.Globalization;
using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Outbox;

/// <summary>What a person decides about a message that is held back after a restore.</summary>
public enum HeldDecision
{
    /// <summary>It leaves; a provider that can be asked is asked first whether it has it already.</summary>
    Send = 0,

    /// <summary>It left before the restore: what waits for it goes on as after a sent message.</summary>
    WasSent = 1,

    /// <summary>It does not leave any more.</summary>
    Withdraw = 2,
}

/// <summary>
/// A practice that was put back from a back-up does not know what it sent after the back-up was made. While its notice, an
/// incident, is open, nothing leaves by itself: each message whose time has come is held until a person decides about it. The
/// notice closes once nothing is held (docs/decisions/0017).
/// </summary>
public static class RestoredPractice
{
    /// <summary>The kind of the incident that is the notice.</summary>
    public const string IncidentKind = "restored";

    // Stays with a message until its outcome is final, so that a retry needs no second decision.
    private const string Released = "released";
    private const string IdPrefix = "restored-";

    /// <summary>The statement that puts the notice into a restored database before anyone opens it.</summary>
    /// <param name="practiceId">The practice; an id, without quotes.</param>
    /// <param name="madeAt">When the back-up was made (UTC).</param>
    /// <param name="now">Now (UTC).</param>
    public static string NoticeSql(string practiceId, DateTimeOffset madeAt, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO incident (practice_id, id, instance_id, definition_id, activity_id, kind, message, created_at)
        VALUES ('{practiceId.Replace("'", "''", StringComparison.Ordinal)}', '{IdPrefix}{madeAt.ToUnixTimeMilliseconds()}', NULL, '', '', '{IncidentKind}',
          'This practice was restored from a back-up of {madeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. What was sent after that is not known here, so no message leaves by itself.', {now.ToUnixTimeMilliseconds()})
        ON CONFLICT DO NOTHING
        """);

    /// <summary>How many messages are held; those whose time has come count.</summary>
    public static int CountHeld(BurstTransaction burst)
    {
        var group = HeldNow(burst);
        using var reader = group.Sql.Read("SELECT COUNT(*) FROM outbox WHERE practice_id = $1 AND state = 8", group.PracticeId);
        return reader.Read() ? (int)reader.GetInt64(0) : 0;
    }

    /// <summary>Carries out what a person decided about one held message, or about all of them.</summary>
    /// <returns>How many messages it concerned; 0 when none is held, or this one is not.</returns>
    public static int Decide(BurstTransaction burst, string? messageId, HeldDecision decision)
    {
        var group = HeldNow(burst);
        var all = OutboxRows.Held(group, messageId);
        foreach (var message in all)
        {
            switch (decision)
            {
                case HeldDecision.WasSent:
                    OutboxRows.Record((Burst)burst, message.Id, new OutboxOutcome(OutboxState.Sent, Reason: "sent-before-restore"));
                    break;
                case HeldDecision.Withdraw:
                    OutboxRows.Record((Burst)burst, message.Id, new OutboxOutcome(OutboxState.Withdrawn, Reason: "withdrawn"));
                    break;
                default:
                    OutboxRows.Release(group, message.Id, Released);
                    break;
            }
        }

        return all.Count;
    }

    /// <summary>When the back-up was made whose notice is open; null when there is none.</summary>
    internal static long? MadeAt(BurstGroup group)
    {
        using var reader = group.Sql.Read("SELECT MIN(id) FROM incident WHERE practice_id = $1 AND resolved_at IS NULL AND kind = $2", group.PracticeId, IncidentKind);
        return reader.Read() && !reader.IsDBNull(0) && long.TryParse(reader.GetString(0).AsSpan(IdPrefix.Length), CultureInfo.InvariantCulture, out var madeAt) ? madeAt : null;
    }

    /// <summary>
    /// Holds what would leave now. A message counts as made when the back-up was, because a provider is asked for what it got
    /// since: the same message may have left after the back-up.
    /// </summary>
    internal static void Hold(BurstGroup group, long madeAt) => group.Sql.Execute(
        """
        UPDATE outbox SET state = 8, created_at = CASE WHEN created_at < $3 THEN created_at ELSE $3 END, lease_until = NULL, updated_at = $2
        WHERE practice_id = $1 AND state IN (0, 1, 2) AND not_before <= $2 AND COALESCE(reason, '') <> $4
        """,
        group.PracticeId, group.Now.ToUnixTimeMilliseconds(), madeAt, Released);

    /// <summary>The condition on messages that may leave while the notice is open.</summary>
    internal static string MayLeave(bool isUnderReview) => isUnderReview ? $" AND o.reason = '{Released}'" : string.Empty;

    // What the dispatcher would hold next is held before anything is counted or decided.
    private static BurstGroup HeldNow(BurstTransaction burst)
    {
        _ = burst.Connection;
        var group = ((Burst)burst).Group;
        if (MadeAt(group) is { } madeAt)
            Hold(group, madeAt);
        return group;
    }
}
