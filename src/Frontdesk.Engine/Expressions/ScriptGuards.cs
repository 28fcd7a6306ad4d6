using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Frontdesk.Engine.Expressions;

/// <summary>
/// Stops the few built-in functions of JavaScript that make something huge in one call, before the interpreter's own
/// memory limit can look: it only looks between statements.
/// </summary>
internal sealed class ScriptGuards(Jint.Engine engine, long memoryBytes)
{
    private static readonly string[] Buffers = ["ArrayBuffer", "SharedArrayBuffer", "DataView", "Atomics", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"];
    private static readonly string[] Risky = ["repeat", "replace", "join", "stringify", "toString", "String", "Buffer", "Int", "Float", "Uint", "Atomics", "DataView", "globalThis", "eval", "Function", "constructor", "['", "[\"", "[`"];
    private bool _installed;

    private long MaxChars => memoryBytes / 2;

    /// <summary>Whether code may reach a function that needs a guard; most code does not, and pays nothing.</summary>
    internal static bool Needed(string code) => Risky.Any(word => code.Contains(word, StringComparison.Ordinal)) || (code.Contains('+', StringComparison.Ordinal) && code.Contains('[', StringComparison.Ordinal)) || code.Contains('`', StringComparison.Ordinal);

    internal void Install()
    {
        if (_installed)
            return;
        _installed = true;
        var text = engine.Global.Get("String").AsObject().Get("prototype").AsObject();
        Wrap(text, "repeat", (self, arguments) => Length(self) * Count(arguments, 0));
        Wrap(text, "replace", (self, arguments) => Replaced(self, arguments, all: false));
        Wrap(text, "replaceAll", (self, arguments) => Replaced(self, arguments, all: true));
        Wrap(engine.Global.Get("Array").AsObject().Get("prototype").AsObject(), "join", (self, arguments) => Weigh(self, SeparatorLength(arguments)));
        Wrap(engine.Global.Get("JSON").AsObject(), "stringify", (_, arguments) => arguments.Length == 0 ? 0 : Weigh(arguments[0], 2));
        foreach (var name in Buffers)
            engine.Global.Delete(name);
    }

    private void Wrap(ObjectInstance owner, string name, Func<JsValue, JsValue[], double> size)
    {
        var original = owner.Get(name);
        owner.Set(name, new ClrFunction(engine, name, (self, arguments) =>
        {
            if (size(self, arguments) > MaxChars)
                throw new MemoryLimitExceededException($"'{name}' would use too much memory.");
            return original.Call(self, arguments);
        }));
    }

    private static double Length(JsValue value) => value is JsString text ? text.Length : value.IsObject() ? 0 : value.ToString().Length;

    private static double Count(JsValue[] arguments, int index) => arguments.Length > index && arguments[index].IsNumber() ? Math.Max(0, arguments[index].AsNumber()) : 0;

    private static double SeparatorLength(JsValue[] arguments) => arguments.Length == 0 || arguments[0].IsUndefined() ? 1 : Length(arguments[0]);

    private static double Replaced(JsValue self, JsValue[] arguments, bool all)
    {
        if (arguments.Length < 2 || arguments[1] is not JsString replacement)
            return 0;
        var length = Length(self);
        var isRegExp = arguments[0].IsRegExp();
        var matches = !all && !isRegExp ? 1 : isRegExp ? length + 1 : Occurrences(self, arguments[0]);
        var pattern = replacement.ToString();
        double expansions = pattern.AsSpan().Count("$&") + pattern.AsSpan().Count("$1") + pattern.AsSpan().Count("$2") + pattern.AsSpan().Count("$<");
        double contexts = pattern.AsSpan().Count("$`") + pattern.AsSpan().Count("$'");
        return length + (matches * pattern.Length) + (expansions * length) + (contexts * matches * length);
    }

    private static double Occurrences(JsValue self, JsValue searched) =>
        Length(searched) == 0 ? Length(self) + 1 : self.ToString().AsSpan().Count(searched.ToString());

    /// <summary>How many characters a value makes as text, at least; shared parts count as often as they are written.</summary>
    private double Weigh(JsValue value, double separator)
    {
        var budget = (double)MaxChars;
        Weigh(value, separator, ref budget, 0);
        return MaxChars - budget;
    }

    private static void Weigh(JsValue value, double separator, ref double budget, int depth)
    {
        if (budget < 0 || depth > 200)
            return;
        if (value is JsArray array)
        {
            for (uint i = 0; i < array.Length && budget >= 0; i++)
            {
                budget -= Math.Max(separator, 1);
                Weigh(array[i], 1, ref budget, depth + 1);
            }
        }
        else if (value is JsObject json)
        {
            foreach (var (key, property) in json.GetOwnProperties())
            {
                budget -= key.ToString().Length + separator;
                if (budget < 0)
                    return;
                if (property.Value is { } item)
                    Weigh(item, separator, ref budget, depth + 1);
            }
        }
        else if (value is JsString)
        {
            budget -= Length(value);
        }
    }
}
