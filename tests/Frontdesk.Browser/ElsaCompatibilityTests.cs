using System.Net;
using System.Text.Json.Nodes;

namespace Frontdesk.Browser;

/// <summary>
/// Elsa's HTTP API, played as it was recorded on an Elsa server: the same calls in the same order, and every answer compared
/// with the recorded one in its status, its properties and their kinds. What differs is in docs/elsa-compatibility.md.
/// </summary>
public sealed class ElsaCompatibilityTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("frontdesk-elsa-");
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private RealFrontdesk _frontdesk = null!;
    private ElsaClient _elsa = null!;

    public async ValueTask InitializeAsync()
    {
        _frontdesk = await RealFrontdesk.ServeAsync(_data.FullName);
        _elsa = await ElsaClient.OpenAsync(_frontdesk.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await _frontdesk.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_recorded_call_is_answered_in_the_shape_of_Elsa()
    {
        Assert.SkipWhen(ElsaSamples.Folder is null, "There are no recordings of an Elsa server (set FRONTDESK_SHARED).");
        await DescribeAsync();
        await DefineAsync();
        await RunAsync();
        await FailAndCancelAsync();
        await EndAsync();
        var listed = Listed();
        Assert.True(_found.SetEquals(listed), $"Not in docs/elsa-compatibility.md:\n{string.Join('\n', _found.Except(listed))}\nThere, and not so any more:\n{string.Join('\n', listed.Except(_found))}");
    }

    // Each difference is a line `sample | place` of the page's table.
    private static SortedSet<string> Listed()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Workflows.sln")))
            root = root.Parent!;
        var rows = File.ReadAllLines(Path.Combine(root.FullName, "docs", "elsa-compatibility.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')} {cells[2].Trim('`')}");
        return new SortedSet<string>(rows, StringComparer.Ordinal);
    }

    private async Task DescribeAsync()
    {
        await CompareAsync("descriptors-activities", "GET", "/descriptors/activities");
        await CompareAsync("descriptors-activities-refresh", "GET", "/descriptors/activities?refresh=true", sample: "descriptors-activities");
        await CompareAsync("descriptors-activity-one", "GET", "/descriptors/activities/Elsa.WriteLine");
        foreach (var name in (string[])["expression-descriptors", "variables", "storage-drivers", "incident-strategies", "log-persistence-strategies", "workflow-activation-strategies"])
            await CompareAsync($"descriptors-{name}", "GET", $"/descriptors/{name}");
        await CompareAsync("descriptors-commit-strategies-activities", "GET", "/descriptors/commit-strategies/activities");
        await CompareAsync("descriptors-commit-strategies-workflows", "GET", "/descriptors/commit-strategies/workflows");
        await CompareAsync("descriptors-output-converters-error", "GET", "/descriptors/output-converters", status: 400);
        await CompareAsync("descriptors-output-converters", "GET", "/descriptors/output-converters?sourceType=String&destinationType=Int32");
        await CompareAsync("features-installed", "GET", "/features/installed");
        await CompareAsync("package-version", "GET", "/package/version");
        await CompareAsync("runtime-status", "GET", "/admin/workflow-runtime/status");
        await CompareAsync("resilience-strategies", "GET", "/resilience/strategies");
        await CompareAsync("identity-users", "GET", "/identity/users");
        await CompareAsync("identity-roles", "GET", "/identity/roles");
        await CompareAsync("workflow-instances-empty", "GET", "/workflow-instances");
        await CompareAsync("workflow-definitions-count", "GET", "/workflow-definitions/query/count");
        await CompareAsync("dead-letters", "GET", "/bookmark-queue/dead-letters");
        Assert.Equal(HttpStatusCode.NotFound, (await _elsa.SendAsync("GET", "/labels")).Status);
    }

    private async Task DefineAsync()
    {
        var draft = await CompareAsync("workflow-definitions-post-draft", "POST", "/workflow-definitions", Request("workflow-definitions-post-draft"));
        Learn("608c47620886f6ee", draft!["workflowDefinition"]!["definitionId"]);
        Learn("b7f2073c49311c8e", draft["workflowDefinition"]!["id"]);
        await CompareAsync("workflow-definitions-get", "GET", "/workflow-definitions/by-definition-id/608c47620886f6ee?versionOptions=Latest&includeCompositeRoot=true");
        await CompareAsync("workflow-definitions-get-by-id", "GET", "/workflow-definitions/by-id/b7f2073c49311c8e?includeCompositeRoot=true");
        await CompareAsync("workflow-definitions-graph", "GET", "/workflow-definitions/subgraph/b7f2073c49311c8e?parentNodeId=Workflow1");
        await CompareAsync("workflow-definitions-graph-segments", "GET", "/workflow-definitions/subgraph/segments/b7f2073c49311c8e?childNodeId=Workflow1:Flowchart1:WriteLine1");
        await CompareAsync("workflow-definitions-name-unique", "GET", "/workflow-definitions/validation/is-name-unique?name=Capture%20Flow");
        await CompareAsync("workflow-definitions-publish", "POST", "/workflow-definitions/608c47620886f6ee/publish", new JsonObject());
        await CompareAsync("workflow-definitions-versions", "GET", "/workflow-definitions/608c47620886f6ee/versions");
        await CompareAsync("workflow-definitions-list", "GET", "/workflow-definitions?page=0&pageSize=10&orderBy=Name&orderDirection=Ascending");
        await CompareAsync("workflow-definitions-list-published", "GET", "/workflow-definitions?versionOptions=Published&searchTerm=capture");
        await CompareAsync("workflow-definitions-many-by-id", "GET", "/workflow-definitions/many-by-id?ids=b7f2073c49311c8e");
        await CompareAsync("workflow-definitions-export", "GET", "/workflow-definitions/608c47620886f6ee/export?versionOptions=Latest");
        await CompareAsync("workflow-definitions-consumers", "GET", "/workflow-definitions/608c47620886f6ee/consumers");
        var types = await _elsa.SendAsync("POST", Known("/scripting/javascript/type-definitions/608c47620886f6ee"), "{}");
        Assert.Equal("application/x-typescript", types.ContentType);
        Assert.Contains("declare function getCounter(): number;", types.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _elsa.SendAsync("POST", "/descriptors/activities/Elsa.NoSuchStep/options/SupportedMethods", "{}")).Status);
    }

    private async Task RunAsync()
    {
        await CompareAsync("workflow-definitions-execute", "POST", "/workflow-definitions/608c47620886f6ee/execute", Request("workflow-definitions-execute"));
        var dispatched = await CompareAsync("workflow-definitions-dispatch", "POST", "/workflow-definitions/608c47620886f6ee/dispatch", Request("workflow-definitions-dispatch"));
        Learn("24f8ab18023bee9b", dispatched!["workflowInstanceId"]);
        await CompareAsync("workflow-instances-running", "GET", "/workflow-instances?status=Running");
        await _elsa.UntilAsync(Known("/workflow-instances/24f8ab18023bee9b/execution-state"), state => state["status"]!.GetValue<string>() == "Finished");
        await CompareAsync("workflow-instances-list", "GET", "/workflow-instances?page=0&pageSize=10");
        await CompareAsync("workflow-instances-list-post", "POST", "/workflow-instances", Request("workflow-instances-list-post"));
        await CompareAsync("workflow-instance-get", "GET", "/workflow-instances/24f8ab18023bee9b");
        await CompareAsync("workflow-instance-execution-state", "GET", "/workflow-instances/24f8ab18023bee9b/execution-state");
        await CompareAsync("workflow-instance-variables", "GET", "/workflow-instances/24f8ab18023bee9b/variables");
        await CompareAsync("workflow-instance-export", "GET", "/workflow-instances/24f8ab18023bee9b/export");
        await CompareAsync("workflow-instance-journal", "GET", "/workflow-instances/24f8ab18023bee9b/journal?page=0&pageSize=100");
        await CompareAsync("workflow-instance-journal-filtered", "POST", "/workflow-instances/24f8ab18023bee9b/journal", Request("workflow-instance-journal-filtered"));
        await CompareAsync("workflow-instance-journal-last", "GET", "/workflow-instances/24f8ab18023bee9b/journal/WriteLine1");
        var executions = await CompareAsync("activity-executions-list", "GET", "/activity-executions/list?workflowInstanceId=24f8ab18023bee9b");
        Learn("4edbeb5fa59c5e95", ((JsonArray)executions!["items"]!)[^1]!["id"]);
        await CompareAsync("activity-executions-count", "GET", "/activity-executions/count?workflowInstanceId=24f8ab18023bee9b");
        await CompareAsync("activity-execution-summaries-list", "GET", "/activity-execution-summaries/list?workflowInstanceId=24f8ab18023bee9b");
        await CompareAsync("activity-executions-report", "POST", "/activity-executions/report", Request("activity-executions-report"));
        await CompareAsync("activity-execution-get", "GET", "/activity-executions/4edbeb5fa59c5e95");
        await CompareAsync("activity-execution-call-stack", "GET", "/activity-executions/4edbeb5fa59c5e95/call-stack");
        Assert.Equal(HttpStatusCode.OK, (await _elsa.SendAsync("POST", "/events/NoSuchEvent/trigger", "{}")).Status);
    }

    private async Task FailAndCancelAsync()
    {
        var started = await CompareAsync("execute-for-cancel", "POST", "/workflow-definitions/608c47620886f6ee/execute", Request("execute-for-cancel"));
        Learn("39e1af9e2fac87a", started!["workflowState"]!["id"]);
        await CompareAsync("workflow-instances-by-correlation", "GET", "/workflow-instances?correlationId=corr-cancel");
        await CompareAsync("workflow-instance-after-cancel", "GET", "/workflow-instances/39e1af9e2fac87a");
        Assert.Equal(HttpStatusCode.OK, (await _elsa.SendAsync("POST", Known("/cancel/workflow-instances/39e1af9e2fac87a"), "{}")).Status);
        Assert.Equal("Cancelled", (await _elsa.AskAsync("GET", Known("/workflow-instances/39e1af9e2fac87a")))["subStatus"]!.GetValue<string>());
        var published = await CompareAsync("workflow-definitions-post-publish", "POST", "/workflow-definitions", Request("workflow-definitions-post-publish"));
        Learn("a958059ad8fda505", published!["workflowDefinition"]!["definitionId"]);
        var failed = await CompareAsync("execute-fault", "POST", "/workflow-definitions/a958059ad8fda505/execute", Request("execute-fault"), status: 500);
        Learn("f6fb812c82cbb71b", failed!["workflowState"]!["id"]);
        await CompareAsync("workflow-instances-faulted", "GET", "/workflow-instances?hasIncidents=true");
        await CompareAsync("workflow-instance-faulted-get", "GET", "/workflow-instances/f6fb812c82cbb71b");
        await CompareAsync("workflow-instance-faulted-journal", "GET", "/workflow-instances/f6fb812c82cbb71b/journal");
    }

    private async Task EndAsync()
    {
        await CompareAsync("workflow-definitions-post-bad", "POST", "/workflow-definitions", Request("workflow-definitions-post-bad"));
        Assert.Equal(HttpStatusCode.NotFound, (await _elsa.SendAsync("GET", "/workflow-definitions/by-definition-id/nosuch")).Status);
        await CompareAsync("workflow-definitions-revert", "POST", "/workflow-definitions/608c47620886f6ee/revert/1", new JsonObject(), status: 201);
        await CompareAsync("workflow-definitions-retract", "POST", "/workflow-definitions/608c47620886f6ee/retract", new JsonObject());
        Assert.Equal(HttpStatusCode.NoContent, (await _elsa.SendAsync("DELETE", Known("/workflow-definitions/a958059ad8fda505"))).Status);
        await CompareAsync("bulk-cancel", "POST", "/bulk-actions/cancel/workflow-instances/", Request("bulk-cancel"));
        var unpublished = await CompareAsync("workflow-definitions-post-draft2", "POST", "/workflow-definitions", Request("workflow-definitions-post-draft2"));
        var id = unpublished!["workflowDefinition"]!["definitionId"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.NotFound, (await _elsa.SendAsync("POST", $"/workflow-definitions/{id}/execute", "{}")).Status);
    }

    private static JsonNode Request(string name) => ElsaSamples.Read($"{name}.request");

    private void Learn(string recorded, JsonNode? own) => _ids[recorded] = own!.GetValue<string>();

    private string Known(string text) => _ids.Aggregate(text, (known, id) => known.Replace(id.Key, id.Value, StringComparison.Ordinal));

    private async Task<JsonNode?> CompareAsync(string name, string method, string path, JsonNode? body = null, int status = 200, string? sample = null)
    {
        var answer = await _elsa.SendAsync(method, Known(path), body is null ? null : Known(body.ToJsonString()));
        Assert.True((int)answer.Status == status, $"{name}: {(int)answer.Status} {answer.Text}");
        foreach (var difference in ElsaSamples.Differences(ElsaSamples.Read(sample ?? name), answer.Json))
            _found.Add($"{name} {difference}");
        return answer.Json;
    }
}
