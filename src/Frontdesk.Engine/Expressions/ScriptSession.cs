using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frontdesk.Engine.Activities;
using Frontdesk.Engine.Execution;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Frontdesk.Engine.Expressions;

/// <summary>
/// A JavaScript interpreter for one instance. It is made for the burst's first script and thrown away with the burst, so
/// that nothing leaks from one instance to another; scripts that leave traces get one for themselves.
/// </summary>
internal sealed class ScriptSession : IDisposable
{
    private static readonly Prepared<Acornima.Ast.Script> VariablesObject = Jint.Engine.PrepareScript(
        """
        var variables = new Proxy({}, {
          get: (t, p) => typeof p === 'symbol' ? undefined : __get(p),
          set: (t, p, v) => { __set(p, v); return true; },
          has: (t, p) => __names().includes(p),
          ownKeys: () => __names(),
          getOwnPropertyDescriptor: (t, p) => __names().includes(p) ? { value: __get(p), enumerable: true, configurable: true, writable: true } : undefined
        });
        """);

    private readonly ScriptGuards _guards;
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (JsValue Object, JsonNode Source)> _lent = new(StringComparer.Ordinal);
    private ActivityExecutionContext? _current;
    private bool _hasVariablesObject;

    internal ScriptSession(WorkflowExecutionContext workflow)
    {
        Workflow = workflow;
        var limits = workflow.Environment.ScriptLimits;
        Interpreter = new Jint.Engine(o =>
        {
            o.TimeoutInterval(limits.Timeout);
            o.LimitMemory(limits.MemoryBytes);
            o.MaxStatements(limits.MaxStatements);
            o.LimitRecursion(limits.RecursionDepth);
            o.Constraints.MaxArraySize = 1_000_000;
            o.Constraints.RegexTimeout = TimeSpan.FromMilliseconds(500);
            o.Constraints.PromiseTimeout = limits.Timeout;
            o.Constraints.StackOverflowGuard = true;
            o.TimeSystem = new InjectedTime(workflow.Environment.TimeProvider);
            o.Culture = System.Globalization.CultureInfo.InvariantCulture;
            o.Strict = false;
        });
        _guards = new ScriptGuards(Interpreter, limits.MemoryBytes);
    }

    internal WorkflowExecutionContext Workflow { get; }

    internal Jint.Engine Interpreter { get; }

    internal ActivityExecutionContext Current => _current!;

    public void Dispose() => Interpreter.Dispose();

    internal object? Evaluate(JavaScriptExpression expression, ActivityExecutionContext context)
    {
        var outer = _current;
        _current = context;
        try
        {
            Define(expression);
            var value = Interpreter.Evaluate(expression.Script);
            Interpreter.Constraints.Check();
            var result = FromScript(value.UnwrapIfPromise());
            if (expression.MayChangeObjects)
                TakeBack();
            return result;
        }
        catch (JavaScriptException e)
        {
            throw new ScriptException($"The JavaScript failed at line {e.Location.Start.Line}: {SafeMessage(e.Message)}");
        }
        catch (PromiseRejectedException e)
        {
            throw new ScriptException($"The JavaScript failed: {SafeMessage(e.RejectedValue.ToString())}");
        }
        catch (Exception e) when (e is TimeoutException or MemoryLimitExceededException or StatementsCountOverflowException or RecursionDepthOverflowException or ExecutionCanceledException or InsufficientExecutionStackException or OutOfMemoryException or RegexMatchTimeoutException)
        {
            Workflow.Environment.Telemetry?.ScriptStopped(LimitWord(e));
            throw new ScriptException($"The JavaScript was stopped: {Limit(e)}. Shorten the work it does, or raise the limit in Frontdesk:Engine:Script.");
        }
        catch (Exception e) when (e is JintException)
        {
            throw new ScriptException($"The JavaScript failed: {e.Message}");
        }
        finally
        {
            _lent.Clear();
            _current = outer;
        }
    }

    internal JsValue ToScript(object? value) => ScriptValues.ToScript(value, Interpreter);

    internal object? FromScript(JsValue value) => ScriptValues.FromScript(value, Workflow.Environment.ScriptLimits.MemoryBytes);

