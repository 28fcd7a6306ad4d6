using System.Security.Claims;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Web.Elsa.Identity;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary><c>/elsa/api/bulk-actions/…/workflow-definitions</c>: the same for many at once.</summary>
internal static class DefinitionBulkRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var bulk = api.MapGroup("/bulk-actions");
        bulk.MapPost("/publish/workflow-definitions/by-definition-ids", PublishAsync).Requires("publish:workflow-definitions");
        bulk.MapPost("/retract/workflow-definitions/by-definition-ids", RetractAsync).Requires("retract:workflow-definitions");
        bulk.MapPost("/delete/workflow-definitions/by-definition-id", DeleteAsync).Requires("delete:workflow-definitions");
        bulk.MapPost("/delete/workflow-definitions/by-id", DeleteVersionsAsync).Requires("delete:workflow-definitions");
    }

    /// <summary>The ids that a body names.</summary>
    /// <exception cref="ElsaRequestException">It names none, or too many.</exception>
    public static async Task<IReadOnlyList<string>> ReadIdsAsync(HttpRequest request, string name, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        var ids = body.Find(name) is JsonArray ? body.TextList(name) : throw ElsaRequestException.Bad($"'{name}' is missing: it is the list of what is meant.");
        return ids.Count <= 10_000 ? ids : throw ElsaRequestException.Bad($"'{name}' names more than 10,000: send fewer at once.");
    }

    // Each is published by itself: one that is refused keeps none of the others back.
    private static async Task<IResult> PublishAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, CancellationToken stop)
    {
        List<string> published = [], already = [], missing = [], failed = [];
        var warnings = new JsonObject();
        foreach (var id in (await ReadIdsAsync(request, "definitionIds", stop)).Distinct(StringComparer.Ordinal))
        {
            try
            {
                var (_, wasPublished) = await changes.PublishAsync(id, DefinitionRoutes.EditorOf(user), stop);
                (wasPublished ? already : published).Add(id);
            }
            catch (DefinitionNotFoundException)
            {
                missing.Add(id);
            }
            catch (InvalidDefinitionException invalid)
            {
                failed.Add(id);
                warnings[id] = ElsaJson.Texts(invalid.Problems.Where(one => one.Severity == ProblemSeverity.Error).Select(DefinitionJson.Sentence));
            }
        }

        return ElsaJson.Ok(new JsonObject
        {
            ["published"] = ElsaJson.Texts(published),
            ["alreadyPublished"] = ElsaJson.Texts(already),
            ["notFound"] = ElsaJson.Texts(missing),
            ["skipped"] = new JsonArray(),
            ["updatedConsumers"] = new JsonArray(),
            ["failed"] = ElsaJson.Texts(failed),
            ["warnings"] = warnings,
        });
    }

    private static async Task<IResult> RetractAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, DefinitionReading reading, CancellationToken stop)
    {
        List<string> retracted = [], already = [], missing = [];
        foreach (var id in (await ReadIdsAsync(request, "definitionIds", stop)).Distinct(StringComparer.Ordinal))
        {
            try
            {
                await changes.RetractAsync(id, DefinitionRoutes.EditorOf(user), stop);
                retracted.Add(id);
            }
            catch (DefinitionNotFoundException)
            {
                (reading.Find(id, VersionChoice.Latest) is null ? missing : already).Add(id);
            }
        }

        return ElsaJson.Ok(new JsonObject
        {
            ["retracted"] = ElsaJson.Texts(retracted),
            ["alreadyRetracted"] = ElsaJson.Texts(already),
            ["notFound"] = ElsaJson.Texts(missing),
            ["skipped"] = new JsonArray(),
        });
    }

    private static async Task<IResult> DeleteAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, CancellationToken stop) =>
        ElsaJson.Ok(new JsonObject { ["deleted"] = await changes.DeleteAsync(await ReadIdsAsync(request, "definitionIds", stop), DefinitionRoutes.EditorOf(user), stop) });

    private static async Task<IResult> DeleteVersionsAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, CancellationToken stop) =>
        ElsaJson.Ok(new JsonObject { ["deleted"] = await changes.DeleteVersionsAsync(await ReadIdsAsync(request, "ids", stop), DefinitionRoutes.EditorOf(user), stop) });
}
