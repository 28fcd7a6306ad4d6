using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Pump;
using Frontdesk.Engine.Storage;

namespace Frontdesk.Engine.Outbox;

/// <summary>The outbox's rows: taken under a lease, answered with an outcome that resumes whoever waits for it.</summary>
internal static class OutboxRows
{
    private const string Columns = "id, idempotency_key, channel, recipient, payload, sequence, state, attempts, not_before, created_at, provider_id, instance_id, bookmark_id, traceparent";

    // An earlier message that is on its way, or whose time has come, goes first; one that is meant for later does not hold up others.
    // That the earlier one is open stands there in the very words of the index over open ones, or all that ever left is searched.
    private const string IsNext =
        """
        NOT EXISTS (SELECT 1 FROM outbox e WHERE e.practice_id = o.practice_id AND e.channel = o.channel AND e.recipient = o.recipient
          AND e.sequence < o.sequence AND e.state IN (0, 1, 2) AND (e.state IN (1, 2) OR (e.state = 0 AND (e.attempts > 0 OR e.not_before <= $2))))
        """;

    internal static IReadOnlyList<OutboxMessage> Lease(BurstGroup group, int limit, TimeSpan lease)
    {
        var now = group.Now.ToUnixTimeMilliseconds();
        var review = RestoredPractice.MadeAt(group);
        if (review is { } madeAt)
            RestoredPractice.Hold(group, madeAt);
        var found = All(
            group,
            $"""
            SELECT {Columns} FROM outbox o
            WHERE practice_id = $1 AND state IN (0, 1, 2) AND not_before <= $2 AND (state = 0 OR lease_until <= $2){RestoredPractice.MayLeave(review is not null)}
              AND {IsNext}
            ORDER BY sequence LIMIT $3
            """,
            now, (long)limit);
        var until = now + (long)lease.TotalMilliseconds;
        for (var i = 0; i < found.Count; i++)
        {
            group.Sql.Write("UPDATE outbox SET state = 1, attempts = attempts + 1, lease_until = $3, updated_at = $4 WHERE practice_id = $1 AND id = $2", group.PracticeId, found[i].Id, until, now);
            found[i] = found[i] with { Attempts = found[i].Attempts + 1, State = found[i].State == OutboxState.Pending ? OutboxState.Sending : OutboxState.Unknown };
        }

        return found;
    }

