using Frontdesk.Domain;
using Frontdesk.Domain.Locations;
using Frontdesk.Domain.Practitioners;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Simulation.Population;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>A slot that someone can be booked into.</summary>
/// <param name="Practitioner">Who.</param>
/// <param name="Start">When, on the clinic's clock.</param>
internal sealed record Slot(PractitionerId Practitioner, LocalDateTime Start);

/// <summary>Looks for free slots as a person at the desk does: day by day, in the grid of the calendar.</summary>
internal sealed class Calendar(SimulatedPractice practice)
{
    private const int GridMinutes = 20;
    private const int DaysToLook = 60;

    /// <summary>
    /// A free slot of a practitioner from a day on, on that day not before the time of day that suits the patient; null when
    /// there is none for weeks.
    /// </summary>
    public async Task<Slot?> FirstFreeAsync(IPracticeRecords records, PractitionerId practitioner, LocalDate from, LocalTime suits, int minutes, AppointmentId? moving = null)
    {
        var (place, who) = await FindAsync(records, practitioner);
        for (var day = from; day < from.PlusDays(DaysToLook); day = day.PlusDays(1))
        {
            if (!place.IsBusinessDay(day))
                continue;

            var free = await FreeAsync(records, place, who, day, minutes, most: int.MaxValue, moving);
            if (free.FirstOrDefault(start => start.TimeOfDay >= suits) is { Year: > 1 } best)
                return new Slot(practitioner, best);
        }

        return null;
    }

    /// <summary>How many days lie before the third free slot of a practitioner.</summary>
    public async Task<int> DaysToThirdAsync(IPracticeRecords records, PractitionerId practitioner, LocalDate from)
    {
        var (place, who) = await FindAsync(records, practitioner);
        var found = 0;
        for (var day = from; day < from.PlusDays(DaysToLook); day = day.PlusDays(1))
        {
            if (place.IsBusinessDay(day))
                found += (await FreeAsync(records, place, who, day, GridMinutes, 3 - found, moving: null)).Count;

            if (found >= 3)
                return Period.DaysBetween(from, day);
        }

        return DaysToLook;
    }

    private static async Task<(Location Place, Practitioner Who)> FindAsync(IPracticeRecords records, PractitionerId practitioner) =>
        ((await records.FindLocationAsync(Registration.Place))!, (await records.FindPractitionerAsync(practitioner))!);

    private async Task<IReadOnlyList<LocalDateTime>> FreeAsync(IPracticeRecords records, Location place, Practitioner who, LocalDate day, int minutes, int most, AppointmentId? moving)
    {
        var zone = place.Zone;
        var resource = Resource.Of(who.Id);
        var from = PracticeTime.At(day.AtMidnight(), zone).Instant;
        var taken = await records.FindBookingsAsync([resource], from, from + Duration.FromHours(26));
        List<LocalDateTime> free = [];
        foreach (var hours in place.OpeningHours.Where(hours => hours.Day == day.DayOfWeek))
        {
            for (var start = day + hours.Opens; start.PlusMinutes(minutes) <= day + hours.Closes && free.Count < most; start = start.PlusMinutes(GridMinutes))
            {
                var at = PracticeTime.At(start, zone).Instant;
                if (BookingConflict.Find(at, Duration.FromMinutes(minutes), [resource], taken, place, who, practice.Now, moving).Count == 0)
                    free.Add(start);
            }
        }

        return free;
    }
}
