using Frontdesk.Engine.Journal;

namespace Frontdesk.Engine.Pump;

/// <summary>
/// One step of a sweep: packs or deletes the journals of some instances that are over, oldest first. It remembers nothing in
/// the database; a sweep that was broken off begins again, and what is packed is passed over.
/// </summary>
internal static class JournalSweeping
{
    // A step is one transaction, and callers wait for it: this many take a few milliseconds.
    private const int Step = 200;

    internal static JournalSweep Run(Burst burst, JournalRetention retention, JournalSweep from)
    {
        _ = burst.Connection;
        var group = burst.Group;
        var (packBefore, purgeBefore) = ((group.Now - retention.PackAfter).ToUnixTimeMilliseconds(), (group.Now - retention.PurgeAfter).ToUnixTimeMilliseconds());
        var instances = Next(group, from, Math.Max(packBefore, purgeBefore));
        var (packed, purged) = (from.Packed, from.Purged);
        foreach (var (_, id, finishedAt) in instances)
        {
            if (finishedAt is not { } over)
                continue;
            if (over < purgeBefore)
                purged += Math.Min(1, group.Sql.Execute("DELETE FROM journal WHERE practice_id = $1 AND instance_id = $2", group.PracticeId, id));
            else if (over < packBefore && Pack(group, id))
                packed++;
        }

        var (lastAt, last, _) = instances.Count > 0 ? instances[^1] : (from.CreatedAt, from.InstanceId, null);
        return new JournalSweep(lastAt, last, from.Looked + instances.Count, packed, purged, instances.Count < Step);
    }

    private static List<(long CreatedAt, string Id, long? FinishedAt)> Next(BurstGroup group, JournalSweep from, long before)
    {
        var found = new List<(long, string, long?)>();
        using var reader = group.Sql.Read(
            "SELECT created_at, id, CASE WHEN status = 1 THEN finished_at END FROM workflow_instance WHERE practice_id = $1 AND created_at < $2 AND (created_at, id) > ($3, $4) ORDER BY created_at, id LIMIT $5",
            group.PracticeId, before, from.CreatedAt, from.InstanceId, (long)Step);
        while (reader.Read())
            found.Add((reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt64(2)));
        return found;
    }

    // Bursts of one version become one row; an instance that was moved has one for each version that it ran on.
    private static bool Pack(BurstGroup group, string id)
    {
        var bursts = new List<(long Burst, long? Version, byte[] Entries)>();
        using (var reader = group.Sql.Read("SELECT burst, version, entries FROM journal WHERE practice_id = $1 AND instance_id = $2 ORDER BY burst", group.PracticeId, id))
        {
            while (reader.Read())
                bursts.Add((reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        var rows = new List<(long Burst, long? Version, List<byte[]> Parts)>();
        foreach (var (burst, version, entries) in bursts)
        {
            if (rows.Count > 0 && rows[^1].Version == version)
                rows[^1].Parts.Add(entries);
            else
                rows.Add((burst, version, [entries]));
        }

        if (rows.TrueForAll(row => row.Parts is [var only] && (JournalCodec.IsBundle(only) || only.Length < JournalCodec.WorthBundling)))
            return false;
        group.Sql.Write("DELETE FROM journal WHERE practice_id = $1 AND instance_id = $2", group.PracticeId, id);
        foreach (var (burst, version, parts) in rows)
            group.Sql.Write("INSERT INTO journal (practice_id, instance_id, burst, version, entries) VALUES ($1, $2, $3, $4, $5)", group.PracticeId, id, burst, version, JournalCodec.Bundle(parts));
        return true;
    }
}
