using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Expressions;
using Frontdesk.Engine.Instances;

namespace Frontdesk.Engine.Execution;

/// <summary>What only the whole graph shows: steps that nothing reaches, merges that can wait for ever, triggers without a name.</summary>
internal static class GraphChecks
{
    internal static void Run(CompiledWorkflow workflow, List<DefinitionProblem> problems)
    {
        foreach (var flowchart in workflow.Activities.OfType<Flowchart>())
            Check(flowchart, problems);
        var environment = new ExecutionEnvironment(new FrozenTime());
        foreach (var trigger in workflow.Triggers)
            Check(workflow, trigger, environment, problems);
    }

    private static void Check(Flowchart flowchart, List<DefinitionProblem> problems)
    {
        if (flowchart.Activities.Count == 0)
            return;
        if (flowchart.Start is null && flowchart.Activities.All(a => a is not Builtin.Start && !a.CanStartWorkflow && flowchart.InboundOf(a).Count > 0))
            problems.Add(new DefinitionProblem(ProblemSeverity.Warning, "no-start", flowchart.JsonPath, flowchart.Id, flowchart.DisplayName, $"Every step has one before it, so nothing says where to begin; '{flowchart.Activities[0].DisplayName}' comes first in the file and is taken.", "Add a 'Start', or say which step is the first."));
        var starts = flowchart.Activities.Where(a => a.CanStartWorkflow && a is Trigger).Append(flowchart.GetStart(null)!).ToHashSet();
        var reached = new HashSet<Activity>(starts);
        var queue = new Queue<Activity>(starts);
        while (queue.TryDequeue(out var activity))
        {
            foreach (var connection in flowchart.OutboundOf(activity))
            {
                if (reached.Add(connection.Target))
                    queue.Enqueue(connection.Target);
            }
        }

        foreach (var lost in flowchart.Activities.Where(a => !reached.Contains(a)))
            problems.Add(new DefinitionProblem(ProblemSeverity.Warning, "unreachable-activity", lost.JsonPath, lost.Id, lost.DisplayName, "No path leads to this step, so it never runs.", "Connect it, or remove it."));
        foreach (var target in flowchart.Activities.Where(a => flowchart.EffectiveMergeMode(a) is MergeMode.Merge or MergeMode.Converge))
        {
            var inbound = flowchart.InboundOf(target);
            var optional = inbound.FirstOrDefault(c => inbound.Count > 1 && c.Source is FlowDecision or FlowSwitch);
            if (optional is not null)
                problems.Add(new DefinitionProblem(ProblemSeverity.Warning, "merge-may-wait", target.JsonPath, target.Id, target.DisplayName, $"This step waits for every path, but '{optional.Source.DisplayName}' may leave by another port; the instance would then end with an incident.", "Let it merge as 'Stream', or connect every port."));
        }
    }

    private static void Check(CompiledWorkflow workflow, Trigger trigger, ExecutionEnvironment environment, List<DefinitionProblem> problems)
    {
        try
        {
            var payloads = trigger.GetTriggerPayloads(new TriggerIndexingContext(workflow, trigger, environment)).ToList();
            if (payloads.Count == 0 || payloads.Any(p => p.Stimulus.EndsWith('|')))
                problems.Add(new DefinitionProblem(ProblemSeverity.Error, "trigger-without-identity", trigger.JsonPath, trigger.Id, trigger.DisplayName, "This step starts instances, but it does not say by which event, path or time.", "Fill in its name, path or schedule."));
        }
        catch (Exception e) when (e is ScriptException or FaultException or ValueConversionException or FormatException)
        {
            problems.Add(new DefinitionProblem(ProblemSeverity.Error, "trigger-without-identity", trigger.JsonPath, trigger.Id, trigger.DisplayName, $"What starts an instance here cannot be computed before an instance exists: {e.Message}", "Use a value that does not depend on an instance."));
        }
    }

    /// <summary>Checks look at shapes, not at times: a clock that stands still keeps them repeatable.</summary>
    private sealed class FrozenTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
