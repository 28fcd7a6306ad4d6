using Frontdesk.Domain;
using Frontdesk.Engine.Outbox;
using Frontdesk.Simulation.Figures;
using NodaTime;

namespace Frontdesk.Simulation;

/// <summary>A task as the simulated staff see it.</summary>
/// <param name="Id">The task.</param>
/// <param name="Title">What is to do.</param>
/// <param name="Subject">What it is about: kind and id, e.g. <c>referral/r1</c>.</param>
/// <param name="Roles">The roles that may take it.</param>
/// <param name="Users">The people who may take it.</param>
/// <param name="Outcomes">What may come out.</param>
internal sealed record SimulatedTask(string Id, string Title, string Subject, IReadOnlyList<string> Roles, IReadOnlyList<string> Users, IReadOnlyList<string> Outcomes)
{
    /// <summary>The kind of what it is about.</summary>
    public string Kind => Subject.Split('/')[0];

    /// <summary>The id of what it is about.</summary>
    public string SubjectId => Subject.Contains('/', StringComparison.Ordinal) ? Subject[(Subject.IndexOf('/', StringComparison.Ordinal) + 1)..] : string.Empty;
}

/// <summary>How simulated staff complete a task: who does it, with which outcome and form.</summary>
/// <param name="User">Who completes it.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Form">What they fill in; null for nothing.</param>
internal sealed record TaskAnswer(string User, IReadOnlyList<string> Roles, string Outcome, System.Text.Json.Nodes.JsonNode? Form = null);

/// <summary>
/// One duty of the practice as the simulation plays it: who takes part besides patients, what they do, and what came of it.
/// Every duty is found by itself and has its own chance, so that a new one changes nobody's luck.
/// </summary>
internal abstract class SimulatedDuty
{
    /// <summary>The practice.</summary>
    public required SimulatedPractice Practice { get; init; }

    /// <summary>What people are going to do.</summary>
    public required Agenda Agenda { get; init; }

    /// <summary>The patients who can be simulated.</summary>
    public required IReadOnlyList<PatientId> Patients { get; init; }

    /// <summary>What is simulated.</summary>
    public required SimulationPlan Plan { get; init; }

    /// <summary>Makes every duty of the product, in the order of their names.</summary>
    public static IReadOnlyList<SimulatedDuty> All(SimulatedPractice practice, Agenda agenda, IReadOnlyList<PatientId> patients, SimulationPlan plan) =>
    [
        .. typeof(SimulatedDuty).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(SimulatedDuty)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type =>
            {
                var duty = (SimulatedDuty)Activator.CreateInstance(type)!;
                type.GetProperty(nameof(Practice))!.SetValue(duty, practice);
                type.GetProperty(nameof(Agenda))!.SetValue(duty, agenda);
                type.GetProperty(nameof(Patients))!.SetValue(duty, patients);
                type.GetProperty(nameof(Plan))!.SetValue(duty, plan);
                return duty;
            }),
    ];

    /// <summary>Adds what the duty needs before the first day: suppliers, specialists, stock.</summary>
    public virtual Task OpenAsync() => Task.CompletedTask;

    /// <summary>Plans a day; business days and others.</summary>
    public abstract void PlanDay(LocalDate day, bool isBusinessDay);

    /// <summary>How a task of this duty is completed now; null leaves it for later. Other duties' tasks are not offered.</summary>
    public virtual Task<TaskAnswer?> AnswerAsync(SimulatedTask task) => Task.FromResult<TaskAnswer?>(null);

    /// <summary>The kinds of tasks that belong to the duty, as their subject begins.</summary>
    public abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>Takes a message that left for someone this duty plays; false when it is for nobody here.</summary>
    public virtual Task<bool> TakeAsync(OutboxMessage message) => Task.FromResult(false);

    /// <summary>A message reached a patient; the duty knows its own by the beginning of the idempotency key: the case's id.</summary>
    public virtual Task DeliveredAsync(OutboxMessage message) => Task.CompletedTask;

    /// <summary>What came of it (domain.md §7).</summary>
    public virtual Task<IReadOnlyList<Figure>> FiguresAsync() => Task.FromResult<IReadOnlyList<Figure>>([]);
}
