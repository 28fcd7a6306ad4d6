using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;

namespace Frontdesk.Engine.Builtin;

/// <summary>Sets an output of the workflow.</summary>
[Activity("Elsa", "Values", "Gives an output of the workflow a value.", DisplayName = "Set an output")]
public sealed class SetOutput : CodeActivity
{
    /// <summary>Which output.</summary>
    [Input(DisplayName = "Output", Description = "The output that gets the value.", UIHint = InputHint.OutputPicker, Expected = true)]
    public Input<string> OutputName { get; set; } = new();

    /// <summary>The value.</summary>
    [Input(DisplayName = "Value", Description = "What it gets: a fixed value, a variable or a script.", KeepsText = true)]
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
