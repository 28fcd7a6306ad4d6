using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves by several ports at once.</summary>
[Activity("Elsa", "Branching", "Leaves by several ports at once.", DisplayName = "Fork")]
public sealed class FlowFork : Activity
{
    /// <summary>The names of the ports.</summary>
    [Input(Description = "The names of the branches.", UIHint = "outcome-picker")]
    public Input<JsonNode> Branches { get; set; } = new();

    internal override IReadOnlyList<string>? LeavesBy => Branches is { IsConstant: true, Constant: { } names } ? [.. Values.ToItems(names).Select(Values.ToText)] : null;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.Get(Branches) is { } branches ? context.CompleteActivityWithOutcomesAsync([.. Values.ToItems(branches).Select(Values.ToText)]) : context.CompleteActivityAsync();
}
