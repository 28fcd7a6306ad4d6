using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Journal;

namespace Frontdesk.Engine.Pump;

/// <summary>What a step did when it was tried out. Nothing of it was kept.</summary>
/// <param name="Inputs">Its inputs, computed with the first values of all variables.</param>
/// <param name="Outputs">What it handed on.</param>
/// <param name="Outcomes">The ports by which it left.</param>
/// <param name="Status">Where it stood; one that waits is running.</param>
/// <param name="Problem">What went wrong, if anything did.</param>
public sealed record TrialResult(
    IReadOnlyDictionary<string, JsonNode?> Inputs,
    IReadOnlyDictionary<string, JsonNode?> Outputs,
    IReadOnlyList<string> Outcomes,
    ActivityStatus Status,
    string? Problem);

/// <summary>
/// Tries one step of a definition out, by itself: it runs for real, with the practice's records, in a burst that is taken
/// back afterwards. Nothing can leave meanwhile, because messages leave only after a commit.
/// </summary>
internal static class Trial
{
    private const string Around = "TrialOfOneStep";

    internal static async ValueTask<TrialResult> RunAsync(Burst burst, WorkflowDefinition definition, string activityId)
    {
        var group = burst.Group;
        var compiled = group.Definitions.CompileAlone(group, Alone(definition, activityId));
        var step = ((Container)compiled.Root.Children[0]).Activities[0];
        var inputs = Compute(compiled, step, group.Environment);
        var instance = group.Create(burst.NewId(), compiled);
        try
        {
            await instance.StartAsync(burst);
            var entries = JournalCodec.Unpack(instance.Journal.ToArray()).Where(one => one.Activity == step.Index).ToList();
            var outputs = (instance.Outputs ?? new Dictionary<string, object?>(StringComparer.Ordinal))
                .Where(one => one.Key.StartsWith($"{step.Id}|", StringComparison.Ordinal))
                .ToDictionary(one => one.Key[(step.Id.Length + 1)..], one => Values.ToJson(one.Value), StringComparer.Ordinal);
            var last = entries.LastOrDefault(one => one.Event is JournalEvent.Completed or JournalEvent.Faulted);
            return last.Event switch
            {
                JournalEvent.Completed => new TrialResult(inputs, outputs, last.Text?.Split('\n') ?? ["Done"], ActivityStatus.Completed, null),
                JournalEvent.Faulted => new TrialResult(inputs, outputs, [], ActivityStatus.Faulted, last.Text),
                _ => new TrialResult(inputs, outputs, [], ActivityStatus.Running, null),
            };
        }
        finally
        {
            group.Evict(instance.Id);
        }
    }

    private static Dictionary<string, JsonNode?> Compute(CompiledWorkflow compiled, Activity step, ExecutionEnvironment environment)
    {
        var context = WorkflowExecutionContext.ForIndexing(compiled, environment).CreateDetached(step);
        var inputs = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var input in step.Inputs)
        {
            try
            {
                inputs[input.Name] = Values.ToJson(input.Evaluate(context));
            }
            catch (Exception problem) when (problem is FaultException or ScriptException or ValueConversionException)
            {
                inputs[input.Name] = problem.Message;
            }
        }

        return inputs;
    }

    /// <summary>The step alone, in a sequence that declares every variable the step could see.</summary>
    private static WorkflowDefinition Alone(WorkflowDefinition definition, string activityId)
    {
        var alone = definition.Copy();
        var variables = alone.Json["variables"] as JsonArray ?? [];
        var step = Find(alone.Root, activityId, variables) ?? throw new DefinitionFormatException("$.root", $"The workflow has no step with the id '{activityId}'. Save it first, and choose the step again.");
        alone.Json["variables"] = variables.DeepClone();
        alone.Json["root"] = new JsonObject { ["id"] = Around, ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(step.DeepClone()) };
        return alone;
    }

    private static JsonObject? Find(JsonNode? node, string activityId, JsonArray variables)
    {
        switch (node)
        {
            case JsonObject owner when owner["type"] is JsonValue && owner["id"]?.ToString() == activityId:
                return owner;
            case JsonObject owner:
                foreach (var (_, value) in owner)
                {
                    if (Find(value, activityId, variables) is not { } found)
                        continue;
                    foreach (var declared in (owner["type"] is JsonValue ? owner["variables"] as JsonArray : null) ?? [])
                        variables.Add(declared?.DeepClone());
                    return found;
                }

                return null;
            case JsonArray items:
                return items.Select(item => Find(item, activityId, variables)).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }
}

/// <summary>Ends a trial: the burst that it ran in is taken back, and this brings the result out of it.</summary>
public sealed class TrialOverException(TrialResult result) : Exception("The trial is over.")
{
    /// <summary>What the step did.</summary>
    public TrialResult Result { get; } = result;
}
