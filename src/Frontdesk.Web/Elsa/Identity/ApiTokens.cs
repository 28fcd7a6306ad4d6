using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Frontdesk.Web.Elsa.Identity;

/// <summary>Makes and reads the bearer tokens of the Elsa API: one to call with, one to get the next.</summary>
internal sealed class ApiTokens
{
    /// <summary>The claim that holds a permission.</summary>
    public const string PermissionClaim = "permissions";

    /// <summary>The claim that tells one page or program at work from another.</summary>
    public const string SessionClaim = JwtRegisteredClaimNames.Jti;

    /// <summary>How long a token opens the API.</summary>
    public static readonly TimeSpan AccessTime = TimeSpan.FromHours(1);

    private const string UseClaim = "use";
    private const string ForAccess = "access";
    private const string ForRefresh = "refresh";
    private const string Issuer = "frontdesk";
    private static readonly TimeSpan RefreshTime = TimeSpan.FromDays(2);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    private readonly SymmetricSecurityKey key;
    private readonly TimeProvider time;

    /// <summary>Derives the key that signs tokens from the practice's own, so that a token of another practice opens nothing here.</summary>
    public ApiTokens(byte[] practiceKey, TimeProvider time)
    {
        key = new SymmetricSecurityKey(HKDF.DeriveKey(HashAlgorithmName.SHA256, practiceKey, 32, info: Encoding.ASCII.GetBytes("elsa-api-tokens")));
        this.time = time;
    }

    /// <summary>What a caller's token is checked against.</summary>
    public TokenValidationParameters AccessRules => Rules(ForAccess);

    /// <summary>A token to call with.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="permissions">What it allows.</param>
    /// <param name="session">The page or program at work, when it asks for the next token of the same work.</param>
    public string ForCalls(string name, IEnumerable<string> permissions, string? session = null) => Create(name, permissions, ForAccess, AccessTime, session);

    /// <summary>A token that gets the next pair.</summary>
    public string ForRenewal(string name, IEnumerable<string> permissions) => Create(name, permissions, ForRefresh, RefreshTime, null);

    /// <summary>Whose renewal token this is; null when it is none, or too old.</summary>
    public async Task<string?> WhoRenewsAsync(string token)
    {
        var result = await Handler.ValidateTokenAsync(token, Rules(ForRefresh));
        return result.IsValid ? result.ClaimsIdentity.Name : null;
    }

    private string Create(string name, IEnumerable<string> permissions, string use, TimeSpan lifetime, string? session)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Subject = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Name, name), new Claim(UseClaim, use), new Claim(SessionClaim, session ?? Guid.NewGuid().ToString("N")), .. permissions.Select(one => new Claim(PermissionClaim, one))]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }

    private TokenValidationParameters Rules(string use) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        IssuerSigningKey = key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        NameClaimType = JwtRegisteredClaimNames.Name,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, token, _) =>
            token is JsonWebToken jwt && jwt.TryGetClaim(UseClaim, out var claim) && claim.Value == use && IsNow(from, until),
    };

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return from <= now.AddMinutes(1) && now < until;
    }
}
