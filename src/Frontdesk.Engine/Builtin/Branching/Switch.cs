using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs the activity of the case that fits, or the default.</summary>
[Activity("Elsa", "Decisions", "Runs the step of the case that fits, or the default step when none does.", DisplayName = "Choose a step")]
public sealed class Switch : Activity
{
    private const string CasesType = "UnregisteredClrType:System.Collections.Generic.ICollection`1[[Elsa.Workflows.Activities.SwitchCase, Elsa.Workflows.Core]], System.Private.CoreLib";
    private List<SwitchCase> _cases = [];

    /// <summary>The cases.</summary>
    [Input(DisplayName = "Cases", Description = "Each case has a name, a condition and the step to run.", TypeName = CasesType, UIHint = InputHint.SwitchEditor)]
    public JsonNode? Cases { get; set; }

    /// <summary>Whether the first fitting case counts, or all.</summary>
    [Input(DisplayName = "Which cases count", Description = "Whether only the first case that fits counts, or every one.", TypeName = "UnregisteredClrType:Elsa.Workflows.SwitchMode, Elsa.Workflows.Core")]
    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    /// <summary>What runs when no case fits.</summary>
    [Port(DisplayName = "When no case fits")]
    public Activity? Default { get; set; }

    /// <summary>The label of the case taken.</summary>
    [Output(DisplayName = "Case", Description = "The name of the case that fitted.")]
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
