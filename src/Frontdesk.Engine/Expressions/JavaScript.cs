using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Execution;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Frontdesk.Engine.Expressions;

/// <summary>A JavaScript expression, parsed once.</summary>
internal sealed class JavaScriptExpression : Expression
{
    private readonly Prepared<Script> _script;
    private readonly bool _usesVariablesObject;
    private readonly bool _needsGuards;

    private JavaScriptExpression(Prepared<Script> script, string code)
    {
        _script = script;
        _usesVariablesObject = code.Contains("variables", StringComparison.Ordinal);
        _needsGuards = ScriptGuards.Needed(code);
        Code = code;
    }

    internal string Code { get; }

    /// <summary>Parses the code.</summary>
    /// <exception cref="ScriptException">The syntax is wrong; the message says where.</exception>
    internal static JavaScriptExpression Parse(string code)
    {
        try
        {
            return new JavaScriptExpression(Jint.Engine.PrepareScript(code), code);
        }
        catch (Exception e) when (e is ParseErrorException or ScriptPreparationException)
        {
            throw new ScriptException($"The JavaScript is not valid: {(e.InnerException ?? e).Message}");
        }
    }

    public override object? Evaluate(ActivityExecutionContext context)
    {
        var script = context.WorkflowExecutionContext.Scripts;
        if (_needsGuards)
            script.Guard();
        return script.Evaluate(_script, context, _usesVariablesObject, Code);
    }
}

/// <summary>
/// The JavaScript engine of one burst of one instance. It is made for the burst's first script and thrown away with the
/// burst, so that nothing leaks from one instance to another.
/// </summary>
internal sealed class ScriptSession : IDisposable
{
    private readonly WorkflowExecutionContext _workflow;
    private readonly Jint.Engine _engine;
    private readonly ScriptGuards _guards;
    private ActivityExecutionContext? _current;
    private HashSet<string>? _wrappers;
    private bool _hasVariablesObject;

    internal ScriptSession(WorkflowExecutionContext workflow)
    {
        _workflow = workflow;
        var limits = workflow.Environment.ScriptLimits;
        _engine = new Jint.Engine(o =>
        {
            o.TimeoutInterval(limits.Timeout);
            o.LimitMemory(limits.MemoryBytes);
            o.MaxStatements(limits.MaxStatements);
            o.LimitRecursion(limits.RecursionDepth);
            o.Constraints.MaxArraySize = 1_000_000;
            o.Constraints.RegexTimeout = TimeSpan.FromMilliseconds(500);
            o.Constraints.StackOverflowGuard = true;
            o.TimeSystem = new InjectedTime(workflow.Environment.TimeProvider);
            o.Culture = System.Globalization.CultureInfo.InvariantCulture;
            o.Strict = false;
        });
        _guards = new ScriptGuards(_engine, limits.MemoryBytes);
        DefineFunctions();
    }

    public void Dispose() => _engine.Dispose();

    internal void Guard() => _guards.Install();

    internal object? Evaluate(in Prepared<Script> script, ActivityExecutionContext context, bool usesVariablesObject, string code)
    {
        var outer = _current;
        _current = context;
        try
        {
            if (usesVariablesObject && !_hasVariablesObject)
                DefineVariablesObject();
            DefineWrappers(code);
            var value = _engine.Evaluate(script);
            _engine.Constraints.Check();
            return FromScript(value);
        }
        catch (JavaScriptException e)
        {
            throw new ScriptException($"The JavaScript failed at line {e.Location.Start.Line}: {SafeMessage(e)}");
        }
        catch (Exception e) when (e is TimeoutException or MemoryLimitExceededException or StatementsCountOverflowException or RecursionDepthOverflowException or ExecutionCanceledException or InsufficientExecutionStackException or OutOfMemoryException or RegexMatchTimeoutException)
        {
            throw new ScriptException($"The JavaScript was stopped: {Limit(e)}. Shorten the work it does, or raise the limit in Frontdesk:Engine:Script.");
        }
        catch (Exception e) when (e is JintException)
        {
            throw new ScriptException($"The JavaScript failed: {e.Message}");
        }
        finally
        {
            _current = outer;
        }
    }

    private static string Limit(Exception e) => e switch
    {
        TimeoutException or RegexMatchTimeoutException => "it ran too long",
        MemoryLimitExceededException or OutOfMemoryException => "it used too much memory",
        StatementsCountOverflowException => "it ran too many statements",
        _ => "it nested calls too deeply",
    };

