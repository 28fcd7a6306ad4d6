using System.Security.Claims;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Definitions;
using Frontdesk.Web.Elsa.Identity;
using Frontdesk.Web.Elsa.Instances;

namespace Frontdesk.Web.Elsa.Definitions;

/// <summary><c>/elsa/api/workflow-definitions</c>: reading, saving, publishing and starting definitions.</summary>
internal static class DefinitionRoutes
{
    private const string Read = "read:workflow-definitions";
    private const string Write = "write:workflow-definitions";
    private const string Publish = "publish:workflow-definitions";
    private const string Retract = "retract:workflow-definitions";
    private const string Delete = "delete:workflow-definitions";
    private const string Execute = "exec:workflow-definitions";

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions");
        definitions.MapGet("/", List).Requires(Read);
        definitions.MapGet("/by-definition-id/{definitionId}", Get).Requires(Read);
        definitions.MapGet("/by-id/{id}", GetVersion).Requires(Read);
        definitions.MapGet("/many-by-id", GetMany).Requires(Read);
        definitions.MapGet("/query/count", (DefinitionReading reading) => ElsaJson.Ok(new JsonObject { ["count"] = reading.Count() })).Requires(Read);
        definitions.MapGet("/validation/is-name-unique", IsNameUnique).Requires(Read);
        definitions.MapGet("/subgraph/{id}", DefinitionGraph.Subgraph).Requires(Read);
        definitions.MapGet("/subgraph/segments/{id}", DefinitionGraph.Segments).Requires(Read);
        definitions.MapGet("/{definitionId}", Get).Requires(Read);
        definitions.MapGet("/{definitionId}/versions", (DefinitionReading reading, string definitionId) => ElsaJson.Ok(ElsaJson.List(reading.Versions(definitionId).Select(DefinitionJson.Stored)))).Requires(Read);
        definitions.MapGet("/{definitionId}/consumers", Consumers).Requires(Read);
        definitions.MapPost("/", SaveAsync).Requires(Write);
        definitions.MapPost("/{definitionId}/publish", PublishAsync).Requires(Publish);
        definitions.MapPost("/{definitionId}/retract", RetractAsync).Requires(Retract);
        definitions.MapPost("/{definitionId}/revert/{version}", RevertAsync).Requires(Publish);
        definitions.MapPost("/{definitionId}/update-references", UpdateReferencesAsync).Requires(Publish);
        definitions.MapPost("/{definitionId}/execute", StartRoutes.ExecuteAsync).Requires(Execute);
        definitions.MapPost("/{definitionId}/dispatch", StartRoutes.DispatchAsync).Requires(Execute);
        definitions.MapPost("/{definitionId}/bulk-dispatch", StartRoutes.DispatchManyAsync).Requires(Execute);
        definitions.MapDelete("/{definitionId}", DeleteAsync).Requires(Delete);
        api.MapDelete("/workflow-definition-versions/{id}", DeleteVersionAsync).Requires(Delete);
    }

    /// <summary>Who calls, as the history knows them.</summary>
    public static Editor EditorOf(ClaimsPrincipal user) => new(ApiPermissions.NameOf(user), user.FindFirstValue(ApiTokens.SessionClaim) ?? ApiPermissions.NameOf(user));

    /// <summary>A saved definition with what Elsa tells about saving it.</summary>
    public static JsonObject Saved(JsonObject whole, bool already, int consumers) => new()
    {
        ["workflowDefinition"] = whole,
        ["alreadyPublished"] = already,
        ["consumingWorkflowCount"] = consumers,
        ["validationErrors"] = new JsonArray(),
    };

    private static IResult List(HttpRequest request, DefinitionReading reading)
    {
        var query = request.Query;
        var ids = query.Texts("ids");

        // Who names versions by their ids means these, whichever is the newest.
        var version = ids.Count > 0 && query.Text("versionOptions") is null ? VersionChoice.All : VersionChoice.Read(query.Text("versionOptions"));
        var page = reading.List(new DefinitionQuery(ElsaQuery.Page(query.Number("page"), query.Number("pageSize"), query.Text("searchTerm")), version)
        {
            DefinitionIds = query.Texts("definitionIds"),
            Ids = ids,
            IsSystem = query.Flag("isSystem"),
            IsReadonly = query.Flag("isReadonly"),
            OrderBy = query.Text("orderBy")?.ToLowerInvariant() ?? "name",
            IsDescending = query.Text("orderDirection")?.StartsWith("desc", StringComparison.OrdinalIgnoreCase) == true,
        });
        return ElsaJson.Ok(new JsonObject { ["items"] = ElsaJson.List(page.Items.Select(DefinitionJson.Line)), ["totalCount"] = page.Total, ["links"] = DefinitionJson.LinksOfList() });
    }

    private static IResult Get(HttpRequest request, DefinitionReading reading, WorkflowDefinitions definitions, string definitionId) =>
        reading.Find(definitionId, VersionChoice.Read(request.Query.Text("versionOptions"))) is { } found
            ? ElsaJson.Ok(DefinitionJson.Whole(found, definitions.Registry))
            : ElsaJson.NotFound("workflow definition", definitionId);

    private static IResult GetVersion(DefinitionReading reading, WorkflowDefinitions definitions, string id) =>
        reading.FindVersion(id) is { } found ? ElsaJson.Ok(DefinitionJson.Whole(found, definitions.Registry)) : ElsaJson.NotFound("version", id);

    private static IResult GetMany(HttpRequest request, DefinitionReading reading, WorkflowDefinitions definitions)
    {
        var ids = request.Query.Texts("ids");
        var found = ids.Count == 0 ? [] : reading.All(new DefinitionQuery(new(), VersionChoice.All) { Ids = ids });
        return ElsaJson.Counted(found.Select(one => DefinitionJson.Whole(one, definitions.Registry)));
    }

    private static IResult IsNameUnique(HttpRequest request, DefinitionReading reading) =>
        ElsaJson.Ok(new JsonObject { ["isUnique"] = reading.IsNameFree(request.Query.Text("name") ?? string.Empty, request.Query.Text("definitionId")) });

    private static IResult Consumers(DefinitionReading reading, string definitionId) =>
        reading.Find(definitionId, VersionChoice.Latest) is null
            ? ElsaJson.NotFound("workflow definition", definitionId)
            : ElsaJson.Ok(new JsonObject { ["consumingWorkflowDefinitionIds"] = ElsaJson.Texts(reading.ConsumersOf(definitionId)) });

    private static async Task<IResult> SaveAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, DefinitionReading reading, WorkflowDefinitions definitions, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        if (body.Find("model") is not JsonObject model)
            throw ElsaRequestException.Bad("'model' is missing: it holds the workflow to be saved.");
        var publish = body.Flag("publish") ?? false;
        var (saved, already) = await changes.SaveAsync(DefinitionJson.Read(model), publish, EditorOf(user), stop, DefinitionJson.RevisionOf(model));
        return ElsaJson.Ok(Saved(DefinitionJson.Whole(saved, definitions.Registry), already && publish, reading.ConsumersOf(saved.DefinitionId).Count));
    }

    private static async Task<IResult> PublishAsync(ClaimsPrincipal user, DefinitionChanges changes, DefinitionReading reading, WorkflowDefinitions definitions, string definitionId, CancellationToken stop)
    {
        var (published, already) = await changes.PublishAsync(definitionId, EditorOf(user), stop);
        return ElsaJson.Ok(Saved(DefinitionJson.Whole(published, definitions.Registry), already, reading.ConsumersOf(definitionId).Count));
    }

    private static async Task<IResult> RetractAsync(ClaimsPrincipal user, DefinitionChanges changes, WorkflowDefinitions definitions, string definitionId, CancellationToken stop) =>
        ElsaJson.Ok(DefinitionJson.Whole(await changes.RetractAsync(definitionId, EditorOf(user), stop), definitions.Registry));

    private static async Task<IResult> RevertAsync(ClaimsPrincipal user, DefinitionChanges changes, string definitionId, string version, CancellationToken stop)
    {
        if (!int.TryParse(version, System.Globalization.CultureInfo.InvariantCulture, out var number))
            throw ElsaRequestException.Bad($"'{ElsaJson.Short(version)}' is no version: use its number.");
        return ElsaJson.Ok(DefinitionJson.Summary(await changes.RevertAsync(definitionId, number, EditorOf(user), stop)), StatusCodes.Status201Created);
    }

    // A step that is a workflow names the version it was made with; here it takes the one in force, as if it were dropped anew.
    private static async Task<IResult> UpdateReferencesAsync(HttpRequest request, ClaimsPrincipal user, DefinitionChanges changes, string definitionId, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        var asked = body.TextList("consumingWorkflowIds");
        var affected = await changes.UpdateReferencesAsync(definitionId, asked, EditorOf(user), stop);
        return ElsaJson.Ok(new JsonObject { ["affectedWorkflows"] = ElsaJson.Texts(affected) });
    }

    private static async Task<IResult> DeleteAsync(ClaimsPrincipal user, DefinitionChanges changes, string definitionId, CancellationToken stop) =>
        await changes.DeleteAsync([definitionId], EditorOf(user), stop) == 0 ? ElsaJson.NotFound("workflow definition", definitionId) : Results.NoContent();

    private static async Task<IResult> DeleteVersionAsync(ClaimsPrincipal user, DefinitionChanges changes, string id, CancellationToken stop) =>
        await changes.DeleteVersionsAsync([id], EditorOf(user), stop) == 0 ? ElsaJson.NotFound("version", id) : Results.NoContent();
}
