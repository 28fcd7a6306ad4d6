using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Microsoft.AspNetCore.Routing;

namespace Frontdesk.Web.Tests.Elsa;

/// <summary>Whatever is sent to any endpoint of the Elsa API is answered with a clear 4xx, never a 500, and changes nothing.</summary>
public sealed class HostileRequestTests(PostgresCluster cluster)
{
    private const string Workflow = """{"definitionId":"plain","name":"Plain","root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"activities":[{"id":"wait","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}}],"connections":[]}}""";

    private static readonly string[] Ids =
    [
        "no-such", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "%00", "a%00b", "%0d%0aX-Bad:1", "'%20OR%201=1--", "%22%3E%3Cscript%3E", "-1", "99999999999999999999", "%F0%9F%92%89", "%ED%A0%80", "%25", "*", new('x', 3_000),
    ];

    private static readonly string[] Queries =
    [
        "page=-1&pageSize=-1", "page=x&pageSize=y", "page=99999999999999999999", "page=2147483647&pageSize=2147483647", "versionOptions=nonsense", "versionOptions=%00", "versionOptions=99999999999999", "orderBy=1;DROP%20TABLE%20journal&orderDirection=sideways",
        "searchTerm=%00%27%22%25_", "status=Nonsense&subStatus=7&hasIncidents=maybe", "ids=%00&ids=..%2F..&id=%00", "workflowInstanceId=%27;--&activityId=%00&activityNodeId=%00", "timestampFilters=%7B&createdAt=yesterday", "includeCompositeRoot=perhaps&includeConsumingWorkflows=2", "parentNodeId=%00&childNodeId=%3A%3A%3A",
        "sourceType=%00&destinationType=Int32", "name=" + new string('n', 6_000),
    ];

    private static readonly string[] Broken =
    [
        "{", "[]", "null", "\"text\"", "1e400", "NaN", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":\"\\ud800\"}", "\0\0\0", "<xml/>", "{\"a\":1}{\"b\":2}", "--x\r\n", string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000), string.Concat(Enumerable.Repeat("[", 100_000)),
    ];

    // Every property that some endpoint reads, with a value that it cannot be.
    private static readonly string[] WrongTypes =
    [
        "7", "-1", "true", "\"\\u0000\"", "\"../../etc/passwd\"", "[[[]]]", "{\"a\":{\"a\":{}}}", "null", "1e308", "\"" + new string('z', 20_000) + "\"", "[null]", "[{}]", "[7]", "[\"\"]", "\"2026-99-99T99:99:99Z\"",
    ];

    private static readonly string[] Properties =
    [
        "model", "publish", "id", "ids", "definitionId", "definitionIds", "definitionVersionId", "name", "root", "variables", "outputs", "outcomes", "options", "customProperties", "version", "input", "inputs", "correlationId", "instanceId", "workflowInstanceId",
        "workflowInstanceIds", "activityNodeIds", "activityId", "activityIds", "activityHandle", "workflowDefinitionHandle", "triggerActivityId", "versionOptions", "page", "pageSize", "skip", "take", "status", "subStatus", "statuses", "subStatuses", "searchTerm", "isSystem", "orderBy", "orderDirection",
        "timestampFilters", "hasIncidents", "filter", "count", "result", "parentWorkflowInstanceId", "variablesIncluded", "username", "password", "refreshToken", "items", "properties", "context", "consumingWorkflowIds", "workflowExecutionMode",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Whatever_any_endpoint_is_sent_it_answers_below_500_and_a_refusal_changes_nothing(DatabaseKind kind)
    {
        await using var app = await ElsaApp.OpenAsync(kind, cluster);
        using var client = await app.ManagerAsync();
        Assert.Equal(HttpStatusCode.OK, (await ElsaApp.SendAsync(client, "POST", "/workflow-definitions", $$"""{"model":{{Workflow}},"publish":true}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ElsaApp.SendAsync(client, "POST", "/workflow-definitions/plain/execute", "{}")).Status);
        var (wrong, number) = (new List<string>(), 0);
        foreach (var (method, pattern) in Endpoints(app))
        {
            var state = State(app);
            async Task TryAsync(string address, string? body, bool isBroken = false)
            {
                var (problem, isRefused) = await JudgeAsync(client, method, address, body, isBroken);
                var now = method == "GET" ? state : State(app);
                if (isRefused && now != state)
                    problem = "refused, and yet something changed";
                if (problem is not null)
                    wrong.Add($"{method} {Short(address)} [{Short(body)}]: {problem}");
                state = now;
            }

            foreach (var id in Ids)
                await TryAsync(Address(pattern, id), null);
            foreach (var query in Queries)
                await TryAsync($"{Address(pattern, "no-such")}?{query}", null);
            if (method is "GET" or "DELETE")
                continue;
            foreach (var body in Broken)
                await TryAsync(Address(pattern, "no-such"), body, isBroken: true);
            foreach (var value in WrongTypes)
                await TryAsync(Address(pattern, "no-such"), $"{{{string.Join(',', Properties.Select(one => $"\"{one}\":{value}"))}}}");

            // Each property gets one of the values at each endpoint, and over all endpoints every one.
            foreach (var property in Properties)
                await TryAsync(Address(pattern, "no-such"), $"{{\"{property}\":{WrongTypes[number++ % WrongTypes.Length]}}}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(60)));
    }

    private static IEnumerable<(string Method, string Pattern)> Endpoints(ElsaApp app) =>
        from endpoint in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.RoutePattern.RawText?.StartsWith("/elsa/api/", StringComparison.Ordinal) == true && !endpoint.RoutePattern.RawText.Contains("**", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, endpoint.RoutePattern.RawText);

    private static string Short(string? text) => text is null ? "" : text[..Math.Min(text.Length, 90)];

    private static string Address(string pattern, string id) => System.Text.RegularExpressions.Regex.Replace(pattern, "\\{[^}]+\\}", _ => id, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task<(string? Problem, bool IsRefused)> JudgeAsync(HttpClient client, string method, string address, string? body, bool isBroken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, Stop);
        var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
        if (status >= 500 || (isBroken && status < 400))
            return ($"{status}", status >= 400);

        // A path with a zero in it does not come past the door of the web server, which has no sentence for it.
        var hasSentence = address.Split('?')[0].Contains("%00", StringComparison.Ordinal) || status is not (400 or 409 or 413 or 422) || (text.StartsWith('{') && JsonNode.Parse(text)!["errors"]?["generalErrors"] is JsonArray { Count: > 0 });
        return (hasSentence ? null : $"{status} without a sentence", status >= 400);
    }

    private static string State(ElsaApp app) => (string)app.Scalar(
        """
        SELECT coalesce((SELECT string_agg(id || ' ' || revision || ' ' || is_published || ' ' || is_latest, ',' ORDER BY id) FROM workflow_definition), '')
          || coalesce((SELECT string_agg(id || ' ' || status, ',' ORDER BY id) FROM workflow_instance), '')
          || ' ' || (SELECT count(*) FROM journal) || ' ' || (SELECT count(*) FROM workflow_change)
        """)!;
}
