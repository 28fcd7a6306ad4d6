using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Engine.Execution;
using Frontdesk.Engine.Expressions;

namespace Frontdesk.Engine.Activities;

/// <summary>Helps an activity to read from its JSON what attributes cannot say: lists of activities, cases, connections.</summary>
public sealed class ActivityBuilder
{
    private readonly WorkflowCompiler _compiler;
    private readonly Activity _activity;

    internal ActivityBuilder(WorkflowCompiler compiler, Activity activity, string path)
    {
        _compiler = compiler;
        _activity = activity;
        Path = path;
    }

    /// <summary>The JSON path of the activity.</summary>
    public string Path { get; }

    /// <summary>The activity's JSON.</summary>
    public JsonObject Json => _activity.Json;

    /// <summary>Compiles the activities of an array.</summary>
    public IReadOnlyList<Activity> ReadActivities(string property)
    {
        var list = new List<Activity>();
        if (Json[property] is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                if (array[i] is JsonObject json && _compiler.CompileActivity(json, _activity, $"{Path}.{property}[{i}]") is { } activity)
                    list.Add(activity);
            }
        }

        return list;
    }

    /// <summary>Compiles one activity.</summary>
    public Activity? ReadActivity(JsonNode? json, string path) =>
        json is JsonObject o ? _compiler.CompileActivity(o, _activity, $"{Path}.{path}") : null;

    /// <summary>Compiles an expression of the form <c>{"type": …, "value": …}</c> into an input computed when asked for.</summary>
    public Input<T> ReadExpression<T>(JsonNode? json, string path, T? fallback = default)
    {
        var input = new Input<T>(fallback) { Name = path, AutoEvaluate = false };
        if (json is JsonObject o)
            _compiler.BindExpression(input, o["expression"] as JsonObject ?? o, _activity, $"{Path}.{path}");
        return input;
    }

    /// <summary>Declares the variables of an array on the activity.</summary>
    public void ReadVariables(string property) => _activity.Variables = [.. _activity.Variables, .. _compiler.ReadVariables(Json[property] as JsonArray, $"{Path}.{property}")];

    /// <summary>Which variable the JSON means.</summary>
    public static VariableReference? ReadVariableReference(JsonNode? json) => WorkflowCompiler.ReadVariableReference(json);

    /// <summary>Reports something wrong in the activity.</summary>
    public void Problem(ProblemSeverity severity, string code, string path, string message, string remedy) =>
        _compiler.Report(severity, code, $"{Path}.{path}", _activity, message, remedy);
}
