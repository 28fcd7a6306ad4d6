using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Storage;
using Frontdesk.Web.Commanding;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Free times for a visit that moves, by the same rules that decide at the commit.</summary>
internal static class SlotReading
{
    private static readonly Duration Step = Duration.FromMinutes(15);

    /// <summary>The times of a day; null when there is no such appointment.</summary>
    public static async Task<DaySlots?> FindAsync(PracticeDatabase database, PracticeId practice, string appointmentId, DateOnly day, Instant now, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(practice, cancellationToken);
        var records = new PracticeRecords(context);
        if (!Ids.TryAppointment(appointmentId, out var id) || await records.FindAppointmentAsync(id, cancellationToken) is not { } appointment)
            return null;
        var location = await records.FindLocationAsync(appointment.Location, cancellationToken);
        var practitioner = await records.FindPractitionerAsync(appointment.Practitioner, cancellationToken);
        if (location is null || practitioner is null)
            return new DaySlots(day, [], ["The visit's location or practitioner is no longer known."]);

        var date = LocalDate.FromDateOnly(day);
        var resources = appointment.Bookings.Where(booking => booking.AppointmentVersion == appointment.Version).Select(booking => booking.Resource).ToList();
        var from = location.Zone.AtStartOfDay(date).ToInstant();
        var until = location.Zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
        var bookings = await records.FindBookingsAsync(resources, from, until, cancellationToken);
        List<DateTimeOffset> free = [];
        List<string> refusals = [];
        if (!location.IsBusinessDay(date))
            refusals.Add($"{location.Name} is closed on that day.");
        foreach (var hours in location.OpeningHours.Where(hours => hours.Day == date.DayOfWeek && location.IsBusinessDay(date)))
        {
            var closes = PracticeTime.At(date.At(hours.Closes), location.Zone).Instant;
            for (var start = PracticeTime.At(date.At(hours.Opens), location.Zone).Instant; start + appointment.Duration <= closes; start += Step)
            {
                var conflicts = BookingConflict.Find(start, appointment.Duration, resources, bookings, location, practitioner, now, appointment.Id);
                if (conflicts.Count == 0 && start != appointment.Start)
                    free.Add(start.InZone(location.Zone).ToDateTimeOffset());
                refusals.AddRange(conflicts.Select(conflict => conflict.InPlainWords(practitioner)).Where(words => !refusals.Contains(words)));
            }
        }

        return new DaySlots(day, free, refusals);
    }
}
