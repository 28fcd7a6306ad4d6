using Frontdesk.Engine.Outbox;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>Messages to look for; in a body, so that no name is part of a URL.</summary>
public sealed record OutboxSearch(string? Search = null, string? Channel = null, OutboxState? State = null, int? Page = null, int? Size = null);

/// <summary>Messages over the API.</summary>
internal static class OutboxRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var outbox = api.MapGroup("/outbox").WithTags("Outbox");
        outbox.MapGet("/", (PracticeReader reader, string? channel, string? state, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync<OutboxState, MessageView>(state, page, size, (list, one) => reader.FindMessagesAsync(new OutboxQuery(list, channel, one), stop)))
            .WithName("ListMessages").WithSummary("Messages, newest first").Produces<Page<MessageView>>();
        outbox.MapPost("/search", (PracticeReader reader, OutboxSearch request, CancellationToken stop) =>
                Lists.ReadAsync(request.Search, request.Page, request.Size, list =>
                    reader.FindMessagesAsync(new OutboxQuery(list, request.Channel, request.State), stop)))
            .WithName("SearchMessages").WithSummary("Messages whose text or recipient has these words").Produces<Page<MessageView>>();
        outbox.MapPost("/held", (PracticeCommands commands, DecideHeld command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.DecideHeldAsync(command, k, stop)))
            .WithName("DecideHeldMessages").WithSummary("Decide about messages that are held back after a restore").Produces<HeldMessages>().IsCommand();
    }
}
