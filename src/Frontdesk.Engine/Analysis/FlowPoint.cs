using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Analysis;

/// <summary>What happens at a point of the control flow.</summary>
public enum FlowPointKind
{
    /// <summary>An activity begins.</summary>
    Enter = 0,

    /// <summary>One of several branches begins, or ends, beside the others.</summary>
    Branch = 1,

    /// <summary>An activity is left by a port.</summary>
    Leave = 2,
}

/// <summary>A point that control passes: an activity begins, is left by a port, or a branch begins beside others.</summary>
public sealed class FlowPoint
{
    private readonly List<FlowPoint> _next = [];
    private readonly List<FlowPoint> _previous = [];

    internal FlowPoint(int index, FlowPointKind kind, Activity activity, string? port)
    {
        Index = index;
        Kind = kind;
        Activity = activity;
        Port = port;
    }

    /// <summary>Its position in <see cref="ControlFlow.Points"/>.</summary>
    public int Index { get; }

    /// <summary>What happens here.</summary>
    public FlowPointKind Kind { get; }

    /// <summary>The activity concerned.</summary>
    public Activity Activity { get; }

    /// <summary>The port, for <see cref="FlowPointKind.Leave"/>.</summary>
    public string? Port { get; }

    /// <summary>Where control may go from here.</summary>
    public IReadOnlyList<FlowPoint> Next => _next;

    /// <summary>Where control may come from.</summary>
    public IReadOnlyList<FlowPoint> Previous => _previous;

    /// <summary>Whether control goes to all of <see cref="Next"/> side by side, rather than to one of them.</summary>
    public bool StartsAll { get; internal set; }

    /// <summary>Whether control has to come from all of <see cref="Previous"/> before it goes on.</summary>
    public bool AwaitsAll { get; internal set; }

    /// <summary>Whether nothing is connected here: the branch is over, and what holds it goes on when its other branches are over too.</summary>
    public bool EndsBranch { get; internal set; }

    /// <summary>Whether the whole instance is over here.</summary>
    public bool EndsInstance { get; internal set; }

    /// <summary>The activities that are canceled when control comes here.</summary>
    public IReadOnlyCollection<Activity> Cancels { get; internal set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Port is null ? $"{Kind} {Activity.Id}" : $"{Kind} {Activity.Id}.{Port}";

    internal void To(FlowPoint target)
    {
        if (_next.Contains(target))
            return;
        _next.Add(target);
        target._previous.Add(this);
    }
}
