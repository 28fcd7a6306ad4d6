using System.Globalization;
using Frontdesk.Domain.Messaging;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Simulation.Actors;
using Frontdesk.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Frontdesk.Simulation.Figures;

/// <summary>One figure that an office manager watches (domain.md §7).</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, with unit.</param>
/// <param name="Benchmark">What well-run practices reach; empty when there is no benchmark.</param>
public sealed record Figure(string Name, string Value, string Benchmark);

/// <summary>How many messages of one kind came to one end.</summary>
/// <param name="Rule">The reminder's rule, or the template of an answer.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Count">How many.</param>
public sealed record MessageCount(string Rule, string Channel, string Outcome, int Count);

/// <summary>How much work of one kind people had.</summary>
/// <param name="Title">What was asked of them.</param>
/// <param name="Opened">Tasks opened.</param>
/// <param name="Done">Tasks that somebody completed; the rest is open, or was withdrawn because it no longer mattered.</param>
/// <param name="Late">Tasks that were or are overdue.</param>
public sealed record TaskCount(string Title, int Opened, int Done, int Late);

/// <summary>One day of the practice.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kept">Visits that took place.</param>
/// <param name="Missed">Visits that the patient missed.</param>
/// <param name="CalledOff">Visits of this day that were called off.</param>
/// <param name="Texts">Texts that left.</param>
/// <param name="Emails">E-mails that left.</param>
public sealed record DayCount(LocalDate Date, int Kept, int Missed, int CalledOff, int Texts, int Emails);

