using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;

namespace Frontdesk.Interop.Fhir;

/// <summary>One entry of a bundle, over the reader's buffer: good until the reader moves on.</summary>
internal sealed class BundleEntry : IDisposable
{
    private static readonly JsonWriterOptions Compactly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // The narrative is for people and nothing is taken from it, so it is no reason to refuse a file.
    private static readonly BaseFhirJsonDeserializer Deserializer = new(
        ModelInfo.ModelInspector,
        new DeserializerSettings { NarrativeValidation = NarrativeValidationKind.None });

    private readonly JsonDocument document;

    private BundleEntry(int index, JsonDocument document)
    {
        Index = index;
        this.document = document;
    }

    public int Index { get; }

    public string Path => $"Bundle.entry[{Index}]";

    public string ResourcePath => $"{Path}.resource";

    /// <summary>The entry's absolute URL or URN, if it has one.</summary>
    public string? FullUrl { get; private set; }

    public string Type { get; private set; } = string.Empty;

    /// <summary>The resource's own id, if it has one.</summary>
    public string? Id { get; private set; }

    /// <summary>What its sender calls the resource.</summary>
    public string Source { get; private set; } = string.Empty;

    public JsonElement Resource { get; private set; }

    /// <summary>Looks into an entry without checking the resource.</summary>
    /// <exception cref="RefusedException">The entry is no resource to import.</exception>
    public static BundleEntry Open(int index, ReadOnlyMemory<byte> json)
    {
        var entry = new BundleEntry(index, JsonDocument.Parse(json));
        try
        {
            entry.Look();
            return entry;
        }
        catch (InvalidOperationException)
        {
            entry.Dispose();
            throw new RefusedException(entry.Path, "The text is not Unicode.");
        }
        catch
        {
            entry.Dispose();
            throw;
        }
    }

    /// <summary>Reads the resource by FHIR's rules.</summary>
    /// <exception cref="RefusedException">It breaks one.</exception>
    public Resource Parse() => Parse(JsonMarshal.GetRawUtf8Value(Resource), ResourcePath);

    /// <summary>Reads a resource by FHIR's rules.</summary>
    /// <exception cref="RefusedException">It breaks one.</exception>
    public static Resource Parse(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (Deserializer.TryDeserializeResource(ref reader, out var resource, out var problems) && resource is not null)
                return resource;

            throw FhirProblems.Refuse(problems.First(), path);
        }
        catch (Exception broken) when (broken is InvalidOperationException or JsonException)
        {
            throw new RefusedException(path, "The text is not Unicode, or the JSON is not well-formed.");
        }
    }

    /// <summary>A part of the resource as JSON without white space.</summary>
    public static byte[] Compact(JsonElement element)
    {
        using var stream = new MemoryStream(4096);
        using (var writer = new Utf8JsonWriter(stream, Compactly))
            element.WriteTo(writer);

        return stream.ToArray();
    }

    public void Dispose() => document.Dispose();

    private void Look()
    {
        JsonElement? resource = null;
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw new RefusedException($"{Path}.{Sayable.Name(property.Name)}", "The element is there twice.");

            switch (property.Name)
            {
                case "fullUrl":
                    FullUrl = TextOf(property.Value, $"{Path}.fullUrl");
                    break;
                case "resource":
                    resource = property.Value;
                    break;
                case "request":
                    RequireImport(property.Value);
                    break;
                case "link" or "search" or "response" or "id" or "extension" or "modifierExtension":
                    break;
                default:
                    throw new RefusedException($"{Path}.{Sayable.Name(property.Name)}", "FHIR R4 has no such element here.");
            }
        }

        if (resource is not { ValueKind: JsonValueKind.Object } found)
            throw new RefusedException(ResourcePath, "The entry holds no resource.");

        Resource = found;
        Type = found.TryGetProperty("resourceType", out var type)
            ? TextOf(type, $"{ResourcePath}.resourceType")
            : throw new RefusedException($"{ResourcePath}.resourceType", "A resource says its type.");
        if (!ModelInfo.IsKnownResource(Type))
            throw new RefusedException($"{ResourcePath}.resourceType", "FHIR R4 has no such resource.");

        Id = found.TryGetProperty("id", out var id) ? TextOf(id, $"{ResourcePath}.id") : null;
        Source = Reference.Name(FullUrl) ?? (Id is null ? null : $"{Type}/{Id}")
            ?? throw new RefusedException($"{Path}.fullUrl", "An entry has a fullUrl, or its resource an id: otherwise it cannot be known again.");
    }

    private void RequireImport(JsonElement request)
    {
        if (request.ValueKind == JsonValueKind.Object && request.TryGetProperty("method", out var method)
            && TextOf(method, $"{Path}.request.method") is not ("POST" or "PUT"))
        {
            throw new RefusedException($"{Path}.request.method", "Only POST and PUT are imported; nothing is deleted or patched by a file.");
        }
    }

    private static string TextOf(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 and <= 2048 } text
            ? text
            : throw new RefusedException(path, "A text is expected here.");
}
