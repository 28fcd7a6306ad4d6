using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Pump;

/// <summary>Ends an instance and everything below it: running children, and children that have not begun.</summary>
internal static class Cancellation
{
    internal static async ValueTask<object?> CancelAsync(Burst burst, string instanceId, string? reason)
    {
        var group = burst.Group;
        if (group.Load(instanceId) is not { Status: WorkflowStatus.Running } root)
            return false;
        _ = burst.Connection;
        var queue = new Queue<Execution.WorkflowExecutionContext>([root]);
        while (queue.TryDequeue(out var instance))
        {
            burst.Touch(instance);
            await instance.CancelAsync(reason);
            foreach (var child in RunningChildren(group, instance.Id))
            {
                if (group.Load(child) is { Status: WorkflowStatus.Running } running)
                    queue.Enqueue(running);
            }

            foreach (var key in PendingChildren(group, instance.Id))
                group.Sql.Write("DELETE FROM stimulus WHERE practice_id = $1 AND key = $2", group.PracticeId, key);
        }

        return true;
    }

    private static List<string> RunningChildren(BurstGroup group, string instanceId)
    {
        var ids = new List<string>();
        using var reader = group.Sql.Read("SELECT id FROM workflow_instance WHERE practice_id = $1 AND parent_id = $2 AND status = 0 ORDER BY created_at, id", group.PracticeId, instanceId);
        while (reader.Read())
            ids.Add(reader.GetString(0));
        return ids;
    }

    private static List<string> PendingChildren(BurstGroup group, string instanceId)
    {
        var keys = new List<string>();
        using var reader = group.Sql.Read("SELECT key, kind, payload FROM stimulus WHERE practice_id = $1 AND consumed_at IS NULL AND kind IN ('start', 'start-once')", group.PracticeId);
        while (reader.Read())
        {
            if (new StimulusRow(reader.GetString(0), reader.GetString(1), reader.GetString(2)).ReadStart().ParentInstanceId == instanceId)
                keys.Add(reader.GetString(0));
        }

        return keys;
    }
}
