using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Names the instance.</summary>
[Activity("Elsa", "Values", "Names this run of the workflow, so that people find it in lists.", DisplayName = "Name this run")]
public sealed class SetName : CodeActivity
{
    /// <summary>The name.</summary>
    [Input(DisplayName = "Name", Description = "The name that lists show for this run; no patient data.")]
    public Input<string> Value { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) => context.WorkflowExecutionContext.Name = context.Get(Value);
}
