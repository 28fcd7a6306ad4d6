using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Analysis;

/// <summary>
/// Every way that control may take through a compiled workflow, workflows used as activities included: a graph whose paths
/// contain every run, and some that no run takes. What holds on all its paths therefore holds in every instance.
/// </summary>
public sealed class ControlFlow
{
    private readonly Dictionary<Activity, FlowPoint> _enter;
    private readonly ILookup<Activity, FlowPoint> _leave;

    internal ControlFlow(IReadOnlyList<FlowPoint> points, IReadOnlyList<FlowPoint> entries, Dictionary<Activity, FlowPoint> enter)
    {
        Points = points;
        Entries = entries;
        _enter = enter;
        _leave = points.Where(point => point.Kind == FlowPointKind.Leave).ToLookup(point => point.Activity);
    }

    /// <summary>All points.</summary>
    public IReadOnlyList<FlowPoint> Points { get; }

    /// <summary>Where an instance may begin: at the start, or at a trigger.</summary>
    public IReadOnlyList<FlowPoint> Entries { get; }

    /// <summary>Reads the control flow of a workflow.</summary>
    public static ControlFlow Of(CompiledWorkflow workflow, ActivityRegistry registry) => new ControlFlowBuilder(workflow, registry).Build();

    /// <summary>Where an activity begins.</summary>
    public FlowPoint EnterOf(Activity activity) => _enter[activity];

    /// <summary>Where an activity is left, by port.</summary>
    public IEnumerable<FlowPoint> LeavesOf(Activity activity) => _leave[activity];
}
