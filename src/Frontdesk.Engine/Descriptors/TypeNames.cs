using System.Text.Json.Nodes;

namespace Frontdesk.Engine.Descriptors;

/// <summary>The names that Elsa's definitions have for types.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(string)] = "String",
        [typeof(bool)] = "Boolean",
        [typeof(int)] = "Int32",
        [typeof(long)] = "Int64",
        [typeof(double)] = "Double",
        [typeof(decimal)] = "Decimal",
        [typeof(TimeSpan)] = "TimeSpan",
        [typeof(DateTimeOffset)] = "DateTimeOffset",
        [typeof(object)] = "Object",
        [typeof(JsonNode)] = "Object",
    };

    /// <summary>The name of a type. One that only this program has is a text to a designer.</summary>
    public static string Of(Type type) => Names.GetValueOrDefault(type, "String");
}
