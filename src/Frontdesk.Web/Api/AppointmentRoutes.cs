using Frontdesk.Web.Commanding;
using Frontdesk.Web.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Frontdesk.Web.Api;

/// <summary>Appointments to look for; in a body, so that no name is part of a URL.</summary>
public sealed record AppointmentSearch(string? Search = null, DateTimeOffset? From = null, DateTimeOffset? Before = null, string? State = null, int? Page = null, int? Size = null);

/// <summary>Appointments over the API.</summary>
internal static class AppointmentRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        var appointments = api.MapGroup("/appointments").WithTags("Appointments");
        appointments.MapGet("/", ListAsync)
            .WithName("ListAppointments").WithSummary("Appointments by start").Produces<Page<AppointmentRow>>();
        appointments.MapPost("/search", (PracticeReader reader, AppointmentSearch request, CancellationToken stop) =>
                Lists.ReadAsync(request.Search, request.Page, request.Size, list =>
                    reader.FindAppointmentsAsync(new AppointmentQuery(list, request.From, request.Before, request.State), stop)))
            .WithName("SearchAppointments").WithSummary("Appointments whose patient, practitioner or visit type has these words").Produces<Page<AppointmentRow>>();
        appointments.MapGet("/{id}", async (PracticeReader reader, string id, CancellationToken stop) =>
                Lists.OneOrNotFound(await reader.GetAppointmentAsync(id, stop), id))
            .WithName("GetAppointment").WithSummary("An appointment with its messages and processes")
            .Produces<AppointmentView>().ProducesProblem(StatusCodes.Status404NotFound);

        appointments.MapPost("/", (PracticeCommands commands, BookAppointment command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.BookAsync(command, k, stop), row => Results.Created($"/api/appointments/{Uri.EscapeDataString(row.Id)}", row)))
            .WithName("BookAppointment").WithSummary("Book a visit").Produces<AppointmentRow>(StatusCodes.Status201Created).IsCommand();
        appointments.MapPost("/{id}/reschedule", (PracticeCommands commands, string id, RescheduleAppointment command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.RescheduleAsync(id, command, k, stop)))
            .WithName("RescheduleAppointment").WithSummary("Move a visit").Produces<AppointmentRow>().IsCommand();
        appointments.MapPost("/{id}/cancel", (PracticeCommands commands, string id, CancelAppointment command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.CancelAsync(id, command, k, stop)))
            .WithName("CancelAppointment").WithSummary("Cancel a visit").Produces<AppointmentRow>().IsCommand();
        appointments.MapPost("/{id}/confirm", (PracticeCommands commands, string id, ConfirmAppointment command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.ConfirmAsync(id, command, k, stop)))
            .WithName("ConfirmAppointment").WithSummary("Mark a visit as confirmed by the patient").Produces<AppointmentRow>().IsCommand();
    }

    private static Task<IResult> ListAsync(PracticeReader reader, string? from, string? before, string? state, int? page, int? size, CancellationToken stop)
    {
        foreach (var (field, text) in new[] { ("from", from), ("before", before) })
        {
            if (text is not null && !InstantWithOffset.TryParse(text, out _))
                return Task.FromResult(ApiProblems.Invalid(field, text, "This is not a time with an offset.", "Write it like 2026-03-02T09:30:00-05:00, with + as %2B."));
        }

        return Lists.ReadAsync(null, page, size, list =>
            reader.FindAppointmentsAsync(new AppointmentQuery(list, Instant(from), Instant(before), state), stop));
    }

    private static DateTimeOffset? Instant(string? text) => text is not null && InstantWithOffset.TryParse(text, out var instant) ? instant : null;
}
