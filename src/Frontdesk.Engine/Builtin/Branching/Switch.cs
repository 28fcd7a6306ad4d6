using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs the activity of the case that fits, or the default.</summary>
[Activity("Elsa", "Branching", "Runs the step of the case that fits, or the default.")]
public sealed class Switch : Activity
{
    private List<SwitchCase> _cases = [];

    /// <summary>Whether the first fitting case counts, or all.</summary>
    [Input(Description = "Whether the first fitting case counts, or all.", UIHint = "dropdown")]
    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    /// <summary>What runs when no case fits.</summary>
    [Port]
    public Activity? Default { get; set; }

    /// <summary>The label of the case taken.</summary>
    [Output(Description = "The label of the case taken.")]
    public Output<object>? Output { get; set; }

    internal override IEnumerable<Input> ListedInputs => _cases.Select(c => c.Condition);

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder) => _cases = SwitchCase.ReadAll(builder);

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var matching = SwitchCase.Matching(_cases, context.Get(Mode), context);
        context.Set(Output, matching.Count == 0 ? null : matching[0].Label, "Output");
        var run = (matching.Count == 0 ? [Default] : matching.Select(c => c.Activity)).OfType<Activity>().ToList();
        if (run.Count == 0)
        {
            await context.CompleteActivityAsync();
            return;
        }

        context.Position = run.Count;
        foreach (var activity in run)
            await context.ScheduleActivityAsync(activity, OnChildCompletedAsync);
    }

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext context) =>
        --context.TargetContext.Position == 0 ? context.TargetContext.CompleteActivityAsync() : default;
}
