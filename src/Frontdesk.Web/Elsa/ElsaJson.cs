using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frontdesk.Web.Elsa;

/// <summary>Answers in the JSON that Elsa's clients read.</summary>
internal static class ElsaJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer with a body.</summary>
    public static IResult Ok(JsonNode body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(Relaxed), "application/json", statusCode: status);

    /// <summary>Something the caller has to put right, in the shape from which Studio shows one message after the other.</summary>
    public static IResult Refused(int status, params IReadOnlyList<string> messages) => Results.Text(
        new JsonObject
        {
            ["statusCode"] = status,
            ["message"] = "This was not done.",
            ["errors"] = new JsonObject { ["generalErrors"] = Texts(messages) },
        }.ToJsonString(Relaxed),
        "application/problem+json",
        statusCode: status);

    /// <summary>An id that names nothing.</summary>
    public static IResult NotFound(string what, string id) => Refused(StatusCodes.Status404NotFound, $"There is no {what} with the id '{Short(id)}'.");

    /// <summary>An array of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(one => (JsonNode?)one)]);

    /// <summary>An array of whatever there is.</summary>
    public static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>A list with its length, as Elsa answers short lists.</summary>
    public static IResult Counted(IEnumerable<JsonNode?> items)
    {
        var list = List(items);
        return Ok(new JsonObject { ["items"] = list, ["count"] = list.Count });
    }

    /// <summary>A moment in UTC, from Unix milliseconds.</summary>
    public static JsonNode Moment(long unixMilliseconds) => Moment(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds));

    /// <summary>A moment in UTC.</summary>
    public static JsonNode Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>Sets a property only when there is a value: Elsa leaves the others out.</summary>
    public static void SetIfAny(this JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
            target[name] = value;
    }

    /// <summary>A text property; null when it is missing or no text.</summary>
    public static string? Text(this JsonObject source, string name) => Find(source, name) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A whole number; null when it is missing or no number.</summary>
    public static int? Number(this JsonObject source, string name) => Find(source, name) is JsonValue value && value.TryGetValue(out int number) ? number : null;

    /// <summary>A yes or no; null when it is missing or neither.</summary>
    public static bool? Flag(this JsonObject source, string name) => Find(source, name) is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    /// <summary>A list of texts; empty when it is missing.</summary>
    public static IReadOnlyList<string> TextList(this JsonObject source, string name) =>
        [.. (Find(source, name) as JsonArray ?? []).OfType<JsonValue>().Select(one => one.TryGetValue(out string? text) ? text : null).OfType<string>()];

    /// <summary>A property whatever the case of its name: Elsa's clients write both.</summary>
    public static JsonNode? Find(this JsonObject source, string name) =>
        source.TryGetPropertyValue(name, out var exact) ? exact : source.FirstOrDefault(one => string.Equals(one.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A caller's text, short enough to be said back.</summary>
    public static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
