using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Frontdesk.Domain;
using NodaTime;
using NodaTime.Text;

namespace Frontdesk.Storage.Mapping;

/// <summary>The JSON of columns that hold a list or a record: camelCase, codes as text, moments and days as ISO text.</summary>
internal static class JsonColumn
{
    private static readonly JsonSerializerOptions Options = Make();

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text)
        where T : class =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("A JSON column holds null.");

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsDerived } },
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new TextValueFactory());
        options.Converters.Add(Of(InstantPattern.ExtendedIso));
        options.Converters.Add(Of(LocalDatePattern.Iso));
        options.Converters.Add(Of(LocalTimePattern.ExtendedIso));
        options.MakeReadOnly();
        return options;
    }

    private static PatternConverter<T> Of<T>(IPattern<T> pattern) => new(pattern);

    private static void LeaveOutWhatIsDerived(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Set is null && type.Properties[i].AssociatedParameter is null)
                type.Properties.RemoveAt(i);
        }
    }

    private sealed class PatternConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            pattern.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }

    private sealed class TextValueFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => Conversions.IsTextValue(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(TextValueJson<>).MakeGenericType(typeToConvert))!;
    }

#pragma warning disable CA1812 // The factory creates it by type.
    private sealed class TextValueJson<T> : JsonConverter<T>
        where T : struct, ITextValue<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            T.Restore(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
