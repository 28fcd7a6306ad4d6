using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Frontdesk.Engine.Expressions;

/// <summary>How values cross between a workflow and a script: as copies, in both directions.</summary>
internal static class ScriptValues
{
    private const int MaxDepth = 48;

    internal static JsValue ToScript(object? value, Jint.Engine engine) => value switch
    {
        null => JsValue.Null,
        string s => new JsString(s),
        bool b => b ? JsBoolean.True : JsBoolean.False,
        int i => JsNumber.Create(i),
        long l => JsNumber.Create(l),
        double d => JsNumber.Create(d),
        decimal m => JsNumber.Create((double)m),
        DateTimeOffset at => JsValue.FromObject(engine, at.UtcDateTime),
        JsonValue v => ToScript(Values.FromJson(v), engine),
        JsonObject o => ToObject(o, engine),
        JsonArray a => new JsArray(engine, [.. a.Select(item => ToScript(item, engine))]),
        _ => new JsString(Values.ToText(value)),
    };

    /// <summary>Copies a script's value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="budget">How many bytes it may make: its parts may be shared, and so be far larger as JSON than they are in the script's memory.</param>
    /// <exception cref="ScriptException">It is nested too deeply or too large.</exception>
    internal static object? FromScript(JsValue value, long budget) => FromScript(value, 0, ref budget);

    private static JsObject ToObject(JsonObject source, Jint.Engine engine)
    {
        var target = new JsObject(engine);
        foreach (var (name, value) in source)
            target.Set(name, ToScript(value, engine));
        return target;
    }

    private static object? FromScript(JsValue value, int depth, ref long budget)
    {
        if (depth > MaxDepth)
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

        if (value is ObjectWrapper { Target: TimeSpan span })
            return span;
        if (!value.IsObject())
            return value.ToString();
        var target = new JsonObject();
        foreach (var (key, property) in value.AsObject().GetOwnProperties())
        {
            if (property.Enumerable && value.AsObject().Get(key) is { } item && !item.IsUndefined())
                target[key.ToString()] = Values.ToJson(FromScript(item, depth + 1, ref budget));
        }

        return target;
    }
}
