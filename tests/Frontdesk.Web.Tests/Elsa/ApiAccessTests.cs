using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Frontdesk.Storage;
using Frontdesk.Tests;
using Frontdesk.Web.Elsa.Identity;
using Microsoft.AspNetCore.Routing;

namespace Frontdesk.Web.Tests.Elsa;

/// <summary>Who may call which endpoint of the Elsa API, and how they show who they are.</summary>
public sealed class ApiAccessTests(PostgresCluster cluster)
{
    // Elsa's own names for what an endpoint asks for.
    private static readonly (string Method, string Path, string Permission)[] Asked =
    [
        ("GET", "/workflow-definitions", "read:workflow-definitions"),
        ("POST", "/workflow-definitions", "write:workflow-definitions"),
        ("POST", "/workflow-definitions/import", "write:workflow-definitions"),
        ("POST", "/workflow-definitions/no-such/publish", "publish:workflow-definitions"),
        ("POST", "/workflow-definitions/no-such/retract", "retract:workflow-definitions"),
        ("DELETE", "/workflow-definitions/no-such", "delete:workflow-definitions"),
        ("POST", "/workflow-definitions/no-such/execute", "exec:workflow-definitions"),
        ("GET", "/workflow-instances", "read:workflow-instances"),
        ("DELETE", "/workflow-instances/no-such", "delete:workflow-instances"),
        ("POST", "/cancel/workflow-instances/no-such", "cancel:workflow-instances"),
        ("GET", "/descriptors/activities", "read:activity-descriptors"),
        ("POST", "/events/no-such/trigger", "trigger:event"),
        ("POST", "/tasks/no-such/complete", "complete:tasks"),
        ("GET", "/package/version", "read:package"),
        ("GET", "/identity/users", "read:user"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_nothing_answers_but_the_sign_in()
    {
        await using var app = await ElsaApp.OpenAsync(DatabaseKind.Sqlite, cluster);
        using var client = app.Anonymous();
        List<string> open = [];
        foreach (var endpoint in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(one => one.RoutePattern.RawText?.StartsWith("/elsa/", StringComparison.Ordinal) == true && !one.RoutePattern.RawText.Contains("**", StringComparison.Ordinal)))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(endpoint.RoutePattern.RawText!.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Relative));
                using var answer = await client.SendAsync(request, Stop);
                if (answer.StatusCode != HttpStatusCode.Unauthorized)
                    open.Add($"{method} {endpoint.RoutePattern.RawText}");
            }
        }

        Assert.Equal(["POST /elsa/api/identity/login"], open);
    }

    [Fact]
    public async Task Each_endpoint_opens_to_its_own_permission_to_all_of_its_kind_and_to_everything_and_to_no_other()
    {
        await using var app = await ElsaApp.OpenAsync(DatabaseKind.Sqlite, cluster);
        var tokens = app.Get<ApiTokens>();
        List<string> wrong = [];
        foreach (var (method, path, permission) in Asked)
        {
            var others = Asked.Select(one => one.Permission).Where(one => one != permission).Distinct().ToArray();
            foreach (var (permissions, isAllowed) in new (string[], bool)[] { ([permission], true), ([permission.Split(':')[0] + ":*"], true), (["*"], true), (others, false), ([], false) })
            {
                using var client = app.Anonymous();
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForCalls("probe", permissions));
                var status = (await ElsaApp.SendAsync(client, method, path, method == "GET" ? null : "{}")).Status;
                if (isAllowed == status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
                    wrong.Add($"{method} {path} with [{string.Join(' ', permissions.Take(2))}]: {(int)status}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_password_and_a_key_open_what_the_account_may_do_until_it_is_removed()
    {
        await using var app = await ElsaApp.OpenAsync(DatabaseKind.Sqlite, cluster);
        var accounts = app.Get<ApiAccounts>();
        var (password, key) = accounts.Add("reporting", ["read:*"]);
        using var client = app.Anonymous();

        Assert.False(JsonNode.Parse((await LoginAsync(client, "reporting", password + "x")).Text)!["isAuthenticated"]!.GetValue<bool>());
        Assert.False(JsonNode.Parse((await LoginAsync(client, "nobody", password)).Text)!["isAuthenticated"]!.GetValue<bool>());
        var pair = JsonNode.Parse((await LoginAsync(client, "Reporting", password)).Text)!;

        await OpensAsync(client, new AuthenticationHeaderValue("Bearer", pair["accessToken"]!.GetValue<string>()), HttpStatusCode.OK);
        await OpensAsync(client, new AuthenticationHeaderValue("ApiKey", key), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await ElsaApp.SendAsync(client, "DELETE", "/workflow-definitions/x")).Status);
        await OpensAsync(client, new AuthenticationHeaderValue("ApiKey", key + "x"), HttpStatusCode.Unauthorized);

        // A renewal token opens nothing but the next pair, and an access token gets none.
        var renewal = new AuthenticationHeaderValue("Bearer", pair["refreshToken"]!.GetValue<string>());
        await OpensAsync(client, renewal, HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = renewal;
        var renewed = await ElsaApp.SendAsync(client, "POST", "/identity/refresh-token");
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", pair["accessToken"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, (await ElsaApp.SendAsync(client, "POST", "/identity/refresh-token")).Status);

        Assert.True(accounts.Remove("reporting"));
        await OpensAsync(client, new AuthenticationHeaderValue("ApiKey", key), HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = renewal;
        Assert.Equal(HttpStatusCode.Unauthorized, (await ElsaApp.SendAsync(client, "POST", "/identity/refresh-token")).Status);
        Assert.False(JsonNode.Parse((await LoginAsync(client, "reporting", password)).Text)!["isAuthenticated"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_file_of_accounts_holds_no_password_and_no_key()
    {
        await using var app = await ElsaApp.OpenAsync(DatabaseKind.Sqlite, cluster);
        var (password, key) = app.Get<ApiAccounts>().Add("reporting", ["*"]);

        var stored = await File.ReadAllTextAsync(Path.Combine(app.Folder.FullName, "api-accounts.json"), Stop);
        Assert.Contains("reporting", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(password, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(key, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_that_is_told_is_the_programs_own()
    {
        await using var app = await ElsaApp.OpenAsync(DatabaseKind.Sqlite, cluster);
        using var client = await app.ManagerAsync();

        var told = JsonNode.Parse((await ElsaApp.SendAsync(client, "GET", "/package/version")).Text)!["packageVersion"]!.GetValue<string>();
        Assert.Equal(typeof(ApiAccounts).Assembly.GetName().Version!.ToString(3), told);
    }

    private static async Task OpensAsync(HttpClient client, AuthenticationHeaderValue shown, HttpStatusCode expected)
    {
        client.DefaultRequestHeaders.Authorization = shown;
        Assert.Equal(expected, (await ElsaApp.SendAsync(client, "GET", "/workflow-definitions")).Status);
    }

    private static Task<(HttpStatusCode Status, string Text)> LoginAsync(HttpClient client, string name, string password)
    {
        client.DefaultRequestHeaders.Authorization = null;
        return ElsaApp.SendAsync(client, "POST", "/identity/login", new JsonObject { ["username"] = name, ["password"] = password }.ToJsonString());
    }
}
