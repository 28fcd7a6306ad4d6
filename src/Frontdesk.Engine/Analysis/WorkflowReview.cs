using System.Collections.Concurrent;
using System.Reflection;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Analysis;

/// <summary>A compiled workflow under review: what rules may ask about it, and what they found.</summary>
public sealed class WorkflowReview
{
    private const int LongestPath = 9;
    private readonly Func<string, CompiledWorkflow?> _find;
    private readonly Lazy<ControlFlow> _flow;
    private readonly Lazy<DataFlow> _data;
    private readonly List<DefinitionProblem> _problems = [];

    internal WorkflowReview(CompiledWorkflow workflow, ActivityRegistry registry, Func<string, CompiledWorkflow?> find)
    {
        Workflow = workflow;
        Registry = registry;
        _find = find;
        _flow = new Lazy<ControlFlow>(() => ControlFlow.Of(workflow, registry));
        _data = new Lazy<DataFlow>(() => new DataFlow(workflow));
    }

    /// <summary>The workflow.</summary>
    public CompiledWorkflow Workflow { get; }

    /// <summary>Its activity types.</summary>
    public ActivityRegistry Registry { get; }

    /// <summary>Every way that control may take.</summary>
    public ControlFlow Flow => _flow.Value;

    /// <summary>What is read and changed where.</summary>
    public DataFlow Data => _data.Value;

    internal IReadOnlyList<DefinitionProblem> Problems => _problems;

    /// <summary>The attributes of an activity's class.</summary>
    public static IReadOnlyList<T> Of<T>(Activity activity) where T : Attribute =>
        OfTypes<T>.Known.GetOrAdd(activity.GetType(), static type => [.. type.GetCustomAttributes<T>(inherit: true)]);

    /// <summary>Whether the property that an input or output is carries an attribute.</summary>
    public static bool Has<T>(Activity activity, string property) where T : Attribute =>
        OfTypes<T>.Marked.GetOrAdd(activity.GetType(), static type => [.. type.GetProperties().Where(one => one.IsDefined(typeof(T))).Select(one => one.Name)]).Contains(property);

    /// <summary>The inputs that carry an attribute.</summary>
    public static IEnumerable<Input> InputsWith<T>(Activity activity) where T : Attribute =>
        DataFlow.InputsOf(activity).Where(input => Has<T>(activity, input.Name));

    /// <summary>The inputs that are chosen from a live list of this name.</summary>
    public static IEnumerable<Input> InputsFrom(Activity activity, string source) =>
        DataFlow.InputsOf(activity).Where(input => activity.GetType().GetProperty(input.Name)?.GetCustomAttribute<InputAttribute>()?.Source == source);

    /// <summary>Another workflow, by its definition id: the one in force, or the one that is checked together with this. Null when there is none.</summary>
    public WorkflowReview? Find(string definitionId) => _find(definitionId) is { } other ? new WorkflowReview(other, Registry, _find) : null;

    /// <summary>Reports what refuses the workflow.</summary>
    public void Error(string code, Activity activity, string message, string remedy) => Report(ProblemSeverity.Error, code, activity, message, remedy);

    /// <summary>Reports what its author should look at.</summary>
    public void Warning(string code, Activity activity, string message, string remedy) => Report(ProblemSeverity.Warning, code, activity, message, remedy);

    /// <summary>A path in the words of the designer: 'Start' → 'Decide' by 'Yes' → 'Send'.</summary>
    public static string Words(IReadOnlyList<FlowPoint> path)
    {
        var steps = new List<string>();
        for (var i = 0; i < path.Count; i++)
        {
            var point = path[i];
            var isStep = point.Kind == FlowPointKind.Enter && (point.Activity.Children.Count == 0 || point.Activity is WorkflowDefinitionActivity);
            if (!isStep)
                continue;
            var left = i + 1 < path.Count && path[i + 1] is { Kind: FlowPointKind.Leave, Port: not (null or "Done") } leave && leave.Activity == point.Activity ? $" by '{leave.Port}'" : string.Empty;
            steps.Add($"'{point.Activity.DisplayName}'{left}");
        }

        if (steps.Count > LongestPath)
            steps = [.. steps.Take(LongestPath / 2), "…", .. steps.TakeLast(LongestPath / 2)];
        return string.Join(" → ", steps);
    }

    private void Report(ProblemSeverity severity, string code, Activity activity, string message, string remedy) =>
        _problems.Add(new DefinitionProblem(severity, code, activity.JsonPath, activity.Id, activity.DisplayName, message, remedy));

    // Read from each class once.
    private static class OfTypes<T> where T : Attribute
    {
        internal static readonly ConcurrentDictionary<Type, T[]> Known = new();
        internal static readonly ConcurrentDictionary<Type, HashSet<string>> Marked = new();
    }
}
