using System.Globalization;
using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Simulation.Population;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>One patient: books, answers texts or does not, changes plans, comes or does not come.</summary>
internal sealed class PatientActor(SimulatedPractice practice, Agenda agenda, FrontDesk desk, SimulatedPatient patient, int seed)
{
    private readonly Chance _chance = new(seed, patient.Id.Value);
    private int _texts;

    /// <summary>The patient.</summary>
    public SimulatedPatient Patient => patient;

    /// <summary>When they last read a text about a visit.</summary>
    public Instant? RemindedAt { get; private set; }

    /// <summary>Begins: the first call to the practice comes some time in the first weeks.</summary>
    public void Begin() => PlanCall(practice.Now, firstDays: 12);

    /// <summary>Reads a text.</summary>
    public void Read(string text, bool isAboutVisit)
    {
        if (isAboutVisit)
            RemindedAt = practice.Now;

        var asks = text.Contains(" YES ", StringComparison.Ordinal) || text.Contains(" SI ", StringComparison.Ordinal);
        if (asks && Answer() is { } answer)
            agenda.At(practice.Now + _chance.Between(Duration.FromMinutes(1), Duration.FromHours(3)), () => TextAsync(answer));
    }

    /// <summary>The day of a visit has come: the patient comes, or does not.</summary>
    /// <param name="id">The visit.</param>
    /// <param name="version">The version that is due now; one that has moved since is not attended.</param>
    public async Task AttendAsync(AppointmentId id, int version)
    {
        var visit = (await practice.ReadAsync(records => records.FindAppointmentAsync(id)))!;
        if (visit.Status != AppointmentStatus.Booked || visit.Version != version)
            return;

        if (_chance.Is(ChanceOfMissing(visit)))
        {
            agenda.At(visit.Start + Duration.FromMinutes(30), () => desk.VisitAsync(id, missed => MarkMissing(missed)));
            return;
        }

        await desk.VisitAsync(id, arriving => arriving.Arrive(practice.Now));
        await UpdateNumberAsync();
        agenda.At(practice.Now + Duration.FromMinutes(_chance.Between(2, 12)), () => desk.VisitAsync(id, here => here.CheckIn(practice.Now)));
        agenda.At(practice.Now + visit.Duration + Duration.FromMinutes(15), () => desk.VisitAsync(id, here => here.Fulfill(practice.Now)));
    }

    /// <summary>Gets a new number. The old one is soon someone else's, and the practice does not know.</summary>
    public void ChangeNumber(PhoneNumber number) => patient.Phone = number;

    /// <summary>Tells the practice the number that is right now.</summary>
    public Task<bool> UpdateNumberAsync() => practice.DoAsync(async (records, _) =>
    {
        var record = (await records.FindPatientAsync(patient.Id))!;
        if (patient.Phone is not { } number || record.Proxies.Count > 0 || record.Phones.Any(phone => phone.Number == number))
            return false;

        foreach (var old in record.Phones.ToList())
            record.RemovePhone(old.Number);
        record.AddPhone(number);
        return true;
    });

    private void MarkMissing(Appointment visit)
    {
        if (visit.Status == AppointmentStatus.Booked)
            visit.MarkNoShow(practice.Now);
    }

    private double ChanceOfMissing(Appointment visit)
    {
        var wasReminded = RemindedAt is { } at && visit.Start - at < Duration.FromDays(4);
        return patient.Forgetfulness * (visit.IsConfirmed ? 0.2 : wasReminded ? 0.45 : 1);
    }

    private void PlanCall(Instant from, int firstDays = 0)
    {
        var days = firstDays > 0 ? _chance.Between(0, firstDays) : _chance.Between(1, (int)(2 * 365 / patient.VisitsAYear));
        var day = from.InZone(practice.Zone).Date.PlusDays(days);
        var call = day.At(new LocalTime(8, 0)).PlusMinutes(_chance.Between(10, 520));
        agenda.At(PracticeTime.At(call, practice.Zone).Instant, CallAsync);
    }

    private async Task CallAsync()
    {
        if (practice.LocalNow.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
        {
            agenda.At(practice.Now + Duration.FromDays(1), CallAsync);
            return;
        }

        PlanCall(practice.Now);
        var record = (await practice.ReadAsync(records => records.FindPatientAsync(patient.Id).AsTask()))!;
        if (record.IsDeceased)
            return;

        var type = _chance.Weighted([.. Registration.VisitTypes.Select(one => (one, one.Weight))]);
        var lead = _chance.Weighted(((0, 1), 0.06), ((1, 3), 0.14), ((3, 8), 0.25), ((8, 22), 0.35), ((22, 45), 0.2));
        var from = practice.LocalNow.Date.PlusDays(_chance.Between(lead.Item1, lead.Item2));
        if (await desk.BookAsync(patient.Id, _chance.OneOf(Registration.Practitioners), type.Id, type.Minutes, from) is { } visit)
            PlanChange(visit);
    }

    // Some call again before the visit: to move it, or to call it off.
    private void PlanChange(Appointment visit)
    {
        var left = visit.Start - practice.Now;
        if (left < Duration.FromHours(20) || !_chance.Is(0.13))
            return;

        var at = practice.Now + (left * _chance.Weighted((0.3, 0.3), (0.6, 0.3), (0.9, 0.4)));
        var moves = _chance.Is(0.4);
        agenda.At(at, () => moves
            ? desk.MoveAsync(visit.Id, practice.LocalNow.Date.PlusDays(_chance.Between(2, 15)))
            : desk.CallOffAsync(visit.Id, CancellationReason.Patient));
    }

    private string? Answer() => patient.Style switch
    {
        ReplyStyle.Confirms => _chance.Is(0.85) ? Yes() : null,
        ReplyStyle.Silent => _chance.Is(0.15) ? Yes() : _chance.Is(0.01) ? "Wrong number" : null,
        ReplyStyle.Chatty => _chance.Weighted<string?>(("Yes I'll be there", 0.35), ("Ok see you then", 0.15), ("Is there parking near the office?", 0.15), ("thanks", 0.1), ("HELP", 0.03), (null, 0.22)),
        ReplyStyle.Reschedules => _chance.Weighted<string?>(("Can we reschedule?", 0.25), ("Sorry, I can't make it", 0.08), (Yes(), 0.37), (null, 0.3)),
        _ => _chance.Weighted<string?>(("STOP", 0.25), ("Cancel", 0.1), (null, 0.65)),
    };

    private string Yes() => patient.Spanish ? _chance.OneOf(["SI", "sí", "Sí, ahí estaré"]) : _chance.OneOf(["YES", "Yes", "yes", "Y", "C", "yes!"]);

    private async Task TextAsync(string text)
    {
        if (patient.Phone is not { } number)
            return;

        var id = string.Create(CultureInfo.InvariantCulture, $"SM-{patient.Id.Value}-{++_texts}");
        await practice.PublishAsync("TextReceived", new JsonObject { ["from"] = number.Value, ["to"] = "+16175550100", ["body"] = text, ["providerId"] = id }, number.Value, "sms:" + id);
        if (text == "STOP" && _chance.Is(0.3))
            agenda.At(practice.Now + Duration.FromDays(_chance.Between(5, 30)), () => TextAsync("START"));
    }
}
