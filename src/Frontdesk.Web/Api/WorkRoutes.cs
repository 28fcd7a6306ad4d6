using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>The practice and its incidents, over the API.</summary>
internal static class WorkRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/practice", (PracticeReader reader, CancellationToken stop) => reader.GetChoicesAsync(stop))
            .WithTags("Practice").WithName("GetPractice").WithSummary("The practice's practitioners, locations and kinds of visits, with their ids");
        api.MapPost("/incidents/{id}/resolve", (PracticeCommands commands, string id, ResolveIncident command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ResolveIncidentAsync(id, command, k, stop)))
            .WithTags("Incidents").WithName("ResolveIncident").WithSummary("Close an incident, or try again what it stopped").Produces<IncidentRow>().IsCommand();
        api.MapGet("/incidents", (PracticeReader reader, bool? includeResolved, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync(null, page, size, list => reader.FindIncidentsAsync(new IncidentQuery(list, includeResolved ?? false), stop)))
            .WithTags("Incidents").WithName("ListIncidents").WithSummary("Incidents, newest first").Produces<Page<IncidentRow>>();
    }
}
