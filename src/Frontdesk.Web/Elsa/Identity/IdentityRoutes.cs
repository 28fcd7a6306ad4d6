using System.Text.Json.Nodes;

namespace Frontdesk.Web.Elsa.Identity;

/// <summary><c>/elsa/api/identity</c>: a password for a pair of tokens, a renewal token for the next pair.</summary>
internal static class IdentityRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/identity/login", LoginAsync).AllowAnonymous();
        api.MapPost("/identity/refresh-token", RenewAsync).AllowAnonymous();
        api.MapGet("/identity/users", ListUsers).Requires("read:user");
        api.MapGet("/identity/roles", () => ElsaJson.Ok(new JsonObject { ["roles"] = new JsonArray() })).Requires("read:role");
    }

    // A wrong password answers 200, as Elsa does.
    private static async Task<IResult> LoginAsync(HttpRequest request, ApiAccounts accounts, ApiTokens tokens, CancellationToken stop)
    {
        var body = await ElsaBody.ReadObjectAsync(request, stop);
        var (name, password) = (body.Text("username"), body.Text("password"));
        return Answer(name is null || password is null ? null : accounts.FindByPassword(name, password), tokens);
    }

    // Elsa's clients send the renewal token as their bearer token.
    private static async Task<IResult> RenewAsync(HttpRequest request, ApiAccounts accounts, ApiTokens tokens)
    {
        var header = request.Headers.Authorization.ToString();
        var name = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? await tokens.WhoRenewsAsync(header[7..].Trim()) : null;
        var account = accounts.All().FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
        return account is null ? Results.StatusCode(StatusCodes.Status401Unauthorized) : Answer(account, tokens);
    }

    private static IResult Answer(ApiAccount? account, ApiTokens tokens) => ElsaJson.Ok(account is null
        ? new JsonObject { ["isAuthenticated"] = false }
        : new JsonObject
        {
            ["isAuthenticated"] = true,
            ["accessToken"] = tokens.ForCalls(account.Name, account.Permissions),
            ["refreshToken"] = tokens.ForRenewal(account.Name, account.Permissions),
        });

    private static IResult ListUsers(ApiAccounts accounts) => ElsaJson.Ok(new JsonObject
    {
        ["users"] = new JsonArray([.. accounts.All().Select(one => new JsonObject
        {
            ["id"] = one.Name,
            ["name"] = one.Name,
            ["roles"] = new JsonArray([.. one.Permissions.Select(permission => (JsonNode)permission)]),
            ["tenantId"] = string.Empty,
        })]),
    });
}
