using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.Elsa.Identity;

/// <summary>Who may call the Elsa API, and for what: Elsa's permission names on Elsa's endpoints.</summary>
internal static class ApiPermissions
{
    private const string Everything = "*";
    private const string EitherScheme = "elsa";

    /// <summary>Registers accounts, tokens and the two ways to show who calls.</summary>
    public static void AddElsaIdentity(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ApiAccounts(provider.GetRequiredService<FrontdeskSettings>().DataDirectory));
        services.AddSingleton(provider => new ApiTokens(LinkKey.ReadOrCreate(provider.GetRequiredService<FrontdeskSettings>().DataDirectory), provider.GetRequiredService<TimeProvider>()));
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context => ApiKeyHandler.Concerns(context.Request) ? ApiKeyHandler.SchemeName : JwtBearerDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<ApiTokens>((options, tokens) =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = tokens.AccessRules;
            options.Events = new JwtBearerEvents { OnMessageReceived = TakeFromAddress };
        });
        services.AddAuthorization();
    }

    /// <summary>Asks for a permission on an endpoint; <c>*</c> stands for all.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizationPolicyBuilder(EitherScheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => IsAllowed(context.User, permission))
            .Build());

    /// <summary>Who calls, for the history.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name : Desk.User;

    private static bool IsAllowed(ClaimsPrincipal user, string permission) =>
        user.FindAll(ApiTokens.PermissionClaim).Any(one => one.Value == Everything || one.Value == permission || (one.Value.EndsWith(":*", StringComparison.Ordinal) && permission.StartsWith(one.Value[..^1], StringComparison.Ordinal)));

    // A browser cannot send a header when it opens a socket, so the hub takes the token from the address, as every SignalR hub does.
    private static Task TakeFromAddress(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments("/elsa/hubs", StringComparison.Ordinal) && context.Request.Query["access_token"].ToString() is { Length: > 0 } token)
            context.Token = token;
        return Task.CompletedTask;
    }
}
