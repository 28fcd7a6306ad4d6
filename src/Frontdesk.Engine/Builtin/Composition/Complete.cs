using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Completes the composite around it.</summary>
[Activity("Elsa", "Beginning and end", "Ends the workflow that is used as a step, and says by which way to go on.", DisplayName = "End by a path")]
public sealed class Complete : Activity, ITerminalNode
{
    /// <summary>The ports by which the composite leaves.</summary>
    [Input(DisplayName = "Paths", Description = "The ways by which the step is left.", UIHint = InputHint.OutcomePicker, DefaultSyntax = "Object")]
    public Input<object> Outcomes { get; set; } = new();

    /// <inheritdoc/>
    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var outcomes = Values.ToItems(context.Get(Outcomes)).Select(Values.ToText).Where(o => o.Length > 0).ToArray();
        await context.CompleteCompositeAsync(outcomes.Length == 0 ? ["Done"] : outcomes);
        await context.CompleteActivityAsync();
    }
}
