using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs a script; <c>setOutcome</c> chooses the ports it leaves by.</summary>
[Activity("Elsa", "Scripting", "Runs a script. setOutcome('…') chooses the port it leaves by.", DisplayName = "Run JavaScript")]
public sealed class RunJavaScript : Activity
{
    private JavaScriptExpression? _constantScript;

    /// <summary>The script.</summary>
    [Input(Description = "The script.", UIHint = "code-editor")]
    public Input<string> Script { get; set; } = new();

    /// <summary>The ports that the script may choose.</summary>
    [Input(Description = "The ports that the script may choose.", UIHint = "dynamic-outcomes")]
    public Input<System.Text.Json.Nodes.JsonNode> PossibleOutcomes { get; set; } = new();

    /// <summary>What the script returns.</summary>
    [Output(Description = "What the script returns.")]
    public Output<object>? Result { get; set; }

    internal JavaScriptExpression? ConstantScript => _constantScript;

    internal override IReadOnlyList<string> LeavesBy =>
        PossibleOutcomes is { IsConstant: true, Constant: { } names } && _constantScript?.Functions.Any(name => name is "setOutcome" or "setOutcomes") != false
            ? [.. Values.ToItems(names).Select(Values.ToText)]
            : ["Done"];

    /// <inheritdoc/>
    protected internal override void Build(ActivityBuilder builder)
    {
        if (Script.Expression is not null || Script.Constant is not { Length: > 0 } code)
            return;
        try
        {
            _constantScript = JavaScriptExpression.Parse(code);
        }
        catch (ScriptException e)
        {
            builder.Problem(Definitions.ProblemSeverity.Error, "bad-expression", "script", e.Message, "Correct the script.");
        }
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        context.ScriptOutcomes = null;
        var script = _constantScript ?? (context.Get(Script) is { Length: > 0 } code ? JavaScriptExpression.Parse(code) : null);
        if (script is not null)
            context.Set(Result, script.Evaluate(context));
        return context.ScriptOutcomes is { } outcomes ? context.CompleteActivityWithOutcomesAsync(outcomes) : context.CompleteActivityAsync();
    }
}
