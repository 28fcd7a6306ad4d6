using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Frontdesk.Web.Elsa.Identity;

/// <summary>Reads <c>Authorization: ApiKey …</c>, as Elsa's clients send it.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiAccounts accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name, which is also how the header begins.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>Whether a request brings a key.</summary>
    public static bool Concerns(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith($"{SchemeName} ", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Concerns(Request))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (accounts.FindByKey(Request.Headers.Authorization.ToString()[(SchemeName.Length + 1)..].Trim()) is not { } account)
            return Task.FromResult(AuthenticateResult.Fail("No account has this key."));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, account.Name), .. account.Permissions.Select(one => new Claim(ApiTokens.PermissionClaim, one))],
            SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }
}
