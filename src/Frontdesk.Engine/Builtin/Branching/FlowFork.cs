using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Leaves by several ports at once.</summary>
[Activity("Elsa", "Decisions", "Goes on by several paths at the same time, one for each name.", DisplayName = "Split into paths")]
public sealed class FlowFork : Activity
{
    /// <summary>The names of the ports.</summary>
    [Input(DisplayName = "Paths", Description = "The names of the paths; each becomes a way out of the step.", TypeName = "List<String>", UIHint = InputHint.DynamicOutcomes)]
    public Input<JsonNode> Branches { get; set; } = new();

    internal override IReadOnlyList<string>? LeavesBy => Branches is { IsConstant: true, Constant: { } names } ? [.. Values.ToItems(names).Select(Values.ToText)] : null;

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.Get(Branches) is { } branches ? context.CompleteActivityWithOutcomesAsync([.. Values.ToItems(branches).Select(Values.ToText)]) : context.CompleteActivityAsync();
}
