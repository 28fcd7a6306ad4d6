using System.Text.Json.Nodes;
using Frontdesk.Domain;
using Frontdesk.Domain.Scheduling;
using Frontdesk.Engine.Tasks;
using NodaTime;

namespace Frontdesk.Simulation.Actors;

/// <summary>The front desk's staff: look at the task list every half hour of the working day and work it off.</summary>
internal sealed class Staff(SimulatedPractice practice, Agenda agenda, FrontDesk desk, IReadOnlyDictionary<PatientId, PatientActor> patients, IReadOnlyList<SimulatedDuty> duties, SimulationPlan plan)
{
    private const int MostAtOnce = 6;
    private const int MostForDuties = 60;
    private static readonly string[] Roles = ["front-desk"];
    private readonly Chance _chance = new(plan.Seed, "staff");

    /// <summary>Plans a working day.</summary>
    public void PlanDay(LocalDate day)
    {
        for (var minutes = 0; minutes <= 7 * 60; minutes += 30)
        {
            var moment = PracticeTime.At(day.At(new LocalTime(9, 15)).PlusMinutes(minutes), practice.Zone).Instant;
            if (plan.StaffUntil is not { } last || moment < last)
                agenda.At(moment, WorkAsync);
        }
    }

    private async Task WorkAsync()
    {
        var open = Open();
        foreach (var task in open.Where(task => DutyOf(task) is null).Take(MostAtOnce))
            await WorkAsync(new TaskAtHand(task.Id, task.Subject, task.Outcomes));

        foreach (var task in open.Where(task => DutyOf(task) is not null).Take(MostForDuties))
        {
            if (await DutyOf(task)!.AnswerAsync(task) is { } answer)
                await CompleteAsync(task.Id, answer);
        }
    }

    private SimulatedDuty? DutyOf(SimulatedTask task) => duties.FirstOrDefault(duty => duty.Kinds.Contains(task.Kind));

    private List<SimulatedTask> Open()
    {
        using var connection = practice.Engine.Database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, title, details FROM user_task WHERE state IN ('ready', 'claimed') AND practice_id = '{practice.Id.Value}' ORDER BY priority, created_at, id";
        using var reader = command.ExecuteReader();
        List<SimulatedTask> tasks = [];
        while (reader.Read())
        {
            var details = JsonNode.Parse(reader.GetString(2))!;
            tasks.Add(new SimulatedTask(reader.GetString(0), reader.GetString(1), (string?)details["subject"] ?? string.Empty, Texts(details["roles"]), Texts(details["users"]), Texts(details["outcomes"])));
        }

        return tasks;
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(one => (string)one!)] : [];

    private async Task WorkAsync(TaskAtHand task)
    {
        var outcome = Decide(task);
        if (outcome == "Visit moved" && !await MoveAsync(task))
            outcome = task.Outcomes.Contains("Not reached") ? "Not reached" : task.Outcomes[0];

        if (outcome == "Found" && task.Patient is { } patient && patients.TryGetValue(patient, out var actor))
            await actor.UpdateNumberAsync();

        if (outcome == "Called off" && task.Visit is { } visit && await practice.ReadAsync(records => records.FindAppointmentAsync(visit)) is { } off && off.IsUpcoming(practice.Now))
            desk.Free(off);

        await CompleteAsync(task.Id, new TaskAnswer("sam", Roles, outcome));
    }

    private Task<bool> CompleteAsync(string taskId, TaskAnswer answer) => practice.DoAsync((_, burst) =>
    {
        try
        {
            UserTasks.Complete(burst, taskId, answer.User, answer.Roles, answer.Outcome, answer.Form);
        }
        catch (TaskRefusedException)
        {
            // What was done for the task (a visit moved, a call made) has ended it by itself, as it should.
            return ValueTask.FromResult(false);
        }

        return ValueTask.FromResult(true);
    });

    private Task<bool> MoveAsync(TaskAtHand task) =>
        task.Visit is { } visit ? desk.MoveAsync(visit, practice.LocalNow.Date.PlusDays(_chance.Between(2, 12))) : Task.FromResult(false);

    private string Decide(TaskAtHand task)
    {
        if (task.Outcomes.Contains("Visit moved"))
            return _chance.Weighted(("Visit moved", 0.6), ("Called off", 0.12), ("Visit stays", 0.13), ("Not reached", 0.15));

        if (task.Outcomes.Contains("Confirmed"))
            return _chance.Weighted(("Confirmed", 0.5), ("Not reached", 0.32), ("Another time", 0.1), ("Called off", 0.06), ("Wrong number", 0.02));

        return task.Outcomes.Contains("Found")
            ? _chance.Weighted(("Found", 0.8), ("Not found", 0.2))
            : task.Outcomes[0];
    }

    private sealed record TaskAtHand(string Id, string Subject, IReadOnlyList<string> Outcomes)
    {
        public AppointmentId? Visit => Subject.StartsWith("appointment/", StringComparison.Ordinal) && Subject.Length > 12 ? new AppointmentId(Subject[12..]) : null;

        public PatientId? Patient => Subject.StartsWith("patient/", StringComparison.Ordinal) && Subject.Length > 8 ? new PatientId(Subject[8..]) : null;
    }
}