    /// <summary>A variable's value. Of an object the script gets one copy, and what it changes in it is taken back.</summary>
    internal JsValue GetVariable(string name)
    {
        var value = Current.GetVariableValue(name);
        return value is JsonObject source ? Lend(name, source) : ToScript(value);
    }

    internal void SetVariable(string name, JsValue? value)
    {
        _lent.Remove(name);
        Current.SetVariableValue(name, FromScript(value ?? JsValue.Undefined));
    }

    private static string LimitWord(Exception e) => e switch
    {
        TimeoutException or RegexMatchTimeoutException => "time",
        MemoryLimitExceededException or OutOfMemoryException => "memory",
        StatementsCountOverflowException => "statements",
        _ => "depth",
    };

    private static string Limit(Exception e) => e switch
    {
        TimeoutException or RegexMatchTimeoutException => "it ran too long",
        MemoryLimitExceededException or OutOfMemoryException => "it used too much memory",
        StatementsCountOverflowException => "it ran too many statements",
        _ => "it nested calls too deeply",
    };

    // The text of an error thrown by a script can quote values (PHI); errors raised by the interpreter itself cannot.
    private static string SafeMessage(string message) =>
        message is { Length: < 200 } m && (m.EndsWith("is not defined", StringComparison.Ordinal) || m.Contains("is not a function", StringComparison.Ordinal) || m.Contains("Cannot read propert", StringComparison.Ordinal)) ? m : "the script threw an error";

    /// <summary>In <c>variables.x</c> lists are lent too, as Elsa does; the getters hand out copies of them.</summary>
    private JsValue GetMember(string name) =>
        Current.GetVariableValue(name) is JsonNode source and (JsonObject or JsonArray) ? Lend(name, source) : GetVariable(name);

    private JsValue Lend(string name, JsonNode source)
    {
        if (_lent.TryGetValue(name, out var lent) && ReferenceEquals(lent.Source, source))
            return lent.Object;
        var copy = ToScript(source);
        _lent[name] = (copy, source);
        return copy;
    }

    private void TakeBack()
    {
        foreach (var (name, (lent, source)) in _lent)
        {
            var now = FromScript(lent);
            if (!JsonNode.DeepEquals(now as JsonNode, source))
                Current.SetVariableValue(name, now);
        }
    }

    private void Define(JavaScriptExpression expression)
    {
        if (expression.NeedsGuards)
            _guards.Install();
        foreach (var name in expression.Functions)
        {
            if (_defined.Add(name))
                Interpreter.SetValue(name, ScriptFunctions.Make(name, this));
        }

        if (expression.UsesVariablesObject && !_hasVariablesObject)
            DefineVariablesObject();
        if (!expression.Code.Contains("get", StringComparison.Ordinal) && !expression.Code.Contains("set", StringComparison.Ordinal))
            return;
        foreach (var call in Workflow.Workflow.Shorthands(expression.Code))
        {
            if (_defined.Add(call.Function))
                Interpreter.SetValue(call.Function, Shorthand(call));
        }
    }

    /// <summary>Elsa's shorthand functions: getCounter(), setCounter(v), getResultFromStep().</summary>
    private Delegate Shorthand(Shorthand call) => call.Kind switch
    {
        ShorthandKind.GetVariable => new Func<JsValue>(() => GetVariable(call.Name)),
        ShorthandKind.SetVariable => new Action<JsValue?>(v => SetVariable(call.Name, v)),
        ShorthandKind.GetInput => new Func<JsValue>(() => ToScript(Current.GetInput(call.Name))),
        _ => new Func<JsValue>(() => ToScript(Workflow.GetOutput(call.Name, call.Output!))),
    };

    private void DefineVariablesObject()
    {
        _hasVariablesObject = true;
        Interpreter.SetValue("__names", new Func<string[]>(() => [.. Current.VariableNames()]));
        Interpreter.SetValue("__get", new Func<string, JsValue>(GetMember));
        Interpreter.SetValue("__set", new Action<string, JsValue?>(SetVariable));
        Interpreter.Execute(VariablesObject);
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
