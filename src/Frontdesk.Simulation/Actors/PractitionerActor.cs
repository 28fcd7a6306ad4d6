using Frontdesk.Domain;
using Frontdesk.Domain.Practitioners;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>A practitioner, who is away now and then: planned weeks ahead, or ill this morning.</summary>
internal sealed class PractitionerActor(SimulatedPractice practice, Agenda agenda, PractitionerId id, int seed)
{
    private readonly Chance _chance = new(seed, id.Value);
    private LocalDate _awayUntil;

    /// <summary>Plans a working day.</summary>
    public void PlanDay(LocalDate day)
    {
        if (day < _awayUntil)
            return;

        if (_chance.Is(0.012))
            Announce(day, day, 1, "ill");
        else if (_chance.Is(0.012))
            Announce(day, day.PlusDays(_chance.Between(15, 30)), _chance.Between(2, 6), "holiday");
    }

    private void Announce(LocalDate today, LocalDate from, int days, string reason)
    {
        var until = from.PlusDays(days);
        _awayUntil = until;
        var absence = new Absence(PracticeTime.At(from.AtMidnight(), practice.Zone).Instant, PracticeTime.At(until.AtMidnight(), practice.Zone).Instant, reason);
        agenda.At(PracticeTime.At(today.At(new LocalTime(7, 30)), practice.Zone).Instant, () => practice.DoAsync(async (records, _) =>
        {
            (await records.FindPractitionerAsync(id))!.GoAway(absence, practice.Now);
            return true;
        }));
    }
}
