using System.ComponentModel;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Whether a fork waits for all its branches.</summary>
public enum ForkJoinMode
{
    /// <summary>Goes on with the first branch that is done.</summary>
    [Description("When one is done")]
    WaitAny,

    /// <summary>Goes on when all branches are done.</summary>
    [Description("When all are done")]
    WaitAll,
}

/// <summary>Runs several branches side by side.</summary>
[Activity("Elsa", "Decisions", "Runs several lists of steps at the same time.", DisplayName = "Split into branches", IsBrowsable = false)]
public sealed class Fork : Activity
{
    /// <summary>When to go on.</summary>
    [Input(DisplayName = "When to go on", Description = "Whether to wait for all branches or to go on with the first.", TypeName = "UnregisteredClrType:Elsa.Workflows.ForkJoinMode, Elsa.Workflows.Core")]
    public ForkJoinMode JoinMode { get; set; } = ForkJoinMode.WaitAll;

    /// <summary>The branches.</summary>
    public IReadOnlyList<Activity> Branches { get; private set; } = [];

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder) => Branches = builder.ReadActivities("branches");

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (Branches.Count == 0)
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.Position = Branches.Count;
        foreach (var branch in Branches)
            await context.ScheduleActivityAsync(branch, OnChildCompletedAsync);
    }

    /// <inheritdoc/>
    protected internal override ValueTask OnSignalAsync(object signal, SignalContext context)
    {
        if (signal is BreakSignal)
            context.ReceiverActivityExecutionContext.IsBreaking = true;
        return default;
    }

    private ValueTask OnChildCompletedAsync(ActivityCompletedContext context)
    {
        var target = context.TargetContext;
        target.Position--;
        return target.IsBreaking || JoinMode == ForkJoinMode.WaitAny || target.Position == 0 ? target.CompleteActivityAsync() : default;
    }
}
