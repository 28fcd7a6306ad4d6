using Frontdesk.Domain.Results;
using Frontdesk.Web.Api;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.LabResults;

/// <summary>Results to look for; in a body, so that no name is part of a URL.</summary>
public sealed record ResultSearch(string? Search = null, ResultState? State = null, bool OpenOnly = false, int? Page = null, int? Size = null);

/// <summary>Results and orders of tests over the API.</summary>
internal static class ResultRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var results = api.MapGroup("/results").WithTags("Results");
        results.MapPost("/search", ([FromServices] ResultReading reading, ResultSearch request, CancellationToken stop) =>
                Lists.ReadAsync(request.Search, request.Page, request.Size, list => reading.FindAsync(new ResultQuery(list, request.State?.ToString(), request.OpenOnly), stop)))
            .WithName("SearchResults").WithSummary("Results, newest first").Produces<Page<ResultRow>>();
        results.MapGet("/{id}", async ([FromServices] ResultReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetAsync(id, stop), id))
            .WithName("GetResult").WithSummary("A result with its reports, decisions and attempts").Produces<ResultView>().ProducesProblem(StatusCodes.Status404NotFound);
        results.MapPost("/", ([FromServices] ResultCommands commands, PostReport command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ReceiveAsync(command, k, stop), view => Results.Created($"/api/results/{Uri.EscapeDataString(view.Row.Id)}", view)))
            .WithName("PostResult").WithSummary("Hand in a laboratory's report; a repeat changes nothing").Produces<ResultView>(StatusCodes.Status201Created).IsCommand();
        results.MapPost("/{id}/decision", ([FromServices] ResultCommands commands, string id, DecideResult command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.DecideAsync(id, command, k, stop)))
            .WithName("DecideResult").WithSummary("A provider directs what the patient is told, for the version that was read").Produces<ResultView>().IsCommand();
        results.MapPost("/{id}/match", ([FromServices] ResultCommands commands, string id, MatchToPatient command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.MatchAsync(id, command, k, stop)))
            .WithName("MatchResult").WithSummary("Say whose an unmatched result is, by which identifiers").Produces<ResultView>().IsCommand();
        results.MapPost("/{id}/wrong-patient", ([FromServices] ResultCommands commands, string id, TakeFromPatient command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.DetachAsync(id, command, k, stop)))
            .WithName("DetachResult").WithSummary("Take a result from a patient whose it is not").Produces<ResultView>().IsCommand();
        results.MapPost("/{id}/severity", ([FromServices] ResultCommands commands, string id, ClassifyResult command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ClassifyAsync(id, command, k, stop)))
            .WithName("ClassifyResult").WithSummary("A provider says how much a result asks for").Produces<ResultView>().IsCommand();
        results.MapPost("/{id}/known", ([FromServices] ResultCommands commands, string id, KnowOfCritical command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.KnowAsync(id, command, k, stop)))
            .WithName("KnowOfCriticalResult").WithSummary("A provider knows of a critical value").Produces<ResultView>().IsCommand();
        results.MapPost("/{id}/contacts", ([FromServices] ResultCommands commands, string id, RecordAttempt command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RecordAsync(id, command, k, stop)))
            .WithName("RecordResultContact").WithSummary("Say what came of an attempt, e.g. a letter that came back").Produces<ResultView>().IsCommand();

        var orders = api.MapGroup("/test-orders").WithTags("Results");
        orders.MapGet("/{id}", async ([FromServices] ResultReading reading, string id, CancellationToken stop) => Lists.OneOrNotFound(await reading.GetOrderAsync(id, stop), id))
            .WithName("GetTestOrder").WithSummary("An order of a test").Produces<TestOrderView>().ProducesProblem(StatusCodes.Status404NotFound);
        orders.MapPost("/", ([FromServices] ResultCommands commands, PlaceTestOrder command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.OrderAsync(command, k, stop), view => Results.Created($"/api/test-orders/{Uri.EscapeDataString(view.Id)}", view)))
            .WithName("PlaceTestOrder").WithSummary("Order a test and have it watched").Produces<TestOrderView>(StatusCodes.Status201Created).IsCommand();
        orders.MapPost("/{id}/mark", ([FromServices] ResultCommands commands, string id, MarkTestOrder command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.MarkOrderAsync(id, command, k, stop)))
            .WithName("MarkTestOrder").WithSummary("Say that the specimen was taken, or that a provider called the test off").Produces<TestOrderView>().IsCommand();
    }
}
