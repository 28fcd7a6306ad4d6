using System.IO.Compression;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frontdesk.Engine.Instances;
using Frontdesk.Engine.Pump;
using Frontdesk.Web.Elsa.Definitions;
using Frontdesk.Web.Elsa.Identity;
using Frontdesk.Web.Reading;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary><c>/elsa/api/workflow-instances</c>: lists, states, journals, files, and what ends an instance.</summary>
internal static class InstanceRoutes
{
    private const string Read = "read:workflow-instances";
    private const string Cancel = "cancel:workflow-instances";
    private const string Delete = "delete:workflow-instances";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var instances = api.MapGroup("/workflow-instances");
        instances.MapGet("/", (HttpRequest request, InstanceQueries queries) => List(queries, InstanceFilter.Read(request.Query), ElsaQuery.Page(request.Query.Number("page"), request.Query.Number("pageSize"), request.Query.Text("searchTerm")))).Requires(Read);
        instances.MapPost("/", ListByBodyAsync).Requires(Read);
        instances.MapGet("/{id}", Get).Requires(Read);
        instances.MapGet("/{id}/variables", Variables).Requires(Read);
        instances.MapGet("/{id}/execution-state", ExecutionState).Requires(Read);
        instances.MapGet("/{id}/export", Export).Requires(Read);
        instances.MapGet("/{id}/journal", Journal).Requires(Read);
        instances.MapPost("/{id}/journal", JournalByBodyAsync).Requires(Read);
        instances.MapGet("/{id}/journal/{activityId}", LastLine).Requires(Read);
        instances.MapDelete("/{id}", DeleteAsync).Requires(Delete);
        api.MapPost("/cancel/workflow-instances/{id}", CancelAsync).Requires(Cancel);
        api.MapPost("/bulk-actions/cancel/workflow-instances", CancelManyAsync).Requires(Cancel);
        api.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteManyAsync).Requires(Delete);
        api.MapPost("/bulk-actions/export/workflow-instances", ExportManyAsync).Requires(Read);
        api.MapPost("/bulk-actions/import/workflow-instances", () => ElsaJson.Refused(StatusCodes.Status400BadRequest, "Instances of another server cannot be taken in: what they wait for, and the records that they are about, are there and not here. Import the definition and start it anew.")).Requires("write:workflow-instances");
    }

    private static IResult List(InstanceQueries queries, InstanceFilter filter, ListQuery list)
    {
        var page = queries.List(filter, list);
        return ElsaJson.Ok(new JsonObject { ["items"] = ElsaJson.List(page.Items.Select(one => one.ToLine())), ["totalCount"] = page.Total });
    }

    private static async Task<IResult> ListByBodyAsync(HttpRequest request, InstanceQueries queries, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        var search = body.Text("searchTerm") is { Length: > 0 and <= 200 } text ? text : null;
        return List(queries, InstanceFilter.Read(body), ElsaQuery.Page(body.Number("page"), body.Number("pageSize"), search));
    }

    private static IResult Get(InstanceQueries queries, string id) =>
        queries.Find(id) is var (_, state) ? ElsaJson.Ok(state.ToInstance()) : ElsaJson.NotFound("instance", id);

    private static IResult Variables(InstanceQueries queries, string id) =>
        queries.Find(id) is var (_, state)
            ? ElsaJson.Counted(state.Variables().Select(one => new JsonObject { ["id"] = one.Id, ["name"] = one.Name, ["value"] = one.Value }))
            : ElsaJson.NotFound("instance", id);

    private static IResult ExecutionState(InstanceQueries queries, string id) =>
        queries.Find(id) is var (instance, _)
            ? ElsaJson.Ok(new JsonObject { ["status"] = instance.Status.ToString(), ["subStatus"] = instance.SubStatus.ToString(), ["updatedAt"] = ElsaJson.Moment(instance.UpdatedAt) })
            : ElsaJson.NotFound("instance", id);

    private static IResult Export(InstanceQueries queries, string id) =>
        queries.Find(id) is var (_, state)
            ? Results.File(Bytes(state), "application/octet-stream", $"workflow-instance-{id}.json")
            : ElsaJson.NotFound("instance", id);

    private static async Task<IResult> ExportManyAsync(HttpRequest request, InstanceQueries queries, CancellationToken stop)
    {
        var found = (await DefinitionBulkRoutes.ReadIdsAsync(request, "ids", stop)).Distinct(StringComparer.Ordinal).Select(id => (Id: id, Found: queries.Find(id))).Where(one => one.Found is not null).ToList();
        if (found.Count == 0)
            return ElsaJson.Refused(StatusCodes.Status404NotFound, "There is no instance with one of these ids.");
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (id, one) in found)
            {
                using var entry = archive.CreateEntry($"workflow-instance-{id}.json").Open();
                entry.Write(Bytes(one!.Value.State));
            }
        }

        return Results.File(target.ToArray(), "application/zip", "workflow-instances.zip");
    }

    private static byte[] Bytes(InstanceState state) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject { ["WorkflowState"] = state.ToWorkflowState(), ["Bookmarks"] = null, ["ActivityExecutionRecords"] = null, ["WorkflowExecutionLogRecords"] = null },
        Indented);

    private static IResult Journal(HttpRequest request, ActivityJournal journal, string id) =>
        Lines(journal, id, JournalFilter.Everything, request.Query.Number("page"), request.Query.Number("pageSize"), request.Query.Number("skip"), request.Query.Number("take"));

    private static async Task<IResult> JournalByBodyAsync(HttpRequest request, ActivityJournal journal, string id, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        int? At(string name) => body.Number(name) ?? request.Query.Number(name);
        return Lines(journal, id, JournalFilter.Read(body.Find("filter") as JsonObject ?? []), At("page"), At("pageSize"), At("skip"), At("take"));
    }

    private static IResult Lines(ActivityJournal journal, string id, JournalFilter filter, int? page, int? size, int? skip, int? take)
    {
        if (skip is < 0 || take is < 0)
            throw ElsaRequestException.Bad("'skip' and 'take' are numbers from 0.");
        var list = ElsaQuery.Page(page, size, null);
        if (journal.Read(id) is not { } read)
            return ElsaJson.NotFound("instance", id);
        var all = read.Lines().Select(one => read.ToRecord(one.Line, one.Sequence)).Where(filter.Lets).ToList();
        return ElsaJson.Ok(new JsonObject
        {
            ["items"] = ElsaJson.List(all.Skip(skip ?? list.Skip).Take(take ?? list.Size)),
            ["totalCount"] = all.Count,
        });
    }

    private static IResult LastLine(ActivityJournal journal, string id, string activityId)
    {
        if (journal.Read(id) is not { } read)
            return ElsaJson.NotFound("instance", id);
        var found = read.Lines().Where(one => one.Line.Activity?.Id == activityId).Select(one => read.ToSingleRecord(one.Line, one.Sequence)).LastOrDefault();
        return found is null ? ElsaJson.NotFound("line of a step", activityId) : ElsaJson.Ok(found);
    }

    private static async Task<IResult> CancelAsync(ClaimsPrincipal user, InstanceQueries queries, WorkflowEngine engine, string id, CancellationToken stop)
    {
        if (queries.Find(id) is null)
            return ElsaJson.NotFound("instance", id);
        await CancelAllAsync(engine, [id], ApiPermissions.NameOf(user), stop);
        return Results.Ok();
    }

    private static async Task<IResult> CancelManyAsync(HttpRequest request, ClaimsPrincipal user, InstanceQueries queries, WorkflowEngine engine, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        var filter = InstanceFilter.Read(body) with { Statuses = [WorkflowStatus.Running], SubStatuses = [] };
        var isEmpty = filter.Ids.Count == 0 && filter.DefinitionIds.Count == 0;
        if (isEmpty)
            throw ElsaRequestException.Bad("Say which instances are meant: by 'ids' or by 'definitionId'.");
        return ElsaJson.Ok(new JsonObject { ["cancelled"] = await CancelAllAsync(engine, queries.Ids(filter), ApiPermissions.NameOf(user), stop) });
    }

    // Each with the instances that it started; those that are over by now do not count.
    private static async Task<int> CancelAllAsync(WorkflowEngine engine, IReadOnlyList<string> ids, string by, CancellationToken stop)
    {
        var cancelled = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => engine.CancelAsync(id, $"Cancelled by {by}.", null, stop)));
        return cancelled.Count(one => one);
    }

    private static async Task<IResult> DeleteAsync(InstanceQueries queries, WorkflowEngine engine, string id, CancellationToken stop) =>
        queries.Find(id) is not var (instance, _) ? ElsaJson.NotFound("instance", id)
        : instance.Status == WorkflowStatus.Running ? ElsaJson.Refused(StatusCodes.Status409Conflict, "This instance still runs, and deleting it would lose what it waits for. Cancel it first.")
        : await engine.DeleteInstancesAsync([id], stop) > 0 ? Results.NoContent() : ElsaJson.NotFound("instance", id);

    private static async Task<IResult> DeleteManyAsync(HttpRequest request, WorkflowEngine engine, CancellationToken stop) =>
        ElsaJson.Ok(new JsonObject { ["deleted"] = await engine.DeleteInstancesAsync(await DefinitionBulkRoutes.ReadIdsAsync(request, "ids", stop), stop) });
}
