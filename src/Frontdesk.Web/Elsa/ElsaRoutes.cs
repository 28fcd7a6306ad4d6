using Frontdesk.Engine.Definitions;
using Frontdesk.Web.Elsa.Definitions;
using Frontdesk.Web.Elsa.Descriptors;
using Frontdesk.Web.Elsa.Identity;
using Frontdesk.Web.Elsa.Instances;
using Frontdesk.Web.Hosting;

namespace Frontdesk.Web.Elsa;

/// <summary>
/// Elsa Server's HTTP API under <c>/elsa/api</c>, with Elsa's paths, parameters, status codes and JSON, so that Elsa Studio
/// and any other client of Elsa works against the practice. What differs is in <c>docs/elsa-compatibility.md</c>.
/// </summary>
internal static class ElsaRoutes
{
    /// <summary>Where the API begins.</summary>
    public const string Prefix = "/elsa/api";

    /// <summary>Registers what the API needs.</summary>
    public static void AddElsa(this IServiceCollection services)
    {
        services.AddElsaIdentity();
        services.AddSingleton<ActivityDescriptors>();
        services.AddSingleton<PracticeOptions>();
        services.AddSingleton<DefinitionIndex>();
        services.AddSingleton<DefinitionReading>();
        services.AddSingleton<DefinitionChanges>();
        services.AddSingleton<InstanceQueries>();
        services.AddSingleton<ActivityJournal>();
        services.AddSingleton<InstanceUpdates>();
        services.AddHostedService(provider => provider.GetRequiredService<InstanceUpdates>());
        services.AddSignalR();
    }

    /// <summary>Maps the API and the hub for live updates.</summary>
    public static void MapElsa(this WebApplication app)
    {
        var api = app.MapGroup(Prefix).ExcludeFromDescription();
        api.AddEndpointFilter(AnswerAsync);
        IdentityRoutes.Map(api);
        DescriptorRoutes.Map(api);
        DefinitionRoutes.Map(api);
        DefinitionBulkRoutes.Map(api);
        DefinitionFileRoutes.Map(api);
        InstanceRoutes.Map(api);
        ActivityRoutes.Map(api);
        AdminRoutes.Map(api);
        api.Map("/{**rest}", (HttpRequest request) => ElsaJson.Refused(StatusCodes.Status404NotFound, $"The API has nothing at this path and method: {request.Method}.")).AllowAnonymous();
        app.MapHub<WorkflowInstanceHub>("/elsa/hubs/workflow-instance").Requires("read:workflow-instances");
    }

    /// <summary>True when the request is for the API and not for a page.</summary>
    public static bool Concerns(HttpContext context) => context.Request.Path.StartsWithSegments("/elsa", StringComparison.OrdinalIgnoreCase);

    // Whatever can be the caller's doing is a 4xx with a sentence; only what is ours goes on to the general handler.
    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            await call.HttpContext.RequestServices.GetRequiredService<Readiness>().WaitAsync(call.HttpContext.RequestAborted);
            return await next(call);
        }
        catch (ElsaRequestException refused)
        {
            return ElsaJson.Refused(refused.Status, refused.Messages);
        }
        catch (InvalidDefinitionException invalid)
        {
            return ElsaJson.Refused(StatusCodes.Status400BadRequest, [.. invalid.Problems.Where(one => one.Severity == ProblemSeverity.Error).Select(DefinitionJson.Sentence)]);
        }
        catch (DefinitionFormatException broken)
        {
            return ElsaJson.Refused(StatusCodes.Status400BadRequest, broken.Message);
        }
        catch (DefinitionNotFoundException missing)
        {
            return ElsaJson.Refused(StatusCodes.Status404NotFound, missing.Message);
        }
        catch (DraftChangedException changed)
        {
            return ElsaJson.Refused(StatusCodes.Status409Conflict, changed.Message);
        }
        catch (DefinitionInUseException used)
        {
            return ElsaJson.Refused(StatusCodes.Status409Conflict, used.Message);
        }
        catch (BadHttpRequestException bad)
        {
            return ElsaJson.Refused(bad.StatusCode, "The request cannot be read.");
        }
    }
}