/// <summary>What a simulated practice came to.</summary>
/// <param name="Plan">What was simulated.</param>
/// <param name="Table">The figures.</param>
/// <param name="Messages">Messages by rule, channel and outcome.</param>
/// <param name="Tasks">People's tasks, the most frequent kind first.</param>
/// <param name="Days">The days, in order.</param>
/// <param name="Incidents">Incidents; a practice without defects has none.</param>
/// <param name="SilentStalls">Open instances without timer and without task (domain.md §0 rule 1); there must be none.</param>
/// <param name="Troubles">Each incident in a sentence.</param>
public sealed record PracticeFigures(
    SimulationPlan Plan,
    IReadOnlyList<Figure> Table,
    IReadOnlyList<MessageCount> Messages,
    IReadOnlyList<TaskCount> Tasks,
    IReadOnlyList<DayCount> Days,
    int Incidents,
    int SilentStalls,
    IReadOnlyList<string> Troubles)
{
    /// <summary>Nothing went wrong that may not.</summary>
    public bool IsSound => Incidents == 0 && SilentStalls == 0;

    internal static async Task<PracticeFigures> TakeAsync(SimulatedPractice practice, SimulationPlan plan, IReadOnlyList<FreedSlot> freed, IReadOnlyList<double> thirdNext, IReadOnlyList<Figure> dutyFigures, CancellationToken cancellationToken)
    {
        await using var context = await practice.OpenRecordsAsync();
        var visits = await context.Set<Appointment>().AsNoTracking().OrderBy(visit => visit.Start).ThenBy(visit => visit.Id).ToListAsync(cancellationToken);
        var sent = await context.Set<SentMessage>().AsNoTracking().OrderBy(message => message.SentAt).ThenBy(message => message.Key).ToListAsync(cancellationToken);
        var engine = EngineFigures.Read(practice);
        var days = DaysOf(practice, plan, visits, sent);
        return new PracticeFigures(plan, Rows(visits, sent, freed, thirdNext, dutyFigures, engine), Count(sent), engine.TasksByTitle, days, engine.Incidents, engine.SilentStalls, engine.Troubles);
    }

    private static List<Figure> Rows(List<Appointment> visits, List<SentMessage> sent, IReadOnlyList<FreedSlot> freed, IReadOnlyList<double> thirdNext, IReadOnlyList<Figure> dutyFigures, EngineFigures engine)
    {
        var kept = visits.Count(visit => visit.Status is AppointmentStatus.Fulfilled or AppointmentStatus.CheckedIn or AppointmentStatus.Arrived);
        var missed = visits.Count(visit => visit.Status == AppointmentStatus.NoShow);
        var off = visits.Count(visit => visit.Status == AppointmentStatus.Cancelled);
        var confirmed = visits.Count(visit => visit.IsConfirmed && visit.Status is AppointmentStatus.Fulfilled or AppointmentStatus.CheckedIn or AppointmentStatus.Arrived or AppointmentStatus.NoShow && visit.IsConfirmed);
        var refilled = freed.Count(slot => visits.Exists(visit =>
            visit.Practitioner == slot.Practitioner && visit.Start <= slot.Start && slot.Start < visit.End && visit.BookedAt > slot.FreedAt && visit.Status != AppointmentStatus.Cancelled));
        var reminders = sent.Where(message => message.Rule is not null).ToList();
        return
        [
            new("Visits booked", Number(visits.Count), string.Empty),
            new("Visits that took place", Number(kept), string.Empty),
            new("Visits moved at least once", Number(visits.Count(visit => visit.Version > 1)), string.Empty),
            new("Visits called off", Number(off), string.Empty),
            new("No-show rate", Share(missed, kept + missed), "5–7 % well run; 4.4 % with two reminders"),
            new("Confirmed before the visit", Share(confirmed, kept + missed), string.Empty),
            new("Third next available", thirdNext.Count == 0 ? "–" : Decimal(thirdNext.Average()) + " days", "same or next day"),
            new("Freed slots filled again", Share(refilled, freed.Count), "30 %"),
            new("Reminders sent", Number(reminders.Select(message => message.Thread).Distinct().Count()), string.Empty),
            new("Reminders for each visit", visits.Count == 0 ? "–" : Decimal((double)reminders.Count / visits.Count), string.Empty),
            new("Reminders not delivered", Share(reminders.Count(message => message.Outcome == MessageOutcome.Failed), reminders.Count), string.Empty),
            new("Segments for each text", Average(sent.Where(message => message.Segments > 0).Select(message => (double)message.Segments)), string.Empty),
            new("Texts received", Number(engine.TextsReceived), string.Empty),
            .. dutyFigures,
            new("Tasks opened", Number(engine.Tasks), string.Empty),
            new("Tasks open now", Number(engine.OpenTasks), string.Empty),
            new("Tasks done late or overdue", Share(engine.LateTasks, engine.Tasks), string.Empty),
            new("Tasks escalated", Share(engine.EscalatedTasks, engine.Tasks), string.Empty),
            new("Age of tasks when done, 95th percentile", Decimal(engine.TaskAgeP95Hours) + " h", string.Empty),
            new("Processes run", Number(engine.Instances), string.Empty),
            new("Processes open now", Number(engine.OpenInstances), string.Empty),
            new("Incidents", Number(engine.Incidents), "0"),
            new("Processes that wait for nothing", Number(engine.SilentStalls), "0"),
        ];
    }

    private static List<MessageCount> Count(List<SentMessage> sent) =>
    [
        .. sent
            .GroupBy(message => (Rule: message.Rule ?? message.TemplateKey, Channel: message.Channel.ToString(), Outcome: message.Outcome.ToString()))
            .Select(group => new MessageCount(group.Key.Rule, group.Key.Channel, group.Key.Outcome, group.Count()))
            .OrderBy(row => row.Rule, StringComparer.Ordinal).ThenBy(row => row.Channel, StringComparer.Ordinal).ThenBy(row => row.Outcome, StringComparer.Ordinal),
    ];

    private static List<DayCount> DaysOf(SimulatedPractice practice, SimulationPlan plan, List<Appointment> visits, List<SentMessage> sent)
    {
        var byDay = visits.ToLookup(visit => visit.LocalStart.Date);
        var messages = sent.DistinctBy(message => message.Thread).ToLookup(message => message.SentAt.InZone(practice.Zone).Date);
        List<DayCount> days = new(plan.Days);
        for (var i = 0; i < plan.Days; i++)
        {
            var date = plan.FirstDay.PlusDays(i);
            days.Add(new DayCount(
                date,
                byDay[date].Count(visit => visit.Status is AppointmentStatus.Fulfilled or AppointmentStatus.CheckedIn or AppointmentStatus.Arrived),
                byDay[date].Count(visit => visit.Status == AppointmentStatus.NoShow),
                byDay[date].Count(visit => visit.Status == AppointmentStatus.Cancelled),
                messages[date].Count(message => message.Channel == Domain.Channel.Sms),
                messages[date].Count(message => message.Channel == Domain.Channel.Email)));
        }

        return days;
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Decimal(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Average(IEnumerable<double> values)
    {
        var list = values.ToList();
        return list.Count == 0 ? "–" : list.Average().ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Share(int part, int whole) =>
        whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} % ({part} of {whole})");
}
