using System.Text.Json;
using System.Text.Json.Serialization;
using Frontdesk.Web.Documents;
using Frontdesk.Web.LabResults;
using Frontdesk.Web.Referrals;
using Frontdesk.Web.Supplies;
using Frontdesk.Web.Workflows;

namespace Frontdesk.Web.Api;

/// <summary>The JSON API under <c>/api</c>; its OpenAPI document is <c>/api/openapi.json</c>.</summary>
public static class ApiRoutes
{
    /// <summary>Registers what the API needs.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiProblems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            options.SerializerOptions.Converters.Add(new InstantWithOffset());
        });
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Frontdesk", Version = "1", Description = "The front office of one medical practice. Searches are POSTed, so that no patient's name is ever part of a URL." };
            document.Servers = [];
            return Task.CompletedTask;
        }));
    }

    /// <summary>Maps the API.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/api/openapi.json").ExcludeFromDescription();
        var api = app.MapGroup("/api").ProducesProblem(StatusCodes.Status400BadRequest);
        PatientRoutes.Map(api);
        AppointmentRoutes.Map(api);
        InstanceRoutes.Map(api);
        DefinitionRoutes.Map(api);
        VersionRoutes.Map(api);
        OutboxRoutes.Map(api);
        TaskRoutes.Map(api);
        WorkRoutes.Map(api);
        DocumentRoutes.Map(api);
        ReferralRoutes.Map(api);
        SupplyRoutes.Map(api);
        CatalogueRoutes.Map(api);
        ResultRoutes.Map(api);
        ResultRuleRoutes.Map(api);
        app.Map("/api/{**rest}", () => ApiProblems.NoSuchRoute()).ExcludeFromDescription();
    }

    /// <summary>True when the request is for the API and not for a page.</summary>
    internal static bool Concerns(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
