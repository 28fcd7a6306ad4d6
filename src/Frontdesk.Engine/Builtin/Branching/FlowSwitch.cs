using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves by the port of the case that fits, or by <c>Default</c>.</summary>
[Activity("Elsa", "Branching", "Leaves by the port of the case that fits, or by 'Default'.", DisplayName = "Switch (flow)")]
[FlowNode("Default")]
public sealed class FlowSwitch : Activity
{
    private List<SwitchCase> _cases = [];

    /// <summary>Whether the first fitting case counts, or all.</summary>
    [Input(Description = "Whether the first fitting case counts, or all.", UIHint = "dropdown")]
    public Input<SwitchMode> Mode { get; set; } = new(SwitchMode.MatchFirst);

    internal override IReadOnlyList<string> LeavesBy => [.. _cases.Select(c => c.Label), "Default"];

    internal override IEnumerable<Input> ListedInputs => _cases.Select(c => c.Condition);

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder) => _cases = SwitchCase.ReadAll(builder);

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var matching = SwitchCase.Matching(_cases, context.Get(Mode), context);
        return context.CompleteActivityWithOutcomesAsync(matching.Count == 0 ? ["Default"] : [.. matching.Select(c => c.Label)]);
    }
}
