using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Names the instance.</summary>
[Activity("Elsa", "Primitives", "Names the instance.")]
public sealed class SetName : CodeActivity
{
    /// <summary>The name.</summary>
    [Input(Description = "The name.")]
    public Input<string> Value { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) => context.WorkflowExecutionContext.Name = context.Get(Value);
}
