using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>Workflow instances over the API.</summary>
internal static class InstanceRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Instances");
        instances.MapGet("/", (PracticeReader reader, string? state, string? definitionId, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync<InstanceState, InstanceRow>(state, page, size, (list, one) => reader.FindInstancesAsync(new InstanceQuery(list, one, definitionId), stop)))
            .WithName("ListInstances").WithSummary("Workflow instances, last changed first").Produces<Page<InstanceRow>>();
        instances.MapGet("/{id}", async (PracticeReader reader, string id, CancellationToken stop) =>
                Lists.OneOrNotFound(await reader.GetInstanceAsync(id, stop), id))
            .WithName("GetInstance").WithSummary("An instance with state, waits, variables, journal and incidents")
            .Produces<InstanceView>().ProducesProblem(StatusCodes.Status404NotFound);
        instances.MapPost("/{id}/cancel", (PracticeCommands commands, string id, CancelInstance command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.CancelInstanceAsync(id, command, k, stop)))
            .WithName("CancelInstance").WithSummary("Stop an instance").Produces<InstanceRow>().IsCommand();
    }
}
