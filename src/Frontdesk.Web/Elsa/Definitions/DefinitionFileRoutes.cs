using System.IO.Compression;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Web.Elsa.Identity;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary>Definitions as files, out and in: one as JSON, several as ZIP.</summary>
internal static class DefinitionFileRoutes
{
    private const int MostFiles = 1_000;
    private const long LargestUpload = 50L * 1024 * 1024;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/{definitionId}/export", Export).Requires("read:workflow-definitions");
        api.MapPost("/bulk-actions/export/workflow-definitions", ExportManyAsync).Requires("read:workflow-definitions");
        api.MapPost("/workflow-definitions/import", ImportAsync).Requires("write:workflow-definitions");
        api.MapPut("/workflow-definitions/import", ImportAsync).Requires("write:workflow-definitions");
        api.MapPut("/workflow-definitions/{definitionId}/import", ImportAsync).Requires("write:workflow-definitions");
        api.MapPost("/workflow-definitions/import-files", ImportFilesAsync).Requires("write:workflow-definitions").DisableAntiforgery();
    }

    private static IResult Export(HttpRequest request, DefinitionReading reading, string definitionId)
    {
        if (reading.Find(definitionId, VersionChoice.Read(request.Query.Text("versionOptions"))) is not { } found)
            return ElsaJson.NotFound("workflow definition", definitionId);
        if (request.Query.Flag("includeConsumingWorkflows") != true)
            return Results.File(Bytes(found), "application/octet-stream", FileName(found));
        var consumers = reading.ConsumersOf(definitionId);
        return Zip([found, .. consumers.Select(id => reading.Find(id, VersionChoice.Latest)).OfType<WorkflowDefinition>()]);
    }

    private static async Task<IResult> ExportManyAsync(HttpRequest request, DefinitionReading reading, CancellationToken stop)
    {
        var found = reading.All(new DefinitionQuery(new(), VersionChoice.All) { Ids = await DefinitionBulkRoutes.ReadIdsAsync(request, "ids", stop) });
        return found.Count == 0 ? ElsaJson.Refused(StatusCodes.Status404NotFound, "There is no version with one of these ids.") : Zip(found);
    }

    // A file becomes a draft, and is published by a person who has looked at it.
    private static async Task<IResult> ImportAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, DefinitionReading reading, WorkflowDefinitions definitions, CancellationToken stop)
    {
        var model = await ElsaBody.ReadObjectAsync(request, stop);
        if (request.RouteValues["definitionId"] is string definitionId)
            model["definitionId"] = definitionId;
        var isNew = model.Text("definitionId") is not { Length: > 0 } id || reading.Find(id, VersionChoice.Latest) is null;
        var (saved, _) = await changes.SaveAsync(FromFile(model), publish: false, DefinitionRoutes.EditorOf(user), stop);
        return ElsaJson.Ok(DefinitionJson.Whole(saved, definitions.Registry), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ImportFilesAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, CancellationToken stop)
    {
        if (!request.HasFormContentType)
            throw ElsaRequestException.Bad("Send the files as multipart/form-data.");
        if (request.ContentLength > LargestUpload)
            throw new ElsaRequestException(StatusCodes.Status413PayloadTooLarge, "The files are larger than 50 MB together: send fewer at once.");
        var form = await ReadFormAsync(request, stop);
        List<WorkflowDefinition> read = [];
        foreach (var file in form.Files)
            read.AddRange(await ReadFileAsync(file, stop));
        if (read.Count == 0)
            throw ElsaRequestException.Bad("None of the files holds a workflow. Send .json files, or .zip files with them.");
        return ElsaJson.Ok(new JsonObject { ["count"] = await changes.SaveManyAsync(read, DefinitionRoutes.EditorOf(user), stop) });
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            return await request.ReadFormAsync(new Microsoft.AspNetCore.Http.Features.FormOptions { MultipartBodyLengthLimit = LargestUpload, ValueCountLimit = MostFiles }, stop);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw ElsaRequestException.Bad("The form with the files cannot be read.");
        }
    }

    // Names inside an archive are shown in messages and never used as paths.
    private static async Task<IReadOnlyList<WorkflowDefinition>> ReadFileAsync(IFormFile file, CancellationToken stop)
    {
        await using var content = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return [await ReadOneAsync(file.FileName, content, stop)];
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            var entries = archive.Entries.Where(one => one.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).ToList();
            if (entries.Count > MostFiles)
                throw ElsaRequestException.Bad($"'{ElsaJson.Short(file.FileName)}' holds more than {MostFiles} workflows.");
            List<WorkflowDefinition> read = [];
            var size = 0L;
            foreach (var entry in entries)
            {
                // Packed small, it may be very large; the size that it names is checked again while it is read.
                if ((size += Math.Min(entry.Length, ElsaBody.Largest)) > LargestUpload)
                    throw new ElsaRequestException(StatusCodes.Status413PayloadTooLarge, $"'{ElsaJson.Short(file.FileName)}' is larger than {LargestUpload / 1024 / 1024} MB unpacked: send fewer at once.");
                await using var part = entry.Open();
                read.Add(await ReadOneAsync(entry.Name, part, stop));
            }

            return read;
        }
        catch (InvalidDataException)
        {
            throw ElsaRequestException.Bad($"'{ElsaJson.Short(file.FileName)}' is no ZIP archive.");
        }
    }

    private static async Task<WorkflowDefinition> ReadOneAsync(string name, Stream content, CancellationToken stop)
    {
        try
        {
            return FromFile(ElsaBody.Parse(await ElsaBody.ReadAsync(content, stop)));
        }
        catch (ElsaRequestException refused)
        {
            throw new ElsaRequestException(refused.Status, [.. refused.Messages.Select(one => $"'{ElsaJson.Short(name)}': {one}")]);
        }
    }

    private static WorkflowDefinition FromFile(JsonObject model)
    {
        if (model["root"] is not JsonObject)
            throw ElsaRequestException.Bad("This is no workflow: its 'root' is missing. Export the workflow again and use that file.");
        return DefinitionJson.Read(model);
    }

    private static byte[] Bytes(WorkflowDefinition definition) => JsonSerializer.SerializeToUtf8Bytes(DefinitionJson.ForFile(definition), Indented);

    private static IResult Zip(IReadOnlyList<WorkflowDefinition> definitions)
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var one in definitions)
            {
                var name = FileName(one);
                using var entry = archive.CreateEntry(used.Add(name) ? name : $"{Path.GetFileNameWithoutExtension(name)}-{one.Id}.json").Open();
                entry.Write(Bytes(one));
            }
        }

        return Results.File(target.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    private static string FileName(WorkflowDefinition definition)
    {
        var name = definition.Name.Trim() is { Length: > 0 } given ? given : $"workflow-definition-{definition.DefinitionId}";
        var plain = string.Concat(name.ToLowerInvariant().Select(one => char.IsAsciiLetterOrDigit(one) ? one : '-'));
        var words = string.Join('-', plain.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return $"{(words.Length == 0 ? definition.DefinitionId : words)}.json";
    }
}
