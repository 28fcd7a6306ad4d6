using System.Text.Json;
using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Frontdesk.Web.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>What validation says about a definition.</summary>
public sealed record DefinitionCheck(bool IsValid, IReadOnlyList<WorkflowProblem> Problems);

/// <summary>Workflow definitions over the API; bodies are Elsa 3 JSON.</summary>
internal static class DefinitionRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var definitions = api.MapGroup("/definitions").WithTags("Definitions");
        definitions.MapGet("/", (PracticeReader reader, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync(null, page, size, list => reader.FindWorkflowsAsync(new WorkflowQuery(list), stop)))
            .WithName("ListDefinitions").WithSummary("Workflow definitions by name").Produces<Page<WorkflowRow>>();
        definitions.MapGet("/{id}", async (PracticeReader reader, string id, CancellationToken stop) =>
                Lists.OneOrNotFound(await reader.GetWorkflowAsync(id, stop), id))
            .WithName("GetDefinition").WithSummary("A definition with its versions and problems")
            .Produces<WorkflowView>().ProducesProblem(StatusCodes.Status404NotFound);
        definitions.MapGet("/{id}/json", async (PracticeReader reader, string id, int? version, CancellationToken stop) =>
                await reader.GetDefinitionJsonAsync(id, version, stop) is { } json
                    ? Results.Text(json, "application/json")
                    : NoSuch(id, version))
            .WithName("GetDefinitionJson").WithSummary("A definition as Elsa 3 JSON, the newest version unless one is named")
            .Produces<JsonElement>().ProducesProblem(StatusCodes.Status404NotFound);
        definitions.MapGet("/{id}/drawing", async (PracticeReader reader, string id, int? version, CancellationToken stop) =>
                await reader.GetDefinitionJsonAsync(id, version, stop) is { } json && WorkflowDrawing.Draw(json) is { } drawing
                    ? Results.Text(drawing, "image/svg+xml")
                    : NoSuch(id, version))
            .WithName("GetDefinitionDrawing").WithSummary("A definition as a picture (SVG), the newest version unless one is named; only flowcharts have one")
            .Produces<string>(contentType: "image/svg+xml").ProducesProblem(StatusCodes.Status404NotFound);
        definitions.MapPost("/validate", async (PracticeCommands commands, [FromBody] JsonElement definition, CancellationToken stop) =>
            {
                var problems = await commands.ValidateDefinitionAsync(definition.GetRawText(), stop);
                return new DefinitionCheck(problems.All(problem => problem.IsWarning), problems);
            })
            .WithName("ValidateDefinition").WithSummary("Say what is wrong with a definition; changes nothing");
        definitions.MapPost("/publish", (PracticeCommands commands, [FromBody] JsonElement definition, string? by, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.PublishDefinitionAsync(new PublishDefinition(definition.GetRawText(), by), k, stop)))
            .WithName("PublishDefinition").WithSummary("Save a definition as a new version and publish it, in the name of who is given as 'by'").Produces<WorkflowRow>().IsCommand();
        definitions.MapPost("/{id}/published", (PracticeCommands commands, string id, SetPublished command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.SetPublishedAsync(id, command, k, stop)))
            .WithName("SetPublished").WithSummary("Publish the newest version, or retract what is published").Produces<WorkflowRow>().IsCommand();
    }

    private static IResult NoSuch(string id, int? version) =>
        ApiProblems.NotFound(version is null ? "id" : "version", version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? id);
}
