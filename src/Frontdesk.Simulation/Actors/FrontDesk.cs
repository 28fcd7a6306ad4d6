using System.Globalization;
using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Simulation.Population;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>A slot that was given back before its time.</summary>
/// <param name="Practitioner">Whose.</param>
/// <param name="Start">When it begins.</param>
/// <param name="FreedAt">When it was given back.</param>
internal sealed record FreedSlot(PractitionerId Practitioner, Instant Start, Instant FreedAt);

/// <summary>What the person at the desk does on the phone and at the counter: book, move, call off, check in.</summary>
internal sealed class FrontDesk(SimulatedPractice practice, int seed)
{
    private readonly Chance _chance = new(seed, "front desk");
    private int _visits;

    /// <summary>Slots that were given back.</summary>
    public List<FreedSlot> Freed { get; } = [];

    /// <summary>Hears of visits that were put into the calendar of this very day.</summary>
    public Action<Appointment> ForToday { get; set; } = _ => { };

    /// <summary>Where free slots are looked for.</summary>
    public Calendar Calendar { get; } = new(practice);

    /// <summary>Books the first slot from a day on.</summary>
    /// <returns>The visit and its start; null when the calendar is full.</returns>
    public Task<Appointment?> BookAsync(PatientId patient, PractitionerId practitioner, VisitTypeId type, int minutes, LocalDate from) => practice.DoAsync<Appointment?>(async (records, _) =>
    {
        if (await Calendar.FirstFreeAsync(records, practitioner, from, Suits(), minutes) is not { } slot)
            return null;

        var visit = Appointment.Book(
            new AppointmentRequest(
                practice.Id,
                new AppointmentId(string.Create(CultureInfo.InvariantCulture, $"visit-{++_visits:00000}")),
                patient,
                practitioner,
                Registration.Place,
                type,
                PracticeTime.At(slot.Start, practice.Zone),
                Duration.FromMinutes(minutes)),
            practice.Now);
        records.Add(visit);
        TellIfToday(visit);
        return visit;
    });

    /// <summary>Moves a visit to the first slot from a day on; false when it is not booked any more or the calendar is full.</summary>
    public Task<bool> MoveAsync(AppointmentId id, LocalDate from) => practice.DoAsync(async (records, _) =>
    {
        if (await records.FindAppointmentAsync(id) is not { } visit || !visit.IsUpcoming(practice.Now))
            return false;

        var minutes = (int)visit.Duration.TotalMinutes;
        if (await Calendar.FirstFreeAsync(records, visit.Practitioner, from, Suits(), minutes, visit.Id) is not { } slot)
            return false;

        Free(visit);
        visit.Reschedule(PracticeTime.At(slot.Start, practice.Zone), practice.Now);
        TellIfToday(visit);
        return true;
    });

    /// <summary>Calls a visit off; false when it is not booked any more.</summary>
    public Task<bool> CallOffAsync(AppointmentId id, CancellationReason reason) => practice.DoAsync(async (records, _) =>
    {
        if (await records.FindAppointmentAsync(id) is not { } visit || !visit.IsUpcoming(practice.Now))
            return false;

        Free(visit);
        visit.Cancel(reason, practice.Now);
        return true;
    });

    /// <summary>Remembers a slot that is about to be given back.</summary>
    public void Free(Appointment visit) => Freed.Add(new FreedSlot(visit.Practitioner, visit.Start, practice.Now));

    /// <summary>Changes one visit.</summary>
    public Task<bool> VisitAsync(AppointmentId id, Action<Appointment> change) => practice.DoAsync(async (records, _) =>
    {
        change((await records.FindAppointmentAsync(id))!);
        return true;
    });

    private LocalTime Suits() => new LocalTime(8, 0).PlusMinutes(20 * _chance.Between(0, 22));

    private void TellIfToday(Appointment visit)
    {
        if (visit.LocalStart.Date == practice.LocalNow.Date)
            ForToday(visit);
    }
}
