using System.Text.Json.Nodes;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Pump;

/// <summary>Elsa's rules on whether another instance may start while others run.</summary>
internal static class ActivationStrategy
{
    internal static bool Allows(BurstGroup group, CompiledWorkflow workflow, string? correlationId)
    {
        var strategy = workflow.Definition.Options?["activationStrategyType"] is JsonValue v ? v.ToString() : string.Empty;
        var definitionId = workflow.Definition.DefinitionId;
        if (strategy.Contains("CorrelatedSingleton", StringComparison.Ordinal))
            return !Runs(group, "SELECT 1 FROM workflow_instance WHERE practice_id = $1 AND status = 0 AND definition_id = $2 AND correlation_id = $3 LIMIT 1", definitionId, correlationId ?? string.Empty);
        if (strategy.Contains("Singleton", StringComparison.Ordinal))
            return !Runs(group, "SELECT 1 FROM workflow_instance WHERE practice_id = $1 AND status = 0 AND definition_id = $2 LIMIT 1", definitionId);
        if (strategy.Contains("Correlation", StringComparison.Ordinal))
            return !Runs(group, "SELECT 1 FROM workflow_instance WHERE practice_id = $1 AND status = 0 AND correlation_id = $2 LIMIT 1", correlationId ?? string.Empty);
        return true;
    }

    private static bool Runs(BurstGroup group, string sql, params string[] values)
    {
        using var reader = values.Length == 1 ? group.Sql.Read(sql, group.PracticeId, values[0]) : group.Sql.Read(sql, group.PracticeId, values[0], values[1]);
        return reader.Read();
    }
}
