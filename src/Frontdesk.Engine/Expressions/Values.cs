using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Frontdesk.Engine.Expressions;

/// <summary>
/// The values that travel through a workflow, and how one becomes another: null, <see cref="string"/>,
/// <see cref="bool"/>, numbers, <see cref="DateTimeOffset"/>, <see cref="TimeSpan"/>, <see cref="Guid"/> and, for
/// objects and lists, <see cref="JsonNode"/>.
/// </summary>
public static class Values
{
    /// <summary>How the engine reads what it wrote itself: an instance wraps values that are nested deeply already.</summary>
    internal static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Converts a value to the type that an activity asks for.</summary>
    /// <exception cref="ValueConversionException">The value does not fit.</exception>
    public static T? To<T>(object? value)
    {
        if (value is T same)
            return same;
        if (value is null)
            return default;
        // An empty text is no value, whatever the type.
        return Convert(value, typeof(T)) is { } converted ? (T)converted : default;
    }

    /// <summary>Converts a value to a type of .NET.</summary>
    /// <exception cref="ValueConversionException">The value does not fit.</exception>
    public static object? Convert(object? value, Type target)
    {
        if (value is null)
            return null;
        target = Nullable.GetUnderlyingType(target) ?? target;
        if (target.IsInstanceOfType(value) || target == typeof(object))
            return value;
        try
        {
            if (value is JsonNode node)
                return FromNode(node, target);
            if (target == typeof(string))
                return ToText(value);
            if (target == typeof(bool))
                return ToBoolean(value);
            if (target.IsEnum)
                return value is string s ? Enum.Parse(target, s, ignoreCase: true) : Enum.ToObject(target, System.Convert.ToInt32(value, CultureInfo.InvariantCulture));
            if (typeof(JsonNode).IsAssignableFrom(target))
                return FromNode(value is string json && json.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonNode.Parse(json)! : JsonSerializer.SerializeToNode(value, Web)!, target);
            if (value is string text)
                return FromText(text, target);
            if (target == typeof(TimeSpan))
                return TimeSpan.FromSeconds(System.Convert.ToDouble(value, CultureInfo.InvariantCulture));
            if (target == typeof(DateTimeOffset) && value is DateTime at)
                return new DateTimeOffset(at.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(at, DateTimeKind.Utc) : at);
            if (value is IConvertible && typeof(IConvertible).IsAssignableFrom(target))
                return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
            return JsonSerializer.SerializeToNode(value, Web).Deserialize(target, Web);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException or JsonException or ArgumentException or NotSupportedException)
        {
            throw new ValueConversionException(value.GetType().Name, target.Name);
        }
    }

    /// <summary>Converts a value to a type by its name in Elsa's JSON; an unknown name leaves it as it is.</summary>
    public static object? ToNamedType(object? value, string typeName) => typeName switch
    {
        "String" => Convert(value, typeof(string)),
        "Boolean" => Convert(value, typeof(bool)),
        "Int16" or "Int32" => Convert(value, typeof(int)),
        "Int64" or "Long" => Convert(value, typeof(long)),
        "Single" or "Double" => Convert(value, typeof(double)),
        "Decimal" => Convert(value, typeof(decimal)),
        "Guid" => Convert(value, typeof(Guid)),
        "DateTime" or "DateTimeOffset" => Convert(value, typeof(DateTimeOffset)),
        "TimeSpan" => Convert(value, typeof(TimeSpan)),
        "ObjectDictionary" or "StringDictionary" or "JsonObject" or "JsonNode" or "JsonArray" or "ExpandoObject" => Convert(value, typeof(JsonNode)),
        _ => value,
    };

