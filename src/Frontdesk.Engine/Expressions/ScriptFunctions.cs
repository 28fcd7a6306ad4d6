using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;

namespace Frontdesk.Engine.Expressions;

/// <summary>The functions that Elsa gives to scripts, each made only for a script that names it.</summary>
internal static class ScriptFunctions
{
    private static readonly FrozenDictionary<string, Func<ScriptSession, object>> Makers = new Dictionary<string, Func<ScriptSession, object>>(StringComparer.Ordinal)
    {
        ["getVariable"] = s => new Func<string, JsValue>(s.GetVariable),
        ["setVariable"] = s => new Action<string, JsValue?>(s.SetVariable),
        ["getInput"] = s => new Func<string, JsValue>(n => s.ToScript(s.Current.GetInput(n))),
        ["getOutputFrom"] = s => new Func<string, JsValue?, JsValue>((a, o) => s.ToScript(s.Workflow.GetOutput(a, IsNothing(o) ? "Result" : o!.ToString()))),
        ["getLastResult"] = s => new Func<JsValue>(() => s.ToScript(s.Workflow.LastResult)),
        ["getWorkflowInstanceId"] = s => new Func<string>(() => s.Workflow.Id),
        ["getWorkflowDefinitionId"] = s => new Func<string>(() => s.Workflow.Workflow.Definition.DefinitionId),
        ["getWorkflowDefinitionVersionId"] = s => new Func<string>(() => s.Workflow.Workflow.Definition.Id),
        ["getWorkflowDefinitionVersion"] = s => new Func<int>(() => s.Workflow.Workflow.Definition.Version),
        ["getWorkflowInstanceName"] = s => new Func<JsValue>(() => s.ToScript(s.Workflow.Name)),
        ["setWorkflowInstanceName"] = s => new Action<JsValue?>(v => s.Workflow.Name = Text(v)),
        ["getCorrelationId"] = s => new Func<JsValue>(() => s.ToScript(s.Workflow.CorrelationId)),
        ["setCorrelationId"] = s => new Action<JsValue?>(v => s.Workflow.CorrelationId = Text(v)),
        ["newGuid"] = s => new Func<string>(() => s.Workflow.Environment.NewGuid().ToString()),
        ["newGuidString"] = s => new Func<string>(() => s.Workflow.Environment.NewGuid().ToString()),
        ["getGuidString"] = s => new Func<string>(() => s.Workflow.Environment.NewGuid().ToString()),
        ["newShortGuid"] = s => new Func<string>(() => Short(s.Workflow.Environment.NewGuid())),
        ["getShortGuid"] = s => new Func<string>(() => Short(s.Workflow.Environment.NewGuid())),
        ["parseGuid"] = _ => new Func<string, string>(v => Guid.TryParse(v, out var id) ? id.ToString() : throw new ScriptException("The JavaScript failed: parseGuid was given something that is no GUID.")),
        ["isNullOrWhiteSpace"] = _ => new Func<JsValue?, bool>(v => string.IsNullOrWhiteSpace(Text(v))),
        ["isNullOrEmpty"] = _ => new Func<JsValue?, bool>(v => string.IsNullOrEmpty(Text(v))),
        ["toJson"] = s => new Func<JsValue?, string>(v => Values.ToJsonText(Values.ToJson(s.FromScript(v ?? JsValue.Undefined)))),
        ["stringToBase64"] = _ => new Func<string, string>(v => Convert.ToBase64String(Encoding.UTF8.GetBytes(v))),
        ["stringFromBase64"] = _ => new Func<string, string>(v => Encoding.UTF8.GetString(FromBase64(v))),
        ["bytesToString"] = s => new Func<JsValue, string>(v => Encoding.UTF8.GetString(Bytes(s, v))),
        ["bytesFromString"] = s => new Func<string, JsValue>(v => s.ToScript(List(Encoding.UTF8.GetBytes(v)))),
        ["bytesToBase64"] = s => new Func<JsValue, string>(v => Convert.ToBase64String(Bytes(s, v))),
        ["bytesFromBase64"] = s => new Func<string, JsValue>(v => s.ToScript(List(FromBase64(v)))),
        ["setOutcome"] = s => new Action<JsValue?>(v => s.Current.ScriptOutcomes = [Text(v) ?? string.Empty]),
        ["setOutcomes"] = s => new Action<JsValue?>(v => s.Current.ScriptOutcomes = [.. Values.ToItems(s.FromScript(v ?? JsValue.Undefined)).Select(Values.ToText)]),
        ["TimeSpan"] = s => TypeReference.CreateTypeReference<TimeSpan>(s.Interpreter),
        ["Math"] = s => SeededMath(s),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static IReadOnlyList<string> All { get; } = [.. Makers.Keys];

    internal static bool Has(string name) => Makers.ContainsKey(name);

    internal static object Make(string name, ScriptSession session) => Makers[name](session);

    private static bool IsNothing(JsValue? value) => value is null || value.IsNull() || value.IsUndefined();

    private static string? Text(JsValue? value) => IsNothing(value) ? null : value!.ToString();

    private static string Short(Guid id) => Convert.ToBase64String(id.ToByteArray()).Replace("=", string.Empty, StringComparison.Ordinal).Replace("+", string.Empty, StringComparison.Ordinal).Replace("/", string.Empty, StringComparison.Ordinal);

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new ScriptException("The JavaScript failed: what should be Base64 is not.");
        }
    }

    private static JsonArray List(byte[] bytes) => [.. bytes.Select(b => (JsonNode)JsonValue.Create((int)b))];

    private static byte[] Bytes(ScriptSession session, JsValue value) =>
        [.. Values.ToItems(session.FromScript(value)).Select(item => unchecked((byte)Convert.ToInt64(item, CultureInfo.InvariantCulture)))];

    /// <summary>Random numbers come from the instance's surroundings, so that a simulation repeats.</summary>
    private static JsValue SeededMath(ScriptSession session)
    {
        var math = session.Interpreter.Global.Get("Math");
        math.AsObject().Set("random", JsValue.FromObject(session.Interpreter, new Func<double>(session.Workflow.Environment.NextDouble)));
        return math;
    }
}
