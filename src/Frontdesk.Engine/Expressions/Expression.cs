using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Execution;

namespace Frontdesk.Engine.Expressions;

/// <summary>Computes a value while an activity runs. Compiled once with its definition and shared by all instances.</summary>
public abstract class Expression
{
    /// <summary>Computes the value.</summary>
    /// <exception cref="ScriptException">The expression failed or passed a limit.</exception>
    public abstract object? Evaluate(ActivityExecutionContext context);
}

/// <summary>A variable of the workflow or of a container around the activity.</summary>
internal sealed class VariableExpression(VariableReference reference) : Expression
{
    internal VariableReference Reference => reference;

    public override object? Evaluate(ActivityExecutionContext context) => context.GetVariableValue(reference.Id, reference.Name);
}

/// <summary>An input that the instance was started with.</summary>
internal sealed class WorkflowInputExpression(string name) : Expression
{
    internal string Name => name;

    public override object? Evaluate(ActivityExecutionContext context) => context.GetInput(name);
}

/// <summary>A JSON object or list written in the definition; each evaluation hands out a copy.</summary>
internal sealed class ObjectExpression(JsonNode node) : Expression
{
    public override object? Evaluate(ActivityExecutionContext context) => node is JsonValue v ? Values.FromJson(v) : node.DeepClone();
}

/// <summary>An expression failed. The message holds no value of the instance.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>Says what failed and where in the script.</summary>
    public ScriptException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>The limits under which scripts run.</summary>
/// <param name="Timeout">The longest time of one evaluation.</param>
/// <param name="MemoryBytes">The most memory of one evaluation, in bytes.</param>
/// <param name="MaxStatements">The most statements of one evaluation.</param>
/// <param name="RecursionDepth">The deepest nesting of calls.</param>
public sealed record ScriptLimits(TimeSpan Timeout, long MemoryBytes, int MaxStatements, int RecursionDepth)
{
    /// <summary>Two seconds, 32 MB, a million statements, 200 calls deep.</summary>
    public static readonly ScriptLimits Default = new(TimeSpan.FromSeconds(2), 32_000_000, 1_000_000, 200);
}