    /// <summary>The text of a value, the same in every culture: dates as ISO 8601, objects as JSON.</summary>
    public static string ToText(object? value) => value switch
    {
        null => string.Empty,
        string s => s,
        bool b => b ? "True" : "False",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        JsonValue v when v.TryGetValue(out string? s) => s,
        JsonNode n => ToJsonText(n),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>JSON as one line of text, with the letters of every language as they are.</summary>
    public static string ToJsonText(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";

    /// <summary>The items of a list-like value; a single value is a list of one, null is none.</summary>
    public static IReadOnlyList<object?> ToItems(object? value) => value switch
    {
        null => [],
        string text when text.AsSpan().TrimStart() is ['[', ..] => ToItems(JsonNode.Parse(text)),
        string text => [text],
        JsonArray array => [.. array.Select(FromJson)],
        JsonNode node => [FromJson(node)],
        System.Collections.IEnumerable list => [.. list.Cast<object?>()],
        _ => [value],
    };

    /// <summary>A JSON value as a plain value; objects and arrays stay JSON.</summary>
    public static object? FromJson(JsonNode? node)
    {
        if (node is not JsonValue value)
            return node;
        if (value.TryGetValue(out JsonElement element))
            return FromElement(element);
        if (value.TryGetValue(out string? s))
            return s;
        if (value.TryGetValue(out bool b))
            return b;
        if (value.TryGetValue(out int i))
            return i;
        if (value.TryGetValue(out long l))
            return l;
        if (value.TryGetValue(out double d))
            return d;
        if (value.TryGetValue(out decimal m))
            return m;
        return value.ToString();
    }

    /// <summary>A plain value as JSON.</summary>
    public static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        JsonNode node => node.Parent is null ? node : node.DeepClone(),
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        int i => JsonValue.Create(i),
        long l => JsonValue.Create(l),
        double d => double.IsFinite(d) ? JsonValue.Create(d) : null,
        decimal m => JsonValue.Create(m),
        DateTimeOffset or TimeSpan or Guid => JsonValue.Create(ToText(value)),
        _ => JsonSerializer.SerializeToNode(value, Web),
    };

    private static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when element.TryGetInt32(out var i) => i,
        JsonValueKind.Number when element.TryGetInt64(out var l) => l,
        JsonValueKind.Number => element.GetDouble(),
        _ => null,
    };

    private static object? FromNode(JsonNode node, Type target)
    {
        if (target.IsInstanceOfType(node))
            return node;
        if (target == typeof(string))
            return ToText(node);
        if (node is JsonValue value && FromJson(value) is { } plain and not JsonNode)
            return Convert(plain, target);
        return target == typeof(bool) ? false : node.Deserialize(target, Web);
    }

    /// <summary>As in Elsa, of texts only "true" holds, and an object or a list never does.</summary>
    private static bool ToBoolean(object value) => value switch
    {
        string s => bool.TryParse(s, out var b) && b,
        IConvertible c => System.Convert.ToBoolean(c, CultureInfo.InvariantCulture),
        _ => false,
    };

    private static object? FromText(string text, Type target)
    {
        if (text.Length == 0 && target != typeof(string))
            return null;
        if (target == typeof(TimeSpan))
            return TimeSpan.Parse(text, CultureInfo.InvariantCulture);
        if (target == typeof(DateTimeOffset))
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (target == typeof(Guid))
            return Guid.Parse(text);
        if (target == typeof(Uri))
            return new Uri(text, UriKind.RelativeOrAbsolute);
        if (target == typeof(int) || target == typeof(long))
        {
            var number = double.Parse(text, CultureInfo.InvariantCulture);
            return target == typeof(int) ? checked((int)number) : (object)checked((long)number);
        }

        if (typeof(IConvertible).IsAssignableFrom(target))
            return System.Convert.ChangeType(text, target, CultureInfo.InvariantCulture);
        return text.AsSpan().TrimStart() is ['{' or '[' or '"', ..]
            ? JsonSerializer.Deserialize(text, target, Web)
            : JsonSerializer.SerializeToNode(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), Web).Deserialize(target, Web);
    }
}

/// <summary>A value cannot become what an activity asks for. The message names types only, never the value.</summary>
public sealed class ValueConversionException(string from, string to)
    : Exception($"A value of type {from} cannot be used as {to}. Correct the expression, or the variable's type.");
