using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>Words to look for in a list; in a body, so that no name is part of a URL.</summary>
public sealed record SearchRequest(string? Search = null, int? Page = null, int? Size = null);

/// <summary>Patients over the API.</summary>
internal static class PatientRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var patients = api.MapGroup("/patients").WithTags("Patients");
        patients.MapGet("/", (PracticeReader reader, int? page, int? size, CancellationToken stop) =>
                Lists.ReadAsync(null, page, size, list => reader.FindPatientsAsync(new PatientQuery(list), stop)))
            .WithName("ListPatients").WithSummary("Patients by name").Produces<Page<PatientRow>>();
        patients.MapPost("/search", (PracticeReader reader, SearchRequest request, CancellationToken stop) =>
                Lists.ReadAsync(request.Search, request.Page, request.Size, list => reader.FindPatientsAsync(new PatientQuery(list), stop)))
            .WithName("SearchPatients").WithSummary("Patients whose name, number or e-mail has these words").Produces<Page<PatientRow>>();
        patients.MapGet("/{id}", async (PracticeReader reader, string id, CancellationToken stop) =>
                Lists.OneOrNotFound(await reader.GetPatientAsync(id, stop), id))
            .WithName("GetPatient").WithSummary("A patient with contacts, consents, visits and messages")
            .Produces<PatientView>().ProducesProblem(StatusCodes.Status404NotFound);
        patients.MapPost("/", (PracticeCommands commands, RegisterPatient command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RegisterAsync(command, k, stop), row => Results.Created($"/api/patients/{Uri.EscapeDataString(row.Id)}", row)))
            .WithName("RegisterPatient").WithSummary("Take a patient on record; a conflict when the name and birth date are there already").Produces<PatientRow>(StatusCodes.Status201Created).IsCommand();
    }
}
