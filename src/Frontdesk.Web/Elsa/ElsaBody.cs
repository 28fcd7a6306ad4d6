using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frontdesk.Web.Elsa;

/// <summary>Reads the bodies of requests: JSON objects of a bounded size and depth.</summary>
internal static class ElsaBody
{
    /// <summary>The largest body that is read, in bytes; the largest shipped workflow has a fiftieth of it.</summary>
    public const int Largest = 5 * 1024 * 1024;

    /// <summary>How deep a body may be nested; deeper than any drawing a person could look at.</summary>
    public const int Deepest = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    /// <summary>Reads an object; an empty body is an empty object.</summary>
    /// <exception cref="ElsaRequestException">The body is too large, too deep, no JSON, or no object.</exception>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken stop)
    {
        var bytes = await ReadAsync(request.Body, stop);
        return bytes.Length == 0 ? [] : Parse(bytes);
    }

    /// <summary>Reads a stream that must not be larger than a body may be.</summary>
    /// <exception cref="ElsaRequestException">It is larger.</exception>
    public static async Task<byte[]> ReadAsync(Stream source, CancellationToken stop)
    {
        using var target = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await source.ReadAsync(buffer, stop)) > 0)
        {
            if (target.Length + read > Largest)
                throw new ElsaRequestException(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {Largest / 1024 / 1024} MB: send less at once.");
            target.Write(buffer, 0, read);
        }

        return target.ToArray();
    }

    /// <summary>Reads an object from bytes.</summary>
    /// <exception cref="ElsaRequestException">They are no JSON object.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        try
        {
            var node = JsonNode.Parse(bytes, documentOptions: Options) as JsonObject ?? throw ElsaRequestException.Bad("The body has to be a JSON object.");

            // A property that is there twice shows itself only when it is looked for.
            Touch(node);
            return node;
        }
        catch (JsonException broken)
        {
            throw ElsaRequestException.Bad(broken.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                ? $"The body is nested deeper than {Deepest} levels."
                : $"The body is not valid JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}).");
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException)
        {
            throw ElsaRequestException.Bad("The body holds an object with the same property twice, or a text that is not Unicode. Remove one of them.");
        }
    }

    /// <summary>Refuses a text with a zero character in it, which not every database can store.</summary>
    /// <exception cref="ElsaRequestException">It has one.</exception>
    public static void RefuseZero(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw ElsaRequestException.Bad("A text of the request holds the zero character (U+0000). Remove it.");
    }

    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject owner:
                foreach (var (name, value) in owner)
                {
                    RefuseZero(name);
                    Touch(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                    Touch(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                RefuseZero(value.GetValue<string>());
                break;
        }
    }
}
