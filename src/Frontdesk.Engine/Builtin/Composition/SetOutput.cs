using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Builtin;

/// <summary>Sets an output of the workflow.</summary>
[Activity("Elsa", "Composition", "Sets an output of the workflow.")]
public sealed class SetOutput : CodeActivity
{
    /// <summary>Which output.</summary>
    [Input(Description = "Which output.", UIHint = "output-picker")]
    public Input<string> OutputName { get; set; } = new();

    /// <summary>The value.</summary>
    [Input(Description = "The value.", KeepsText = true)]
    public Input<object> OutputValue { get; set; } = new();

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context)
    {
        var name = context.Get(OutputName) ?? string.Empty;
        var value = context.Get(OutputValue);
        for (var scope = context.ParentActivityExecutionContext; scope is not null; scope = scope.ParentActivityExecutionContext)
        {
            if (scope.Activity is not WorkflowDefinitionActivity used)
                continue;
            if (used.WorkflowOutputs.GetValueOrDefault(name) is { } target)
                scope.ParentActivityExecutionContext!.SetVariableValue(target, value);
            scope.WorkflowExecutionContext.RecordOutput(used, name, value);
            return;
        }

        context.WorkflowExecutionContext.Output[name] = value;
    }
}