    // The text of an error thrown by a script can quote values (PHI); errors raised by the interpreter itself cannot.
    private static string SafeMessage(JavaScriptException e) =>
        e.Message is { Length: < 200 } m && (m.EndsWith("is not defined", StringComparison.Ordinal) || m.Contains("is not a function", StringComparison.Ordinal) || m.Contains("Cannot read propert", StringComparison.Ordinal)) ? m : "the script threw an error";

    private void DefineFunctions()
    {
        _engine.SetValue("getVariable", new Func<string, JsValue>(n => ToScript(_current!.GetVariableValue(n))));
        _engine.SetValue("setVariable", new Action<string, JsValue>((n, v) => _current!.SetVariableValue(n, FromScript(v))));
        _engine.SetValue("getInput", new Func<string, JsValue>(n => ToScript(_current!.GetInput(n))));
        _engine.SetValue("getOutputFrom", new Func<string, JsValue, JsValue>((a, o) => ToScript(_workflow.GetOutput(a, o.IsUndefined() || o.IsNull() ? "Result" : o.ToString()))));
        _engine.SetValue("getLastResult", new Func<JsValue>(() => ToScript(_workflow.LastResult)));
        _engine.SetValue("getWorkflowInstanceId", new Func<string>(() => _workflow.Id));
        _engine.SetValue("getWorkflowDefinitionId", new Func<string>(() => _workflow.Workflow.Definition.DefinitionId));
        _engine.SetValue("getWorkflowDefinitionVersionId", new Func<string>(() => _workflow.Workflow.Definition.Id));
        _engine.SetValue("getWorkflowDefinitionVersion", new Func<int>(() => _workflow.Workflow.Definition.Version));
        _engine.SetValue("getWorkflowInstanceName", new Func<string?>(() => _workflow.Name));
        _engine.SetValue("getCorrelationId", new Func<JsValue>(() => ToScript(_workflow.CorrelationId)));
        _engine.SetValue("setCorrelationId", new Action<string>(v => _workflow.CorrelationId = v));
        _engine.SetValue("setWorkflowInstanceName", new Action<string>(v => _workflow.Name = v));
        _engine.SetValue("newGuid", new Func<string>(() => _workflow.Environment.NewGuid().ToString()));
        _engine.SetValue("newGuidString", new Func<string>(() => _workflow.Environment.NewGuid().ToString()));
        _engine.SetValue("newShortGuid", new Func<string>(() => Convert.ToBase64String(_workflow.Environment.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')));
        _engine.SetValue("isNullOrWhiteSpace", new Func<JsValue, bool>(v => v.IsNull() || v.IsUndefined() || string.IsNullOrWhiteSpace(v.ToString())));
        _engine.SetValue("isNullOrEmpty", new Func<JsValue, bool>(v => v.IsNull() || v.IsUndefined() || v.ToString().Length == 0));
        _engine.SetValue("toJson", new Func<JsValue, string>(v => Values.ToJson(FromScript(v))?.ToJsonString() ?? "null"));
        _engine.SetValue("setOutcome", new Action<JsValue>(v => _current!.ScriptOutcomes = [v.ToString()]));
        _engine.SetValue("setOutcomes", new Action<JsValue>(v => _current!.ScriptOutcomes = [.. Values.ToItems(FromScript(v)).Select(Values.ToText)]));
        _engine.Global.Get("Math").AsObject().Set("random", JsValue.FromObject(_engine, new Func<double>(() => _workflow.Environment.NextDouble())));
    }

    private void DefineVariablesObject()
    {
        _hasVariablesObject = true;
        _engine.SetValue("__names", new Func<string[]>(() => [.. _current!.VariableNames()]));
        _engine.Execute(
            """
            var variables = new Proxy({}, {
              get: (t, p) => typeof p === 'symbol' ? undefined : getVariable(p),
              set: (t, p, v) => { setVariable(p, v); return true; },
              has: (t, p) => __names().includes(p),
              ownKeys: () => __names(),
              getOwnPropertyDescriptor: (t, p) => __names().includes(p) ? { value: getVariable(p), enumerable: true, configurable: true, writable: true } : undefined
            });
            """);
    }

    /// <summary>Elsa's shorthand functions (getCounter(), setCounter(v), getResultFromStep()) for the names that the code uses.</summary>
    private void DefineWrappers(string code)
    {
        if (!code.Contains("get", StringComparison.Ordinal) && !code.Contains("set", StringComparison.Ordinal))
            return;
        foreach (var call in _workflow.Workflow.Shorthands(code))
        {
            if (!(_wrappers ??= new HashSet<string>(StringComparer.Ordinal)).Add(call.Function))
                continue;
            switch (call.Kind)
            {
                case ShorthandKind.GetVariable:
                    _engine.SetValue(call.Function, new Func<JsValue>(() => ToScript(_current!.GetVariableValue(call.Name))));
                    break;
                case ShorthandKind.SetVariable:
                    _engine.SetValue(call.Function, new Action<JsValue>(v => _current!.SetVariableValue(call.Name, FromScript(v))));
                    break;
                case ShorthandKind.GetInput:
                    _engine.SetValue(call.Function, new Func<JsValue>(() => ToScript(_current!.GetInput(call.Name))));
                    break;
                default:
                    _engine.SetValue(call.Function, new Func<JsValue>(() => ToScript(_workflow.GetOutput(call.Name, call.Output!))));
                    break;
            }
        }
    }

    private JsValue ToScript(object? value) => value switch
    {
        null => JsValue.Null,
        string s => new JsString(s),
        bool b => b ? JsBoolean.True : JsBoolean.False,
        int i => JsNumber.Create(i),
        long l => JsNumber.Create(l),
        double d => JsNumber.Create(d),
        decimal m => JsNumber.Create((double)m),
        DateTimeOffset at => JsValue.FromObject(_engine, at.UtcDateTime),
        JsonValue v => ToScript(Values.FromJson(v)),
        JsonObject o => ToScriptObject(o),
        JsonArray a => new JsArray(_engine, [.. a.Select(ToScript)]),
        _ => new JsString(Values.ToText(value)),
    };

    private JsObject ToScriptObject(JsonObject source)
    {
        var target = new JsObject(_engine);
        foreach (var (name, value) in source)
            target.Set(name, ToScript(value));
        return target;
    }

    private object? FromScript(JsValue value)
    {
        // A value may share its parts and so be far larger as JSON than it is in the script's memory.
        var budget = _workflow.Environment.ScriptLimits.MemoryBytes;
        return FromScript(value, 0, ref budget);
    }

    private object? FromScript(JsValue value, int depth, ref long budget)
    {
        if (depth > 48)
            throw new ScriptException("The JavaScript returned an object that is nested too deeply.");
        budget -= value is JsString text ? 2L * text.Length : 64;
        if (budget < 0)
            throw new ScriptException("The JavaScript was stopped: it used too much memory. Return less.");
        switch (value.Type)
        {
            case Types.Empty or Types.Undefined or Types.Null:
                return null;
            case Types.Boolean:
                return value.AsBoolean();
            case Types.String:
                return value.AsString();
            case Types.Number:
                var number = value.AsNumber();
                return number == Math.Floor(number) && Math.Abs(number) < 9e15
                    ? number is >= int.MinValue and <= int.MaxValue ? (int)number : (object)(long)number
                    : number;
            case Types.BigInt:
                return value.ToString();
        }

        if (value.IsDate())
            return new DateTimeOffset(value.AsDate().ToDateTime());
        if (value is JsArray array)
        {
            var list = new JsonArray();
            foreach (var item in array)
                list.Add(Values.ToJson(FromScript(item, depth + 1, ref budget)));
            return list;
        }

        if (value.IsObject())
        {
            var target = new JsonObject();
            foreach (var (key, property) in value.AsObject().GetOwnProperties())
            {
                if (property.Enumerable && value.AsObject().Get(key) is { } item && !item.IsUndefined())
                    target[key.ToString()] = Values.ToJson(FromScript(item, depth + 1, ref budget));
            }

            return target;
        }

        return value.ToString();
    }

    private sealed class InjectedTime(TimeProvider time) : ITimeSystem
    {
        public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

        public DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;

        public bool TryParse(string date, out long epochMilliseconds)
        {
            if (DateTimeOffset.TryParse(date, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at))
            {
                epochMilliseconds = at.ToUnixTimeMilliseconds();
                return true;
            }

            epochMilliseconds = long.MinValue;
            return false;
        }
    }
}
