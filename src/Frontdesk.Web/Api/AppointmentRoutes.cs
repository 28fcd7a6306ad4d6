using System.Globalization;
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
        appointments.MapPost("/search", async (PracticeReader reader, AppointmentSearch request, CancellationToken stop) =>
                UnknownState(request.State) ?? await Lists.ReadAsync(request.Search, request.Page, request.Size, list =>
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
        appointments.MapPost("/{id}/mark", (PracticeCommands commands, string id, MarkAppointment command, [FromHeader(Name = Commands.KeyHeader)] string? key, CancellationToken stop) =>
                Commands.RunAsync(key, k => commands.MarkAsync(id, command, k, stop)))
            .WithName("MarkAppointment").WithSummary("Say that the patient arrived, was checked in, was seen, or did not come").Produces<AppointmentRow>().IsCommand();
        appointments.MapGet("/{id}/slots", SlotsAsync)
            .WithName("ListSlots").WithSummary("The times of a day to which a visit can move, and why not the others")
            .Produces<DaySlots>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/slots", FreeSlotsAsync).WithTags("Appointments")
            .WithName("ListFreeSlots").WithSummary("The times of a day at which a visit can be booked, and why not the others")
            .Produces<DaySlots>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> FreeSlotsAsync(PracticeReader reader, string practitionerId, string locationId, string visitTypeId, string day, string? time, CancellationToken stop)
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return ApiProblems.Invalid("day", day, "This is not a day.", "Write it like 2026-03-02.");
        var wanted = default(TimeOnly);
        if (time is not null && !TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out wanted))
            return ApiProblems.Invalid("time", time, "This is not a time of the day.", "Write it like 09:30.");
        return await reader.FindSlotsAsync(new SlotQuery(practitionerId, locationId, visitTypeId, date, time is null ? null : wanted), stop) is { } slots
            ? Results.Ok(slots)
            : ApiProblems.From(Refusal.NotFound, [new FieldProblem("practitionerId", null, "There is no such practitioner, location or kind of visit.", "Take the ids from /api/practice.")]);
    }

    private static async Task<IResult> SlotsAsync(PracticeReader reader, string id, string day, CancellationToken stop) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Lists.OneOrNotFound(await reader.FindSlotsAsync(id, date, stop), id)
            : ApiProblems.Invalid("day", day, "This is not a day.", "Write it like 2026-03-02.");

    private static IResult? UnknownState(string? state) =>
        state is null || AppointmentStates.All.Contains(state)
            ? null
            : ApiProblems.Invalid("state", state, "There is no such state.", $"Send one of: {string.Join(", ", AppointmentStates.All)}.");

    private static Task<IResult> ListAsync(PracticeReader reader, string? from, string? before, string? state, int? page, int? size, CancellationToken stop)
    {
        foreach (var (field, text) in new[] { ("from", from), ("before", before) })
        {
            if (text is not null && !InstantWithOffset.TryParse(text, out _))
                return Task.FromResult(ApiProblems.Invalid(field, text, "This is not a time with an offset.", "Write it like 2026-03-02T09:30:00-05:00, with + as %2B."));
        }

        return UnknownState(state) is { } unknown ? Task.FromResult(unknown) : Lists.ReadAsync(null, page, size, list =>
            reader.FindAppointmentsAsync(new AppointmentQuery(list, Instant(from), Instant(before), state), stop));
    }

    private static DateTimeOffset? Instant(string? text) => text is not null && InstantWithOffset.TryParse(text, out var instant) ? instant : null;
}
