using System.Text.Json;
using System.Text.Unicode;

namespace Frontdesk.Interop.Fhir;

/// <summary>
/// Reads a FHIR bundle entry by entry, so that the size of a file does not matter, only that of its largest entry. Not
/// safe for use by several threads.
/// </summary>
internal sealed class BundleReader : IDisposable
{
    public const int LargestEntry = 64 * 1024 * 1024;

    private const int FirstBuffer = 256 * 1024;
    private const string Whole = "Bundle";

    private readonly FileStream file;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private byte[] buffer = new byte[FirstBuffer];
    private int start;
    private int end;
    private bool atEnd;
    private JsonReaderState state;
    private Place place;
    private string? resourceType;

    public BundleReader(string path)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            Fill();
            SkipMark();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private enum Place
    {
        Beginning,
        Elements,
        Entries,
        End,
    }

    /// <summary>Which entry <see cref="TryNext"/> gave last.</summary>
    public int Index { get; private set; } = -1;

    public string? BundleType { get; private set; }

    public long BytesRead => file.Position - (end - start);

    /// <summary>Gives the next entry's JSON, good until the next call; false after the last, when the whole file was checked.</summary>
    /// <exception cref="RefusedException">The file is not one well-formed bundle.</exception>
    public bool TryNext(out ReadOnlyMemory<byte> entry)
    {
        while (true)
        {
            var progress = Step(out entry);
            if (progress == Progress.Entry)
                return true;

            if (progress == Progress.Finished)
                return false;

            if (progress == Progress.NeedsMore)
                Fill();
        }
    }

    public void Dispose() => file.Dispose();

    private enum Progress
    {
        Advanced,
        NeedsMore,
        Entry,
        Finished,
    }

    private string Where => place == Place.Entries ? $"Bundle.entry[{Index + 1}]" : Whole;

    private Progress Step(out ReadOnlyMemory<byte> entry)
    {
        entry = default;
        if (place == Place.End)
            return Finish();

        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), atEnd, state);
        try
        {
            if (!reader.Read())
                return Progress.NeedsMore;

            var token = (int)reader.TokenStartIndex;
            switch (place)
            {
                case Place.Beginning:
                    place = Place.Elements;
                    break;
                case Place.Elements when reader.TokenType == JsonTokenType.EndObject:
                    place = Place.End;
                    break;
                case Place.Elements:
                    if (!TryElement(ref reader))
                        return Progress.NeedsMore;

                    break;
                case Place.Entries when reader.TokenType == JsonTokenType.EndArray:
                    place = Place.Elements;
                    break;
                case Place.Entries when reader.TokenType != JsonTokenType.StartObject:
                    throw new RefusedException(Where, "An entry is a JSON object.");
                case Place.Entries:
                    if (!reader.TrySkip())
                        return Progress.NeedsMore;

                    entry = buffer.AsMemory(start + token, (int)reader.BytesConsumed - token);
                    break;
            }
        }
        catch (JsonException broken)
        {
            throw Broken(broken);
        }

        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        if (entry.IsEmpty)
            return Progress.Advanced;

        if (!Utf8.IsValid(entry.Span))
            throw new RefusedException(Where, "The text is not UTF-8.");

        Index++;
        return Progress.Entry;
    }

    // One element of the bundle itself; false when its value is not wholly in the buffer.
    private bool TryElement(ref Utf8JsonReader reader)
    {
        var name = Text(ref reader);
        if (!reader.Read())
            return false;

        switch (name)
        {
            case "resourceType" or "type":
                if (reader.TokenType != JsonTokenType.String)
                    throw new RefusedException($"Bundle.{name}", "A text is expected here.");

                if (name == "type")
                    BundleType = Text(ref reader);
                else
                    resourceType = Text(ref reader);

                break;
            case "entry":
                RequireBundle();
                if (reader.TokenType != JsonTokenType.StartArray)
                    throw new RefusedException("Bundle.entry", "A list is expected here.");

                place = Place.Entries;
                break;
            default:
                if (!reader.TrySkip())
                    return false;

                break;
        }

        if (!names.Add(name))
            throw new RefusedException($"Bundle.{Sayable.Name(name)}", "The element is there twice.");

        return true;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException(Whole, "The text is not Unicode.");
        }
    }

    private Progress Finish()
    {
        while (true)
        {
            var rest = buffer.AsSpan(start, end - start).TrimStart(" \t\r\n"u8);
            if (!rest.IsEmpty)
            {
                throw new RefusedException(Whole, rest[0] == '{'
                    ? "The file holds several JSON objects (NDJSON). Put the resources into one Bundle."
                    : "Something follows the end of the bundle.");
            }

            start = end;
            if (atEnd)
                break;

            Fill();
        }

        if (resourceType is null)
            throw new RefusedException("resourceType", "There is none; a FHIR R4 Bundle is expected.");

        RequireBundle();
        if (BundleType is not ("transaction" or "batch" or "collection" or "searchset" or "document" or "message"))
            throw new RefusedException("Bundle.type", "The bundle is a transaction, batch, collection, searchset, document or message.");

        return Progress.Finished;
    }

    private void RequireBundle()
    {
        if (resourceType is not null and not "Bundle")
            throw new RefusedException("resourceType", $"The file holds a {Sayable.Name(resourceType)}; a FHIR R4 Bundle is expected.");
    }

    private RefusedException Broken(JsonException broken)
    {
        var at = $"line {(broken.LineNumber ?? 0) + 1}, byte {(broken.BytePositionInLine ?? 0) + 1}";
        return IsCutOff()
            ? new RefusedException(Where, $"The file ends in the middle of the bundle ({at}).")
            : new RefusedException(Where, $"The file is not well-formed JSON ({at}).");
    }

    // The same bytes are no error as long as more might follow.
    private bool IsCutOff()
    {
        if (!atEnd)
            return false;

        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinalBlock: false, state);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            if (buffer.Length >= LargestEntry)
                throw new RefusedException(Where, $"The entry is larger than {LargestEntry / 1024 / 1024} MB.");

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = file.Read(buffer, end, buffer.Length - end);
        end += read;
        atEnd = read == 0;
    }

    private void SkipMark()
    {
        var first = buffer.AsSpan(0, end);
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            throw new RefusedException(Whole, "The file is UTF-16; FHIR JSON is UTF-8.");

        if (first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            start = 3;

        while (!atEnd && first[start..].TrimStart(" \t\r\n"u8).IsEmpty)
        {
            start = end;
            Fill();
            first = buffer.AsSpan(0, end);
        }

        var text = first[start..].TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw new RefusedException(Whole, "The file is empty.");

        if (text[0] == '<')
            throw new RefusedException(Whole, "The file is XML. FHIR is read as JSON: export the bundle as JSON.");

        if (text[0] != '{')
            throw new RefusedException(Whole, "The file is not a JSON object.");
    }
}
