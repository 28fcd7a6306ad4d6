using System.Text.Json.Nodes;
using Fluid;
using Fluid.Values;
using Frontdesk.Engine.Activities;

namespace Frontdesk.Engine.Expressions;

/// <summary>A Liquid template, parsed once.</summary>
internal sealed class LiquidExpression(IFluidTemplate template, string code) : Expression
{
    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = LiquidLimits.CreateOptions();

    internal string Code => code;

    /// <summary>Parses the template.</summary>
    /// <exception cref="ScriptException">The syntax is wrong; the message says where.</exception>
    internal static LiquidExpression Parse(string code) =>
        Parser.TryParse(code, out var template, out var error)
            ? new LiquidExpression(LiquidLimits.Limit(template), code)
            : throw new ScriptException($"The Liquid template is not valid: {error}");

    public override object? Evaluate(ActivityExecutionContext context)
    {
        var workflow = context.WorkflowExecutionContext;
        var limits = new LiquidLimits(workflow.Environment.ScriptLimits, TimeProvider.System);
        var scope = new TemplateContext(Options) { Now = workflow.Environment.TimeProvider.GetUtcNow };
        limits.AttachTo(scope);
        scope.SetValue("Variables", Plain(context.VariableNames().ToDictionary(n => n, context.GetVariableValue, StringComparer.Ordinal)));
        scope.SetValue("Input", Plain(workflow.Input.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)));
        scope.SetValue("CorrelationId", workflow.CorrelationId);
        scope.SetValue("WorkflowInstanceId", workflow.Id);
        scope.SetValue("WorkflowDefinitionId", workflow.Workflow.Definition.DefinitionId);
        scope.SetValue("WorkflowDefinitionVersionId", workflow.Workflow.Definition.Id);
        scope.SetValue("WorkflowDefinitionVersion", workflow.Workflow.Definition.Version);
        try
        {
            using var output = new BoundedWriter(limits);
            template.RenderAsync(output, NullEncoder.Default, scope).AsTask().GetAwaiter().GetResult();
            return output.ToString();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException or ArithmeticException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw new ScriptException("The Liquid template failed or ran too long. Check the names it uses, and its loops.");
        }
    }

    private static DictionaryValue Plain(IDictionary<string, object?> values) =>
        new DictionaryValue(new FluidValueDictionaryFluidIndexable(values.ToDictionary(p => p.Key, p => Value(p.Value), StringComparer.Ordinal)));

    private static FluidValue Value(object? value) => value switch
    {
        null => NilValue.Instance,
        string s => new StringValue(s),
        bool b => BooleanValue.Create(b),
        int i => NumberValue.Create(i),
        long l => NumberValue.Create(l),
        double d => NumberValue.Create((decimal)d),
        decimal m => NumberValue.Create(m),
        DateTimeOffset at => new DateTimeValue(at),
        JsonValue v => Value(Values.FromJson(v)),
        JsonObject o => Plain(o.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal)),
        JsonArray a => new ArrayValue([.. a.Select(n => Value(n))]),
        _ => new StringValue(Values.ToText(value)),
    };
}