    /// <summary>When the next row may be leased (UTC); null when there is none.</summary>
    internal static DateTimeOffset? NextDue(EngineDatabase database, DateTimeOffset now)
    {
        using var connection = database.OpenReader();
        using var sql = database.CreateSession(connection);
        using var reader = sql.Read(
            $"""
            SELECT MIN(CASE WHEN state = 0 OR lease_until < not_before THEN not_before ELSE lease_until END) FROM outbox o
            WHERE practice_id = $1 AND state IN (0, 1, 2) AND {IsNext}
            """,
            database.PracticeId, now.ToUnixTimeMilliseconds());
        return reader.Read() && !reader.IsDBNull(0) ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)) : null;
    }

    internal static object? Record(Burst burst, string messageId, OutboxOutcome outcome)
    {
        if (Find(burst.Group, "id = $2", messageId) is { } message)
            Apply(burst, message, outcome);
        return null;
    }

    internal static object RecordByProviderId(Burst burst, string channel, string providerId, OutboxOutcome outcome)
    {
        if (Find(burst.Group, "channel = $2 AND provider_id = $3", channel, providerId) is not { } message)
            return false;
        Apply(burst, message, outcome);
        return true;
    }

    private static void Apply(Burst burst, OutboxMessage message, OutboxOutcome outcome)
    {
        if (!MayMove(message.State, outcome.State))
            return;
        var response = ParseResponse(outcome.Response);
        var now = burst.Now.ToUnixTimeMilliseconds();
        var notBefore = (outcome.RetryAt ?? message.NotBefore).ToUnixTimeMilliseconds();
        burst.Group.Sql.Write(
            "UPDATE outbox SET state = $3, provider_id = COALESCE($4, provider_id), code = $5, reason = CASE WHEN $3 IN (0, 1, 2) THEN COALESCE($6, reason) ELSE $6 END, not_before = $7, lease_until = $8, updated_at = $8 WHERE practice_id = $1 AND id = $2",
            burst.PracticeId, message.Id, (long)outcome.State, outcome.ProviderId, outcome.Code, outcome.Reason, notBefore, now);
        if (outcome.State is OutboxState.Pending or OutboxState.Sending or OutboxState.Unknown or OutboxState.Held)
            return;
        burst.TellOutcome(message, outcome);
        burst.GoOnFrom(message);
        if (message.BookmarkId is { } bookmark)
        {
            burst.Resume(bookmark, new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["State"] = outcome.State.ToString(),
                ["Code"] = outcome.Code,
                ["Reason"] = outcome.Reason,
                ["MessageId"] = message.Id,
                ["Response"] = response,
            });
        }
    }

    private static JsonNode? ParseResponse(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>An outcome never moves a row backwards: reports may come twice or out of order.</summary>
    private static bool MayMove(OutboxState from, OutboxState to) => from switch
    {
        OutboxState.Delivered or OutboxState.Failed or OutboxState.Captured or OutboxState.Withdrawn => false,
        OutboxState.Sent => to is OutboxState.Delivered or OutboxState.Failed,
        _ => true,
    };

    private static OutboxMessage? Find(BurstGroup group, string where, params ReadOnlySpan<object?> values) =>
        All(group, $"SELECT {Columns} FROM outbox WHERE practice_id = $1 AND {where}", values) is [var found, ..] ? found : null;

    /// <summary>Messages that are held back, oldest first: all, or the one with that id.</summary>
    internal static List<OutboxMessage> Held(BurstGroup group, string? id)
    {
        const string sql = $"SELECT {Columns} FROM outbox WHERE practice_id = $1 AND state = 8";
        return id is null ? All(group, $"{sql} ORDER BY sequence") : All(group, $"{sql} AND id = $2", id);
    }

    /// <summary>Lets a held message leave: as one that may have left before, so that its provider is asked first.</summary>
    internal static void Release(BurstGroup group, string id, string reason)
    {
        group.Sql.Write("UPDATE outbox SET state = 2, attempts = 0, reason = $3, lease_until = $4, updated_at = $4 WHERE practice_id = $1 AND id = $2", group.PracticeId, id, reason, group.Now.ToUnixTimeMilliseconds());
        group.HasNewMessages = true;
    }

    /// <summary>Messages that no dispatcher has taken yet, by the beginning of their key.</summary>
    internal static List<OutboxMessage> Queued(BurstGroup group, string idempotencyKeyPrefix)
    {
        const string sql = $"SELECT {Columns} FROM outbox WHERE practice_id = $1 AND SUBSTR(idempotency_key, 1, LENGTH($2)) = $2 AND state";

        // Two questions, because each has an index over what is open.
        return [.. All(group, $"{sql} IN (0, 1, 2) AND state = 0", idempotencyKeyPrefix).Concat(All(group, $"{sql} = 8", idempotencyKeyPrefix)).OrderBy(message => message.Sequence)];
    }

    /// <summary>A message that has not left does not leave any more.</summary>
    internal static void Withdraw(BurstGroup group, string id) =>
        group.Sql.Write("UPDATE outbox SET state = 7, updated_at = $3 WHERE practice_id = $1 AND id = $2", group.PracticeId, id, group.Now.ToUnixTimeMilliseconds());

    private static List<OutboxMessage> All(BurstGroup group, string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = group.Sql.Read(sql, [group.PracticeId, .. values]);
        var messages = new List<OutboxMessage>();
        while (reader.Read())
            messages.Add(Read(reader));
        return messages;
    }

    private static OutboxMessage Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), (OutboxState)r.GetInt64(6), (int)r.GetInt64(7),
        DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(8)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(9)),
        r.IsDBNull(10) ? null : r.GetString(10), r.IsDBNull(11) ? null : r.GetString(11), r.IsDBNull(12) ? null : r.GetString(12))
    {
        TraceParent = r.IsDBNull(13) ? null : r.GetString(13),
    };
}
