using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Descriptors;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Builtin;

/// <summary>Runs a script; <c>setOutcome</c> chooses the ports it leaves by.</summary>
[Activity("Elsa", "Values", "Runs a script, which may choose the way to go on.", DisplayName = "Run a script")]
public sealed class RunJavaScript : Activity
{
    private JavaScriptExpression? _constantScript;

    /// <summary>The script.</summary>
    [Input(DisplayName = "Script", Description = "In JavaScript; setOutcome('Name') chooses the way to go on.", UIHint = InputHint.CodeEditor, Language = "javascript", DefaultSyntax = "JavaScript", Expected = true)]
    public Input<string> Script { get; set; } = new();

    /// <summary>The ports that the script may choose.</summary>
    [Input(DisplayName = "Ways to go on", Description = "The names that the script may choose from; each becomes a way out of the step.", TypeName = "List<String>", UIHint = InputHint.DynamicOutcomes)]
    public Input<System.Text.Json.Nodes.JsonNode> PossibleOutcomes { get; set; } = new();

    /// <summary>What the script returns.</summary>
    [Output(DisplayName = "Result", Description = "What the script gives back.")]
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
