using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Analysis;

/// <summary>One place that a value may come from.</summary>
/// <param name="Source">What is read there.</param>
/// <param name="Producer">The activity whose output it is; null for what no activity of the workflow made.</param>
/// <param name="Way">The names of the variables and steps it came through, nearest first.</param>
public sealed record DataOrigin(DataSource Source, Activity? Producer, IReadOnlyList<string> Way);

/// <summary>
/// Which activity reads and which changes what. Variables are told apart by name alone, so two of one name in different
/// places count as one: more may seem to flow than does, never less.
/// </summary>
public sealed class DataFlow
{
    internal const string AnyVariable = "*";
    private readonly CompiledWorkflow _workflow;
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<Input, DataUse> _uses = [];
    private readonly Dictionary<Activity, HashSet<string>> _writes = [];

    /// <summary>Reads a workflow.</summary>
    public DataFlow(CompiledWorkflow workflow)
    {
        _workflow = workflow;
        _names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in workflow.Activities.SelectMany(activity => activity.Variables))
            _names.TryAdd(variable.Id, variable.Name);
        foreach (var activity in workflow.Activities)
            _writes[activity] = [.. WritesOf(activity)];
    }

    /// <summary>All inputs of an activity, the conditions of its cases too.</summary>
    public static IEnumerable<Input> InputsOf(Activity activity) => activity.Inputs.Concat(activity.ListedInputs);

    /// <summary>What an input's expression reads.</summary>
    public IReadOnlyList<DataSource> Reads(Input input) => UseOf(input).Reads;

    /// <summary>What an activity's inputs read.</summary>
    public IEnumerable<DataSource> Reads(Activity activity) =>
        InputsOf(activity).SelectMany(Reads).Concat(activity is RunJavaScript { ConstantScript: { } script } ? ScriptUse.Of(script, _workflow).Reads : []);

    /// <summary>Whether an activity may change a variable.</summary>
    public bool Writes(Activity activity, string variable) => _writes[activity] is var names && (names.Contains(variable) || names.Contains(AnyVariable));

    /// <summary>The value that an input has in every instance: written in the definition, or in a variable that nothing changes.</summary>
    public bool TryGetConstant(Input input, out object? value)
    {
        value = input.Written;
        switch (input.Expression)
        {
            case null or ObjectExpression:
                return true;
            case VariableExpression variable:
                return TryGetConstant(NameOf(variable.Reference), out value);
            case JavaScriptExpression script when ScriptUse.ValueOf(script) is { } only:
                value = only.Value;
                return only.Variable is null || TryGetConstant(only.Variable, out value);
            case LiquidExpression { Code: var text } when !text.Contains("{{", StringComparison.Ordinal) && !text.Contains("{%", StringComparison.Ordinal):
                value = text;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The properties of the object that an input is, as far as they have the same value in every instance.</summary>
    public IEnumerable<(string Name, object? Value)> ConstantsIn(Input input)
    {
        if (input.Expression is JavaScriptExpression script)
        {
            foreach (var (name, value, variable) in ScriptUse.PropertiesOf(script))
            {
                var known = value;
                if (variable is null || TryGetConstant(variable, out known))
                    yield return (name, known);
            }
        }
        else if (input is { IsConstant: true, Written: JsonObject written })
        {
            foreach (var (name, value) in written)
                yield return (name, Values.FromJson(value));
        }
    }

    /// <summary>Whether an input may have another value when control comes round again.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="input">Its input.</param>
    /// <param name="circle">The activities that run in each round.</param>
    public bool Changes(Activity activity, Input input, IReadOnlySet<Activity> circle) => Reads(input).Any(read => Changes(activity, read, circle));

    /// <summary>Whether what is read may be another when control comes round again.</summary>
    public bool Changes(Activity activity, DataSource read, IReadOnlySet<Activity> circle) => read.Kind switch
    {
        DataKind.Variable => circle.Any(other => Writes(other, read.Name)),
        DataKind.Output => circle.Any(other => IsNamed(other, read.Name)),
        DataKind.Input when SubWorkflowAround(activity) is { } around => around.WorkflowInputs.TryGetValue(read.Name, out var given) && Changes(around, given, circle),
        DataKind.Input or DataKind.Property => false,
        _ => true,
    };

    /// <summary>Everything that may flow into an input, through variables, scripts and workflows used as activities.</summary>
    public IReadOnlyList<DataOrigin> OriginsOf(Activity activity, Input input)
    {
        var found = new List<DataOrigin>();
        var seen = new HashSet<(Activity?, DataSource)>();
        var queue = new Queue<(Activity At, DataSource Read, IReadOnlyList<string> Way)>(Reads(input).Select(read => (activity, read, (IReadOnlyList<string>)[])));
        while (queue.TryDequeue(out var next))
        {
            var (at, read, way) = next;
            if (!seen.Add((read.Kind == DataKind.Input ? SubWorkflowAround(at) : null, read)))
                continue;
            var producer = read.Kind == DataKind.Output ? _workflow.Activities.FirstOrDefault(other => IsNamed(other, read.Name)) : null;
            found.Add(new DataOrigin(read, producer, way));
            foreach (var before in Before(at, read))
                queue.Enqueue((before.At, before.Read, [.. way, read.Name]));
        }

        return found;
    }

    private IEnumerable<(Activity At, DataSource Read)> Before(Activity at, DataSource read) => read.Kind switch
    {
        DataKind.Variable => _workflow.Activities.Where(other => Writes(other, read.Name)).SelectMany(writer => MadeBy(writer, read.Name).Select(made => (writer, made))),
        DataKind.Input when SubWorkflowAround(at) is { } around && around.WorkflowInputs.TryGetValue(read.Name, out var given) => Reads(given).Select(made => ((Activity)around, made)),
        DataKind.Output when _workflow.Activities.FirstOrDefault(other => IsNamed(other, read.Name)) is RunJavaScript script => Reads(script).Select(made => ((Activity)script, made)),
        _ => [],
    };

    // What an activity puts into a variable: its output, or whatever its scripts and values read.
    private IEnumerable<DataSource> MadeBy(Activity writer, string variable)
    {
        foreach (var output in writer.Outputs.Where(output => output.Target is { } target && NameOf(target) == variable))
            yield return new DataSource(DataKind.Output, writer.Id, output.Name);
        if (writer is WorkflowDefinitionActivity used)
        {
            foreach (var read in _workflow.Activities.OfType<SetOutput>().Where(inner => SubWorkflowAround(inner) == used).SelectMany(inner => Reads(inner.OutputValue)))
                yield return read;
        }

        var isByHand = writer is SetVariable or RunJavaScript || InputsOf(writer).Any(input => UseOf(input).Writes.Count > 0);
        foreach (var read in isByHand ? Reads(writer) : [])
            yield return read;
    }

    private bool TryGetConstant(string variable, out object? value)
    {
        var declared = _workflow.Activities.SelectMany(activity => activity.Variables).Where(one => one.Name == variable).ToList();
        value = declared is [var only] ? only.Default : null;
        return declared.Count == 1 && !_workflow.Activities.Any(activity => Writes(activity, variable));
    }

    private static WorkflowDefinitionActivity? SubWorkflowAround(Activity activity)
    {
        for (var around = activity.Parent; around is not null; around = around.Parent)
        {
            if (around is WorkflowDefinitionActivity used)
                return used;
        }

        return null;
    }

    private static bool IsNamed(Activity activity, string name) => activity.Id == name || activity.Name == name;

    private string NameOf(VariableReference reference) => _names.GetValueOrDefault(reference.Id) ?? reference.Name ?? reference.Id;

    private DataUse UseOf(Input input)
    {
        if (!_uses.TryGetValue(input, out var use))
            _uses[input] = use = UseOf(input.Expression);
        return use;
    }

    private DataUse UseOf(Expression? expression) => expression switch
    {
        JavaScriptExpression script => ScriptUse.Of(script, _workflow),
        LiquidExpression template => TemplateUse.Of(template),
        VariableExpression variable => new DataUse([new DataSource(DataKind.Variable, NameOf(variable.Reference))], []),
        WorkflowInputExpression input => new DataUse([new DataSource(DataKind.Input, input.Name)], []),
        _ => DataUse.None,
    };

    private IEnumerable<string> WritesOf(Activity activity)
    {
        var targets = activity.Outputs.Select(output => output.Target).Concat(activity is WorkflowDefinitionActivity used ? used.WorkflowOutputs.Values : []);
        if (activity is SetVariable set)
            targets = targets.Append(set.Target);
        var scripts = InputsOf(activity).Select(UseOf).Concat(activity is RunJavaScript { ConstantScript: { } script } ? [ScriptUse.Of(script, _workflow)] : []);
        return targets.OfType<VariableReference>().Select(NameOf).Concat(scripts.SelectMany(use => use.Writes)).Concat(activity.BodyVariables);
    }
}
