using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Storage;

namespace Frontdesk.Engine.Instances;

/// <summary>Reads an instance as it is stored.</summary>
internal static class StoredInstance
{
    /// <summary>The instance ready to go on; null when there is none with this id.</summary>
    internal static WorkflowExecutionContext? Load(SqlSession sql, string practiceId, string id, Func<string, int, CompiledWorkflow> workflowOf, ExecutionEnvironment environment)
    {
        string definitionId;
        int version;
        byte[] state;
        Func<CompiledWorkflow, WorkflowExecutionContext> create;
        using (var reader = sql.Read("SELECT definition_id, version, status, sub_status, correlation_id, name, parent_id, incidents, created_at, finished_at, bursts, state FROM workflow_instance WHERE practice_id = $1 AND id = $2", practiceId, id))
        {
            if (!reader.Read())
                return null;
            definitionId = reader.GetString(0);
            version = (int)reader.GetInt64(1);
            var status = (WorkflowStatus)reader.GetInt64(2);
            var sub = (WorkflowSubStatus)reader.GetInt64(3);
            var correlation = reader.IsDBNull(4) ? null : reader.GetString(4);
            var name = reader.IsDBNull(5) ? null : reader.GetString(5);
            var parent = reader.IsDBNull(6) ? null : reader.GetString(6);
            var incidents = (int)reader.GetInt64(7);
            var created = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8));
            DateTimeOffset? finished = reader.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9));
            var bursts = reader.GetInt64(10);
            state = (byte[])reader.GetValue(11);
            create = workflow => new WorkflowExecutionContext(id, workflow, environment)
            {
                Status = status,
                SubStatus = sub,
                CorrelationId = correlation,
                Name = name,
                ParentInstanceId = parent,
                CreatedAt = created,
                FinishedAt = finished,
                Bursts = bursts,
                StoredIncidents = incidents,
                StoredCorrelationId = correlation,
            };
        }

        // The reader is closed by now: finding the version may read too.
        var instance = create(workflowOf(definitionId, version));
        InstanceSerializer.Read(instance, state);
        return instance;
    }
}
