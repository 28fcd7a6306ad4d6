using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Simulation.Actors;
using Frontdesk.Simulation.Figures;
using Frontdesk.Simulation.Population;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>How far a simulation is.</summary>
/// <param name="Day">Days that are over.</param>
/// <param name="Days">Days in all.</param>
public sealed record SimulationProgress(int Day, int Days);

/// <summary>
/// Runs a practice for days or years in seconds: the real engine, domain, workflows and database, with seeded people who
/// book, answer, change their minds, do not come and are away. The same plan gives the same practice, to the byte.
/// </summary>
public sealed class PracticeSimulation
{
    // A large practice does hundreds of things in one minute; a process that wakes itself does them without end.
    private const int StepsAtOneMoment = 20_000;

    private readonly SimulationPlan _plan;
    private readonly Agenda _agenda = new();
    private readonly List<double> _thirdNext = [];
    private readonly Chance _life;

    private PracticeSimulation(SimulationPlan plan)
    {
        _plan = plan;
        _life = new Chance(plan.Seed, "life");
    }

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">What to simulate.</param>
    /// <param name="progress">Told after each day; may be null.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The figures of the practice.</returns>
    public static async Task<PracticeFigures> RunAsync(SimulationPlan plan, IProgress<SimulationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var practice = await SimulatedPractice.OpenAsync(plan, cancellationToken);
        return await new PracticeSimulation(plan).RunAsync(practice, progress, cancellationToken);
    }

    private async Task<PracticeFigures> RunAsync(SimulatedPractice practice, IProgress<SimulationProgress>? progress, CancellationToken cancellationToken)
    {
        var registration = new Registration(practice, _plan);
        await registration.OpenAsync();
        var people = await registration.RegisterAsync(cancellationToken);
        var desk = new FrontDesk(practice, _plan.Seed);
        var patients = people.Select(person => new PatientActor(practice, _agenda, desk, person, _plan.Seed)).ToList();
        var byId = patients.ToDictionary(one => one.Patient.Id);
        var duties = SimulatedDuty.All(practice, _agenda, [.. people.Select(person => person.Id)], _plan);
        foreach (var duty in duties)
            await duty.OpenAsync();

        var staff = new Staff(practice, _agenda, desk, byId, duties, _plan);
        var practitioners = Registration.Practitioners.Select(id => new PractitionerActor(practice, _agenda, id, _plan.Seed)).ToList();
        practice.Pump.Carrier = new Carrier(practice, _agenda, patients, duties, _plan.MessagesAreCaptured, _plan.Seed).TakeAsync;
        desk.ForToday = visit => Expect(visit, byId);
        foreach (var patient in patients)
            patient.Begin();

        for (var day = 0; day < _plan.Days; day++)
        {
            var date = _plan.FirstDay.PlusDays(day);
            PlanDay(practice, registration, desk, patients, byId, staff, practitioners, date);
            foreach (var duty in duties)
                duty.PlanDay(date, await practice.IsBusinessDayAsync(date));

            await LiveUntilAsync(practice, EndOf(practice, date), cancellationToken);
            progress?.Report(new SimulationProgress(day + 1, _plan.Days));
        }

        List<Figure> dutyFigures = [];
        foreach (var duty in duties)
            dutyFigures.AddRange(await duty.FiguresAsync());

        return await PracticeFigures.TakeAsync(practice, _plan, desk.Freed, _thirdNext, dutyFigures, cancellationToken);
    }

    private Instant EndOf(SimulatedPractice practice, LocalDate date)
    {
        var end = PracticeTime.At(date.PlusDays(1).AtMidnight(), practice.Zone).Instant;
        return _plan.Until is { } until && until < end ? until : end;
    }

    private void PlanDay(
        SimulatedPractice practice,
        Registration registration,
        FrontDesk desk,
        IReadOnlyList<PatientActor> patients,
        Dictionary<PatientId, PatientActor> byId,
        Staff staff,
        IReadOnlyList<PractitionerActor> practitioners,
        LocalDate date)
    {
        var morning = PracticeTime.At(date.At(new LocalTime(7, 0)), practice.Zone).Instant;
        if (date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))
        {
            staff.PlanDay(date);
            foreach (var practitioner in practitioners)
                practitioner.PlanDay(date);
            _agenda.At(morning, () => MeasureAsync(practice, desk, date));
        }

        _agenda.At(morning, () => ExpectAsync(practice, byId, date));

        foreach (var patient in patients)
        {
            if (_life.Is(0.1 / 365))
                _agenda.At(morning, () => Changed(patient, registration));
            if (_life.Is(0.05 / 365))
                Hospital(practice, patient.Patient.Id, morning);
        }
    }

    private static Task Changed(PatientActor patient, Registration registration)
    {
        patient.ChangeNumber(registration.NewNumber());
        return Task.CompletedTask;
    }

    private void Hospital(SimulatedPractice practice, PatientId id, Instant morning)
    {
        _agenda.At(morning, () => practice.DoAsync(async (records, _) =>
        {
            (await records.FindPatientAsync(id))!.Admit(practice.Now);
            return true;
        }));
        _agenda.At(morning + Duration.FromDays(_life.Between(2, 7)), () => practice.DoAsync(async (records, _) =>
        {
            (await records.FindPatientAsync(id))!.Discharge(practice.Now);
            return true;
        }));
    }

    // The patients of the day come when their visit begins.
    private async Task ExpectAsync(SimulatedPractice practice, Dictionary<PatientId, PatientActor> byId, LocalDate date)
    {
        var from = PracticeTime.At(date.AtMidnight(), practice.Zone).Instant;
        var until = PracticeTime.At(date.PlusDays(1).AtMidnight(), practice.Zone).Instant;
        await using var context = await practice.OpenRecordsAsync();
        var visits = await context.Set<Appointment>()
            .AsNoTracking()
            .Where(visit => visit.Start >= from && visit.Start < until && visit.Status == AppointmentStatus.Booked)
            .OrderBy(visit => visit.Start).ThenBy(visit => visit.Id)
            .ToListAsync();
        foreach (var visit in visits)
            Expect(visit, byId);
    }

    private void Expect(Appointment visit, Dictionary<PatientId, PatientActor> byId) =>
        _agenda.At(visit.Start, () => byId[visit.Patient].AttendAsync(visit.Id, visit.Version));

    private Task<bool> MeasureAsync(SimulatedPractice practice, FrontDesk desk, LocalDate date) => practice.ReadAsync(async records =>
    {
        foreach (var practitioner in Registration.Practitioners)
            _thirdNext.Add(await desk.Calendar.DaysToThirdAsync(records, practitioner, date));
        return true;
    });

    private async Task LiveUntilAsync(SimulatedPractice practice, Instant end, CancellationToken cancellationToken)
    {
        var steps = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var due = await practice.Engine.NextDueAsync(cancellationToken) is { } timer ? Instant.FromDateTimeOffset(timer) : (Instant?)null;
            var plan = _agenda.Next;
            var next = due is null || (plan is not null && plan < due) ? plan : due;
            if (next is null || next >= end)
                break;

            steps = next > practice.Now ? 0 : steps + 1;
            if (steps > StepsAtOneMoment)
                throw new InvalidOperationException($"The practice stands still at {next}: {StepsAtOneMoment} steps were due at that moment and more follow. A process waits for a moment that is there already.");

            practice.MoveTo(next.Value);
            if (due == next)
                await practice.Pump.SettleAsync();
            else
                await _agenda.Take()();
        }

        practice.MoveTo(end);
    }
}
