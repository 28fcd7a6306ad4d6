using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Builtin;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Execution;

/// <summary>Turns a definition into something that runs, and says what is wrong with it on the way.</summary>
public sealed class WorkflowCompiler
{
    private readonly ActivityRegistry _registry;
    private readonly Func<string, string?, WorkflowDefinition?>? _findWorkflow;
    private readonly List<DefinitionProblem> _problems = [];
    private readonly List<Activity> _activities = [];
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nesting = new(StringComparer.Ordinal);
    private bool _tracksAlways;

    private WorkflowCompiler(ActivityRegistry registry, Func<string, string?, WorkflowDefinition?>? findWorkflow)
    {
        _registry = registry;
        _findWorkflow = findWorkflow;
    }

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="registry">The activity types.</param>
    /// <param name="findWorkflow">Finds a workflow used as an activity by definition id and, if given, version id.</param>
    /// <exception cref="InvalidDefinitionException">It has errors.</exception>
    public static CompiledWorkflow Compile(WorkflowDefinition definition, ActivityRegistry registry, Func<string, string?, WorkflowDefinition?>? findWorkflow = null)
    {
        var (compiled, problems) = Check(definition, registry, findWorkflow);
        return compiled ?? throw new InvalidDefinitionException(definition.Name, problems);
    }

    /// <summary>Compiles a definition and tells all problems; the result is null when there are errors.</summary>
    public static (CompiledWorkflow? Compiled, IReadOnlyList<DefinitionProblem> Problems) Check(WorkflowDefinition definition, ActivityRegistry registry, Func<string, string?, WorkflowDefinition?>? findWorkflow = null)
    {
        var compiler = new WorkflowCompiler(registry, findWorkflow);
        var compiled = compiler.CompileDefinition(definition);
        if (compiled is not null)
            GraphChecks.Run(compiled, compiler._problems);
        var problems = compiler._problems.OrderByDescending(p => p.Severity).ToList();
        return (problems.Any(p => p.Severity == ProblemSeverity.Error) ? null : compiled, problems);
    }

    /// <summary>Compiles a definition whose steps' outputs are all kept, whoever asks for them.</summary>
    internal static CompiledWorkflow CompileTracking(WorkflowDefinition definition, ActivityRegistry registry, Func<string, string?, WorkflowDefinition?> findWorkflow)
    {
        var compiler = new WorkflowCompiler(registry, findWorkflow) { _tracksAlways = true };
        var compiled = compiler.CompileDefinition(definition);
        var isBroken = compiled is null || compiler._problems.Exists(one => one.Severity == ProblemSeverity.Error);
        return isBroken ? throw new InvalidDefinitionException(definition.Name, compiler._problems) : compiled!;
    }

    internal void Report(ProblemSeverity severity, string code, string path, Activity? activity, string message, string remedy) =>
        _problems.Add(new DefinitionProblem(severity, code, path, activity?.Id, activity?.DisplayName, message, remedy));

    internal Activity? CompileActivity(JsonObject json, Activity? parent, string path)
    {
        var type = Text(json, "type");
        var id = Text(json, "id") ?? string.Empty;
        if (type is null)
        {
            _problems.Add(new DefinitionProblem(ProblemSeverity.Error, "activity-without-type", path, id, Text(json, "name"), "This step does not say what it is: its type is missing.", "Give it a type, or remove it."));
            return null;
        }

        var descriptor = _registry.Find(type);
        var subWorkflow = descriptor is null ? FindSubWorkflow(json, path) : null;
        if (descriptor is null && subWorkflow is null)
        {
            _problems.Add(new DefinitionProblem(ProblemSeverity.Error, "unknown-activity-type", $"{path}.type", id, Text(json, "name"), $"There is no step of type '{type}'.", "Check the spelling, or remove the step. A workflow used as a step must be published and marked as usable as an activity."));
            return null;
        }

        var activity = descriptor?.Create() ?? new WorkflowDefinitionActivity();
        activity.Json = json;
        activity.JsonPath = path;
        activity.Id = id;
        activity.Type = type;
        activity.Name = Text(json, "name");
        activity.DisplayName = (json["metadata"] as JsonObject is { } m ? Text(m, "displayText") : null) is { Length: > 0 } display ? display : activity.Name is { Length: > 0 } n ? n : id;
        activity.Version = json["version"] is JsonValue v && v.TryGetValue(out int version) ? version : 1;
        activity.Parent = parent;
        activity.NodeId = parent is null ? id : $"{parent.NodeId}:{id}";
        var custom = json["customProperties"] as JsonObject;
        activity.CanStartWorkflow = custom?["canStartWorkflow"] is JsonValue start && start.TryGetValue(out bool canStart) && canStart;
        activity.Merging = custom is not null && Enum.TryParse<MergeMode>(Text(custom, "mergeMode"), ignoreCase: true, out var merge) ? merge : null;
        activity.Index = _activities.Count;
        _activities.Add(activity);
        parent?.ChildList.Add(activity);
        CheckId(activity, path);
        if (descriptor is not null)
            BindMembers(activity, descriptor, path);
        var builder = new ActivityBuilder(this, activity, path);
        if (activity is WorkflowDefinitionActivity used)
            BuildSubWorkflow(used, subWorkflow!, path);
        activity.Build(builder);
        if (descriptor is not null)
            BindPorts(activity, descriptor, builder);
        return activity;
    }

