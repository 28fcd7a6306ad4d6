using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>How a join takes what arrives.</summary>
public enum FlowJoinMode
{
    /// <summary>Waits for every way in that can be taken.</summary>
    WaitAll = 0,

    /// <summary>Goes on with the first and cancels the others.</summary>
    WaitAny = 1,

    /// <summary>Waits for every way in that was taken.</summary>
    WaitAllActive = 2,
}

/// <summary>Brings several branches together.</summary>
[Activity("Elsa", "Branching", "Brings several branches together.", DisplayName = "Join")]
public sealed class FlowJoin : CodeActivity
{
    /// <summary>How it takes what arrives.</summary>
    [Input(Description = "Whether to wait for all branches or for the first.", UIHint = "dropdown")]
    public Input<FlowJoinMode> Mode { get; set; } = new(FlowJoinMode.WaitAny);

    internal static MergeMode ToMergeMode(FlowJoinMode mode) => mode == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;
}
