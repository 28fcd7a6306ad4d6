using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Storage;
using Frontdesk.Web.Commanding;
using NodaTime;

namespace Frontdesk.Web.Reading.Stored;

/// <summary>Free times for a visit that is booked or moves, by the same rules that decide at the commit.</summary>
internal static class SlotReading
{
    private static readonly Duration Step = Duration.FromMinutes(15);

    /// <summary>The times of a day to which a visit can move; null when there is no such appointment.</summary>
    public static async Task<DaySlots?> FindAsync(PracticeDatabase database, PracticeId practice, string appointmentId, DateOnly day, Instant now, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(practice, cancellationToken);
        var records = new PracticeRecords(context);
        if (!Ids.TryRead(appointmentId, out AppointmentId id) || await records.FindAppointmentAsync(id, cancellationToken) is not { } appointment)
            return null;
        var location = await records.FindLocationAsync(appointment.Location, cancellationToken);
        var practitioner = await records.FindPractitionerAsync(appointment.Practitioner, cancellationToken);
        if (location is null || practitioner is null)
            return new DaySlots(day, [], ["The visit's location or practitioner is no longer known."]);
        var resources = appointment.Bookings.Where(booking => booking.AppointmentVersion == appointment.Version).Select(booking => booking.Resource).ToList();
        var slots = await ReadAsync(records, new Wish(practitioner, location, resources, appointment.Duration, LocalDate.FromDateOnly(day), null, appointment.Id), now, cancellationToken);
        return slots with { Free = [.. slots.Free.Where(start => Instant.FromDateTimeOffset(start) != appointment.Start)] };
    }

    /// <summary>The times of a day at which a visit can be booked; null when there is no such practitioner, location or kind of visit.</summary>
    public static async Task<DaySlots?> FindAsync(PracticeDatabase database, PracticeId practice, SlotQuery query, Instant now, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(practice, cancellationToken);
        var records = new PracticeRecords(context);
        try
        {
            return await records.FindPractitionerAsync(new PractitionerId(query.PractitionerId), cancellationToken) is { } practitioner
                && await records.FindLocationAsync(new LocationId(query.LocationId), cancellationToken) is { } location
                && await records.FindVisitTypeAsync(new VisitTypeId(query.VisitTypeId), cancellationToken) is { } visitType
                ? await ReadAsync(
                    records,
                    new Wish(practitioner, location, [Resource.Of(practitioner.Id)], visitType.Duration, LocalDate.FromDateOnly(query.Day), query.Time is { } time ? LocalTime.FromTimeOnly(time) : null, null),
                    now,
                    cancellationToken)
                : null;
        }
        catch (InvalidValueException)
        {
            // A text that cannot be an id names nothing.
            return null;
        }
    }

    private static async Task<DaySlots> ReadAsync(PracticeRecords records, Wish wish, Instant now, CancellationToken cancellationToken)
    {
        var (location, zone) = (wish.Location, wish.Location.Zone);
        var from = zone.AtStartOfDay(wish.Date).ToInstant();
        var until = zone.AtStartOfDay(wish.Date.PlusDays(1)).ToInstant();
        var bookings = await records.FindBookingsAsync(wish.Resources, from, until, cancellationToken);
        var taken = bookings
            .Where(booking => booking.IsActive && booking.AppointmentId != wish.Moving && booking.Kind == ResourceKind.Practitioner)
            .OrderBy(booking => booking.Start)
            .ToList();
        List<DateTimeOffset> free = [];
        List<string> refusals = [];
        if (!location.IsBusinessDay(wish.Date))
            refusals.Add($"{location.Name} is closed on that day.");
        foreach (var start in Starts(wish, taken))
        {
            var reasons = WhyNot(wish, start, bookings, now);
            if (reasons.Count == 0)
                free.Add(Clock(start));
            refusals.AddRange(reasons.Where(reason => !refusals.Contains(reason)));
        }

        Instant? wanted = wish.Time is { } time ? PracticeTime.At(wish.Date.At(time), zone).Instant : null;
        return new DaySlots(wish.Date.ToDateOnly(), free, refusals)
        {
            Taken = [.. taken.Select(booking => new TakenTime(Clock(booking.Start), Clock(booking.End)))],
            Wanted = wanted is { } asked ? Clock(asked) : null,
            WhyNotWanted = wanted is { } one ? WhyNot(wish, one, bookings, now) : [],
        };

        DateTimeOffset Clock(Instant moment) => moment.InZone(zone).ToDateTimeOffset();
    }

    // Every quarter of an hour, and the ends of other visits, so that no gap between two visits is lost.
    private static SortedSet<Instant> Starts(Wish wish, IReadOnlyList<Booking> taken)
    {
        SortedSet<Instant> starts = [];
        foreach (var hours in wish.Location.OpeningHours.Where(hours => hours.Day == wish.Date.DayOfWeek && wish.Location.IsBusinessDay(wish.Date)))
        {
            var opens = PracticeTime.At(wish.Date.At(hours.Opens), wish.Location.Zone).Instant;
            var last = PracticeTime.At(wish.Date.At(hours.Closes), wish.Location.Zone).Instant - wish.Length;
            for (var start = opens; start <= last; start += Step)
                starts.Add(start);
            starts.UnionWith(taken.Select(booking => booking.End).Where(end => end >= opens && end <= last));
        }

        return starts;
    }

    private static List<string> WhyNot(Wish wish, Instant start, IReadOnlyList<Booking> bookings, Instant now) =>
    [
        .. BookingConflict.Find(start, wish.Length, wish.Resources, bookings, wish.Location, wish.Practitioner, now, wish.Moving)
            .Select(conflict => conflict.InPlainWords(wish.Practitioner))
            .Distinct(),
    ];

    private sealed record Wish(Practitioner Practitioner, Location Location, IReadOnlyList<Resource> Resources, Duration Length, LocalDate Date, LocalTime? Time, AppointmentId? Moving);
}
