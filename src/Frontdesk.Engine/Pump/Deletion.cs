namespace Frontdesk.Engine.Pump;

/// <summary>Deletes instances that are over.</summary>
internal static class Deletion
{
    internal static object Delete(Burst burst, IReadOnlyList<string> instanceIds)
    {
        _ = burst.Connection;
        var group = burst.Group;
        var deleted = 0;
        foreach (var id in instanceIds.Distinct(StringComparer.Ordinal))
        {
            if (group.Sql.Execute("DELETE FROM workflow_instance WHERE practice_id = $1 AND id = $2 AND status = 1", group.PracticeId, id) == 0)
                continue;
            group.Sql.Write("DELETE FROM journal WHERE practice_id = $1 AND instance_id = $2", group.PracticeId, id);
            group.Sql.Write("DELETE FROM incident WHERE practice_id = $1 AND instance_id = $2", group.PracticeId, id);
            group.Evict(id);
            deleted++;
        }

        return deleted;
    }
}
