using System.Text.Json.Nodes;
using Frontdesk.Web.Elsa;
using Frontdesk.Web.Elsa.Identity;
using Frontdesk.Web.Hosting;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Frontdesk.Web.Studio;

/// <summary>
/// Elsa Studio under <c>/studio/</c>: a page of ours for each of its screens, its files, and the token with which it calls
/// the Elsa API. The pages are documents of their own, because two Blazor applications cannot share one.
/// </summary>
internal static class StudioRoutes
{
    /// <summary>Where Studio begins.</summary>
    public const string Prefix = "/studio";

    /// <summary>Registers what Studio needs.</summary>
    public static void AddStudio(this IServiceCollection services) => services.AddSingleton<StudioPackage>();

    /// <summary>Maps pages and files.</summary>
    public static void MapStudio(this WebApplication app)
    {
        var studio = app.MapGroup(Prefix).ExcludeFromDescription();
        studio.MapGet("/", async (HttpRequest request) => request.Path.Value?.EndsWith('/') == true ? await PageAsync(request, StudioScreen.Definitions) : Results.Redirect($"{Prefix}/"));
        studio.MapGet("/workflows/{id}", (HttpRequest request, string id) => PageAsync(request, StudioScreen.Editor, id));
        studio.MapGet("/instances", (HttpRequest request) => PageAsync(request, StudioScreen.Instances));
        studio.MapGet("/instances/{id}", (HttpRequest request, string id) => PageAsync(request, StudioScreen.Instance, id));
        studio.MapGet("/workflows", () => Results.Redirect($"{Prefix}/"));
        studio.MapGet("/workflows/definitions", () => Results.Redirect($"{Prefix}/"));
        studio.MapGet("/workflows/definitions/{id}/edit", (string id) => Results.Redirect($"{Prefix}/workflows/{Uri.EscapeDataString(id)}"));
        studio.MapGet("/workflows/instances", () => Results.Redirect($"{Prefix}/instances"));
        studio.MapGet("/workflows/instances/{id}/view", (string id) => Results.Redirect($"{Prefix}/instances/{Uri.EscapeDataString(id)}"));
        studio.MapGet("/appsettings.json", () => Results.Json(new JsonObject { ["Backend"] = new JsonObject { ["Url"] = ElsaRoutes.Prefix } }));
        studio.MapPost("/token", Token);
        studio.MapGet("/{**path}", (HttpRequest request, StudioPackage package, string path) => package.Serve(request, path));
    }

    /// <summary>True when the request is for a document of Studio's, which may run its compiled code.</summary>
    public static bool Concerns(HttpContext context) => context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

    private static async Task<IResult> PageAsync(HttpRequest request, StudioScreen screen, string? id = null)
    {
        var context = request.HttpContext;
        var person = PersonCookie.Read(context);
        var staff = person is null ? [] : await context.RequestServices.GetRequiredService<PracticeReader>().GetStaffAsync(context.RequestAborted);
        var name = staff.FirstOrDefault(one => one.Id == person)?.Name ?? Desk.User;
        return new RazorComponentResult<StudioPage>(new { Screen = screen, Id = id, Person = name, context.RequestServices.GetRequiredService<StudioPackage>().IsThere }) { PreventStreamingRendering = true };
    }

    // Until there is a sign-in people work under the name that they gave at this browser; the same page may ask for its next token.
    private static IResult Token(HttpRequest request, ApiTokens tokens)
    {
        var session = request.Query["session"].ToString();
        var isSession = session.Length is > 0 and <= 64 && session.All(char.IsAsciiLetterOrDigit);
        return Results.Json(new JsonObject
        {
            ["accessToken"] = tokens.ForCalls(Desk.Or(PersonCookie.Read(request.HttpContext)), ["*"], isSession ? session : null),
            ["seconds"] = (int)ApiTokens.AccessTime.TotalSeconds,
        });
    }
}

/// <summary>A screen of Studio's.</summary>
public enum StudioScreen
{
    /// <summary>The list of workflows.</summary>
    Definitions,

    /// <summary>One workflow, to be changed.</summary>
    Editor,

    /// <summary>The list of instances.</summary>
    Instances,

    /// <summary>One instance, to be looked at.</summary>
    Instance,
}
