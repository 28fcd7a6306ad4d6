using Acornima;
using Acornima.Ast;
using Frontdesk.Engine.Activities;
using Jint;

namespace Frontdesk.Engine.Expressions;

/// <summary>A JavaScript expression, parsed once.</summary>
internal sealed class JavaScriptExpression : Expression
{
    private static readonly ScriptPreparationOptions Preparation = new() { CollectReferencedGlobals = true };

    private JavaScriptExpression(Prepared<Script> script, string code)
    {
        Script = script;
        Code = code;
        var footprint = ScriptFootprint.Of(script.Program!);
        LeavesTraces = footprint.LeavesTraces;
        MayChangeObjects = footprint.MayChangeObjects;
        var globals = script.ReferencedGlobals!;
        Functions = globals.Contains("eval") || globals.Contains("Function") || globals.Contains("globalThis") || code.Contains("this", StringComparison.Ordinal) || code.Contains("constructor", StringComparison.Ordinal)
            ? ScriptFunctions.All
            : [.. globals.Where(ScriptFunctions.Has)];
        UsesVariablesObject = globals.Contains("variables") || ReferenceEquals(Functions, ScriptFunctions.All);
        NeedsGuards = ScriptGuards.Needed(code);
    }

    internal Prepared<Script> Script { get; }

    internal string Code { get; }

    /// <summary>The functions of the engine that the script may call.</summary>
    internal IReadOnlyList<string> Functions { get; }

    internal bool UsesVariablesObject { get; }

    internal bool MayChangeObjects { get; }

    internal bool NeedsGuards { get; }

    private bool LeavesTraces { get; }

    /// <summary>Parses the code.</summary>
    /// <exception cref="ScriptException">The syntax is wrong; the message says where.</exception>
    internal static JavaScriptExpression Parse(string code)
    {
        try
        {
            return new JavaScriptExpression(Jint.Engine.PrepareScript(code, options: Preparation), code);
        }
        catch (Exception e) when (e is ParseErrorException or ScriptPreparationException)
        {
            throw new ScriptException($"The JavaScript is not valid: {(e.InnerException ?? e).Message}");
        }
    }

    public override object? Evaluate(ActivityExecutionContext context)
    {
        if (!LeavesTraces)
            return context.WorkflowExecutionContext.Scripts.Evaluate(this, context);

        // What it declares or changes must not meet the next script, nor the next turn of the same one.
        using var own = new ScriptSession(context.WorkflowExecutionContext);
        return own.Evaluate(this, context);
    }
}
