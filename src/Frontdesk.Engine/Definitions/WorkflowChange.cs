using Frontdesk.Engine.Pump;

namespace Frontdesk.Engine.Definitions;

/// <summary>What somebody did to a definition.</summary>
public enum WorkflowChangeKind
{
    /// <summary>A draft was saved.</summary>
    Saved = 0,

    /// <summary>A version was published: new instances start on it.</summary>
    Published = 1,

    /// <summary>The publication was ended.</summary>
    Retracted = 2,

    /// <summary>A draft was made of an older version.</summary>
    Reverted = 3,

    /// <summary>The definition was deleted with all its versions.</summary>
    Deleted = 4,

    /// <summary>One version was deleted.</summary>
    VersionDeleted = 5,

    /// <summary>A file of the folder of workflows was taken and published.</summary>
    Taken = 6,

    /// <summary>Instances were moved to a version.</summary>
    Moved = 7,
}

/// <summary>The history of the definitions: each change is one row, written in the burst that makes the change.</summary>
internal static class WorkflowChanges
{
    // The designer saves by itself after every edit: what one person saves without a longer pause is one piece of work.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Notes a change. Drafts saved and instances moved one after the other by the same person count as one.</summary>
    internal static void Record(BurstGroup group, string definitionId, WorkflowChangeKind what, int? version, string? by, string note = "", int amount = 1)
    {
        var (kind, now) = (what.ToString().ToLowerInvariant(), group.Now.ToUnixTimeMilliseconds());
        long last = 0;
        var isSame = false;
        using (var reader = group.Sql.Read("SELECT sequence, what, version, by_whom, at, note FROM workflow_change WHERE practice_id = $1 AND definition_id = $2 ORDER BY sequence DESC LIMIT 1", group.PracticeId, definitionId))
        {
            if (reader.Read())
            {
                last = reader.GetInt64(0);
                isSame = what is WorkflowChangeKind.Saved or WorkflowChangeKind.Moved
                    && (reader.GetString(1), reader.IsDBNull(2) ? null : (int?)reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(5)) == (kind, version, by, note)
                    && now - reader.GetInt64(4) <= (long)Pause.TotalMilliseconds;
            }
        }

        if (isSame)
            group.Sql.Execute("UPDATE workflow_change SET at = $4, amount = amount + $5 WHERE practice_id = $1 AND definition_id = $2 AND sequence = $3", group.PracticeId, definitionId, last, now, (long)amount);
        else
            group.Sql.Execute("INSERT INTO workflow_change (practice_id, definition_id, sequence, what, version, by_whom, at, amount, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", group.PracticeId, definitionId, last + 1, kind, (long?)version, by, now, (long)amount, note);
    }
}
