using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves by the port of the case that fits, or by <c>Default</c>.</summary>
[Activity("Elsa", "Decisions", "Goes the way of the case that fits, or by 'Default' when none does.", DisplayName = "Choose a path")]
[FlowNode("Default")]
public sealed class FlowSwitch : Activity
{
    private const string CasesType = "UnregisteredClrType:System.Collections.Generic.ICollection`1[[Elsa.Workflows.Activities.Flowchart.Models.FlowSwitchCase, Elsa.Workflows.Core]], System.Private.CoreLib";
    private List<SwitchCase> _cases = [];

    /// <summary>The cases.</summary>
    [Input(DisplayName = "Cases", Description = "Each case has a name, which becomes a way out of the step, and a condition.", TypeName = CasesType, UIHint = InputHint.FlowSwitchEditor)]
    public JsonNode? Cases { get; set; }

    /// <summary>Whether the first fitting case counts, or all.</summary>
    [Input(DisplayName = "Which cases count", Description = "Whether only the first case that fits counts, or every one.", TypeName = "UnregisteredClrType:Elsa.Workflows.SwitchMode, Elsa.Workflows.Core")]
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
