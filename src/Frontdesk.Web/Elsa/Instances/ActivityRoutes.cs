using System.Text.Json.Nodes;
using Frontdesk.Web.Elsa.Identity;

namespace Frontdesk.Web.Elsa.Instances;

/// <summary><c>/elsa/api/activity-executions</c> and what belongs to it: each execution of a step, counted and one by one.</summary>
internal static class ActivityRoutes
{
    private const string Read = "read:activity-execution";

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var executions = api.MapGroup("/activity-executions");
        executions.MapGet("/list", (HttpRequest request, ActivityJournal journal) => ElsaJson.Counted(Chosen(request, journal).Select(one => one.Journal.ToExecution(one.Execution)))).Requires(Read);
        executions.MapGet("/count", (HttpRequest request, ActivityJournal journal) => ElsaJson.Ok(new JsonObject { ["count"] = Chosen(request, journal).Count() })).Requires(Read);
        executions.MapPost("/report", ReportAsync).Requires(Read);
        executions.MapGet("/by-id", (HttpRequest request, ActivityJournal journal) => Get(journal, request.Query.Text("id") ?? throw ElsaRequestException.Bad("'id' is missing."))).Requires(Read);
        executions.MapGet("/by-id/{id}", Get).Requires(Read);
        executions.MapGet("/{id}", Get).Requires(Read);
        executions.MapGet("/{id}/call-stack", CallStack).Requires(Read);
        api.MapGet("/activity-execution-summaries/list", (HttpRequest request, ActivityJournal journal) => ElsaJson.Counted(Chosen(request, journal).Select(one => one.Journal.ToSummary(one.Execution)))).Requires(Read);
        api.MapPost("/tests/activities", ActivityTests.RunAsync).Requires("exec:tests");
    }

    private static IEnumerable<(InstanceJournal Journal, ActivityExecution Execution)> Chosen(HttpRequest request, ActivityJournal journal)
    {
        var query = request.Query;
        var instance = query.Text("workflowInstanceId") ?? throw ElsaRequestException.Bad("'workflowInstanceId' is missing.");
        var (nodeId, activityId, completed) = (query.Text("activityNodeId"), query.Text("activityId"), query.Flag("completed"));
        if (journal.Read(instance) is not { } read)
            return [];
        return read.Executions
            .Where(one => nodeId is null || one.Activity?.NodeId == nodeId)
            .Where(one => activityId is null || one.Activity?.Id == activityId)
            .Where(one => completed is not { } wanted || wanted == one.CompletedAt is not null)
            .Select(one => (read, one));
    }

    private static async Task<IResult> ReportAsync(HttpRequest request, ActivityJournal journal, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        var instance = body.Text("workflowInstanceId") ?? throw ElsaRequestException.Bad("'workflowInstanceId' is missing.");
        var nodeIds = body.TextList("activityNodeIds").ToHashSet(StringComparer.Ordinal);
        return ElsaJson.Ok(new JsonObject { ["stats"] = ElsaJson.List(journal.Read(instance)?.Counts(nodeIds) ?? []) });
    }

    private static IResult Get(ActivityJournal journal, string id) =>
        Find(journal, id) is var (read, execution) ? ElsaJson.Ok(read.ToExecution(execution)) : ElsaJson.NotFound("execution", id);

    private static IResult CallStack(ActivityJournal journal, string id)
    {
        if (Find(journal, id) is not var (read, execution))
            return ElsaJson.NotFound("execution", id);
        var stack = read.CallStack(execution.ContextId).Select(read.ToExecution).ToList();
        return ElsaJson.Ok(new JsonObject { ["activityExecutionId"] = id, ["items"] = ElsaJson.List(stack), ["totalCount"] = stack.Count });
    }

    // The id of an execution is the instance's with the execution's number behind it.
    private static (InstanceJournal Journal, ActivityExecution Execution)? Find(ActivityJournal journal, string id)
    {
        var at = id.LastIndexOf('-');
        if (at <= 0 || !long.TryParse(id.AsSpan(at + 1), System.Globalization.CultureInfo.InvariantCulture, out var contextId) || journal.Read(id[..at]) is not { } read)
            return null;
        return read.Executions.FirstOrDefault(one => one.ContextId == contextId) is { } execution ? (read, execution) : null;
    }
}
