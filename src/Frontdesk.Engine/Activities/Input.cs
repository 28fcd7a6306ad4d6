using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Activities;

/// <summary>A value of an activity that an expression computes.</summary>
public abstract class Input
{
    /// <summary>The property's name.</summary>
    public string Name { get; internal set; } = string.Empty;

    /// <summary>What computes the value; null for a constant.</summary>
    public Expression? Expression { get; internal set; }

    /// <summary>Whether every instance gets the same value, written in the definition.</summary>
    public bool IsConstant => Expression is null or ObjectExpression;

    /// <summary>The value written in the definition; what it means when <see cref="IsConstant"/> is false is not said.</summary>
    public abstract object? Written { get; }

    /// <summary>The text of the script or template that computes the value; empty when there is none.</summary>
    public string Source => Expression switch
    {
        JavaScriptExpression script => script.Code,
        LiquidExpression template => template.Code,
        _ => string.Empty,
    };

    internal int Slot { get; set; } = -1;

    internal bool AutoEvaluate { get; set; } = true;

    internal bool KeepsText { get; set; }

    /// <summary>The constant, as long as there is no expression.</summary>
    internal abstract object? First { get; }

    internal abstract void SetConstant(object? value);

    internal abstract object? Evaluate(ActivityExecutionContext context);
}

/// <summary>A typed value of an activity: a constant, or an expression computed before the activity runs.</summary>
/// <typeparam name="T">The type that the activity works with.</typeparam>
public sealed class Input<T> : Input
{
    /// <summary>Creates an input with a default for definitions that leave it out.</summary>
    public Input(T? value = default) => Constant = value;

    /// <inheritdoc/>
    public override object? Written => Constant;

    internal T? Constant { get; private set; }

    internal override object? First => Constant;

    internal override void SetConstant(object? value) => Constant = value is null ? default : Values.To<T>(value);

    internal override object? Evaluate(ActivityExecutionContext context) =>
        Expression is null ? Constant : Values.To<T>(Expression.Evaluate(context));
}

/// <summary>A value that an activity hands on.</summary>
public abstract class Output
{
    /// <summary>The property's name.</summary>
    public string Name { get; internal set; } = string.Empty;

    internal VariableReference? Target { get; set; }
}

/// <summary>A typed value that an activity hands on to a variable.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Output<T> : Output;