    internal void BindExpression(Input input, JsonObject expression, Activity activity, string path)
    {
        var type = Text(expression, "type") ?? "Literal";
        var value = expression["value"];
        try
        {
            switch (type)
            {
                case "Literal":
                    input.SetConstant(value is JsonValue literal ? Values.FromJson(literal) : value?.DeepClone());
                    break;
                case "Object" or "Json" when input is Input<string> || (input.KeepsText && value is JsonValue):
                    input.SetConstant(AsText(value));
                    break;
                case "Object" or "Json":
                    BindObject(input, value);
                    break;
                case "JavaScript":
                    input.Expression = JavaScriptExpression.Parse(AsText(value));
                    break;
                case "Liquid" when string.IsNullOrWhiteSpace(AsText(value)):
                    input.SetConstant(null);
                    break;
                case "Liquid":
                    input.Expression = LiquidExpression.Parse(AsText(value));
                    break;
                case "Variable":
                    if (ReadVariableReference(value) is { } reference)
                        input.Expression = new VariableExpression(reference);
                    break;
                case "Input":
                    BindInputExpression(input, value, activity, path);
                    break;
                default:
                    Report(ProblemSeverity.Error, "unknown-expression-type", path, activity, $"Expressions of type '{type}' cannot be used here.", "Use Literal, JavaScript, Liquid, Variable, Input or Object.");
                    break;
            }
        }
        catch (ScriptException e)
        {
            Report(ProblemSeverity.Error, "bad-expression", path, activity, e.Message, "Correct the expression.");
        }
        catch (Exception e) when (e is ValueConversionException or JsonException or FormatException)
        {
            Report(ProblemSeverity.Error, "bad-value", path, activity, $"The value of '{input.Name}' does not fit: {e.Message}", "Correct the value.");
        }
    }

