using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Frontdesk.Domain.Links;
using Frontdesk.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Frontdesk.Web.PublicPages;

/// <summary>
/// The pages that links in messages lead to: one route for all of them, and one <see cref="IPublicPage"/> for each purpose.
/// Whoever calls has no account, so the route counts calls, keeps nothing in caches and tells nobody whether an address
/// that does not open was ever made.
/// </summary>
internal static class PublicPageRoutes
{
    private const string Policy = "public-pages";
    private const int CallsPerMinute = 60;

    // A report with room for the form around it; the page itself says what it takes.
    private const long LargestForm = 26L * 1024 * 1024;

    /// <summary>Registers the pages and the count of calls.</summary>
    public static void AddPublicPages(this IServiceCollection services)
    {
        services.AddSingleton<LinkDoor>();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, stop) => new ValueTask(Close(LinkRefusal.None, StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext));
            options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
                CallerOf(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = CallsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>Maps the route.</summary>
    public static void MapPublicPages(this WebApplication app)
    {
        app.MapGet($"{LinkAddresses.Path}{{token}}", ShowAsync).RequireRateLimiting(Policy).ExcludeFromDescription();
        app.MapPost($"{LinkAddresses.Path}{{token}}", AnswerAsync)
            .RequireRateLimiting(Policy)
            .WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(LargestForm), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = LargestForm })
            .ExcludeFromDescription();
    }

    /// <summary>Whether a request is for one of the pages that links in messages lead to.</summary>
    public static bool Concerns(HttpContext context) => context.Request.Path.Value?.StartsWith(LinkAddresses.Path, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A page for someone without an account.</summary>
    public static RazorComponentResult<TPage> Page<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new(parameters) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>The answer for a link that does not open.</summary>
    public static IResult Close(LinkRefusal refusal) => Close(refusal, refusal == LinkRefusal.Forged ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone);

    private static RazorComponentResult<ClosedLink> Close(LinkRefusal refusal, int status) => Page<ClosedLink>(new { Refusal = refusal }, status);

    private static async Task<IResult> ShowAsync(HttpContext context, [FromServices] LinkDoor door, string token, CancellationToken stop)
    {
        KeepNowhere(context);
        var (page, link, refusal) = await door.OpenAsync(token, stop);
        return page is null ? Close(refusal) : await page.ShowAsync(link!, stop);
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, [FromServices] LinkDoor door, string token, CancellationToken stop)
    {
        KeepNowhere(context);
        var (page, link, refusal) = await door.OpenAsync(token, stop);
        if (page is null)
            return Close(refusal);

        // A form that was not filled in on our page, or stood open for so long that its key is stale, is shown again.
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } || !context.Request.HasFormContentType)
            return await page.ShowAsync(link!, stop);

        return await page.AnswerAsync(link!, await context.Request.ReadFormAsync(stop), stop);
    }

    // Said here as well, because the general rule goes by the path, and a token may look like a file's name.
    private static void KeepNowhere(HttpContext context) => context.Response.Headers.CacheControl = BrowserRules.KeptNowhere;

    // One household or office commands a whole /64 of version 6, so that much counts as one caller.
    private static string CallerOf(IPAddress? address)
    {
        if (address is null)
            return string.Empty;

        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
