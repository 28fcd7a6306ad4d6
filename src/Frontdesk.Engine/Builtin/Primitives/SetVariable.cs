using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Builtin;

/// <summary>Gives a variable a value.</summary>
[Activity("Elsa", "Values", "Gives a variable of the workflow a value.", DisplayName = "Set a variable")]
public sealed class SetVariable : CodeActivity
{
    private VariableReference? _variable;

    /// <summary>The variable.</summary>
    [Input(DisplayName = "Variable", Description = "The variable that gets the value.", TypeName = "UnregisteredClrType:Elsa.Workflows.Memory.Variable, Elsa.Workflows.Core", UIHint = InputHint.VariablePicker)]
    public JsonNode? Variable { get; set; }

    /// <summary>The value.</summary>
    [Input(DisplayName = "Value", Description = "What it gets: a fixed value, another variable or a script.", KeepsText = true)]
    public Input<object> Value { get; set; } = new();

    internal VariableReference? Target => _variable;

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder)
    {
        _variable = ActivityBuilder.ReadVariableReference(builder.Json["variable"]);
        if (_variable is null)
            builder.Problem(Definitions.ProblemSeverity.Error, "missing-input", "variable", "It is not said which variable gets the value.", "Choose a variable.");
    }

    /// <inheritdoc/>
    protected override void Run(ActivityExecutionContext context) => context.SetVariableValue(_variable!, context.Get(Value));
}