    internal VariableDeclaration[] ReadVariables(JsonArray? variables, string path)
    {
        if (variables is null)
            return [];
        var list = new List<VariableDeclaration>();
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i] is not JsonObject v)
                continue;
            var name = Text(v, "name") ?? string.Empty;
            var typeName = Text(v, "typeName") ?? "Object";
            var isArray = v["isArray"] is JsonValue a && a.TryGetValue(out bool array) && array;
            object? initial = null;
            try
            {
                initial = v["value"] is { } raw ? ReadDefault(raw, isArray ? "JsonArray" : typeName) : null;
            }
            catch (Exception e) when (e is ValueConversionException or JsonException)
            {
                _problems.Add(new DefinitionProblem(ProblemSeverity.Error, "bad-variable-default", $"{path}[{i}].value", null, null, $"The first value of variable '{name}' is not a {typeName}.", "Correct the value or the type."));
            }

            list.Add(new VariableDeclaration(Text(v, "id") ?? name, name, isArray ? "JsonArray" : typeName, initial));
        }

        return [.. list];
    }

    internal static VariableReference? ReadVariableReference(JsonNode? json) => json switch
    {
        JsonObject o when Text(o, "id") is { Length: > 0 } id => new VariableReference(id, Text(o, "name")),
        JsonObject o when Text(o, "name") is { Length: > 0 } name => new VariableReference(name, name),
        JsonValue v when v.TryGetValue(out string? s) && s.Length > 0 => new VariableReference(s, s),
        _ => null,
    };

    private CompiledWorkflow? CompileDefinition(WorkflowDefinition definition)
    {
        if (definition.Root is not { } rootJson)
        {
            _problems.Add(new DefinitionProblem(ProblemSeverity.Error, "no-root", "$.root", null, null, "The workflow has no steps: 'root' is missing.", "Add a flowchart or a sequence as root."));
            return null;
        }

        var workflow = new WorkflowActivity { Id = "Workflow1", NodeId = "Workflow1", Type = "Elsa.Workflow", DisplayName = definition.Name, Index = 0 };
        _activities.Add(workflow);
        _ids["Workflow1"] = "$";
        workflow.Variables = ReadVariables(definition.Json["variables"] as JsonArray, "$.variables");
        workflow.Body = CompileActivity(rootJson, workflow, "$.root");
        if (workflow.Body is null && _problems.Count == 0)
            return null;
        var text = rootJson.ToJsonString();
        var tracks = _tracksAlways || text.Contains("getOutputFrom", StringComparison.Ordinal) || text.Contains("getLastResult", StringComparison.Ordinal) || text.Contains("From", StringComparison.Ordinal) && System.Text.RegularExpressions.Regex.IsMatch(text, @"get\w+From\w+\s*\(");
        var strategy = definition.Options is { } options ? Text(options, "incidentStrategyType") : null;
        return new CompiledWorkflow(definition, workflow, _activities, tracks) { FaultsOnIncident = strategy?.Contains("ContinueWithIncidents", StringComparison.Ordinal) != true };
    }

    private WorkflowDefinition? FindSubWorkflow(JsonObject json, string path)
    {
        var definitionId = Text(json, "workflowDefinitionId");
        if (definitionId is null || _findWorkflow is null)
            return null;
        if (_nesting.Contains(definitionId))
        {
            _problems.Add(new DefinitionProblem(ProblemSeverity.Error, "workflow-uses-itself", path, Text(json, "id"), Text(json, "name"), "A workflow cannot be a step of itself, directly or through others.", "Use 'Start a workflow' to start another instance instead."));
            return null;
        }

        return _findWorkflow(definitionId, Text(json, "workflowDefinitionVersionId"));
    }

    private void BuildSubWorkflow(WorkflowDefinitionActivity activity, WorkflowDefinition definition, string path)
    {
        _nesting.Add(definition.DefinitionId);
        activity.Definition = definition;
        activity.Variables = ReadVariables(definition.Json["variables"] as JsonArray, $"{path}.variables");
        foreach (var declared in definition.List("inputs"))
        {
            var name = Text(declared, "name") ?? string.Empty;
            var input = new Input<object>(declared["defaultValue"] is { } d ? Values.FromJson(d) : null) { Name = name, AutoEvaluate = false };
            if (FindIgnoringCase(activity.Json, name) is JsonObject given && given["expression"] is JsonObject expression)
                BindExpression(input, expression, activity, $"{path}.{name}");
            activity.WorkflowInputs.Add(name, input);
        }

        foreach (var declared in definition.List("outputs"))
        {
            var name = Text(declared, "name") ?? string.Empty;
            if (FindIgnoringCase(activity.Json, name) is JsonObject given)
                activity.WorkflowOutputs[name] = ReadVariableReference(given["memoryReference"]);
        }

        if (definition.Root is { } root)
            activity.Body = CompileActivity(root, activity, $"{path}.root");
        _nesting.Remove(definition.DefinitionId);
    }

    private void CheckId(Activity activity, string path)
    {
        if (activity.Id.Length == 0)
        {
            Report(ProblemSeverity.Error, "activity-without-id", path, activity, "This step has no id.", "Give it an id of its own.");
            return;
        }

        var scope = _nesting.Count == 0 ? activity.Id : activity.NodeId;
        var isRootRepeat = _ids.TryGetValue(scope, out var other);
        if (!isRootRepeat)
        {
            _ids[scope] = path;
            return;
        }

        // Elsa's own exports may give a container the id of one of its steps (their node ids still differ), so that is no error.
        var clash = _activities.Any(a => !ReferenceEquals(a, activity) && string.Equals(a.NodeId, activity.NodeId, StringComparison.Ordinal));
        Report(clash ? ProblemSeverity.Error : ProblemSeverity.Warning, "duplicate-id", $"{path}.id", activity, $"The id '{activity.Id}' is used twice; the other step is at {other}.", "Give one of them another id.");
    }

    private void BindMembers(Activity activity, ActivityDescriptor descriptor, string path)
    {
        var inputs = new List<Input>();
        foreach (var member in descriptor.Inputs)
        {
            var given = activity.Json[member.JsonName];
            if (!typeof(Input).IsAssignableFrom(member.Property.PropertyType))
            {
                BindPlain(activity, member, given, path);
                continue;
            }

            var input = (Input?)member.Property.GetValue(activity) ?? (Input)Activator.CreateInstance(member.Property.PropertyType, [null])!;
            input.Name = member.Property.Name;
            input.AutoEvaluate = member.Input!.AutoEvaluate;
            input.KeepsText = member.Input.KeepsText;
            member.Property.SetValue(activity, input);
            if (given is JsonObject o && o["expression"] is JsonObject expression)
                BindExpression(input, expression, activity, $"{path}.{member.JsonName}");
            else if (given is JsonObject referenced && referenced["memoryReference"] is { } memory && ReadVariableReference(memory) is { } reference)
                input.Expression = new VariableExpression(reference);
            else if (given is JsonValue or JsonArray)
                BindExpression(input, new JsonObject { ["type"] = given is JsonArray ? "Object" : "Literal", ["value"] = given.DeepClone() }, activity, $"{path}.{member.JsonName}");
            if ((member.Input.Required || member.Input.Expected) && input.Expression is null && IsEmpty(input))
                Report(member.Input.Required ? ProblemSeverity.Error : ProblemSeverity.Warning, "missing-input", $"{path}.{member.JsonName}", activity, $"'{member.DisplayName}' is not filled in.", "Fill it in.");
            if (input.Expression is not null && input.AutoEvaluate)
                input.Slot = activity.EvaluatedInputs++;
            inputs.Add(input);
        }

        activity.Inputs = [.. inputs];
        var outputs = new List<Output>();
        foreach (var member in descriptor.Outputs)
        {
            var output = (Output)Activator.CreateInstance(member.Property.PropertyType)!;
            output.Name = member.Property.Name;
            output.Target = activity.Json[member.JsonName] is JsonObject o ? ReadVariableReference(o["memoryReference"]) : null;
            member.Property.SetValue(activity, output);
            outputs.Add(output);
        }

        activity.Outputs = [.. outputs];
    }

    private static bool IsEmpty(Input input) => input.First is null or "" || input.First is DateTimeOffset at && at == default;

    private void BindPlain(Activity activity, ActivityMember member, JsonNode? given, string path)
    {
        if (given is null)
            return;
        try
        {
            var value = given is JsonObject o && o["expression"] is JsonObject e ? e["value"] : given;
            member.Property.SetValue(activity, Values.Convert(Values.FromJson(value), member.Property.PropertyType));
        }
        catch (ValueConversionException e)
        {
            Report(ProblemSeverity.Error, "bad-value", $"{path}.{member.JsonName}", activity, $"The value of '{member.DisplayName}' does not fit: {e.Message}", "Correct the value.");
        }
    }

    private static void BindPorts(Activity activity, ActivityDescriptor descriptor, ActivityBuilder builder)
    {
        foreach (var port in descriptor.Ports)
        {
            if (port.Property.GetValue(activity) is null && builder.ReadActivity(activity.Json[port.JsonName], port.JsonName) is { } child)
                port.Property.SetValue(activity, child);
        }
    }

    private void BindInputExpression(Input input, JsonNode? value, Activity activity, string path)
    {
        var definition = value as JsonObject ?? (value is JsonValue v && v.TryGetValue(out string? text) && text.AsSpan().TrimStart() is ['{', ..] ? JsonNode.Parse(text) as JsonObject : null);
        if (definition is not null && Text(definition, "name") is { Length: > 0 } name)
            input.Expression = new WorkflowInputExpression(name);
        else
            Report(ProblemSeverity.Warning, "input-expression-without-name", path, activity, "An 'Input' expression must hold the input's definition with its name; this one gives nothing, as in Elsa.", "Choose the input again, or use getInput('…') in JavaScript.");
    }

    private static void BindObject(Input input, JsonNode? value)
    {
        var node = value;
        if (value is JsonValue v && v.TryGetValue(out string? text))
        {
            if (string.IsNullOrWhiteSpace(text))
                return;
            try
            {
                node = JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                input.SetConstant(text);
                return;
            }
        }

        if (node is JsonValue scalar)
            input.SetConstant(Values.FromJson(scalar));
        else if (node is not null)
        {
            input.SetConstant(node.DeepClone());
            input.Expression = new ObjectExpression(node.DeepClone());
        }
    }

    private static object? ReadDefault(JsonNode raw, string typeName)
    {
        if (raw is JsonValue v && v.TryGetValue(out string? text))
        {
            if (typeName is "String" or "Object")
                return text;
            if (text.Length == 0)
                return null;
            return text.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(text) : Values.ToNamedType(text, typeName);
        }

        return Values.ToNamedType(Values.FromJson(raw), typeName);
    }

    private static JsonNode? FindIgnoringCase(JsonObject json, string name) =>
        json.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonObject json, string property) => json[property] is JsonValue v && v.TryGetValue(out string? s) ? s : null;

    private static string AsText(JsonNode? value) => value is JsonValue v ? Values.ToText(Values.FromJson(v)) : value?.ToJsonString() ?? string.Empty;
}
